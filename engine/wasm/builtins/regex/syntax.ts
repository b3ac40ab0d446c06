import type { CharacterClass } from './character-class.ts';

/** What must hold between two characters. `begin-line` and `end-line` are `^` and `$` under the flag `m`. */
export type Assertion = 'begin-text' | 'end-text' | 'begin-line' | 'end-line' | 'word-boundary' | 'no-word-boundary';

/** A parsed pattern. */
export type Node =
  | { kind: 'character'; class: CharacterClass }
  | { kind: 'assertion'; assertion: Assertion }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'choice'; choices: Node[] }
  /** A capturing group, numbered from 1. */
  | { kind: 'capture'; number: number; body: Node }
  /** `most` is Infinity for an open end. */
  | { kind: 'repeat'; body: Node; least: number; most: number; greedy: boolean };

export interface Pattern {
  root: Node;
  /** Names of the groups by number; the whole match is number 0. */
  groups: (string | undefined)[];
}

/** The flags a pattern can switch: `i`, `m`, `s`, `U`. */
export interface PatternFlags {
  fold: boolean;
  multiline: boolean;
  dotAll: boolean;
  ungreedy: boolean;
}

import { PlimsollError } from '../../../errors.ts';
import { compilePattern } from './compile.ts';
import type { Machine } from './machine.ts';
import { createMachine, runMachine } from './machine.ts';
import { parsePattern } from './parse.ts';

/** A pattern in RE2's syntax, ready to be searched for. */
export interface Regex {
  pattern: string;
  machine: Machine;
}

/** Begin and end of the whole match, then of each group; -1 where a group took no part. Counted in UTF-16 units. */
export type Match = Int32Array;

/** Patterns kept compiled. Policies use a handful; patterns made from data must not fill the memory. */
const mostKept = 256;
const kept = new Map<string, Regex | undefined>();

/** The compiled pattern; undefined when it is not valid. Compiled patterns are kept, the oldest go first. */
export function regexOf(pattern: string): Regex | undefined {
  if (kept.has(pattern)) return kept.get(pattern);
  const regex = compiled(pattern);
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value!);
  kept.set(pattern, regex);
  return regex;
}

function compiled(pattern: string): Regex | undefined {
  try {
    return { pattern, machine: createMachine(compilePattern(parsePattern(pattern))) };
  } catch (thrown) {
    if (thrown instanceof PlimsollError && thrown.code === 'rego-invalid') return undefined;
    throw thrown;
  }
}

/** Whether the pattern matches anywhere in the text. */
export function matches(regex: Regex, text: string): boolean {
  return runMachine(regex.machine, text, 0, 2) !== null;
}

/**
 * All matches from left to right, as Go finds them: none overlap, and no empty one follows directly on another.
 * @param most how many at most; negative for all
 * @param withGroups false keeps only the bounds of the match, which is quicker
 */
export function findAll(regex: Regex, text: string, most = -1, withGroups = false): Match[] {
  const found: Match[] = [];
  const width = withGroups ? regex.machine.groups.length * 2 : 2;
  let lastEnd = -1;
  for (let at = 0; at <= text.length && found.length !== most; ) {
    const match = runMachine(regex.machine, text, at, width);
    if (match === null) break;
    const [begin, end] = [match[0]!, match[1]!];
    if (end > at) at = end;
    else at += text.codePointAt(at)! > 0xffff ? 2 : 1;
    if (end > begin || begin !== lastEnd) found.push(match);
    lastEnd = end;
  }
  return found;
}

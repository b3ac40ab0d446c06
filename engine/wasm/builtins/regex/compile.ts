import { PlimsollError } from '../../../errors.ts';
import { limitTable } from '../../../limits.ts';
import type { CharacterClass } from './character-class.ts';
import type { Assertion, Node, Pattern } from './syntax.ts';

/** One step of a compiled pattern; `next` and `other` are places in the program. */
export type Step =
  | { kind: 'character'; class: CharacterClass; next: number }
  | { kind: 'assertion'; assertion: Assertion; next: number }
  /** Goes both ways, `next` preferred. */
  | { kind: 'fork'; next: number; other: number }
  | { kind: 'save'; slot: number; next: number }
  | { kind: 'match' };

export interface Program {
  steps: Step[];
  start: number;
  /** Names of the groups by number; the whole match is number 0. */
  groups: (string | undefined)[];
}

/**
 * Compiles a pattern to a program for the machine (Thompson's construction).
 * @throws PlimsollError `limit-reached` when it has more steps than the limit builtinValues
 */
export function compilePattern(pattern: Pattern): Program {
  const steps: Step[] = [{ kind: 'match' }];
  const body = emit(steps, pattern.root, add(steps, { kind: 'save', slot: 1, next: 0 }));
  return { steps, start: add(steps, { kind: 'save', slot: 0, next: body }), groups: pattern.groups };
}

function add(steps: Step[], step: Step): number {
  if (steps.length >= limitTable.builtinValues.value) {
    throw new PlimsollError('limit-reached', `A pattern has more than ${steps.length} steps (builtinValues).`);
  }
  return steps.push(step) - 1;
}

/** Adds the steps of a node that go on at `next`; returns where they begin. */
function emit(steps: Step[], node: Node, next: number): number {
  switch (node.kind) {
    case 'character':
      return add(steps, { kind: 'character', class: node.class, next });
    case 'assertion':
      return add(steps, { kind: 'assertion', assertion: node.assertion, next });
    case 'sequence':
      return node.parts.reduceRight((after, part) => emit(steps, part, after), next);
    case 'choice': {
      const starts = node.choices.map((choice) => emit(steps, choice, next));
      return starts.reduceRight((other, start) => add(steps, { kind: 'fork', next: start, other }));
    }
    case 'capture': {
      const end = add(steps, { kind: 'save', slot: node.number * 2 + 1, next });
      const body = emit(steps, node.body, end);
      return add(steps, { kind: 'save', slot: node.number * 2, next: body });
    }
    case 'repeat':
      return emitRepeat(steps, node, next);
  }
}

type Repeat = Extract<Node, { kind: 'repeat' }>;

/** `x{2,4}` is `xx(x(x)?)?`; `x{2,}` is `xx+`. */
function emitRepeat(steps: Step[], node: Repeat, next: number): number {
  let start = next;
  if (node.most === Number.POSITIVE_INFINITY) {
    start = node.least === 0 ? emitStar(steps, node, next) : emitPlus(steps, node, next);
  } else {
    for (let count = node.least; count < node.most; count++) {
      start = fork(steps, node, emit(steps, node.body, start), next);
    }
  }
  const copies = node.most === Number.POSITIVE_INFINITY ? node.least - 1 : node.least;
  for (let count = 0; count < copies; count++) start = emit(steps, node.body, start);
  return start;
}

function emitStar(steps: Step[], node: Repeat, next: number): number {
  // A body that may match nothing is tried once before giving up: otherwise the preference of its choices is lost.
  if (canBeEmpty(node.body)) return fork(steps, node, emitPlus(steps, node, next), next);
  const loop = add(steps, { kind: 'fork', next, other: next });
  const body = emit(steps, node.body, loop);
  steps[loop] = forkStep(node, body, next);
  return loop;
}

function emitPlus(steps: Step[], node: Repeat, next: number): number {
  const loop = add(steps, { kind: 'fork', next, other: next });
  const body = emit(steps, node.body, loop);
  steps[loop] = forkStep(node, body, next);
  return body;
}

function fork(steps: Step[], node: Repeat, body: number, after: number): number {
  return add(steps, forkStep(node, body, after));
}

function forkStep(node: Repeat, body: number, after: number): Step {
  return node.greedy ? { kind: 'fork', next: body, other: after } : { kind: 'fork', next: after, other: body };
}

function canBeEmpty(node: Node): boolean {
  switch (node.kind) {
    case 'character':
      return false;
    case 'assertion':
      return true;
    case 'sequence':
      return node.parts.every(canBeEmpty);
    case 'choice':
      return node.choices.some(canBeEmpty);
    case 'capture':
      return canBeEmpty(node.body);
    case 'repeat':
      return node.least === 0 || canBeEmpty(node.body);
  }
}

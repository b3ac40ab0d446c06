import type { CharacterClass } from './character-class.ts';
import type { Program, Step } from './compile.ts';
import type { Assertion } from './syntax.ts';

const stepKinds = { match: 0, character: 1, class: 2, fork: 3, save: 4, assertion: 5 };
const assertions: Assertion[] = [
  'begin-text',
  'end-text',
  'begin-line',
  'end-line',
  'word-boundary',
  'no-word-boundary',
];

/** A program in flat arrays, with the working space of its runs. */
export interface Machine {
  groups: (string | undefined)[];
  start: number;
  kinds: Uint8Array;
  /** Where a step goes on; for a fork, the preferred way. */
  next: Int32Array;
  /** The other way of a fork, the slot of a save, the code point of a character, the number of an assertion. */
  argument: Int32Array;
  classes: (CharacterClass | undefined)[];
  current: Threads;
  following: Threads;
  stack: number[];
  /** ASCII characters a match may begin with; undefined when it may be empty. Others are always tried. */
  firsts: Uint8Array | undefined;
}

/** Threads in order of preference, each at one step at most, with its own slots. */
interface Threads {
  count: number;
  steps: Int32Array;
  /** Place in `steps` by step, valid only where the two agree. */
  places: Int32Array;
  slots: Int32Array;
}

/** Prepares a program for running. */
export function createMachine(program: Program): Machine {
  const { steps } = program;
  const size = steps.length;
  const width = program.groups.length * 2;
  const machine: Machine = {
    groups: program.groups,
    start: program.start,
    kinds: Uint8Array.from(steps, kindOf),
    next: Int32Array.from(steps, (step) => (step.kind === 'match' ? 0 : step.next)),
    argument: Int32Array.from(steps, argumentOf),
    classes: steps.map((step) => (step.kind === 'character' ? step.class : undefined)),
    current: createThreads(size, width),
    following: createThreads(size, width),
    stack: [],
    firsts: undefined,
  };
  machine.firsts = firstsOf(machine);
  return machine;
}

function createThreads(size: number, width: number): Threads {
  return {
    count: 0,
    steps: new Int32Array(size),
    places: new Int32Array(size),
    slots: new Int32Array(size * width),
  };
}

function kindOf(step: Step): number {
  return step.kind === 'character' && step.class.single === undefined ? stepKinds.class : stepKinds[step.kind];
}

function argumentOf(step: Step): number {
  if (step.kind === 'fork') return step.other;
  if (step.kind === 'save') return step.slot;
  if (step.kind === 'assertion') return assertions.indexOf(step.assertion);
  return step.kind === 'character' ? (step.class.single ?? 0) : 0;
}

/** Follows the program from its start without reading: what can the first character be? */
function firstsOf(machine: Machine): Uint8Array | undefined {
  const firsts = new Uint8Array(128);
  const seen = new Set<number>();
  const open = [machine.start];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    if (seen.has(step)) continue;
    seen.add(step);
    const kind = machine.kinds[step]!;
    if (kind === stepKinds.match) return undefined;
    if (kind === stepKinds.character || kind === stepKinds.class) {
      for (let point = 0; point < 128; point++) if (accepts(machine, step, point)) firsts[point] = 1;
      continue;
    }
    open.push(machine.next[step]!);
    if (kind === stepKinds.fork) open.push(machine.argument[step]!);
  }
  return firsts;
}

function accepts(machine: Machine, step: number, point: number): boolean {
  return machine.kinds[step] === stepKinds.character
    ? machine.argument[step] === point
    : machine.classes[step]!.has(point);
}

/**
 * Finds the leftmost match from a place on, the one Perl would prefer there, in time proportional to the text and the
 * pattern (Pike's machine: all threads in step, no backtracking).
 * @param width how many slots to keep: 2 for the match alone, 2 more for each group
 * @returns begin and end of the match and of each group kept, -1 where a group took no part; null without a match
 */
export function runMachine(machine: Machine, text: string, from: number, width: number): Int32Array | null {
  let { current, following } = machine;
  let best: Int32Array | null = null;
  const slots = new Int32Array(width);
  current.count = 0;
  for (let at = from; ; ) {
    if (current.count === 0) {
      if (best !== null) return best;
      at = skip(machine, text, at);
    }
    if (best === null) {
      slots.fill(-1);
      addThread(machine, current, machine.start, text, at, slots);
    }
    const point = at < text.length ? text.codePointAt(at)! : -1;
    const after = at + (point > 0xffff ? 2 : 1);
    following.count = 0;
    for (let index = 0; index < current.count; index++) {
      const step = current.steps[index]!;
      const kind = machine.kinds[step]!;
      // Forks and the like are in the list only to mark that they were followed.
      if (kind > stepKinds.class) continue;
      for (let slot = 0; slot < width; slot++) slots[slot] = current.slots[index * width + slot]!;
      if (kind === stepKinds.match) {
        best = slots.slice();
        break;
      }
      if (point >= 0 && accepts(machine, step, point)) {
        addThread(machine, following, machine.next[step]!, text, after, slots);
      }
    }
    if (point < 0) return best;
    at = after;
    [current, following] = [following, current];
  }
}

/** The next place where a match may begin. */
function skip(machine: Machine, text: string, from: number): number {
  const { firsts } = machine;
  if (firsts === undefined) return from;
  let at = from;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (unit >= 128 || firsts[unit] === 1) break;
    at++;
  }
  return at;
}

/** Adds the thread at a step, or what it leads to without reading, in order of preference. */
function addThread(
  machine: Machine,
  threads: Threads,
  first: number,
  text: string,
  at: number,
  slots: Int32Array,
): void {
  const { stack, kinds, next, argument } = machine;
  const width = slots.length;
  // Steps to follow; a negative number, with the old value before it, restores a slot.
  stack.length = 0;
  stack.push(first);
  while (stack.length > 0) {
    let step = stack.pop()!;
    if (step < 0) {
      slots[-step - 1] = stack.pop()!;
      continue;
    }
    for (;;) {
      const place = threads.places[step]!;
      if (place < threads.count && threads.steps[place] === step) break;
      threads.places[step] = threads.count;
      threads.steps[threads.count] = step;
      const kind = kinds[step]!;
      if (kind <= stepKinds.class) {
        for (let slot = 0; slot < width; slot++) threads.slots[threads.count * width + slot] = slots[slot]!;
        threads.count++;
        break;
      }
      threads.count++;
      if (kind === stepKinds.fork) {
        stack.push(argument[step]!);
      } else if (kind === stepKinds.save) {
        const slot = argument[step]!;
        if (slot < width) {
          stack.push(slots[slot]!, -slot - 1);
          slots[slot] = at;
        }
      } else if (!holds(assertions[argument[step]!]!, text, at)) {
        break;
      }
      step = next[step]!;
    }
  }
}

function holds(assertion: Assertion, text: string, at: number): boolean {
  switch (assertion) {
    case 'begin-text':
      return at === 0;
    case 'end-text':
      return at === text.length;
    case 'begin-line':
      return at === 0 || text.charCodeAt(at - 1) === 0x0a;
    case 'end-line':
      return at === text.length || text.charCodeAt(at) === 0x0a;
    default: {
      const isBoundary = isWord(text.charCodeAt(at - 1)) !== isWord(text.charCodeAt(at));
      return isBoundary === (assertion === 'word-boundary');
    }
  }
}

/** ASCII letters, digits and `_`; NaN stands for the outside of the text. */
function isWord(unit: number): boolean {
  return (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || unit === 95 || (unit >= 97 && unit <= 122);
}

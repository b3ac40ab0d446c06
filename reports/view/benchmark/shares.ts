import type { ControlStatus, ResultControl } from '../../../engine/index.ts';
import { controlShapes, controlWords, number, type Shape } from '../words.ts';

/** How many of some controls hold: `low` for certain, `high` if all that is open turns out well. */
export interface Share {
  low: number;
  high: number;
  of: number;
}

/** One status with how many controls have it. */
export interface StatusCount {
  shape: Shape;
  word: string;
  count: number;
  text: string;
}

/** Order in which statuses stand beside each other: what holds, what is open, what fails, what is left out. */
const statusOrder: readonly ControlStatus[] = [
  'pass',
  'fail',
  'incomplete',
  'manual',
  'evidence-only',
  'accepted',
  'not-applicable',
  'excluded',
];

const leftOut: ReadonlySet<ControlStatus> = new Set(['not-applicable', 'excluded']);
const open: ReadonlySet<ControlStatus> = new Set(['incomplete', 'manual', 'evidence-only']);

/** Controls that the publisher calls automated. An answer of a person is none of a rule, so it counts as open. */
export function automatedShare(controls: readonly ResultControl[]): Share {
  return shareOf(controls.filter((control) => control.assessment === 'automated'));
}

/** Controls that rules alone decide here. */
export function decidedShare(controls: readonly ResultControl[]): Share {
  return shareOf(controls.filter((control) => control.decision === 'decided'));
}

/** Controls that people answered, of those that only they can. */
export function attestedShare(controls: readonly ResultControl[]): Share {
  const theirs = controls.filter((control) => control.decision === 'attested' && !leftOut.has(control.status));
  const answered = theirs.filter((control) => control.status !== 'manual').length;
  return { low: answered, high: answered, of: theirs.length };
}

function shareOf(controls: readonly ResultControl[]): Share {
  const counted = controls.filter((control) => !leftOut.has(control.status));
  const byRules = (control: ResultControl) => control.decision !== 'attested';
  const low = counted.filter((control) => control.status === 'pass' && byRules(control)).length;
  const unsure = counted.filter(
    (control) => open.has(control.status) || (control.status === 'pass' && !byRules(control)),
  ).length;
  return { low, high: low + unsure, of: counted.length };
}

/** `20 of 23`, `71–79 of 101`, `–` where there is nothing to count. */
export function shareText({ low, high, of }: Share): string {
  if (of === 0) return '–';
  return `${low === high ? number(low) : `${number(low)}–${number(high)}`} of ${number(of)}`;
}

/** How many of the controls wait for a person. */
export function toAnswer(controls: readonly ResultControl[]): number {
  return controls.filter((control) => control.status === 'manual').length;
}

/** Counts of every status, also of those that no control has. */
export function statusCounts(controls: readonly ResultControl[]): StatusCount[] {
  return statusOrder.map((status) => {
    const count = controls.filter((control) => control.status === status).length;
    return { shape: controlShapes[status], word: controlWords[status], count, text: count === 0 ? '–' : number(count) };
  });
}

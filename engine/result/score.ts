import type { ControlStatus, ResultControl, Score, StatusCounts } from './schema.ts';

/** A score of outcomes, and the same without waived ones. Unknowns make it a range. */
export function outcomeScores(counts: StatusCounts): { strict: Score; adjusted: Score } {
  const unknown = counts.error + counts['not-evaluated'];
  const known = counts.pass + counts.fail;
  return {
    strict: score(counts.pass, unknown, known + counts.waived + unknown),
    adjusted: score(counts.pass, unknown, known + unknown),
  };
}

/** Statuses that may still turn out either way: nobody looked, answered or concluded. */
const open: ReadonlySet<ControlStatus> = new Set(['incomplete', 'manual', 'evidence-only']);
const leftOut: ReadonlySet<ControlStatus> = new Set(['not-applicable', 'excluded']);

/** A score of controls: those that a rule had a part in, and all of them. */
export function controlScores(controls: readonly ResultControl[]): { automated: Score; all: Score } {
  return { automated: scoreOf(controls.filter((control) => control.decision !== 'attested')), all: scoreOf(controls) };
}

function scoreOf(controls: readonly ResultControl[]): Score {
  const counted = controls.filter((control) => !leftOut.has(control.status));
  const passed = counted.filter((control) => control.status === 'pass').length;
  const unknown = counted.filter((control) => open.has(control.status)).length;
  return score(passed, unknown, counted.length);
}

function score(passed: number, unknown: number, of: number): Score {
  return of === 0 ? null : { low: passed, high: passed + unknown, of };
}

import { type Assessed, findingChanges, resourceChanges } from './assess.ts';
import { changedInputs } from './changed-inputs.ts';
import type { Drift, RunSummary, StoredRun } from './contract.ts';

/** What of a drift is no list: kept with the run. */
export type DriftFrame = Pick<Drift, 'previous' | 'previousAt' | 'known' | 'notJudged' | 'changedInputs' | 'totals'>;

/** The frame of a drift from the run before and what a result changed. */
export function frameOf(assessed: Assessed, previous: StoredRun | null, summary: RunSummary): DriftFrame {
  const { known, notJudged } = assessed;
  const totals = Object.fromEntries([
    ...findingChanges.map((change) => [change, assessed.changes[change].length]),
    ...resourceChanges.map((change) => [change, assessed[change].length]),
  ]) as Drift['totals'];
  return {
    ...{ previous: previous?.id ?? null, previousAt: previous?.finishedAt ?? null, known, notJudged, totals },
    // Without a run before there is nothing to compare with.
    changedInputs: previous?.summary == null ? [] : changedInputs(previous.summary.inputs, summary.inputs),
  };
}

/** The drift of a result that is not stored yet. */
export function driftOf(run: string, assessed: Assessed, frame: DriftFrame, limit: number): Drift {
  const lists = {
    ...Object.fromEntries(findingChanges.map((change) => [change, assessed.changes[change].slice(0, limit)])),
    ...Object.fromEntries(resourceChanges.map((change) => [change, assessed[change].slice(0, limit)])),
  } as Pick<Drift, (typeof findingChanges)[number] | (typeof resourceChanges)[number]>;
  return { run, ...frame, ...lists };
}

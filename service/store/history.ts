import { PlimsollError } from '../../engine/index.ts';
import { assess, findingChanges, resourceChanges } from './assess.ts';
import type { Drift, HistoryStore } from './contract.ts';
import { type DriftFrame, driftOf, frameOf } from './drift.ts';
import { readFindings, readPast } from './past.ts';
import { noRun, runOf } from './run-rows.ts';
import type { Database, Queries } from './tables.ts';

/** Findings over time. */
export function createHistory({ db }: Database): HistoryStore {
  return {
    async drift(run, limit) {
      const row = await db.selectFrom('runs').select('drift').where('id', '=', run).executeTakeFirst();
      if (row === undefined) throw noRun(run);
      if (row.drift === null) throw new PlimsollError('not-found', `the run ${run} has not finished: it has no drift`);
      const lists: Record<string, unknown[]> = {};
      for (const change of [...findingChanges, ...resourceChanges])
        lists[change] = await readChanges(run, change, limit);
      return { run, ...(JSON.parse(row.drift) as DriftFrame), ...lists } as Drift;
    },
    async preview({ id, finishedAt, result, summary }, limit) {
      return db.transaction().execute(async (transaction) => {
        const row = await transaction.selectFrom('runs').select('stream').where('id', '=', id).executeTakeFirst();
        if (row === undefined) throw noRun(id);
        const past = await readPast(transaction, row.stream, result);
        const assessed = assess(past, result, { stream: row.stream, run: id, at: finishedAt });
        const frame = frameOf(assessed, await latestRun(transaction, row.stream), summary);
        return driftOf(id, assessed, frame, limit);
      });
    },
    async since(stream, fingerprints) {
      const rows = await readFindings(db, stream, fingerprints);
      const open = rows.filter(({ state }) => state === 'open' || state === 'waived');
      return new Map(open.map((row) => [row.fingerprint, row]));
    },
  };

  async function readChanges(run: string, change: string, limit: number): Promise<unknown[]> {
    const rows = await db
      .selectFrom('changes')
      .select('entry')
      .where('run', '=', run)
      .where('change', '=', change)
      .orderBy('position')
      .limit(limit)
      .execute();
    return rows.map(({ entry }) => JSON.parse(entry));
  }
}

/** The run whose outcomes were the last to go into the history of a stream; null: none yet. */
export async function latestRun(db: Queries, stream: string) {
  const row = await db
    .selectFrom('runs')
    .innerJoin('streams', 'streams.latest_run', 'runs.id')
    .selectAll('runs')
    .where('streams.name', '=', stream)
    .executeTakeFirst();
  return row === undefined ? null : runOf(row);
}

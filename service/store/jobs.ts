import type { JobStore, StoredJob } from './contract.ts';
import type { Database, JobRow } from './tables.ts';
import { storable } from './text.ts';

/** Jobs that are kept in the store itself. */
export function createJobs({ engine, db }: Database): JobStore {
  return {
    async add(job) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('jobs')
        .values(jobValues(job))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return Number(numInsertedOrUpdatedRows) === 1;
    },
    async take(kinds, worker, now, leaseUntil) {
      if (kinds.length === 0) return null;
      return db.transaction().execute(async (transaction) => {
        const due = await transaction
          .selectFrom('jobs')
          .select('id')
          .where('kind', 'in', kinds)
          .where((each) =>
            each.or([
              each('state', '=', 'waiting').and('run_after', '<=', now),
              each('state', '=', 'active').and('lease_until', '<=', now),
            ]),
          )
          .orderBy('run_after')
          .orderBy('id')
          .limit(1)
          .$if(engine === 'postgres', (query) => query.forUpdate().skipLocked())
          .executeTakeFirst();
        if (due === undefined) return null;
        const row = await transaction
          .updateTable('jobs')
          .set((each) => ({
            ...{ state: 'active' as const, worker, lease_until: leaseUntil },
            attempts: each('attempts', '+', 1),
          }))
          .where('id', '=', due.id)
          .returningAll()
          .executeTakeFirstOrThrow();
        return jobOf(row);
      });
    },
    async heartbeat(id, worker, leaseUntil) {
      const { numUpdatedRows } = await db
        .updateTable('jobs')
        .set({ lease_until: leaseUntil })
        .where('id', '=', id)
        .where('worker', '=', worker)
        .where('state', '=', 'active')
        .executeTakeFirst();
      return Number(numUpdatedRows) === 1;
    },
    async settle(id, { state, error, runAfter }, worker) {
      const text = error === null ? null : storable(error);
      await db
        .updateTable('jobs')
        .set({ state, error: text, run_after: runAfter, lease_until: null, worker: null })
        .where('id', '=', id)
        .$if(worker !== undefined, (query) => query.where('worker', '=', worker!).where('state', '=', 'active'))
        .execute();
    },
    async list(state) {
      const rows = await db
        .selectFrom('jobs')
        .selectAll()
        .$if(state !== undefined, (query) => query.where('state', '=', state!))
        .orderBy('run_after')
        .orderBy('id')
        .execute();
      return rows.map(jobOf);
    },
  };
}

/** The row of a new job. */
export function jobValues({ id, kind, key, payload, runAfter }: Parameters<JobStore['add']>[0]): JobRow {
  return {
    ...{ id, kind, key, payload: JSON.stringify(payload ?? null), state: 'waiting', attempts: 0 },
    ...{ run_after: runAfter, lease_until: null, worker: null, error: null },
  };
}

function jobOf({ run_after, lease_until, payload, ...row }: JobRow): StoredJob {
  return { ...row, payload: JSON.parse(payload), runAfter: run_after, leaseUntil: lease_until };
}

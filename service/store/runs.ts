import { PlimsollError } from '../../engine/index.ts';
import type { Contents } from './contents.ts';
import type { RunStore } from './contract.ts';
import { finishRun } from './finish.ts';
import { noRun, runOf } from './run-rows.ts';
import type { Database } from './tables.ts';
import { storable } from './text.ts';

/** Runs and their ends. */
export function createRuns(database: Database, contents: Contents): RunStore {
  const { db } = database;
  return {
    begin: ({ id, stream, schedule, slotAt, startedAt, rerunOf }) =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('streams')
          .values({ name: stream, latest_run: null })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await transaction
          .insertInto('runs')
          .values({
            ...{ id, stream, schedule, slot_at: slotAt, state: 'running', started_at: startedAt, finished_at: null },
            ...{ exit_code: null, exit_reason: null, error: null, result_digest: null, summary: null, record: null },
            ...{ drift: null, legal_hold: 0, rerun_of: rerunOf ?? null },
          })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .execute();
      }),
    finish: (end) => finishRun(database, contents, end),
    fail: (id, at, error, state = 'failed') =>
      db.transaction().execute(async (transaction) => {
        const reason = storable(error);
        const run = await transaction
          .updateTable('runs')
          .set({ state, finished_at: at, error: reason })
          .where('id', '=', id)
          .where('state', '=', 'running')
          .returning(['schedule', 'slot_at'])
          .executeTakeFirst();
        if (run?.schedule == null || run.slot_at === null) return;
        await transaction
          .updateTable('slots')
          .set({ state: 'failed', reason, run: id })
          .where('schedule', '=', run.schedule)
          .where('at', '=', run.slot_at)
          .where('state', '!=', 'done')
          .execute();
      }),
    async get(id) {
      const row = await db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : runOf(row);
    },
    async record(id) {
      const row = await db.selectFrom('runs').select('record').where('id', '=', id).executeTakeFirst();
      return row?.record == null ? null : JSON.parse(row.record);
    },
    async list({ stream, schedule, state, limit, before }) {
      const rows = await db
        .selectFrom('runs')
        .selectAll()
        .$if(stream !== undefined, (query) => query.where('stream', '=', stream!))
        .$if(schedule !== undefined, (query) => query.where('schedule', '=', schedule!))
        .$if(state !== undefined, (query) => query.where('state', '=', state!))
        .$if(before !== undefined, (query) => query.where('id', '<', before!))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(runOf);
    },
    async previous(stream, before) {
      const row = await db
        .selectFrom('runs')
        .selectAll()
        .where('stream', '=', stream)
        .where('state', '=', 'finished')
        .where('started_at', '<', before)
        .orderBy('started_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : runOf(row);
    },
    async hold(id, on) {
      const { numUpdatedRows } = await db
        .updateTable('runs')
        .set({ legal_hold: Number(on) })
        .where('id', '=', id)
        .executeTakeFirst();
      if (Number(numUpdatedRows) === 0) throw noRun(id);
    },
    remove: (id) =>
      db.transaction().execute(async (transaction) => {
        const run = await transaction.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
        if (run === undefined) throw noRun(id);
        if (run.state === 'finished' || run.legal_hold === 1) {
          const why = run.legal_hold === 1 ? 'is under legal hold' : 'has finished, and is evidence';
          throw new PlimsollError('store-failed', `the run ${id} ${why}: it is not removed`, {
            next: 'Run plimsoll runs prune: it removes content by the policy of retention.',
          });
        }
        await transaction.updateTable('deliveries').set({ run: null }).where('run', '=', id).execute();
        await transaction.deleteFrom('runs').where('id', '=', id).execute();
      }),
  };
}

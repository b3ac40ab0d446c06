import { PlimsollError } from '../../engine/index.ts';
import { assess, type Moment } from './assess.ts';
import type { Contents } from './contents.ts';
import type { FinishedStoredRun } from './contract.ts';
import { addDeliveries } from './deliveries.ts';
import { frameOf } from './drift.ts';
import { latestRun } from './history.ts';
import { readPast } from './past.ts';
import { noRun } from './run-rows.ts';
import type { Database, Queries, RunRow } from './tables.ts';
import { storable } from './text.ts';
import { writeHistory } from './write-history.ts';

/** As `RunStore.finish`. */
export async function finishRun({ engine, db }: Database, contents: Contents, end: FinishedStoredRun): Promise<void> {
  await requireContents(contents, end);
  await db.transaction().execute(async (transaction) => {
    const locks = engine === 'postgres';
    const run = await transaction
      .selectFrom('runs')
      .selectAll()
      .where('id', '=', end.id)
      .$if(locks, (query) => query.forUpdate())
      .executeTakeFirst();
    if (run === undefined) throw noRun(end.id);
    if (run.state === 'finished') return;
    if (run.state !== 'running')
      throw refused(`the run ${end.id} was ended as ${run.state}: it cannot finish any more`);
    // Runs of one stream go into its history one after the other.
    await transaction
      .selectFrom('streams')
      .select('name')
      .where('name', '=', run.stream)
      .$if(locks, (query) => query.forUpdate())
      .execute();
    await settleSlot(transaction, run);
    const moment: Moment = { stream: run.stream, run: end.id, at: end.finishedAt };
    const assessed = assess(await readPast(transaction, run.stream, end.result), end.result, moment);
    const frame = frameOf(assessed, await latestRun(transaction, run.stream), end.summary);
    await writeHistory(transaction, assessed, moment);
    for (const artifact of end.artifacts) {
      await transaction
        .insertInto('artifacts')
        .values({ run: end.id, ...artifact, pruned_at: null })
        .execute();
    }
    await addDeliveries(transaction, end.deliveries);
    await transaction
      .updateTable('runs')
      .set({
        ...{ state: 'finished', finished_at: end.finishedAt, exit_code: end.record.exitCode },
        ...{ exit_reason: storable(end.record.exitReason), result_digest: end.resultDigest },
        ...{ summary: JSON.stringify(end.summary), record: JSON.stringify(end.record), drift: JSON.stringify(frame) },
      })
      .where('id', '=', end.id)
      .execute();
    await transaction.updateTable('streams').set({ latest_run: end.id }).where('name', '=', run.stream).execute();
  });
}

/** What the rows will name must be there before. */
async function requireContents(contents: Contents, end: FinishedStoredRun): Promise<void> {
  const digests = new Set([...end.artifacts, ...end.deliveries].map(({ digest }) => digest));
  for (const digest of digests) {
    if (await contents.has(digest)) continue;
    throw refused(`the run ${end.id} names content that was not put into the store: ${digest}`);
  }
}

async function settleSlot(db: Queries, run: RunRow): Promise<void> {
  if (run.schedule === null || run.slot_at === null) return;
  const { numUpdatedRows } = await db
    .updateTable('slots')
    .set({ state: 'done', reason: null, run: run.id })
    .where('schedule', '=', run.schedule)
    .where('at', '=', run.slot_at)
    .where('state', '!=', 'done')
    .executeTakeFirst();
  if (Number(numUpdatedRows) === 1) return;
  const slot = await db
    .selectFrom('slots')
    .select('run')
    .where('schedule', '=', run.schedule)
    .where('at', '=', run.slot_at)
    .executeTakeFirst();
  const why = slot === undefined ? 'was never claimed' : `has the report of run ${slot.run}`;
  throw refused(`the slot ${run.slot_at} of ${run.schedule} ${why}: run ${run.id} is not recorded`);
}

function refused(message: string): PlimsollError {
  return new PlimsollError('store-failed', message, { next: 'See plimsoll runs list for what is recorded.' });
}

import type { Slot, SlotClaim, SlotStore } from './contract.ts';
import { jobValues } from './jobs.ts';
import type { Database, Queries, SlotRow } from './tables.ts';
import { storable } from './text.ts';

const batch = 500;

/** Slots: one row for each time of each schedule; whoever makes it runs it. */
export function createSlots({ db }: Database): SlotStore {
  return {
    claim: async (slot) => (await insertSlots(db, [slot])).size === 1,
    claimAll: (claims) => db.transaction().execute((transaction) => claimAll(transaction, claims)),
    async get(schedule, at) {
      const row = await db
        .selectFrom('slots')
        .selectAll()
        .where('schedule', '=', schedule)
        .where('at', '=', at)
        .executeTakeFirst();
      return row === undefined ? null : slotOf(row);
    },
    async settle(schedule, at, state, reason, run) {
      const change = { state, reason: reason === null ? null : storable(reason), run };
      await db.updateTable('slots').set(change).where('schedule', '=', schedule).where('at', '=', at).execute();
    },
    async latest(schedule) {
      const row = await db
        .selectFrom('slots')
        .selectAll()
        .where('schedule', '=', schedule)
        .orderBy('at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : slotOf(row);
    },
    async list({ schedule, since, state, limit }) {
      const rows = await db
        .selectFrom('slots')
        .selectAll()
        .$if(schedule !== undefined, (query) => query.where('schedule', '=', schedule!))
        .$if(since !== undefined, (query) => query.where('at', '>=', since!))
        .$if(state !== undefined, (query) => query.where('state', '=', state!))
        .orderBy('at', state === undefined ? 'desc' : 'asc')
        .orderBy('schedule')
        .limit(limit)
        .execute();
      return rows.map(slotOf);
    },
    adopt: (schedule, at) => db.transaction().execute((transaction) => adopt(transaction, schedule, at)),
    async pause(schedule, paused, by, at) {
      const change = { paused: Number(paused), paused_by: by, paused_at: at };
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('schedules')
          .values({ name: schedule, adopted_at: null, ...change })
          .onConflict((conflict) => conflict.column('name').doUpdateSet(change))
          .execute();
        const action = paused ? 'schedule.pause' : 'schedule.resume';
        await transaction
          .insertInto('audit')
          .values({ at, who: by, action, subject: schedule, detail: '{}' })
          .execute();
      });
    },
    async paused() {
      const rows = await db.selectFrom('schedules').select('name').where('paused', '=', 1).orderBy('name').execute();
      return new Set(rows.map(({ name }) => name));
    },
  };
}

async function claimAll(db: Queries, claims: readonly SlotClaim[]): Promise<Omit<Slot, 'run'>[]> {
  const fresh = await insertSlots(
    db,
    claims.map(({ slot }) => slot),
  );
  // A slot that was named twice counts once.
  const made = claims.filter(({ slot }) => fresh.delete(nameOf(slot)));
  const jobs = made.flatMap(({ job }) => (job === null ? [] : [jobValues(job)]));
  for (let start = 0; start < jobs.length; start += batch) {
    await db
      .insertInto('jobs')
      .values(jobs.slice(start, start + batch))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return made.map(({ slot }) => slot);
}

/** Makes the rows of slots that are not there. @returns the names of those that were made */
async function insertSlots(db: Queries, slots: readonly Omit<Slot, 'run'>[]): Promise<Set<string>> {
  const values = slots.map(({ schedule, at, state, reason, claimedBy, claimedAt }) => {
    return { schedule, at, state, reason, run: null, claimed_by: claimedBy, claimed_at: claimedAt };
  });
  const made = new Set<string>();
  for (let start = 0; start < values.length; start += batch) {
    const rows = await db
      .insertInto('slots')
      .values(values.slice(start, start + batch))
      .onConflict((conflict) => conflict.doNothing())
      .returning(['schedule', 'at'])
      .execute();
    for (const row of rows) made.add(nameOf(row));
  }
  return made;
}

function nameOf({ schedule, at }: { schedule: string; at: string }): string {
  return `${at} ${schedule}`;
}

async function adopt(db: Queries, schedule: string, at: string): Promise<string> {
  const fresh = { name: schedule, adopted_at: at, paused: 0, paused_by: null, paused_at: null };
  await db
    .insertInto('schedules')
    .values(fresh)
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ adopted_at: at }).where('schedules.adopted_at', 'is', null),
    )
    .execute();
  const row = await db
    .selectFrom('schedules')
    .select('adopted_at')
    .where('name', '=', schedule)
    .executeTakeFirstOrThrow();
  return row.adopted_at ?? at;
}

function slotOf({ claimed_at, claimed_by, ...row }: SlotRow): Slot {
  return { ...row, claimedBy: claimed_by, claimedAt: claimed_at };
}

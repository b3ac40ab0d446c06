import type { JobQueue } from '../jobs/contract.ts';
import { jobRow } from '../jobs/row.ts';
import type { Slot, SlotClaim, Store } from '../store/contract.ts';
import type { Schedule, SlotDecision } from './contract.ts';
import { decide } from './decide.ts';
import { adoptionName } from './recurrence.ts';
import { slotAfter } from './slots.ts';
import { sweepClaimed } from './sweep.ts';
import { type MissedNotice, noticeJobKind, slotJob, slotJobKind, waitsForOthers } from './work.ts';

export interface TickContext {
  store: Pick<Store, 'engine' | 'slots'>;
  queue: Pick<JobQueue, 'add'>;
  /** The schedules of the configuration as it is now. */
  schedules(): readonly Schedule[];
  /** Who claims, for the rows: machine and process. */
  who: string;
}

export interface TickReport {
  /** Decisions whose slots this scheduler claimed, by time within each schedule. */
  decisions: SlotDecision[];
}

export interface Ticker {
  /** Claims everything that is due. Never two at the same time. */
  tick(now: Date): Promise<TickReport>;
}

/** A slot to claim, with what was decided and whether its job is added at once. */
interface Candidate {
  decision: SlotDecision;
  schedule: Schedule;
  isReady: boolean;
  notice: MissedNotice | null;
}

interface Round {
  candidates: Candidate[];
  /** Schedules with more slots than are decided at once. */
  cut: Schedule[];
  /** When everything of a schedule up to here is claimed, milliseconds since 1970. */
  after: Map<Schedule, number>;
  /** The last slot of each that was looked at; null: none yet. */
  last: Map<Schedule, string | null>;
}

const mostSlotsAtOnce = 1_000;
/** Claimed slots without a job are looked for in every tick while one is known to wait, else in every tenth. */
const sweepEvery = 10;
/** Those of long ago are looked for at the start, while some wait, and once a day: the table is long. */
const sweepWholeEvery = 24 * 60;
const recentMilliseconds = 2 * 24 * 3_600_000;

/**
 * The scheduler: decides what is due and claims it in one transaction a tick. Memory holds how far each schedule was looked
 * at and when it is due next, so that a tick with nothing to do asks nothing; it is only ever a shortcut, since a slot is
 * whoever's who makes its row, and what could not be claimed stays due.
 */
export function openTicker(context: TickContext): Ticker {
  const { store, queue } = context;
  const dueAt = new Map<Schedule, number>();
  const handled = new Map<Schedule, string>();
  const adopted = new Map<string, string>();
  let lastTick = Number.NEGATIVE_INFINITY;
  let ticks = 0;
  let someWait = true;

  async function tick(now: Date): Promise<TickReport> {
    const time = now.getTime();
    // A clock that was put back is due earlier than it remembers.
    if (time < lastTick) {
      dueAt.clear();
      handled.clear();
    }
    lastTick = time;
    const schedules = context.schedules();
    const due = schedules.filter((schedule) => (dueAt.get(schedule) ?? time) <= time);
    const decisions: SlotDecision[] = [];
    for (let open = due; open.length > 0; ) {
      const round = await decideAll(open, now);
      decisions.push(...(await claim(round.candidates, now)));
      // Only now: what could not be claimed stays due.
      for (const [schedule, from] of round.after) {
        dueAt.set(schedule, slotAfter(schedule, from) ?? Number.POSITIVE_INFINITY);
        const at = round.last.get(schedule);
        if (at) handled.set(schedule, at);
      }
      open = round.cut;
    }
    if (someWait || ticks % sweepEvery === 0) {
      const isWhole = someWait || ticks % sweepWholeEvery === 0;
      const since = isWhole ? undefined : new Date(time - recentMilliseconds).toISOString();
      someWait = await sweepClaimed(store, queue, schedules, since);
    }
    ticks++;
    return { decisions };
  }

  async function decideAll(due: readonly Schedule[], now: Date): Promise<Round> {
    const after = new Map<Schedule, number>();
    const last = new Map<Schedule, string | null>();
    const paused = await store.slots.paused();
    const candidates: Candidate[] = [];
    const cut: Schedule[] = [];
    for (const schedule of due) {
      const adoptedAt = await adoptionOf(schedule, now);
      const known = handled.get(schedule);
      const latest = known === undefined || asksForRuns(schedule) ? await store.slots.latest(schedule.name) : null;
      const running = await isRunning(schedule, latest);
      const latestSlot = latest?.at ?? known ?? null;
      const state = { now: now.toISOString(), latestSlot, adoptedAt, running };
      const decisions = decide(schedule, { ...state, paused: paused.has(schedule.name), limit: mostSlotsAtOnce });
      candidates.push(...candidatesOf(schedule, decisions, running, now));
      if (decisions.length === mostSlotsAtOnce) cut.push(schedule);
      after.set(schedule, Math.max(now.getTime(), Date.parse(latestSlot ?? adoptedAt)));
      last.set(schedule, decisions.at(-1)?.at ?? latestSlot);
    }
    return { candidates, cut, after, last };
  }

  async function isRunning(schedule: Schedule, latest: Slot | null): Promise<boolean> {
    if (latest === null || !asksForRuns(schedule)) return false;
    if (latest.state === 'claimed') return true;
    return (await store.slots.list({ schedule: schedule.name, state: 'claimed', limit: 1 })).length > 0;
  }

  /** When a schedule was first known in this form; not in the future, should the clock have been ahead then. */
  async function adoptionOf(schedule: Schedule, now: Date): Promise<string> {
    const name = adoptionName(schedule);
    const at = adopted.get(name) ?? (await store.slots.adopt(name, now.toISOString()));
    const floor = new Date(Math.min(Date.parse(at), now.getTime())).toISOString();
    adopted.set(name, floor);
    return floor;
  }

  async function claim(candidates: readonly Candidate[], now: Date): Promise<SlotDecision[]> {
    if (candidates.length === 0) return [];
    const inStore = store.engine === 'sqlite';
    const claims = candidates.map((candidate) => claimOf(candidate, context.who, now, inStore));
    const made = new Set((await store.slots.claimAll(claims)).map(({ schedule, at }) => `${schedule} ${at}`));
    const ours = candidates.filter(({ decision }) => made.has(`${decision.schedule} ${decision.at}`));
    if (ours.some(({ decision, isReady }) => decision.action === 'run' && !isReady)) someWait = true;
    if (!inStore) for (const candidate of ours) await addJob(candidate, queue);
    return ours.map(({ decision }) => decision);
  }

  return { tick };
}

/** Whether it matters for a schedule that a run of it goes on. */
function asksForRuns({ overlap, missed }: Schedule): boolean {
  return overlap !== 'allow' || missed === 'all';
}

function candidatesOf(
  schedule: Schedule,
  decisions: readonly SlotDecision[],
  running: boolean,
  now: Date,
): Candidate[] {
  const missed = decisions.filter(({ action }) => action === 'miss');
  const last = missed.at(-1);
  let isBusy = running;
  return decisions.map((decision) => {
    const slot = { at: decision.at, claimedAt: now.toISOString() };
    const isRun = decision.action === 'run';
    const isReady = isRun && !(isBusy && waitsForOthers(schedule, slot));
    if (isRun) isBusy = true;
    if (decision !== last) return { decision, schedule, isReady, notice: null };
    const notice: MissedNotice = {
      ...{ purpose: 'missed-slots', schedule: schedule.name },
      ...{ count: missed.length, from: missed[0]!.at, to: last.at },
    };
    return { decision, schedule, isReady, notice };
  });
}

const states = { run: 'claimed', miss: 'missed', skip: 'skipped' } as const;

function claimOf(candidate: Candidate, who: string, now: Date, inStore: boolean): SlotClaim {
  const { schedule, at, action, reason } = candidate.decision;
  const slot = { schedule, at, state: states[action], reason, claimedBy: who, claimedAt: now.toISOString() };
  const job = inStore ? jobOf(candidate) : null;
  return { slot, job: job && jobRow(job.kind, job.payload, job.options, now) };
}

function jobOf({ decision, schedule, isReady, notice }: Candidate) {
  if (isReady) return { kind: slotJobKind, ...slotJob(schedule, decision.at) };
  if (notice === null) return null;
  return { kind: noticeJobKind, payload: notice, options: { key: `missed ${notice.schedule} ${notice.to}` } };
}

async function addJob(candidate: Candidate, queue: Pick<JobQueue, 'add'>): Promise<void> {
  const job = jobOf(candidate);
  if (job !== null) await queue.add(job.kind, job.payload, job.options);
}

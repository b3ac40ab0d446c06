import { PlimsollError } from '../engine/index.ts';
import {
  loadConfiguration,
  loadJobs,
  loadSchedules,
  operatorName,
  type Schedule,
  type Store,
  type StoredRun,
} from '../service/index.ts';
import { type Call, textOption } from './definition.ts';
import { withStore } from './run-store.ts';
import { table } from './table.ts';

const { openJobs } = await loadJobs();
const { nextSlots, runNow, schedulesOf } = await loadSchedules();

/** `plimsoll schedule list`: what ran, what is due, what is paused. */
export async function runScheduleList(call: Call): Promise<number> {
  const { schedules } = await configured(call);
  const now = new Date().toISOString();
  const rows = await withStore(call, 'read', (store) => overview(store, schedules, now)).catch((error: unknown) => {
    // Before the first run there is no store, and a list makes none.
    if (error instanceof PlimsollError && error.code === 'not-found') return overview(null, schedules, now);
    throw error;
  });
  if (textOption(call, 'format') === 'json') return printJson(call, rows);
  if (rows.length === 0) call.terminal.say('no schedule is configured; see plimsoll schedule add --help');
  else
    call.terminal.data(table(['schedule', 'due', 'last slot', 'next slot', 'state', 'last result'], rows.map(cells)));
  return 0;
}

interface Overview {
  name: string;
  due: string;
  timeZone: string;
  lastSlot: { at: string; state: string; reason: string | null } | null;
  nextSlot: { at: string; startsAt: string; blackedOut: boolean } | null;
  paused: boolean;
  enabled: boolean;
  lastRun: { id: string; state: string; exitCode: number | null; exitReason: string | null } | null;
}

async function overview(store: Store | null, schedules: readonly Schedule[], now: string): Promise<Overview[]> {
  const paused = (await store?.slots.paused()) ?? new Set<string>();
  const rows: Overview[] = [];
  for (const schedule of schedules) {
    const { name, timeZone, enabled } = schedule;
    const slot = (await store?.slots.latest(name)) ?? null;
    const [run] = (await store?.runs.list({ schedule: name, limit: 1 })) ?? [];
    rows.push({
      ...{ name, due: inWords(schedule), timeZone, enabled, paused: paused.has(name) },
      lastSlot: slot === null ? null : { at: slot.at, state: slot.state, reason: slot.reason },
      nextSlot: nextSlots(schedule, now, 1)[0] ?? null,
      lastRun: run === undefined ? null : lastRun(run),
    });
  }
  return rows;
}

function lastRun({ id, state, exitCode, exitReason, error }: StoredRun): NonNullable<Overview['lastRun']> {
  return { id, state, exitCode, exitReason: error ?? exitReason };
}

function cells({ name, due, timeZone, lastSlot, nextSlot, paused, enabled, lastRun: run }: Overview): string[] {
  const state = enabled ? (paused ? 'paused' : 'on') : 'off';
  const slot = lastSlot === null ? '–' : `${local(lastSlot.at, timeZone)} ${lastSlot.reason ?? lastSlot.state}`;
  const next = nextSlot === null ? '–' : `${local(nextSlot.at, timeZone)}${nextSlot.blackedOut ? ' (blackout)' : ''}`;
  const result = run === null ? '–' : `${run.state}${run.exitReason === null ? '' : `: ${run.exitReason}`}`;
  return [name, `${due} ${timeZone}`, slot, next, state, result];
}

/** `plimsoll schedule next`: the next times of one schedule, or of all. */
export async function runScheduleNext(call: Call): Promise<number> {
  const { schedules } = await configured(call);
  const [name] = call.arguments;
  const text = textOption(call, 'count') ?? '10';
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > 1_000) {
    throw new PlimsollError('usage', `${text} is no number from 1 to 1000`, { next: 'plimsoll schedule next -n 10' });
  }
  const chosen = name === undefined ? schedules : [named(schedules, name)];
  const now = new Date().toISOString();
  const slots = chosen.map((schedule) => ({ schedule, slots: nextSlots(schedule, now, count) }));
  if (textOption(call, 'format') === 'json') {
    return printJson(
      call,
      slots.map(({ schedule, slots: next }) => ({ name: schedule.name, timeZone: schedule.timeZone, slots: next })),
    );
  }
  const rows = slots.flatMap(({ schedule: { name: each, timeZone }, slots: next }) =>
    next.map(({ at, startsAt, blackedOut }) => [
      ...[each, local(at, timeZone), timeZone, at],
      blackedOut ? 'skipped: blackout' : startsAt === at ? 'at once' : startsAt,
    ]),
  );
  call.terminal.data(table(['schedule', 'due', 'time zone', 'UTC', 'starts'], rows));
  return 0;
}

/** `plimsoll schedule run`: adds a job for a worker. */
export async function runScheduleRun(call: Call): Promise<number> {
  const { schedules, settings, folder } = await configured(call);
  const { name } = named(schedules, call.arguments[0]!);
  return withStore(call, 'write', async (store) => {
    const queue = await openJobs(store, settings, { folder, environment: call.environment, clock: () => new Date() });
    try {
      const job = await runNow(queue, name);
      if (job !== null) {
        const detail = { job };
        await store.audit.add({
          at: new Date().toISOString(),
          who: who(call),
          action: 'schedule.run',
          subject: name,
          detail,
        });
      }
      call.terminal.say(
        job === null
          ? `${name} was started by hand before and has not ended`
          : `${name} waits for a worker (job ${job})`,
      );
    } finally {
      await queue.stop(0);
    }
    return 0;
  });
}

/** `plimsoll schedule pause` and `resume`. */
export async function runSchedulePause(call: Call, paused: boolean): Promise<number> {
  const { schedules } = await configured(call);
  const { name } = named(schedules, call.arguments[0]!);
  await withStore(call, 'write', (store) => store.slots.pause(name, paused, who(call), new Date().toISOString()));
  call.terminal.say(paused ? `${name} is paused: its slots are skipped` : `${name} goes on with its next slot`);
  return 0;
}

async function configured(call: Call) {
  const { configuration, folder, file } = await loadConfiguration(call.workingFolder, textOption(call, 'config'));
  const schedules = schedulesOf(configuration.schedules ?? [], file);
  return { schedules, settings: configuration.store ?? {}, folder };
}

function named(schedules: readonly Schedule[], name: string): Schedule {
  const found = schedules.find((schedule) => schedule.name === name);
  if (found !== undefined) return found;
  const known = schedules.map((schedule) => schedule.name).join(', ');
  throw new PlimsollError('not-found', `there is no schedule ${name}`, {
    next: known === '' ? 'Add one: plimsoll schedule add --help.' : `Schedules are: ${known}.`,
  });
}

function who(call: Call): string {
  return operatorName(call.environment) ?? `uid ${process.getuid?.() ?? 'unknown'}`;
}

function inWords({ recurrence }: Schedule): string {
  if ('cron' in recurrence) return recurrence.cron;
  const on = recurrence.on === undefined ? '' : ` ${recurrence.on}`;
  return `every ${recurrence.every}${on} ${recurrence.at}`;
}

/** A time as the clock on the wall of a time zone shows it. */
function local(at: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(new Date(at));
}

function printJson(call: Call, value: unknown): number {
  call.terminal.data(`${JSON.stringify(value, null, 2)}\n`);
  return 0;
}

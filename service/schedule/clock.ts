import { toPlimsollError } from '../../engine/index.ts';
import { openTicker, type TickContext, type TickReport } from './tick.ts';

export interface ClockContext extends TickContext {
  clock(): Date;
  onTick?(report: TickReport): void;
  /** Told what a tick failed at; the next one makes up for it. */
  onError(error: unknown): void;
  /** Calls a function once a minute until stopped. Default: node-cron. */
  everyMinute?(work: () => Promise<void>): Promise<Timer> | Timer;
}

export interface Timer {
  stop(): void | Promise<void>;
}

export interface RunningClock {
  /** Ticks no more, and waits for the tick that is under way. */
  stop(): Promise<void>;
}

/** Starts the scheduler: one tick at once, which makes up for downtime, then one a minute, never two at the same time. */
export async function startClock(context: ClockContext): Promise<RunningClock> {
  const ticker = openTicker(context);
  let current: Promise<void> | null = null;
  let isStopped = false;

  function tick(): Promise<void> {
    if (isStopped) return Promise.resolve();
    current ??= ticker
      .tick(context.clock())
      .then(
        (report) => context.onTick?.(report),
        (error: unknown) => context.onError(toPlimsollError(error)),
      )
      .finally(() => {
        current = null;
      });
    return current;
  }

  await tick();
  const timer = await (context.everyMinute ?? nodeCron)(tick);
  return {
    async stop() {
      isStopped = true;
      await timer.stop();
      await current;
    },
  };
}

async function nodeCron(work: () => Promise<void>): Promise<Timer> {
  const { createTask } = await import('node-cron');
  const silent = { info() {}, warn() {}, error() {}, debug() {} };
  const task = createTask('* * * * *', work, {
    ...{ name: 'plimsoll-tick', timezone: 'UTC', noOverlap: true, suppressMissedWarning: true, logger: silent },
  });
  await task.start();
  return { stop: () => task.destroy() };
}

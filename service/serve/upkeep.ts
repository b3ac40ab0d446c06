/** What goes on beside the work: readiness said in the log, the heartbeat, cleaning once a day. */
import type { Secret } from '../config/secret.ts';
import { callHeartbeat } from '../mail/index.ts';
import type { Health } from './health.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { errorFields } from './work.ts';

export interface UpkeepOptions {
  health: Health;
  log: Log;
  metrics: Metrics;
  clock(): Date;
  /** The address that is called while all is well; null: none. */
  heartbeat(): Promise<Secret | null>;
  /** What is done at the start and then once a day. */
  daily(): Promise<void>;
  /** Between two looks. Default: 10 seconds. */
  everyMilliseconds?: number;
}

export interface Upkeep {
  stop(): Promise<void>;
}

const minuteMilliseconds = 60_000;

/** Begins, with a first look at once. */
export function startUpkeep(options: UpkeepOptions): Upkeep {
  const { health, log, metrics, clock, everyMilliseconds = 10_000 } = options;
  const abort = new AbortController();
  let wasReady: boolean | null = null;
  let lastBeat = Number.NEGATIVE_INFINITY;
  let lastBeatFault: string | null = null;
  let cleanedOn = '';

  async function look(): Promise<void> {
    const problems = await health.problems();
    const isReady = problems.length === 0;
    metrics.ready(isReady);
    if (isReady !== wasReady && !abort.signal.aborted) {
      if (!isReady) log.error('not ready', { problems });
      else log.info(wasReady === null ? 'ready' : 'ready again');
    }
    wasReady = isReady;
    if (!isReady) return;
    await beat();
    await clean();
  }

  async function beat(): Promise<void> {
    const now = clock().getTime();
    if (Math.abs(now - lastBeat) < minuteMilliseconds) return;
    const url = await options.heartbeat();
    if (url === null) return;
    lastBeat = now;
    const fault = await callHeartbeat(url, abort.signal);
    if (fault !== null && fault !== lastBeatFault) log.warn('heartbeat failed', { fault });
    lastBeatFault = fault;
  }

  async function clean(): Promise<void> {
    const today = clock().toISOString().slice(0, 10);
    if (cleanedOn === today) return;
    await options.daily();
    cleanedOn = today;
  }

  async function loop(): Promise<void> {
    while (!abort.signal.aborted) {
      await look().catch((error: unknown) => log.error('upkeep failed', errorFields(error)));
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          abort.signal.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, everyMilliseconds);
        abort.signal.addEventListener('abort', done);
        if (abort.signal.aborted) done();
      });
    }
  }

  const ended = loop();
  return {
    async stop() {
      abort.abort();
      await ended;
    },
  };
}

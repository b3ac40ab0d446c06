import { type Live, type LiveOptions, needsRestart, readLive } from './live.ts';
import type { Log } from './log.ts';
import { errorFields } from './work.ts';

/** The configuration in force. */
export interface LiveHolder {
  current(): Live;
  /** Reads it again. A broken one is refused and the old one stays. Never throws; calls wait for one another. */
  reload(): Promise<void>;
}

export interface LiveEvents {
  log: Log;
  onReload(succeeded: boolean): void;
}

/**
 * Reads the configuration for the first time.
 * @throws PlimsollError with the place
 */
export async function holdLive(options: LiveOptions, { log, onReload }: LiveEvents): Promise<LiveHolder> {
  let live = await readLive(options);
  let last: Promise<void> = Promise.resolve();
  log.hide(live.secrets);

  async function reload(): Promise<void> {
    try {
      const next = await readLive(options);
      const waiting = needsRestart(live.loaded.configuration, next.loaded.configuration);
      // Of the old one something may still be under way.
      log.hide([...live.secrets, ...next.secrets]);
      live = next;
      onReload(true);
      log.info('configuration reloaded', { schedules: next.schedules.map(({ name }) => name) });
      if (waiting.length > 0) log.warn('changed keys that need a new start', { keys: waiting });
    } catch (error) {
      onReload(false);
      log.error('the new configuration is refused, the old one stays', errorFields(error));
    }
  }

  return {
    current: () => live,
    reload() {
      last = last.then(reload);
      return last;
    },
  };
}

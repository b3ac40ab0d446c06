import { toPlimsollError } from '../../engine/index.ts';
import { deliverDue, failedDelivery, type OutboxReport, type Transports } from '../mail/index.ts';
import { noticesFor, type OutgoingContext } from '../scheduled/index.ts';
import type { Store } from '../store/index.ts';

export interface DrainOptions {
  store: Pick<Store, 'deliveries' | 'artifacts'>;
  /** The ways out as they are now. */
  transports(): Promise<Transports>;
  /** For notices about deliveries that are given up. */
  outgoing(): OutgoingContext;
  clock(): Date;
  /** Pause between two looks at an empty outbox. */
  pollMilliseconds: number;
  leaseMilliseconds: number | undefined;
  onReport(report: OutboxReport): void;
  onError(error: unknown): void;
}

export interface Drain {
  /** Looks at the outbox at once. */
  wake(): void;
  /** Begins nothing new; what is being sent may end within a time, then it is broken off and tried again later. */
  stop(graceMilliseconds: number): Promise<void>;
}

/** Deliveries of one round: few, so that stopping is quick. */
const roundSize = 8;

/** Sends what is due until it is stopped. */
export function startDrain(options: DrainOptions): Drain {
  const { store, clock, pollMilliseconds, leaseMilliseconds } = options;
  const abort = new AbortController();
  let isStopping = false;
  let rouse = (): void => undefined;

  async function round(): Promise<number> {
    try {
      const report = await deliverDue(store, await options.transports(), clock, {
        signal: abort.signal,
        limit: roundSize,
        ...(leaseMilliseconds === undefined ? {} : { leaseMilliseconds }),
        async onGivenUp(delivery, settled) {
          await store.deliveries.add(await noticesFor(failedDelivery(delivery, settled), options.outgoing()));
        },
      });
      if (report.tried > 0) options.onReport(report);
      return report.tried;
    } catch (error) {
      options.onError(toPlimsollError(error));
      return 0;
    }
  }

  async function loop(): Promise<void> {
    while (!isStopping) {
      if ((await round()) > 0 || isStopping) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMilliseconds);
        rouse = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  const ended = loop();
  return {
    wake: () => rouse(),
    async stop(graceMilliseconds) {
      isStopping = true;
      rouse();
      const timer = setTimeout(() => abort.abort(new Error('the server stops')), graceMilliseconds);
      await ended;
      clearTimeout(timer);
    },
  };
}

/**
 * Sends what is due. Messages were composed once; every try sends the same bytes with the same Message-ID, so that a
 * message whose acceptance was lost arrives twice as one. Each delivery is taken for longer than a try can last.
 */
import { limitsWith, PlimsollError, toPlimsollError } from '../../engine/index.ts';
import type { ArtifactStore, Delivery, DeliveryStore } from '../store/contract.ts';
import { redactedAnswer } from './answer.ts';
import type { TryResult } from './contract.ts';
import { readArtifact, smallDigest } from './kept.ts';
import { afterTry, type Settled } from './retry.ts';

/** How one channel hands over. It never throws; what it throws all the same is "again". */
export type Transport = (
  delivery: Delivery,
  bytes: Uint8Array,
  options: { now: Date; signal: AbortSignal },
) => Promise<TryResult>;

/** A channel that the configuration does not have any more is undefined: its deliveries wait. */
export type Transports = Partial<Record<Delivery['channel'], Transport>>;

export interface OutboxOptions {
  signal?: AbortSignal;
  /** Deliveries under way at the same time. */
  lanes?: number;
  /** Most deliveries of this call. */
  limit?: number;
  /** How long a delivery is left to a process that was killed over it. Default: longer than two tries can last. */
  leaseMilliseconds?: number;
  /**
   * Told of a delivery that is given up, before that is recorded: whatever it adds must be the same when told again.
   * Not told of notices about failed deliveries, so that no notice is about a notice.
   */
  onGivenUp?(delivery: Delivery, settled: Settled): Promise<void>;
}

export interface OutboxReport {
  tried: number;
  accepted: number;
  again: number;
  givenUp: number;
}

const leaseMargin = 60_000;

/**
 * Tries every delivery that is due, once.
 * @param now the clock
 * @throws PlimsollError of the store; what other sides answer is in the rows
 */
export async function deliverDue(
  store: { deliveries: DeliveryStore; artifacts: Pick<ArtifactStore, 'open'> },
  transports: Transports,
  now: () => Date,
  options: OutboxOptions = {},
): Promise<OutboxReport> {
  const { signal = new AbortController().signal, lanes = 4, limit = Number.POSITIVE_INFINITY } = options;
  const { leaseMilliseconds = usualLease() } = options;
  const report: OutboxReport = { tried: 0, accepted: 0, again: 0, givenUp: 0 };
  let started = 0;
  async function lane(): Promise<void> {
    while (!signal.aborted && started < limit) {
      started += 1;
      const delivery = await takeOne(store.deliveries, now(), leaseMilliseconds);
      if (delivery === null) return;
      const settled = await tryOne(store, transports, now, delivery, options);
      report.tried += 1;
      if (settled.state === 'accepted') report.accepted += 1;
      else if (settled.state === 'pending') report.again += 1;
      else report.givenUp += 1;
    }
  }
  const results = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const fault = results.find((result) => result.status === 'rejected');
  if (fault !== undefined) throw toPlimsollError(fault.reason);
  return report;
}

/** A try with a smaller message after a refusal is a second one under the same lease. */
function usualLease(): number {
  return 2 * limitsWith().mailMilliseconds + leaseMargin;
}

/** One at a time, so that a delivery never waits behind a slow one while its lease runs out. */
async function takeOne(deliveries: DeliveryStore, now: Date, lease: number): Promise<Delivery | null> {
  const leaseUntil = new Date(now.getTime() + lease);
  const [taken] = await deliveries.take(now.toISOString(), leaseUntil.toISOString(), 1);
  return taken ?? null;
}

async function tryOne(
  store: { deliveries: DeliveryStore; artifacts: Pick<ArtifactStore, 'open'> },
  transports: Transports,
  now: () => Date,
  delivery: Delivery,
  { signal = new AbortController().signal, onGivenUp }: OutboxOptions,
): Promise<Settled> {
  const result = await attempt(store.artifacts, transports[delivery.channel], delivery, { now: now(), signal });
  // A try that was stopped by us was none: it is handed back, due at once.
  const stopped = signal.aborted && result.outcome === 'again';
  const settled: Settled = stopped
    ? {
        state: 'pending',
        attempts: delivery.attempts,
        nextAttemptAt: now().toISOString(),
        acceptedAt: null,
        answer: result.answer,
      }
    : afterTry(delivery, result, now());
  if ((settled.state === 'failed' || settled.state === 'dead') && delivery.purpose !== 'failed-delivery') {
    await onGivenUp?.(delivery, settled);
  }
  await store.deliveries.settle(delivery.id, settled);
  return settled;
}

async function attempt(
  artifacts: Pick<ArtifactStore, 'open'>,
  transport: Transport | undefined,
  delivery: Delivery,
  options: { now: Date; signal: AbortSignal },
): Promise<TryResult> {
  if (transport === undefined) {
    return { outcome: 'again', answer: `the configuration has no way to deliver by ${delivery.channel}` };
  }
  try {
    const bytes = await readArtifact(artifacts, delivery.digest);
    const first = await transport(delivery, bytes, options);
    const digest = first.tooLarge === true ? smallDigest(bytes) : null;
    if (digest === null) return first;
    const second = await transport(delivery, await readArtifact(artifacts, digest), options);
    return { ...second, answer: `${second.answer} (without attachments; of the whole message: ${first.answer})` };
  } catch (error) {
    const fault = toPlimsollError(error);
    // Bytes that are gone or damaged do not come back, and half a message is never sent.
    const lost = error instanceof PlimsollError && (fault.code === 'not-found' || fault.code === 'store-corrupt');
    return { outcome: lost ? 'never' : 'again', answer: await redactedAnswer(fault.message) };
  }
}

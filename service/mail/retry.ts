import type { Delivery } from '../store/contract.ts';
import type { TryResult } from './contract.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Pauses before the second try, the third and so on, in milliseconds. After the last one a delivery is given up. */
export const retryPauses: readonly number[] = [
  minute,
  5 * minute,
  15 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  16 * hour,
  24 * hour,
];

export type Settled = Pick<Delivery, 'state' | 'attempts' | 'nextAttemptAt' | 'acceptedAt' | 'answer'>;

/**
 * What becomes of a delivery after a try: `accepted`; `pending` with the time of the next try; `failed` where the
 * other side refused it for good; `dead` where the tries are used up. The last two are tried again by hand only.
 */
export function afterTry(delivery: Pick<Delivery, 'attempts'>, result: TryResult, now: Date): Settled {
  const attempts = delivery.attempts + 1;
  const { answer } = result;
  const closed = { attempts, nextAttemptAt: null, acceptedAt: null, answer };
  if (result.outcome === 'accepted') return { ...closed, state: 'accepted', acceptedAt: now.toISOString() };
  if (result.outcome === 'never') return { ...closed, state: 'failed' };
  const pause = retryPauses[attempts - 1];
  if (pause === undefined) return { ...closed, state: 'dead' };
  return { ...closed, state: 'pending', nextAttemptAt: new Date(now.getTime() + pause).toISOString() };
}

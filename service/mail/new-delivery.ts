import type { Delivery } from '../store/contract.ts';

type Composed = Pick<Delivery, 'id' | 'run' | 'channel' | 'recipient' | 'purpose' | 'messageId' | 'subject' | 'digest'>;

/** The row of something that was just composed: nobody has tried it, and it is due at once. */
export function newDelivery(composed: Composed, now: Date): Delivery {
  const at = now.toISOString();
  const waiting = { state: 'pending' as const, attempts: 0, nextAttemptAt: at, createdAt: at };
  return { ...composed, ...waiting, acceptedAt: null, answer: null };
}

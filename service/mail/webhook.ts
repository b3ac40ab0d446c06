/**
 * Hands a message to an address of the configuration. The body is kept as it was composed; the head is made at each try:
 *
 * - `Plimsoll-Delivery`: id of the delivery, the same at each try
 * - `Plimsoll-Timestamp`: seconds since 1970
 * - `Plimsoll-Signature`: `sha256=` and HMAC-SHA-256 over `<timestamp>.<body>` in hexadecimal, where a key is configured
 *
 * A receiver computes the same, compares in constant time and refuses timestamps older than five minutes.
 */
import { createHmac } from 'node:crypto';
import { Secret } from '../config/secret.ts';
import type { Delivery } from '../store/contract.ts';
import { redactedAnswer } from './answer.ts';
import { httpCall } from './call.ts';
import type { TryResult } from './contract.ts';

export interface Webhook {
  name: string;
  /** A secret: it often carries a token. */
  url: Secret;
  key: Secret | null;
}

/** `sha256=…` as receivers check it. */
export function webhookSignature(key: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** One try. 2xx: accepted; 408, 425, 429 and 5xx: again; anything else, redirects among it: never. */
export async function callWebhook(
  webhook: Webhook,
  delivery: Pick<Delivery, 'id'>,
  bytes: Uint8Array,
  { now, signal }: { now: Date; signal: AbortSignal },
): Promise<TryResult> {
  const body = Buffer.from(bytes).toString('utf8');
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'user-agent': 'plimsoll',
    'plimsoll-delivery': delivery.id,
    'plimsoll-timestamp': timestamp,
  };
  if (webhook.key !== null) {
    headers['plimsoll-signature'] = webhookSignature(webhook.key.reveal(), timestamp, body);
  }
  try {
    const answer = await httpCall({ url: webhook.url.reveal(), method: 'POST', headers, body, signal });
    const words = `status ${answer.status} ${answer.text}`;
    return { outcome: outcomeOf(answer.status), answer: await redactedAnswer(words, secretsOf(webhook)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { outcome: 'again', answer: await redactedAnswer(message, secretsOf(webhook)) };
  }
}

function outcomeOf(status: number): TryResult['outcome'] {
  if (status >= 200 && status < 300) return 'accepted';
  return status >= 500 || status === 408 || status === 425 || status === 429 ? 'again' : 'never';
}

/** The address and its pieces: a path or query alone is a token too. */
function secretsOf({ url, key }: Webhook): (Secret | null)[] {
  return [url, ...pathOf(url), key];
}

function pathOf(url: Secret): Secret[] {
  const parsed = URL.parse(url.reveal());
  if (parsed === null) return [];
  const pieces = [`${parsed.pathname}${parsed.search}`, parsed.search, ...parsed.pathname.split('/')];
  const values = [...parsed.searchParams.values()];
  return [...pieces, ...values].filter((piece) => piece.length >= 8).map((piece) => new Secret(piece));
}

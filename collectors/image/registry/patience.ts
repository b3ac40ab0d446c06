import { setTimeout as pause } from 'node:timers/promises';
import type { Limits } from '../../../engine/index.ts';
import { LinkError, linkFailure } from './link-error.ts';
import { RegistryError } from './registry-error.ts';
import type { Answer } from './transport.ts';

/** Waits, and the clock that says until when; tests have their own. */
export interface Clock {
  now(): Date;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  wait: async (milliseconds, signal) => {
    await pause(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
  },
};

/** How much waiting one image has left; shared by all its requests. */
export interface Patience {
  clock: Clock;
  signal: AbortSignal;
  /** Milliseconds. */
  left: number;
}

export function newPatience(clock: Clock, signal: AbortSignal, limits: Limits): Patience {
  return { clock, signal, left: limits.registryWaitMilliseconds };
}

/** An answer that means: later. */
export class BusyError extends Error {
  readonly host: string;
  readonly status: number;
  /** What the server asks for, in milliseconds; null: it does not say. */
  readonly asked: number | null;

  constructor(host: string, status: number, asked: number | null) {
    super(`${host}: ${status}`);
    this.name = 'BusyError';
    this.host = host;
    this.status = status;
    this.asked = asked;
  }
}

const busyStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const attemptsMost = 5;
const firstWait = 500;

/** @throws BusyError where the answer asks to come back later. */
export function throwIfBusy(answer: Answer, clock: Clock): void {
  if (!busyStatuses.has(answer.status)) return;
  answer.discard();
  throw new BusyError(answer.url.host, answer.status, retryAfter(answer.headers['retry-after'], clock.now()));
}

/** Reads `Retry-After`: seconds, or a date. Null: absent or neither. */
export function retryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}

/**
 * Tries until it succeeds, fails for good, or patience ends: after 429 and 5xx as long as the server asks for, else
 * and after a cut longer each time.
 * @throws PlimsollError `registry-failed` that says when to try again.
 */
export async function patiently<T>(patience: Patience, attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      await waitAfter(error, count, patience);
    }
  }
}

/** Waits before the next attempt; throws where there is to be none. `count`: attempts so far. */
export async function waitAfter(error: unknown, count: number, patience: Patience): Promise<void> {
  const isBusy = error instanceof BusyError;
  if (!isBusy && !(error instanceof LinkError && error.passing)) throw settled(error);
  const wait = (isBusy ? error.asked : null) ?? firstWait * 2 ** (count - 1);
  if (count >= attemptsMost || wait > patience.left) throw isBusy ? busyFailure(error, patience.clock) : settled(error);
  patience.left -= wait;
  await patience.clock.wait(wait, patience.signal);
}

function settled(error: unknown): unknown {
  return error instanceof LinkError ? linkFailure(error) : error;
}

function busyFailure(error: BusyError, clock: Clock): RegistryError {
  const { host, status, asked } = error;
  const reason = status === 429 ? 'too many requests' : 'it is not available now';
  const until = asked === null ? null : new Date(clock.now().getTime() + asked);
  const time = until === null || Number.isNaN(until.getTime()) ? null : until.toISOString().replace(/\.\d+Z$/, 'Z');
  const wish = time === null ? '' : `, and asks to wait until ${time}`;
  const next = time === null ? 'Try again later.' : `Try again after ${time}.`;
  return new RegistryError(host, `${reason} (${status})${wish}`, 'timeout', next);
}

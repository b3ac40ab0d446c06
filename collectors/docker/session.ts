import { type KindName, PlimsollError } from '../../engine/index.ts';
import type { CollectContext, Collected } from '../contract.ts';
import { ApiFailure } from './api-failure.ts';
import type { Client } from './client.ts';
import type { Coverage } from './coverage.ts';
import type { Attempt, FactSheet } from './facts.ts';
import { Unreadable } from './shape.ts';

/** What every part of one collection works with. */
export interface Session {
  client: Client;
  coverage: Coverage;
  context: CollectContext;
  wants(kind: KindName): boolean;
}

/** Asks, and keeps a failure as a value. Anything else that is thrown is a fault of ours and goes through. */
export async function attempt<T>(read: () => Promise<T>): Promise<Attempt<T> & { failure?: ApiFailure }> {
  try {
    return { value: await read() };
  } catch (error) {
    const failure = failureFrom(error);
    return { code: failure.code, failure };
  }
}

/** The failure behind something thrown while asking or reading an answer. @throws what is neither */
export function failureFrom(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  if (error instanceof Unreadable) return new ApiFailure(error.code, error.message, { cause: error });
  throw error;
}

/** Asks for one document; its failure is noted as missing facts of a resource. `absent`: the value a 404 stands for. */
export async function attemptBeside<T>(
  session: Session,
  beside: { kind: KindName; what: string; subject: string },
  read: () => Promise<T>,
): Promise<Attempt<T>> {
  const result = await attempt(read);
  if (result.failure !== undefined && result.failure.status !== 404) {
    session.coverage.incomplete(beside.kind, beside.what, beside.subject, result.failure);
  }
  return result;
}

/** Hands a resource over and counts it. */
export async function hand(
  session: Session,
  kind: KindName,
  head: { key: string; id: string; name: string; labels: Record<string, string> },
  sheet: FactSheet,
): Promise<void> {
  await handCollected(session, { kind, ...head, missing: sheet.missing, facts: sheet.facts });
}

/** Hands a resource over that is whole already, and counts it. */
export async function handCollected(session: Session, resource: Collected): Promise<void> {
  const { kind, id, name } = resource;
  try {
    await session.context.emit(resource);
    session.coverage.saw(kind);
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.code !== 'limit-reached') throw error;
    session.coverage.unseen(kind, { id, name }, new ApiFailure('limit', error.message));
  }
}

/** Runs a task for every item, a few at a time. */
export async function forEachLimited<T>(
  items: readonly T[],
  atOnce: number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  async function work(): Promise<void> {
    for (const item of queue) await task(item);
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
}

/** Path of one resource, with the foreign name made harmless. */
export function pathOf(strings: TemplateStringsArray, ...names: string[]): string {
  return String.raw({ raw: strings }, ...names.map(encodeURIComponent));
}

import type { MissingCode } from '../../engine/index.ts';
import { Unreadable } from './shape.ts';

/** What is known of one resource and what is not: together every fact of its kind. */
export interface FactSheet {
  facts: Record<string, unknown>;
  missing: Record<string, MissingCode>;
}

/** One way to read each fact of a kind; TypeScript sees to it that none is forgotten. */
export type Readers<Facts> = { [Name in keyof Facts]: () => Facts[Name] };

/**
 * Reads every fact. One that cannot be read is missing under its code; the others are not touched by that.
 * Anything thrown that is no {@link Unreadable} is a fault of ours and goes through.
 */
export function readFacts<Facts>(readers: Readers<Facts>): FactSheet {
  const sheet: FactSheet = { facts: {}, missing: {} };
  for (const name of Object.keys(readers) as (keyof Facts & string)[]) {
    try {
      sheet.facts[name] = readers[name]();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      sheet.missing[name] = error.code;
    }
  }
  return sheet;
}

/** Something that may have been read: the value, or why there is none. */
export type Attempt<T> = { value: T } | { code: MissingCode };

/** The value; where there is none, the fact that asks for it becomes missing under the same code. */
export function readValue<T>(attempt: Attempt<T>): T {
  if ('value' in attempt) return attempt.value;
  throw new Unreadable(attempt.code, 'not read');
}

/** Takes one member of an object fact out and says that it is missing: `engine.sockets`. */
export function omitMember(sheet: FactSheet, fact: string, member: string, code: MissingCode): void {
  const value = sheet.facts[fact];
  if (typeof value !== 'object' || value === null) return;
  delete (value as Record<string, unknown>)[member];
  sheet.missing[`${fact}.${member}`] = code;
}

/** Reads foreign JSON: named members only, their own, of the type that is asked for. */
import { textOf } from './words.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Parses JSON; undefined: it is none. Deep nesting is no harm: nothing here walks down. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes));
  } catch {
    return undefined;
  }
}

/** The value where it is an object; null: it is not. */
export function objectOrNull(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

/** A member of an object that is its own; undefined: none, or no object. */
export function member(value: unknown, name: string): unknown {
  const object = objectOrNull(value);
  return object !== null && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A member that is a list; empty: it is not there or none. */
export function listMember(value: unknown, name: string): readonly unknown[] {
  const list = member(value, name);
  return Array.isArray(list) ? list : [];
}

/** A member that is an object; null: it is not there or none. */
export function objectMember(value: unknown, name: string): Json | null {
  return objectOrNull(member(value, name));
}

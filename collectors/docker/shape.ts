/**
 * Turns foreign JSON into ours, field by field. An absent field has the default of the field's type; a field of
 * another type is never guessed at: it throws {@link Unreadable}, and the fact that needed it becomes missing.
 */
import type { MissingCode } from '../../engine/index.ts';

/** A fact that cannot be read, with the code it is missing under. */
export class Unreadable extends Error {
  readonly code: MissingCode;
  constructor(code: MissingCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type Json = Readonly<Record<string, unknown>>;

function wrongType(expected: string): Unreadable {
  return new Unreadable('parse-error', `expected ${expected}`);
}

/** An object; absent or null: an empty one. */
export function objectOf(value: unknown): Json {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw wrongType('an object');
  return value as Json;
}

/** The object inside another, by its dotted path; absent anywhere: an empty one. */
export function at(value: unknown, path: string): Json {
  let current = objectOf(value);
  for (const name of path.split('.')) current = objectOf(own(current, name));
  return current;
}

function own(value: Json, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A list; absent or null: an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrongType('a list');
  return value;
}

/** Text; absent or null: the empty text. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw wrongType('text');
  return value;
}

/** Text that is known to be absent where it is empty. */
export function textOrNull(value: unknown): string | null {
  return textOf(value) || null;
}

export function textsOf(value: unknown): string[] {
  return listOf(value).map(textOf);
}

/** A command: a list of arguments, or one text as old engines gave it. */
export function argumentsOf(value: unknown): string[] {
  return typeof value === 'string' ? (value === '' ? [] : [value]) : textsOf(value);
}

/** A boolean; absent or null: false. */
export function flagOf(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean') throw wrongType('true or false');
  return value;
}

/** A boolean; absent or null: null. */
export function flagOrNull(value: unknown): boolean | null {
  return value === undefined || value === null ? null : flagOf(value);
}

/** A whole number within ±2^53; absent or null: 0. */
export function integerOf(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (typeof value !== 'number') throw wrongType('a number');
  if (!Number.isSafeInteger(value)) throw new Unreadable('limit', 'a number beyond 2^53');
  return Object.is(value, -0) ? 0 : value;
}

/** Names and texts; a value that is no text is refused. Absent: none. */
export function mapOf(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([name, text]) => [name, textOf(text)]));
}

/**
 * A time as RFC 3339 in UTC, with the digits of a second it came with. Absent, empty and Go's zero time: null.
 * Offsets are turned into UTC.
 */
export function timeOf(value: unknown): string | null {
  const text = textOf(value);
  if (text === '' || text.startsWith('0001-01-01T')) return null;
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const instant = match === null ? Number.NaN : Date.parse(`${match[1]}${match[3]}`);
  if (match === null || Number.isNaN(instant)) throw wrongType('a time');
  const fraction = match[2]?.replace(/0+$/, '');
  const seconds = new Date(instant).toISOString().slice(0, 19);
  return `${seconds}${fraction ? `.${fraction}` : ''}Z`;
}

/** A time given as seconds since 1970; 0 and less: null, not stated. */
export function timeOfSeconds(value: unknown): string | null {
  const seconds = integerOf(value);
  if (seconds <= 0) return null;
  if (seconds > 253_402_300_799) throw wrongType('a time');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** Order of code points' UTF-16 units: the same on every machine, whatever its language. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** A sorted copy without repetitions. */
export function sortedTexts(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort(compareText);
}

/** A copy sorted by one member. */
export function sortedBy<T>(items: Iterable<T>, member: (item: T) => string): T[] {
  return [...items].sort((one, other) => compareText(member(one), member(other)));
}

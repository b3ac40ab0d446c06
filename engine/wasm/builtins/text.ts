import { PlimsollError } from '../../errors.ts';
import type { Value } from './value.ts';
import { compare, isNumber, numberOf, numberText, sorted } from './value.ts';

interface Cursor {
  text: string;
  at: number;
}

/** Reads what OPA's wasm writes with `opa_value_dump`: JSON, with sets as `{1, 2}` or `set()` and keys of any type. */
export function readValue(text: string): Value {
  const cursor = { text, at: 0 };
  const value = readAny(cursor);
  skipSpace(cursor);
  if (cursor.at !== text.length) throw unreadable(cursor);
  return value;
}

/** Writes a value for the wasm's `opa_value_parse`. */
export function writeValue(value: Value): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed());
  if (isNumber(value)) return numberText(value);
  if (Array.isArray(value)) return `[${value.map(writeValue).join(',')}]`;
  if (value instanceof Map) {
    return `{${[...value].map(([key, member]) => `${writeValue(key)}:${writeValue(member)}`).join(',')}}`;
  }
  return value.size === 0 ? 'set()' : `{${[...value].map(writeValue).join(',')}}`;
}

/** A value as OPA prints it inside a formatted string: sorted, a space after `,` and `:`, strings quoted as Go does. */
export function printValue(value: Value): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoteText(value);
  if (isNumber(value)) return numberText(value);
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  if (value instanceof Map) {
    const members = [...value].sort(([left], [right]) => compare(left, right));
    return `{${members.map(([key, member]) => `${printValue(key)}: ${printValue(member)}`).join(', ')}}`;
  }
  return value.size === 0 ? 'set()' : `{${sorted(value).map(printValue).join(', ')}}`;
}

const escapes: Record<string, string> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};
const plainText = /^[ !#-[\]-~]*$/;
/** What Go calls printable: letters, marks, numbers, punctuation, symbols and the ASCII space. */
const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/**
 * A Go string literal (`strconv.Quote`, or `strconv.QuoteToASCII` when `ascii`).
 * @param mark the quote sign, `"` for strings and `'` for characters.
 */
export function quoteText(text: string, mark = '"', ascii = false): string {
  if (mark === '"' && plainText.test(text)) return `"${text}"`;
  let quoted = mark;
  for (const character of text) {
    if (character === mark) quoted += `\\${mark}`;
    else quoted += escapes[character] ?? escapeUnprintable(character, ascii);
  }
  return quoted + mark;
}

function escapeUnprintable(character: string, ascii: boolean): string {
  const point = character.codePointAt(0)!;
  if (printable.test(character) && (!ascii || point < 0x7f)) return character;
  if (point < 0x20 || point === 0x7f) return `\\x${hexadecimal(point, 2)}`;
  return point < 0x10000 ? `\\u${hexadecimal(point, 4)}` : `\\U${hexadecimal(point, 8)}`;
}

function hexadecimal(point: number, width: number): string {
  return point.toString(16).padStart(width, '0');
}

function readAny(cursor: Cursor): Value {
  skipSpace(cursor);
  const { text, at } = cursor;
  switch (text.charCodeAt(at)) {
    case 0x22:
      return readText(cursor);
    case 0x5b:
      return readArray(cursor);
    case 0x7b:
      return readCollection(cursor);
    case 0x6e:
      return readWord(cursor, 'null', null);
    case 0x74:
      return readWord(cursor, 'true', true);
    case 0x66:
      return readWord(cursor, 'false', false);
    case 0x73:
      return readWord(cursor, 'set()', new Set());
    default:
      return readNumber(cursor);
  }
}

function readText(cursor: Cursor): string {
  const { text, at } = cursor;
  let end = at;
  do {
    end = text.indexOf('"', end + 1);
    if (end === -1) throw unreadable(cursor);
  } while (isEscaped(text, end));
  cursor.at = end + 1;
  const content = text.slice(at + 1, end);
  return content.includes('\\') ? (JSON.parse(`"${content}"`) as string) : content;
}

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes++;
  return slashes % 2 === 1;
}

function readArray(cursor: Cursor): Value[] {
  const values: Value[] = [];
  cursor.at++;
  if (accept(cursor, ']')) return values;
  do values.push(readAny(cursor));
  while (accept(cursor, ','));
  expect(cursor, ']');
  return values;
}

/** An object or a set: the first separator tells. */
function readCollection(cursor: Cursor): Map<Value, Value> | Set<Value> {
  cursor.at++;
  if (accept(cursor, '}')) return new Map();
  const first = readAny(cursor);
  const result = accept(cursor, ':') ? readMembers(cursor, first) : readElements(cursor, first);
  expect(cursor, '}');
  return result;
}

function readMembers(cursor: Cursor, firstKey: Value): Map<Value, Value> {
  const object = new Map([[firstKey, readAny(cursor)]]);
  while (accept(cursor, ',')) {
    const key = readAny(cursor);
    expect(cursor, ':');
    object.set(key, readAny(cursor));
  }
  return object;
}

function readElements(cursor: Cursor, first: Value): Set<Value> {
  const set = new Set([first]);
  while (accept(cursor, ',')) set.add(readAny(cursor));
  return set;
}

function readWord<T>(cursor: Cursor, word: string, value: T): T {
  if (!cursor.text.startsWith(word, cursor.at)) throw unreadable(cursor);
  cursor.at += word.length;
  return value;
}

const numberPattern = /-?\d[\d.eE+-]*/y;

function readNumber(cursor: Cursor): Value {
  numberPattern.lastIndex = cursor.at;
  const match = numberPattern.exec(cursor.text);
  if (match === null) throw unreadable(cursor);
  cursor.at += match[0].length;
  return numberOf(match[0]);
}

function skipSpace(cursor: Cursor): void {
  while (cursor.text.charCodeAt(cursor.at) <= 0x20) cursor.at++;
}

function accept(cursor: Cursor, sign: string): boolean {
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== sign) return false;
  cursor.at++;
  return true;
}

function expect(cursor: Cursor, sign: string): void {
  if (!accept(cursor, sign)) throw unreadable(cursor);
}

function unreadable(cursor: Cursor): PlimsollError {
  return new PlimsollError('internal', `A value of the policy module cannot be read at character ${cursor.at}.`);
}

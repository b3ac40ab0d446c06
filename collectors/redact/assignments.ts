import { isHarmlessValue, judgeName, looksRandom, maximumName } from './names.ts';
import { marker } from './shapes.ts';

/**
 * Takes out the values of secret-looking names inside a text: `NAME=value`, `name: value`, `"name": "value"`
 * (also escaped once more), `--name=value` and `--name value`. One pass: each separator looks back over one name and
 * forward over one value, and goes on behind it.
 */
export function redactAssignments(text: string): string {
  let redacted = '';
  let done = 0;
  let index = 0;
  while (index < text.length) {
    const separator = separatorAt(text, index, done);
    if (separator === null) {
      index++;
      continue;
    }
    const value = hiddenValue(text, separator);
    if (value === null) {
      index++;
      continue;
    }
    redacted += text.slice(done, value.start) + marker;
    done = value.end;
    index = value.end;
  }
  return redacted + text.slice(done);
}

/** Whether a value must not be shown under this name. */
export function hides(name: string, value: string): boolean {
  const verdict = judgeName(name);
  if (verdict === 'plain' || isHarmlessValue(value)) return false;
  return verdict === 'secret' || looksRandom(name, value);
}

/** How much of a value is looked at to tell whether it is random, in characters. */
const judgedLength = 1024;

/** The value behind a separator that must not be shown; null: it may be. */
function hiddenValue(text: string, { name, valueFrom }: Separator): { start: number; end: number } | null {
  const verdict = judgeName(name);
  if (verdict === 'plain') return null;
  // Reading only the beginning keeps the time linear: what is not hidden is read again from the next separator.
  const beginning = readValue(text, valueFrom, valueFrom + judgedLength);
  if (!hides(name, text.slice(beginning.start, beginning.end))) return null;
  return readValue(text, valueFrom, text.length);
}

interface Separator {
  name: string;
  valueFrom: number;
}

/** The name that ends before this character, when the character parts a name from its value. */
function separatorAt(text: string, index: number, floor: number): Separator | null {
  const character = text[index] ?? '';
  if (character === '=' || character === ':') {
    if (text.startsWith('://', index)) return null;
    const name = nameBefore(text, skipQuotesBack(text, index, floor), floor);
    const valueFrom = character === '=' && text[index + 1] === '=' ? index + 2 : index + 1;
    if (name === '' || isWordBeforeSpace(name, character, text[valueFrom])) return null;
    // `NAME= command` gives an empty value; `name = value` of an INI file does not.
    const isSpaced = character === ':' || /[ \t]/.test(text[index - 1] ?? '');
    return { name, valueFrom: skipBlanks(text, valueFrom, isSpaced) };
  }
  if (character !== ' ' || !/[A-Za-z0-9]/.test(text[index - 1] ?? '')) return null;
  const name = nameBefore(text, index, floor);
  const option = index - name.length - 2;
  const isOption =
    name.length > 1 && option >= floor && text.startsWith('--', option) && !/\S/.test(text[option - 1] ?? ' ');
  const valueFrom = skipBlanks(text, index, true);
  if (!isOption || text[valueFrom] === '-') return null;
  return { name, valueFrom };
}

/** `pass:` before a blank is prose ("tests pass: 10"), before anything else it is a value. */
function isWordBeforeSpace(name: string, character: string, next: string | undefined): boolean {
  return character === ':' && name === 'pass' && next === ' ';
}

function skipQuotesBack(text: string, from: number, floor: number): number {
  let index = from;
  while (index > floor && from - index < 8 && /["'\\ \t]/.test(text[index - 1] ?? '')) index--;
  return index;
}

function nameBefore(text: string, end: number, floor: number): string {
  let start = end;
  while (start > floor && end - start < maximumName && /[A-Za-z0-9_.-]/.test(text[start - 1] ?? '')) start--;
  while (start < end && text[start] === '-') start++;
  return text.slice(start, end);
}

function skipBlanks(text: string, from: number, allowed: boolean): number {
  let index = from;
  while (allowed && index - from < 64 && /[ \t]/.test(text[index] ?? '')) index++;
  return index;
}

/** Longest list or object that is taken as one value, in characters. */
const maximumBracketed = 4096;

/** A value: quoted (the quotes stay), a list or object up to its bracket, or up to the next blank or quote. */
function readValue(text: string, from: number, limit: number): { start: number; end: number } {
  const stop = Math.min(limit, text.length);
  const bracket = text[from] === '[' ? ']' : text[from] === '{' ? '}' : null;
  const closing = bracket === null ? -1 : text.slice(from, from + maximumBracketed).indexOf(bracket);
  if (closing >= 0) return { start: from, end: wordEnd(text, from + closing + 1, stop) };
  const quote = /^\\{0,4}["'`]/.exec(text.slice(from, from + 5))?.[0];
  if (quote !== undefined) {
    const end = closingQuote(text, quote, from + quote.length, stop);
    // A shell joins what follows a quote without a blank: the quotes go too then.
    const joined = wordEnd(text, end + quote.length, stop);
    return joined === end + quote.length || end === stop
      ? { start: from + quote.length, end }
      : { start: from, end: joined };
  }
  let end = from;
  while (end < stop && !/[\s"'`]/.test(text[end] ?? '')) end++;
  const scheme = end - from <= 6 && /^(?:basic|bearer|digest|token)$/i.test(text.slice(from, end));
  if (scheme && /[ \t]/.test(text[end] ?? '')) return readValue(text, skipBlanks(text, end, true), limit);
  return { start: from, end };
}

/** Where a word ends that goes on directly behind a quote or bracket. */
function wordEnd(text: string, from: number, stop: number): number {
  let end = from;
  if (/[\s,;:}\])<>|&\\]/.test(text[end] ?? ' ')) return Math.min(end, stop);
  while (end < stop && !/\s/.test(text[end] ?? '')) end++;
  return Math.min(end, stop);
}

/** Where a quoted value ends: at the same quote, not escaped; without one at the end. */
function closingQuote(text: string, quote: string, from: number, stop: number): number {
  const isPlain = quote.length === 1;
  for (let index = from; index < stop; index++) {
    if (isPlain && quote !== "'" && text[index] === '\\') {
      index++;
      continue;
    }
    if (text.startsWith(quote, index)) return index;
  }
  return stop;
}

import { daysIn, instantOf } from './calendar.ts';
import { dayNames, monthNames, parseLayout } from './layout.ts';
import { zoneOf } from './zone.ts';

/** What has been read so far. */
interface Reading {
  text: string;
  year: number;
  month: number | undefined;
  day: number | undefined;
  yearDay: number | undefined;
  hour: number;
  minute: number;
  second: number;
  nanosecond: number;
  half: 'am' | 'pm' | undefined;
  /** Seconds east of UTC. */
  offset: number;
}

/**
 * Reads a time written in a layout of Go's package time, without a zone as UTC.
 * @returns nanoseconds since 1970; undefined when the text does not fit the layout, or they do not fit 64 bits
 */
export function parseTime(layout: string, text: string): bigint | undefined {
  const reading = emptyReading(text);
  const parts = parseLayout(layout);
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1];
    const fractionFollows = next?.element === true && /^[.,]/.test(next.text);
    const fits = part.element ? readElement(reading, part.text, fractionFollows) : skipText(reading, part.text);
    if (!fits) return undefined;
  }
  return reading.text === '' ? instantOfReading(reading) : undefined;
}

function emptyReading(text: string): Reading {
  return {
    text,
    year: 0,
    month: undefined,
    day: undefined,
    yearDay: undefined,
    hour: 0,
    minute: 0,
    second: 0,
    nanosecond: 0,
    half: undefined,
    offset: 0,
  };
}

function instantOfReading(reading: Reading): bigint | undefined {
  let { year, month, day, hour } = reading;
  if (reading.half === 'pm' && hour < 12) hour += 12;
  if (reading.half === 'am' && hour === 12) hour = 0;
  if (reading.yearDay !== undefined) {
    const date = new Date(new Date(0).setUTCFullYear(year, 0, reading.yearDay));
    if (reading.yearDay < 1 || date.getUTCFullYear() !== year) return undefined;
    if ((month ?? date.getUTCMonth() + 1) !== date.getUTCMonth() + 1) return undefined;
    if ((day ?? date.getUTCDate()) !== date.getUTCDate()) return undefined;
    month = date.getUTCMonth() + 1;
    day = date.getUTCDate();
  }
  month ??= 1;
  day ??= 1;
  if (day < 1 || day > daysIn(year, month)) return undefined;
  const { minute, second, nanosecond, offset } = reading;
  return instantOf({ year, month, day, hour, minute, second: second - offset, nanosecond }, zoneOf('UTC')!);
}

/** Text of the layout must stand there as it is; a space stands for any number of spaces, also none at the end. */
function skipText(reading: Reading, expected: string): boolean {
  for (const piece of expected.match(/ +|[^ ]+/g) ?? []) {
    if (piece.startsWith(' ')) {
      if (reading.text !== '' && !reading.text.startsWith(' ')) return false;
      reading.text = reading.text.replace(/^ +/, '');
    } else {
      if (!reading.text.startsWith(piece)) return false;
      reading.text = reading.text.slice(piece.length);
    }
  }
  return true;
}

function readElement(reading: Reading, element: string, fractionFollows: boolean): boolean {
  if (/^[-Z]07/.test(element)) return readOffset(reading, element);
  if (/^[.,]/.test(element)) return readFraction(reading, element);
  if (element === '5' || element === '05') return readSecond(reading, element, fractionFollows);
  return readers[element]!(reading);
}

const readers: Record<string, (reading: Reading) => boolean> = {
  '2006': (reading) => readNumber(reading, /^\d{4}/, (year) => (reading.year = year)),
  '06': (reading) =>
    readNumber(reading, /^(?:\d\d|[+-]\d)/, (year) => (reading.year = year + (year >= 69 ? 1900 : 2000))),
  January: (reading) => readName(reading, monthNames, (index) => (reading.month = index + 1)),
  Jan: (reading) => readName(reading, short(monthNames), (index) => (reading.month = index + 1)),
  '01': (reading) => readNumber(reading, /^\d\d/, (month) => (reading.month = month), 1, 12),
  '1': (reading) => readNumber(reading, /^\d\d?/, (month) => (reading.month = month), 1, 12),
  Monday: (reading) => readName(reading, dayNames, () => undefined),
  Mon: (reading) => readName(reading, short(dayNames), () => undefined),
  '02': (reading) => readNumber(reading, /^\d\d/, (day) => (reading.day = day)),
  _2: (reading) => readNumber(reading, /^ ?\d\d?/, (day) => (reading.day = day)),
  '2': (reading) => readNumber(reading, /^\d\d?/, (day) => (reading.day = day)),
  '002': (reading) => readNumber(reading, /^\d{3}/, (day) => (reading.yearDay = day)),
  __2: (reading) => readNumber(reading, /^ {0,2}\d{1,3}/, (day) => (reading.yearDay = day)),
  '15': (reading) => readNumber(reading, /^\d\d?/, (hour) => (reading.hour = hour), 0, 23),
  '03': (reading) => readNumber(reading, /^\d\d/, (hour) => (reading.hour = hour), 0, 12),
  '3': (reading) => readNumber(reading, /^\d\d?/, (hour) => (reading.hour = hour), 0, 12),
  '04': (reading) => readNumber(reading, /^\d\d/, (minute) => (reading.minute = minute), 0, 59),
  '4': (reading) => readNumber(reading, /^\d\d?/, (minute) => (reading.minute = minute), 0, 59),
  PM: (reading) => readHalf(reading, ['AM', 'PM']),
  pm: (reading) => readHalf(reading, ['am', 'pm']),
  MST: readAbbreviation,
};

function short(names: readonly string[]): string[] {
  return names.map((name) => name.slice(0, 3));
}

function take(reading: Reading, pattern: RegExp): RegExpExecArray | null {
  const match = pattern.exec(reading.text);
  if (match !== null) reading.text = reading.text.slice(match[0].length);
  return match;
}

function readNumber(
  reading: Reading,
  pattern: RegExp,
  store: (number: number) => unknown,
  least = Number.NEGATIVE_INFINITY,
  most = Number.POSITIVE_INFINITY,
): boolean {
  const match = take(reading, pattern);
  if (match === null) return false;
  const number = Number(match[0]);
  store(number);
  return number >= least && number <= most;
}

function readName(reading: Reading, names: readonly string[], store: (index: number) => unknown): boolean {
  const index = names.findIndex((name) => reading.text.slice(0, name.length).toLowerCase() === name.toLowerCase());
  if (index === -1) return false;
  reading.text = reading.text.slice(names[index]!.length);
  store(index);
  return true;
}

function readHalf(reading: Reading, [am, pm]: [string, string]): boolean {
  const match = take(reading, /^../s);
  if (match?.[0] === am) reading.half = 'am';
  else if (match?.[0] === pm) reading.half = 'pm';
  else return false;
  return true;
}

/** Seconds may have a fraction even where the layout has none. */
function readSecond(reading: Reading, element: string, fractionFollows: boolean): boolean {
  const pattern = element === '05' ? /^\d\d/ : /^\d\d?/;
  if (!readNumber(reading, pattern, (second) => (reading.second = second), 0, 59)) return false;
  return fractionFollows || !/^[.,]\d/.test(reading.text) || readFraction(reading, '.9');
}

/** `.000` wants that many digits; `.999` takes what is there, also nothing. */
function readFraction(reading: Reading, element: string): boolean {
  const exact = element[1] === '0';
  const match = take(reading, exact ? new RegExp(`^[.,](\\d{${element.length - 1}})`) : /^[.,](\d+)/);
  if (match !== null) reading.nanosecond = Number(match[1]!.slice(0, 9).padEnd(9, '0'));
  return match !== null || !exact;
}

function readOffset(reading: Reading, element: string): boolean {
  if (element[0] === 'Z' && take(reading, /^Z/) !== null) return true;
  const colon = element.includes(':') ? ':' : '';
  const groups = element.length > 6 ? 3 : element.length > 3 ? 2 : 1;
  const pattern = new RegExp(`^([+-])(\\d\\d)${`${colon}(\\d\\d)`.repeat(groups - 1)}`);
  const match = take(reading, pattern);
  if (match === null) return false;
  const [hours, minutes, seconds] = [match[2], match[3], match[4]].map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  if (hours > 24 || minutes > 60 || seconds > 60) return false;
  reading.offset = (match[1] === '-' ? -1 : 1) * ((hours * 60 + minutes) * 60 + seconds);
  return true;
}

const abbreviations = /^(?:UTC|ChST|MeST|GMT(?:[+-]\d+)?|[+-]\d+|[A-Z]{4}T|[A-Z]{3}T|WITA|[A-Z]{3})/;

/** The letters of a zone. They do not change the instant: without a local zone that knows them Go reads UTC. */
function readAbbreviation(reading: Reading): boolean {
  const upper = /^[A-Z]*/.exec(reading.text)![0].length;
  const match = take(reading, abbreviations);
  if (match === null) return false;
  const [text] = match;
  if (text === 'UTC' || text === 'ChST' || text === 'MeST') return true;
  if (/^[+-]/.test(text)) return Number(text.slice(1)) <= 23;
  if (text.startsWith('GMT')) return Math.abs(Number(text.slice(3) || 0)) <= 23;
  return text.length === upper;
}

import { sha256Hex } from '../../engine/index.ts';
import type { Recurrence, Schedule } from './contract.ts';
import type { CronPattern } from './cron.ts';

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;

interface Field {
  name: keyof CronPattern;
  title: string;
  least: number;
  most: number;
  names: readonly string[];
}

const fields: readonly Field[] = [
  { name: 'minute', title: 'minute', least: 0, most: 59, names: [] },
  { name: 'hour', title: 'hour', least: 0, most: 23, names: [] },
  { name: 'day', title: 'day of the month', least: 1, most: 31, names: [] },
  { name: 'month', title: 'month', least: 1, most: 12, names: months },
  { name: 'weekday', title: 'day of the week', least: 0, most: 7, names: weekdays },
];

/**
 * The patterns that a recurrence stands for.
 * @throws Error that says which field is wrong, for the caller to give a place
 */
export function patternsOf(recurrence: Recurrence): CronPattern[] {
  if ('cron' in recurrence) return [parseCron(recurrence.cron)];
  const [hour = '', minute = ''] = recurrence.at.split(':').map((part) => String(Number(part)));
  const pattern = (day: string, month = '*', weekday = '*'): CronPattern => ({ minute, hour, day, month, weekday });
  const { on } = recurrence;
  if (recurrence.every === 'day') return [pattern('*')];
  if (recurrence.every === 'week') return [pattern('*', '*', String(weekdays.indexOf((on ?? 'mon') as 'mon')))];
  if (recurrence.every === 'month') return monthly(on as 'first' | 'last' | number | undefined, pattern);
  return quarterly(on as 'first' | 'last' | number | undefined, pattern);
}

/**
 * Name under which a schedule of this form is adopted: where its times change, slots of the new ones before the change were
 * never missed.
 */
export function adoptionName({ name, recurrence, timeZone }: Schedule): string {
  return `${name}#${sha256Hex(JSON.stringify([recurrence, timeZone])).slice(0, 12)}`;
}

type ToPattern = (day: string, month?: string) => CronPattern;

/** A day that a month does not have is its last one: a monthly report is due every month. */
function monthly(on: 'first' | 'last' | number = 'first', pattern: ToPattern): CronPattern[] {
  if (on === 'last' || on === 31) return [pattern('L')];
  const day = on === 'first' ? 1 : on;
  if (day <= 28) return [pattern(String(day))];
  return [pattern(String(day), '1,3-12'), pattern('L', '2')];
}

/** Counts days from the first of January, April, July and October; day 31 of the second quarter is the first of May. */
function quarterly(on: 'first' | 'last' | number = 'first', pattern: ToPattern): CronPattern[] {
  if (on === 'last') return [pattern('L', '3,6,9,12')];
  const day = on === 'first' ? 1 : on;
  if (day <= 30) return [pattern(String(day), '1,4,7,10')];
  return [pattern('31', '1,7,10'), pattern('1', '5')];
}

/**
 * Reads five fields of crontab(5): numbers, names of months and days, lists, ranges and steps. Extensions of other
 * programs are refused, since nobody who knows crontab alone could say when they are due.
 */
function parseCron(text: string): CronPattern {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== fields.length) {
    throw new Error(`the cron expression "${text}" has ${text.trim() === '' ? 0 : parts.length} fields and not five`);
  }
  const entries = fields.map((field, index) => [field.name, parseField(parts[index]!, field)]);
  return Object.fromEntries(entries) as Record<keyof CronPattern, string>;
}

function parseField(text: string, field: Field): string {
  return text
    .split(',')
    .map((item) => parseItem(item, field))
    .join(',');
}

function parseItem(item: string, field: Field): string {
  const [, range = '', step] = /^(.+?)(?:\/(\d{1,3}))?$/.exec(item) ?? [];
  const fault = new Error(`"${item}" is no ${field.title} that crontab knows (${field.least} to ${field.most})`);
  const ends = range === '*' ? [field.least, field.most] : range.split('-').map((each) => readValue(each, field));
  const [from = null, to = from] = ends;
  if (ends.length > 2 || from === null || to === null || from > to) throw fault;
  if (step === undefined) return range === '*' ? '*' : from === to ? `${from}` : `${from}-${to}`;
  // A step after a single number means nothing to crontab.
  if (Number(step) < 1 || (range !== '*' && ends.length === 1)) throw fault;
  if (range === '*') return Number(step) > field.most - field.least ? starOnce(field) : `*/${step}`;
  return Number(step) > to - from ? `${from}` : `${from}-${to}/${step}`;
}

/** A step over more than the whole field leaves its first value; it still begins with a star for the rule of days. */
function starOnce(field: Field): string {
  // Sunday is 0 and 7.
  const values = field.name === 'weekday' ? 7 : field.most - field.least + 1;
  return `*/${values}`;
}

function readValue(text: string, field: Field): number | null {
  const named = field.names.indexOf(text.toLowerCase());
  if (named !== -1) return named + field.least;
  if (!/^\d{1,2}$/.test(text)) return null;
  const value = Number(text);
  return value < field.least || value > field.most ? null : value;
}

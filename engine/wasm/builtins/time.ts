import type { Moment } from './time/calendar.ts';
import { daysIn, fieldsOf, inRange, instantOf } from './time/calendar.ts';
import { parseDuration } from './time/duration.ts';
import { formatMoment } from './time/format.ts';
import { dayNames, layoutOf, namedLayouts } from './time/layout.ts';
import { parseTime } from './time/parse.ts';
import { zoneOf } from './time/zone.ts';
import type { Builtin, BuiltinTable, Value } from './value.ts';
import { integerOf, isNumber, numberOf, wholeNumberOf } from './value.ts';

/** `time.*` without the clock: what time it is, a policy knows from its data only. */
export const timeBuiltins: BuiltinTable = {
  'time.parse_ns': (layout, text) =>
    typeof layout === 'string' && typeof text === 'string' ? nanoseconds(parseTime(layoutOf(layout), text)) : undefined,
  'time.parse_rfc3339_ns': (text) =>
    typeof text === 'string' ? nanoseconds(parseTime(namedLayouts['RFC3339']!, text)) : undefined,
  'time.parse_duration_ns': (text) => (typeof text === 'string' ? nanoseconds(parseDuration(text)) : undefined),
  'time.format': (time) => {
    const read = momentOf(time);
    return read === undefined ? undefined : formatMoment(read, layoutOf(read.layout || 'RFC3339Nano'));
  },
  'time.date': onFields(({ year, month, day }) => [year, month, day]),
  'time.clock': onFields(({ hour, minute, second }) => [hour, minute, second]),
  'time.weekday': onFields(({ weekday }) => dayNames[weekday]!),
  'time.add_date': addDate,
  'time.diff': difference,
};

function nanoseconds(value: bigint | undefined): Value | undefined {
  return value === undefined ? undefined : numberOf(String(value));
}

function onFields(work: (fields: ReturnType<typeof fieldsOf>) => Value): Builtin {
  return (time) => {
    const moment = momentOf(time);
    return moment === undefined ? undefined : work(fieldsOf(moment));
  };
}

/** Nanoseconds, or an array of nanoseconds, zone and layout. */
function momentOf(value: Value | undefined): (Moment & { layout: string }) | undefined {
  const [number, name = '', layout = ''] = Array.isArray(value) ? value : [value];
  const instant = isNumber(number) ? wholeNumberOf(number) : undefined;
  if (instant === undefined || inRange(instant) === undefined) return undefined;
  if (typeof name !== 'string' || typeof layout !== 'string') return undefined;
  const zone = zoneOf(name);
  return zone === undefined ? undefined : { nanoseconds: instant, zone, layout };
}

function addDate(time?: Value, years?: Value, months?: Value, days?: Value): Value | undefined {
  const moment = momentOf(time);
  const [year, month, day] = [integerOf(years), integerOf(months), integerOf(days)];
  if (moment === undefined || year === undefined || month === undefined || day === undefined) return undefined;
  const fields = fieldsOf(moment);
  const moved = {
    ...fields,
    year: fields.year + Number(year),
    month: fields.month + Number(month),
    day: fields.day + Number(day),
  };
  return nanoseconds(instantOf(moved, moment.zone));
}

/** Years, months, days, hours, minutes and seconds between two moments, both in the zone of the first. */
function difference(left?: Value, right?: Value): Value | undefined {
  const first = momentOf(left);
  const second = momentOf(right);
  if (first === undefined || second === undefined) return undefined;
  const { zone } = first;
  const [from, to] = [first, second]
    .toSorted((a, b) => (a.nanoseconds < b.nanoseconds ? -1 : Number(a.nanoseconds > b.nanoseconds)))
    .map((moment) => fieldsOf({ nanoseconds: moment.nanoseconds, zone })) as [
    ReturnType<typeof fieldsOf>,
    ReturnType<typeof fieldsOf>,
  ];
  const parts = [
    to.year - from.year,
    to.month - from.month,
    to.day - from.day,
    to.hour - from.hour,
    to.minute - from.minute,
    to.second - from.second,
  ];
  const sizes = [Number.POSITIVE_INFINITY, 12, daysIn(from.year, from.month), 24, 60, 60];
  for (let index = 5; index > 0; index--) {
    if (parts[index]! >= 0) continue;
    parts[index]! += sizes[index]!;
    parts[index - 1]!--;
  }
  return parts;
}

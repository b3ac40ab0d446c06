import type { Fields, Moment } from './calendar.ts';
import { fieldsOf, secondsOf } from './calendar.ts';
import { dayNames, monthNames, parseLayout } from './layout.ts';

/** A moment in a layout of Go's package time. */
export function formatMoment(moment: Moment, layout: string): string {
  const fields = fieldsOf(moment);
  return parseLayout(layout)
    .map(({ element, text }) => (element ? formatElement(text, fields, moment) : text))
    .join('');
}

function formatElement(element: string, fields: Fields, moment: Moment): string {
  if (/^[.,]/.test(element)) return fraction(element, fields.nanosecond);
  if (/^[-Z]07/.test(element)) return offsetText(element, fields.offset);
  if (element === 'MST') return moment.zone.abbreviationAt(secondsOf(moment.nanoseconds));
  return formatters[element]!(fields);
}

const formatters: Record<string, (fields: Fields) => string> = {
  '2006': ({ year }) => padded(year, 4),
  '06': ({ year }) => padded(year % 100, 2),
  January: ({ month }) => monthNames[month - 1]!,
  Jan: ({ month }) => monthNames[month - 1]!.slice(0, 3),
  '01': ({ month }) => padded(month, 2),
  '1': ({ month }) => String(month),
  Monday: ({ weekday }) => dayNames[weekday]!,
  Mon: ({ weekday }) => dayNames[weekday]!.slice(0, 3),
  '02': ({ day }) => padded(day, 2),
  _2: ({ day }) => String(day).padStart(2),
  '2': ({ day }) => String(day),
  '002': ({ yearDay }) => padded(yearDay, 3),
  __2: ({ yearDay }) => String(yearDay).padStart(3),
  '15': ({ hour }) => padded(hour, 2),
  '03': ({ hour }) => padded(hour % 12 || 12, 2),
  '3': ({ hour }) => String(hour % 12 || 12),
  '04': ({ minute }) => padded(minute, 2),
  '4': ({ minute }) => String(minute),
  '05': ({ second }) => padded(second, 2),
  '5': ({ second }) => String(second),
  PM: ({ hour }) => (hour >= 12 ? 'PM' : 'AM'),
  pm: ({ hour }) => (hour >= 12 ? 'pm' : 'am'),
};

function padded(number: number, width: number): string {
  return String(number).padStart(width, '0');
}

/** `.000` prints that many digits, `.999` leaves zeros at the end out. */
function fraction(element: string, nanosecond: number): string {
  const digits = padded(nanosecond, 9).slice(0, element.length - 1);
  if (element[1] === '0') return element[0] + digits;
  const short = nanosecond === 0 ? '' : digits.replace(/0+$/, '');
  return short === '' ? '' : element[0] + short;
}

/** `-07:00` and its shorter and longer forms; with `Z` in front, UTC is `Z`. */
function offsetText(element: string, offset: number): string {
  if (element[0] === 'Z' && offset === 0) return 'Z';
  const minutes = Math.trunc(offset / 60);
  const size = Math.abs(minutes);
  const colon = element.includes(':') ? ':' : '';
  let text = `${minutes < 0 ? '-' : '+'}${padded(Math.floor(size / 60), 2)}`;
  if (element.length > 3) text += `${colon}${padded(size % 60, 2)}`;
  if (element.length > 6) text += `${colon}${padded(Math.abs(offset) % 60, 2)}`;
  return text;
}

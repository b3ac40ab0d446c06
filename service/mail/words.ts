import { visibleText } from '../../engine/index.ts';

/** `12,400`. */
export function number(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 finding`, `7 findings`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** Foreign text in one line: made visible and cut to `limit` characters (code points). */
export function shown(text: string, limit = 200): string {
  const line = visibleText(text.replace(/\s+/gu, ' ').trim());
  const characters = Array.from(line.slice(0, limit * 2 + 2));
  return characters.length <= limit ? line : `${characters.slice(0, limit - 1).join('')}…`;
}

/** Dates of a mail, in one time zone and in words that cannot be mistaken. */
export interface MailDates {
  /** `22 November 2026, 06:00 Europe/Berlin`. */
  moment(time: string): string;
  /** `22 November 2026`; a date without a time needs no zone. */
  day(time: string): string;
  /** `November 2026`. */
  month(time: string): string;
}

export function mailDates(timeZone: string): MailDates {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  const date = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  const moment = format({ ...date, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = format(date);
  const calendar = format({ ...date, timeZone: 'UTC' });
  const month = format({ month: 'long', year: 'numeric' });
  return {
    moment: (time) => `${moment.format(new Date(time)).replace(' at ', ', ')} ${timeZone}`,
    day: (time) => (/^\d{4}-\d\d-\d\d$/.test(time) ? calendar : day).format(new Date(time)),
    month: (time) => month.format(new Date(time)),
  };
}

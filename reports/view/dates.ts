import { label } from '../text.ts';

/** Dates of a report: in its time zone, in words a reader cannot mistake. The day of an expiry needs no zone. */
export interface Dates {
  /** `22 November 2026, 06:00 Europe/Berlin`. */
  moment(time: string): string;
  /** `22 Nov 2026`. */
  day(time: string): string;
}

export function dates(timeZone: string, language: string): Dates {
  const locale = language === 'en' ? 'en-GB' : language;
  const moment = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const options = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const instant = new Intl.DateTimeFormat(locale, { ...options, timeZone });
  const calendar = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  return {
    moment: (time) => `${moment.format(new Date(time)).replace(' at ', ', ')} ${timeZone}`,
    day(time) {
      const date = new Date(time);
      if (Number.isNaN(date.getTime())) return label(time, 40);
      return (/^\d{4}-\d\d-\d\d$/.test(time) ? calendar : instant).format(date);
    },
  };
}

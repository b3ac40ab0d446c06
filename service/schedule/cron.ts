import { Cron } from 'croner';

/** Answers the first time after an instant; null where there is none any more. Milliseconds since 1970. */
export type NextTime = (after: number) => number | null;

/** One crontab pattern as this program reads it, with `L` in the days of the month for the last one. */
export interface CronPattern {
  minute: string;
  hour: string;
  day: string;
  month: string;
  weekday: string;
}

/**
 * Compiles patterns into one question: which of their times comes first after an instant?
 *
 * crontab(5) takes a day that matches either field, except where one of the two begins with a star: then it must match
 * both. The library's default looks at a bare star only, so its option is chosen from the first character.
 * A time of day that a time zone leaves out is due at the first minute after the gap, and one that comes twice is due the
 * first time; patterns whose minute or hour has a star go by real time instead, as Vixie cron does.
 * @throws Error where a field is out of range or the time zone is unknown
 */
export function compilePatterns(patterns: readonly CronPattern[], timeZone: string): NextTime {
  const compiled = patterns.map(
    ({ minute, hour, day, month, weekday }) =>
      new Cron(`${minute} ${hour} ${day} ${month} ${weekday}`, {
        timezone: timeZone,
        mode: '5-part',
        paused: true,
        fixedTimeRule: 'no-wildcard',
        domAndDow: day.startsWith('*') || weekday.startsWith('*'),
      }),
  );
  return remembering((after) => {
    const from = new Date(after);
    let first: number | null = null;
    for (const pattern of compiled) {
      const next = pattern.nextRun(from)?.getTime() ?? null;
      if (next !== null && (first === null || next < first)) first = next;
    }
    return first;
  });
}

/** Schedulers ask again and again about the time before a slot and the time after it: each has one answer. */
function remembering(find: NextTime): NextTime {
  let known: { from: number; next: number }[] = [];
  return (after) => {
    const answer = known.find(({ from, next }) => from <= after && after < next);
    if (answer !== undefined) return answer.next;
    const next = find(after);
    if (next !== null) known = [{ from: after, next }, ...known.slice(0, 1)];
    return next;
  };
}

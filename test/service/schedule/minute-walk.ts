/**
 * The peer that slots are compared with: looks at every minute and asks whether crontab would start the job then. It reads
 * a few forms of fields only, and knows nothing of the library that the product uses.
 */
const minute = 60_000;

interface Wall {
  minute: number;
  hour: number;
  day: number;
  month: number;
  weekday: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function wallOf(instant: number, timeZone: string): Wall & { key: number } {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    formats.set(timeZone, format);
  }
  const [year = 0, month = 0, day = 0, hour = 0, minutes = 0] = format.format(instant).split(/\D+/).map(Number);
  // The wall clock read as if it were UTC: grows with it, jumps with it.
  const key = Date.UTC(year, month - 1, day, hour, minutes);
  return { minute: minutes, hour, day, month, weekday: new Date(key).getUTCDay(), key };
}

function matchesField(text: string, value: number, least: number, most: number): boolean {
  return text.split(',').some((item) => {
    const [range = '', step = '1'] = item.split('/');
    const [from, to] = range === '*' ? [least, most] : range.split('-').map(Number);
    const end = to ?? from!;
    return value >= from! && value <= end && (value - from!) % Number(step) === 0;
  });
}

function matches(cron: string, wall: Wall): boolean {
  const [minutes = '', hours = '', days = '', months = '', weekdays = ''] = cron.split(' ');
  const isDay = matchesField(days, wall.day, 1, 31);
  const isWeekday =
    matchesField(weekdays, wall.weekday, 0, 6) || (wall.weekday === 0 && matchesField(weekdays, 7, 0, 7));
  const needsBoth = days.startsWith('*') || weekdays.startsWith('*');
  return (
    matchesField(minutes, wall.minute, 0, 59) &&
    matchesField(hours, wall.hour, 0, 23) &&
    matchesField(months, wall.month, 1, 12) &&
    (needsBoth ? isDay && isWeekday : isDay || isWeekday)
  );
}

/**
 * Every time a cron expression is due after one instant and up to another. Where minute and hour name fixed times, a time
 * that the clock jumps over is due right after the jump, and one that it shows twice is due once.
 */
export function walkMinutes(cron: string, timeZone: string, after: number, until: number): string[] {
  const [minutes = '', hours = ''] = cron.split(' ');
  const isFixed = !/[*/]/.test(`${minutes}${hours}`);
  const due: string[] = [];
  const start = Math.floor(after / minute) * minute;
  // The latest wall time that was shown: what comes again at or before it comes the second time.
  let shown = Number.NEGATIVE_INFINITY;
  for (let before = start - 180 * minute; before <= start; before += minute) {
    shown = Math.max(shown, wallOf(before, timeZone).key);
  }
  for (let instant = start + minute; instant <= until; instant += minute) {
    const wall = wallOf(instant, timeZone);
    const isRepeated = wall.key <= shown;
    let isDue = matches(cron, wall) && !(isFixed && isRepeated);
    if (isFixed && !isRepeated) {
      for (let skipped = shown + minute; skipped < wall.key; skipped += minute) {
        const there = new Date(skipped);
        isDue ||= matches(cron, {
          ...{ minute: there.getUTCMinutes(), hour: there.getUTCHours(), day: there.getUTCDate() },
          ...{ month: there.getUTCMonth() + 1, weekday: there.getUTCDay() },
        });
      }
    }
    shown = Math.max(shown, wall.key);
    if (isDue) due.push(new Date(instant).toISOString());
  }
  return due;
}

const seconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 7 * 86_400, y: 365 * 86_400 };

/** Seconds of a duration of the configuration: a number and s, m, h, d, w or y; a year has 365 days. */
export function durationSeconds(text: string): number {
  const [, count, unit] = /^(\d+) ?([smhdwy])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) throw new TypeError(`${text} is no checked duration`);
  return Number(count) * seconds[unit]!;
}

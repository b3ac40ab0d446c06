/** RFC 3339 in UTC without fractions; null: no time of years 1970 to 9999. */
export function isoTime(milliseconds: number): string | null {
  if (!(milliseconds >= 0 && milliseconds < 253_402_300_800_000)) return null;
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

import { PlimsollError } from '../../../errors.ts';

/** A time zone by its name in the IANA database; `''` and `UTC` are UTC. */
export interface Zone {
  name: string;
  /** Seconds east of UTC at an instant, in seconds since 1970. */
  offsetAt(seconds: number): number;
  /** `UTC`, `CEST` … at an instant. */
  abbreviationAt(seconds: number): string;
}

const utc: Zone = { name: 'UTC', offsetAt: () => 0, abbreviationAt: () => 'UTC' };
const zones = new Map<string, Zone | undefined>();

/**
 * The zone of a name; undefined when there is none.
 * @throws PlimsollError `rego-invalid` for `Local`, which would make a verdict depend on the machine
 */
export function zoneOf(name: string): Zone | undefined {
  if (name === '' || name === 'UTC') return utc;
  if (name === 'Local') {
    throw new PlimsollError('rego-invalid', 'The time zone "Local" depends on the machine; name a zone, or UTC.');
  }
  if (!zones.has(name)) zones.set(name, loadZone(name));
  return zones.get(name);
}

function loadZone(name: string): Zone | undefined {
  // JavaScript also takes offsets (`+01:00`) and names in any case; the database does not.
  if (!/^[A-Z][^/]*(?:\/[A-Z][^/]*)*$/.test(name) || isMiswritten(name)) return undefined;
  try {
    const clock = new Intl.DateTimeFormat('en-US', { ...clockParts, timeZone: name });
    return { name, offsetAt: (seconds) => offsetBy(clock, seconds), abbreviationAt: (at) => abbreviation(name, at) };
  } catch {
    return undefined;
  }
}

function isMiswritten(name: string): boolean {
  const same = Intl.supportedValuesOf('timeZone').find((known) => known.toLowerCase() === name.toLowerCase());
  return same !== undefined && same !== name;
}

const clockParts = {
  calendar: 'iso8601',
  hourCycle: 'h23',
  era: 'short',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const satisfies Intl.DateTimeFormatOptions;

/** The difference between what a clock there shows and UTC. */
function offsetBy(clock: Intl.DateTimeFormat, seconds: number): number {
  const fields = new Map(clock.formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => fields.get(type) ?? 0;
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown / 1000 - seconds;
}

/** The letters of the zone, from the languages that know it by letters. */
function abbreviation(name: string, seconds: number): string {
  for (const language of ['en-US', 'en-GB', 'en-AU', 'en-ZA', 'en-IN']) {
    const parts = new Intl.DateTimeFormat(language, { timeZone: name, timeZoneName: 'short' });
    const found = parts.formatToParts(seconds * 1000).find(({ type }) => type === 'timeZoneName')?.value;
    if (found !== undefined && /^[A-Z]{3,5}$/.test(found)) return found;
  }
  throw new PlimsollError('rego-invalid', `No abbreviation is known for ${name}; write -07:00 in the layout, not MST.`);
}

import type { ControlStatus, Score, Severity, Status } from '../../engine/index.ts';

/** How a status is written for a reader. */
export const statusWords: Readonly<Record<Status, string>> = {
  pass: 'holds',
  fail: 'fails',
  waived: 'accepted',
  error: 'not made',
  'not-evaluated': 'not made',
  manual: 'to answer',
  'not-applicable': 'does not apply',
  excluded: 'excluded',
};

export const controlWords: Readonly<Record<ControlStatus, string>> = {
  fail: 'fails',
  incomplete: 'not fully checked',
  manual: 'to answer',
  accepted: 'accepted',
  'evidence-only': 'evidence only',
  pass: 'holds',
  'not-applicable': 'does not apply',
  excluded: 'excluded',
};

/** Shape of the mark beside a word, so that it can be told apart without colour. */
export const statusShapes: Readonly<Record<Status, Shape>> = {
  pass: 'pass',
  fail: 'fail',
  waived: 'accepted',
  error: 'unknown',
  'not-evaluated': 'unknown',
  manual: 'manual',
  'not-applicable': 'none',
  excluded: 'excluded',
};

export const controlShapes: Readonly<Record<ControlStatus, Shape>> = {
  fail: 'fail',
  incomplete: 'unknown',
  manual: 'manual',
  accepted: 'accepted',
  'evidence-only': 'evidence',
  pass: 'pass',
  'not-applicable': 'none',
  excluded: 'excluded',
};

export type Shape = 'pass' | 'fail' | 'unknown' | 'manual' | 'accepted' | 'evidence' | 'none' | 'excluded';

const kindPlurals: Readonly<Record<string, string>> = {
  host: 'hosts',
  engine: 'engines',
  container: 'containers',
  image: 'images',
  network: 'networks',
  volume: 'volumes',
};

/** `14 containers`, `1 image`. */
export function ofKind(count: number, kind: string): string {
  return plural(count, kind, kindPlurals[kind] ?? `${kind} resources`);
}

/** What an outcome is about that names no resource: `all containers`. */
export function everyOf(kind: string | null): string {
  return kind === null ? 'the whole target' : `all ${kindPlurals[kind] ?? `${kind} resources`}`;
}

/** `1 finding`, `7 findings`; the number with its thousands apart. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** `12,400`. */
export function number(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * A share as whole percent, rounded down so that nothing unfinished reads 100; a range where something is unknown;
 * `–` where there is nothing to share.
 */
export function percent(score: Score): string {
  if (score === null || score.of === 0) return '–';
  const low = Math.floor((score.low * 100) / score.of);
  const high = Math.floor((score.high * 100) / score.of);
  return low === high ? `${low} %` : `${low}–${high} %`;
}

/** `2 critical, 9 high`; every severity that is named, also at 0. */
export function severityCounts(counts: Readonly<Record<Severity, number>>, names: readonly Severity[]): string {
  return names.map((name) => `${number(counts[name])} ${name}`).join(', ');
}

/** `a, b, c and 4 more`. */
export function listing(items: readonly string[], limit: number): string {
  const shown = items.slice(0, limit);
  const rest = items.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${number(rest)} more`;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** Upper-case first letter, for the start of a sentence. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The first characters of a digest, in groups one can compare by eye. */
export function shortDigest(digest: string): string {
  const [algorithm, hex = ''] = digest.includes(':') ? digest.split(':') : ['sha256', digest];
  return `${algorithm}:${hex.slice(0, 4)} ${hex.slice(4, 8)} … ${hex.slice(-4)}`;
}

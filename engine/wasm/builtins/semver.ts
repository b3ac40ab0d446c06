import type { BuiltinTable, Value } from './value.ts';
import { compareText } from './value.ts';

/** `semver.*` as OPA reads versions: Semantic Versioning 2.0.0, a leading `v` allowed, numbers of at most 64 bits. */
export const semverBuiltins: BuiltinTable = {
  'semver.is_valid': (version) => typeof version === 'string' && parseVersion(version) !== undefined,
  'semver.compare': compareVersions,
};

interface Version {
  numbers: bigint[];
  preRelease: string[];
}

const identifiers = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const number = '(0|[1-9][0-9]*)';
const versionPattern = new RegExp(`^v?${number}\\.${number}\\.${number}(?:-(${identifiers}))?(?:\\+${identifiers})?$`);
const largest = 2n ** 63n - 1n;

function parseVersion(text: string): Version | undefined {
  const match = versionPattern.exec(text);
  if (match === null) return undefined;
  const numbers = [match[1]!, match[2]!, match[3]!].map(BigInt);
  if (numbers.some((part) => part > largest)) return undefined;
  const preRelease = match[4]?.split('.') ?? [];
  if (preRelease.some((part) => /^0\d+$/.test(part))) return undefined;
  return { numbers, preRelease };
}

function compareVersions(left?: Value, right?: Value): Value | undefined {
  if (typeof left !== 'string' || typeof right !== 'string') return undefined;
  const a = parseVersion(left);
  const b = parseVersion(right);
  if (a === undefined || b === undefined) return undefined;
  for (const [index, part] of a.numbers.entries()) {
    if (part !== b.numbers[index]!) return part < b.numbers[index]! ? -1 : 1;
  }
  return comparePreReleases(a.preRelease, b.preRelease);
}

/** A version without a pre-release comes after all of its pre-releases. */
function comparePreReleases(left: string[], right: string[]): number {
  if (left.length === 0 || right.length === 0) return Math.sign(right.length - left.length);
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const order = compareIdentifiers(left[index]!, right[index]!);
    if (order !== 0) return order;
  }
  return Math.sign(left.length - right.length);
}

/** Numbers before words, numbers by value. Like OPA, values over 64 bits all count as the largest one. */
function compareIdentifiers(left: string, right: string): number {
  const numeric = [left, right].map((part) => /^\d+$/.test(part));
  if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
  if (!numeric[0]) return compareText(left, right);
  const [a, b] = [left, right].map((part) => (BigInt(part) > largest ? largest : BigInt(part)));
  if (a === b) return 0;
  return a! < b! ? -1 : 1;
}

import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';
import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';
import { compareText } from '../snapshot/canonical.ts';
import type { Order } from './key.ts';

/** Whether the text is a semantic version, with or without a leading `v`. */
export function isNpmVersion(text: string): boolean {
  return parse(text) !== null;
}

/** Order after semver.org 2.0.0; what is no such version is less than all that are, by its text. */
export function compareNpm(left: string, right: string): Order {
  const [a, b] = [parse(left), parse(right)];
  if (a !== null && b !== null) return compare(a, b);
  if (a !== null) return 1;
  if (b !== null) return -1;
  return Math.sign(compareText(left, right)) as Order;
}

/** Whether a semantic version lies in a range as npm writes them, early ones included; null where it is no range. */
export function satisfiesRange(version: string, range: string): boolean | null {
  if (validRange(range) === null) return null;
  return satisfies(version, range, { includePrerelease: true });
}

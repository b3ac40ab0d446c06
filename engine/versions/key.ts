import { compareText } from '../snapshot/canonical.ts';

/**
 * A version taken apart so that lists compared member by member, then by length, are in the order of the versions.
 * The order is total by construction. Rego compares its values the same way.
 */
export type Key = readonly KeyPart[];
export type KeyPart = number | string | Key;

export type Order = -1 | 0 | 1;

/** Order of two keys: numbers before texts before lists. */
export function compareKeys(left: Key, right: Key): Order {
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = compareParts(part, other);
    if (order !== 0) return order;
  }
  return left.length < right.length ? -1 : 0;
}

function compareParts(left: KeyPart, right: KeyPart): Order {
  if (typeof left === 'number' && typeof right === 'number') return signOf(left - right);
  if (typeof left === 'string' && typeof right === 'string') return signOf(compareText(left, right));
  if (typeof left === 'object' && typeof right === 'object') return compareKeys(left, right);
  return signOf(rank(left) - rank(right));
}

function rank(part: KeyPart): number {
  if (typeof part === 'number') return 0;
  return typeof part === 'string' ? 1 : 2;
}

function signOf(difference: number): Order {
  if (difference === 0) return 0;
  return difference < 0 ? -1 : 1;
}

/** A number of any length, spelt in ASCII digits: longer ones are greater once leading zeros are gone. */
export function digitsKey(text: string): [number, string] {
  const plain = text.replace(/^0+/, '');
  return [plain.length, plain];
}

import type { Fingerprint } from './fingerprints.ts';
import { tableBytes } from './search-module.ts';

/**
 * Fingerprints that are looked for together: of each byte the values that its low half and its high half may have, as
 * bits. A group also fits what mixes its fingerprints.
 */
type Group = readonly number[];

/** As many as a byte has bits. */
const groupCount = 8;

/** How often the high half of a byte is each value in texts and programs: small letters most, then signs and capitals. */
const frequencies = [0.5, 0.3, 2, 2, 1.2, 1.2, 9, 7, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3];

/** Puts fingerprints into groups that fit as little else as possible: the two whose union fits least more are joined. */
export function groupsOf(fingerprints: readonly Fingerprint[]): Group[] {
  const groups = alike(alike(fingerprints.map(halvesOf), 0), 2);
  const breadths = groups.map(breadthOf);
  const costOf = (one: number, other: number) =>
    breadthOf(joined(groups[one] as Group, groups[other] as Group)) -
    (breadths[one] as number) -
    (breadths[other] as number);
  const costs = groups.map((_, one) => groups.map((__, other) => (other > one ? costOf(one, other) : 0)));
  while (groups.length > groupCount) {
    const [one, other] = cheapest(costs);
    groups[one] = joined(groups[one] as Group, groups[other] as Group);
    breadths[one] = breadthOf(groups[one]);
    for (const list of [groups, breadths, costs, ...costs]) list.splice(other, 1);
    for (let each = 0; each < groups.length; each++) {
      const [low, high] = [Math.min(each, one), Math.max(each, one)];
      if (low !== high) (costs[low] as number[])[high] = costOf(low, high);
    }
  }
  return groups;
}

function cheapest(costs: readonly (readonly number[])[]): [number, number] {
  let best: [number, number] = [0, 1];
  let least = Number.POSITIVE_INFINITY;
  for (const [one, row] of costs.entries()) {
    for (let other = one + 1; other < row.length; other++) {
      const cost = row[other] as number;
      if (cost >= least) continue;
      least = cost;
      best = [one, other];
    }
  }
  return best;
}

/** Joins groups that are the same in three bytes, so that few are left to compare. */
function alike(groups: readonly Group[], from: 0 | 2): Group[] {
  const known = new Map<string, Group>();
  for (const group of groups) {
    const key = group.slice(from, from + 6).join(' ');
    const before = known.get(key);
    known.set(key, before === undefined ? group : joined(before, group));
  }
  return [...known.values()];
}

function halvesOf(fingerprint: Fingerprint): Group {
  return fingerprint.flatMap((bytes) => [
    bytes.reduce((bits, byte) => bits | (1 << (byte & 15)), 0),
    bytes.reduce((bits, byte) => bits | (1 << (byte >> 4)), 0),
  ]);
}

function joined(one: Group, other: Group): Group {
  return one.map((bits, index) => bits | (other[index] as number));
}

/** How much of what there is a group fits. */
function breadthOf(group: Group): number {
  let product = 1;
  for (let index = 0; index < group.length; index += 2) {
    product *= weightOf(group[index] as number, 1) * weightOf(group[index + 1] as number, frequencies);
  }
  return product;
}

function weightOf(bits: number, weights: 1 | readonly number[]): number {
  let sum = 0;
  for (let value = 0; value < 16; value++) {
    if (((bits >> value) & 1) !== 0) sum += weights === 1 ? 1 : (weights[value] as number);
  }
  return sum;
}

/** For each half of four bytes the groups that it fits, as bits, by its value. */
export function halvesTable(groups: readonly Group[]): Uint8Array {
  const table = new Uint8Array(tableBytes.halves);
  for (const [group, halves] of groups.entries()) {
    for (const [half, bits] of halves.entries()) {
      for (let value = 0; value < 16; value++) {
        if (((bits >> value) & 1) !== 0) table[16 * half + value] = (table[16 * half + value] as number) | (1 << group);
      }
    }
  }
  return table;
}

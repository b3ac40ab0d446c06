import { PlimsollError } from '../../errors.ts';
import { limitTable } from '../../limits.ts';
import type { Network } from './addresses.ts';
import {
  addressOf,
  containsNetwork,
  coverRange,
  lastOf,
  parseAddress,
  parseNetwork,
  printAddress,
  wideOf,
} from './addresses.ts';
import type { BuiltinTable, Value } from './value.ts';

/** `net.cidr_*`: arithmetic on addresses; nothing is looked up. */
export const networkBuiltins: BuiltinTable = {
  'net.cidr_is_valid': (cidr) => typeof cidr === 'string' && parseNetwork(cidr) !== undefined,
  'net.cidr_expand': expand,
  'net.cidr_contains_matches': containsMatches,
  'net.cidr_merge': merge,
};

function expand(cidr?: Value): Value | undefined {
  const network = typeof cidr === 'string' ? parseNetwork(cidr) : undefined;
  if (network === undefined) return undefined;
  const last = lastOf(network);
  const most = limitTable.builtinValues.value;
  if (last - network.first >= BigInt(most)) {
    throw new PlimsollError('limit-reached', `net.cidr_expand would list more than ${most} addresses (builtinValues).`);
  }
  const addresses = new Set<Value>();
  for (let at = network.first; at <= last; at++) addresses.add(printAddress(addressOf(wideOf(network.bits, at))));
  return addresses;
}

/** The pairs of keys whose left network contains the right network or address. */
function containsMatches(outer?: Value, inner?: Value): Value | undefined {
  const left = keyed(outer);
  const right = keyed(inner);
  if (left === undefined || right === undefined) return undefined;
  const pairs = new Set<Value>();
  for (const [leftKey, leftText] of left) {
    for (const [rightKey, rightText] of right) {
      const contained = containsText(leftText, rightText);
      if (contained === undefined) return undefined;
      if (contained) pairs.add([leftKey, rightKey]);
    }
  }
  return pairs;
}

/** A string, or the members of a collection, each a string or an array that begins with one; by index, key or itself. */
function keyed(value: Value | undefined): [Value, Value][] | undefined {
  if (typeof value === 'string') return [[value, value]];
  const members = membersOf(value);
  if (members === undefined) return undefined;
  const pairs: [Value, Value][] = [];
  for (const [key, member] of members) {
    const text = Array.isArray(member) ? member[0] : member;
    if (text === undefined || (typeof member !== 'string' && !Array.isArray(member))) return undefined;
    pairs.push([key, text]);
  }
  return pairs;
}

function membersOf(value: Value | undefined): [Value, Value][] | undefined {
  if (Array.isArray(value)) return value.map((member, index) => [index, member]);
  if (value instanceof Set) return [...value].map((member) => [member, member]);
  if (value instanceof Map) return [...value];
  return undefined;
}

function containsText(outer: Value, inner: Value): boolean | undefined {
  const network = typeof outer === 'string' ? parseNetwork(outer) : undefined;
  if (network === undefined || typeof inner !== 'string') return undefined;
  const address = parseAddress(inner);
  if (address !== undefined) {
    return containsNetwork(network, { bits: address.bits, first: address.value, prefix: address.bits });
  }
  const other = parseNetwork(inner);
  return other === undefined ? undefined : containsNetwork(network, other);
}

interface Range {
  first: bigint;
  last: bigint;
  /** How the element was written, as long as it has not been merged with another. */
  text: string | undefined;
}

function merge(elements?: Value): Value | undefined {
  if (!Array.isArray(elements) && !(elements instanceof Set)) return undefined;
  const ranges: Range[] = [];
  for (const element of elements) {
    const range = typeof element === 'string' ? rangeOf(element) : undefined;
    if (range === undefined) return undefined;
    ranges.push(range);
  }
  const merged = mergeRanges(ranges);
  return new Set<Value>(
    merged.flatMap(({ first, last, text }) =>
      text === undefined ? coverRange(first, last).map(printNetwork) : [text],
    ),
  );
}

/** A network, or an IPv4 address, which stands for its historical class (OPA takes Go's default mask). */
function rangeOf(text: string): Range | undefined {
  const address = parseAddress(text);
  if (address === undefined) {
    const network = parseNetwork(text);
    return network === undefined ? undefined : { ...boundsOf(network), text: printNetwork(network) };
  }
  if (address.bits === 128) return undefined;
  const firstByte = address.value >> 24n;
  const prefix = firstByte < 0x80n ? 8 : firstByte < 0xc0n ? 16 : 24;
  const host = BigInt(32 - prefix);
  const bounds = boundsOf({ bits: 32, first: (address.value >> host) << host, prefix });
  return { ...bounds, text: `${printAddress(address)}/${prefix}` };
}

function boundsOf(network: Network): { first: bigint; last: bigint } {
  return { first: wideOf(network.bits, network.first), last: wideOf(network.bits, lastOf(network)) };
}

const firstOfVersion4 = wideOf(32, 0n);

/** Joins ranges that overlap or touch; the two address families never touch. */
function mergeRanges(ranges: Range[]): Range[] {
  const merged = ranges.toSorted((a, b) => order(a.last, b.last) || order(a.first, b.first));
  for (let index = merged.length - 1; index > 0; index--) {
    const [lower, upper] = [merged[index - 1]!, merged[index]!];
    const isLowest = upper.first === 0n || upper.first === firstOfVersion4;
    const before = isLowest ? upper.first : upper.first - 1n;
    if (before > lower.last) continue;
    const first = [lower.first, upper.first].sort(order)[0]!;
    merged.splice(index - 1, 2, { first, last: upper.last, text: undefined });
  }
  return merged;
}

function order(left: bigint, right: bigint): number {
  return left < right ? -1 : Number(left > right);
}

function printNetwork(network: Network): string {
  return `${printAddress({ bits: network.bits, value: network.first })}/${network.prefix}`;
}

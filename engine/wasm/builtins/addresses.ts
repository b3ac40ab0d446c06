/** An IP network: `bits` is 32 or 128, `first` its first address with the host part cleared. */
export interface Network {
  bits: 32 | 128;
  first: bigint;
  prefix: number;
}

export interface Address {
  bits: 32 | 128;
  value: bigint;
}

/** Where IPv4 addresses live among the IPv6 ones (`::ffff:0:0/96`). */
const mapped = 0xffffn << 32n;

/** Reads an address as Go's `net.ParseIP`: no zone, no leading zeros; an IPv4-mapped IPv6 address is the IPv4 one. */
export function parseAddress(text: string): Address | undefined {
  const address = parseExactly(text);
  if (address === undefined || address.bits === 32) return address;
  return address.value >> 32n === 0xffffn ? { bits: 32, value: address.value & 0xffffffffn } : address;
}

/** Reads `address/length` as Go's `net.ParseCIDR`; the host part is cleared. */
export function parseNetwork(text: string): Network | undefined {
  const cut = text.indexOf('/');
  const address = parseExactly(text.slice(0, cut));
  const length = text.slice(cut + 1);
  if (cut === -1 || address === undefined || !/^\d+$/.test(length) || Number(length) > address.bits) return undefined;
  return networkOf(address, Number(length));
}

function networkOf(address: Address, prefix: number): Network {
  const host = BigInt(address.bits - prefix);
  const first = (address.value >> host) << host;
  if (address.bits === 128 && first >> 32n === 0xffffn) {
    return { bits: 32, first: first & 0xffffffffn, prefix: prefix - 96 };
  }
  return { bits: address.bits, first, prefix };
}

/** The last address of a network. */
export function lastOf(network: Network): bigint {
  return network.first | ((1n << BigInt(network.bits - network.prefix)) - 1n);
}

/** Whether every address of the inner network is in the outer one. */
export function containsNetwork(outer: Network, inner: Network): boolean {
  if (outer.bits !== inner.bits || outer.prefix > inner.prefix) return false;
  const host = BigInt(outer.bits - outer.prefix);
  return inner.first >> host === outer.first >> host;
}

/** The address among all IPv6 addresses: IPv4 ones in their mapped place. */
export function wideOf(bits: 32 | 128, value: bigint): bigint {
  return bits === 32 ? mapped | value : value;
}

/** The inverse of {@link wideOf}. */
export function addressOf(wide: bigint): Address {
  return wide >> 32n === 0xffffn ? { bits: 32, value: wide & 0xffffffffn } : { bits: 128, value: wide };
}

/** The fewest networks that cover exactly the addresses from first to last, both wide. */
export function coverRange(first: bigint, last: bigint): Network[] {
  const networks: Network[] = [];
  for (let at = first; at <= last; ) {
    let host = 0;
    while (host < 128 && at % (2n << BigInt(host)) === 0n && at + (2n << BigInt(host)) - 1n <= last) host++;
    networks.push(networkOf({ bits: 128, value: at }, 128 - host));
    at += 1n << BigInt(host);
  }
  return networks;
}

/** An address as Go prints it (RFC 5952 for IPv6). */
export function printAddress({ bits, value }: Address): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(112 - 16 * index)) & 0xffffn);
  const run = longestZeros(groups);
  const texts = groups.map((group) => group.toString(16));
  if (run.length < 2) return texts.join(':');
  return `${texts.slice(0, run.start).join(':')}::${texts.slice(run.start + run.length).join(':')}`;
}

function longestZeros(groups: bigint[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0n ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  }
  return best;
}

function parseExactly(text: string): Address | undefined {
  if (!text.includes(':')) {
    const value = parseDotted(text);
    return value === undefined ? undefined : { bits: 32, value };
  }
  const value = parseGroups(text);
  return value === undefined ? undefined : { bits: 128, value };
}

function parseDotted(text: string): bigint | undefined {
  const fields = text.split('.');
  if (fields.length !== 4 || !fields.every((field) => /^(0|[1-9]\d{0,2})$/.test(field) && Number(field) <= 255)) {
    return undefined;
  }
  return fields.reduce((value, field) => (value << 8n) | BigInt(field), 0n);
}

/** IPv6 text: eight groups, `::` for one or more zero groups, the last two possibly dotted. */
function parseGroups(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseHalf(halves[0]!, halves.length === 1);
  const tail = parseHalf(halves[1] ?? '', true);
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...new Array<bigint>(missing).fill(0n), ...tail];
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}

function parseHalf(text: string, mayBeDotted: boolean): bigint[] | undefined {
  if (text === '') return [];
  const groups: bigint[] = [];
  const fields = text.split(':');
  for (const [index, field] of fields.entries()) {
    const dotted = mayBeDotted && index === fields.length - 1 && field.includes('.') ? parseDotted(field) : undefined;
    if (dotted !== undefined) groups.push(dotted >> 16n, dotted & 0xffffn);
    else if (/^[0-9a-fA-F]{1,4}$/.test(field)) groups.push(BigInt(`0x${field}`));
    else return undefined;
  }
  return groups;
}

/** One socket of /proc/net/tcp, tcp6, udp or udp6 that waits for strangers. */
export interface OpenSocket {
  protocol: string;
  address: string;
  port: number;
  inode: string;
}

/**
 * Parses a table of /proc/net (proc(5)): TCP sockets in state LISTEN, UDP sockets that are bound and not connected.
 * @param protocol tcp, tcp6, udp or udp6
 */
export function parseSocketTable(text: string, protocol: string): OpenSocket[] {
  const sockets: OpenSocket[] = [];
  for (const line of text.split('\n').slice(1)) {
    const [, local, remote, state, , , , , , inode] = line.trim().split(/\s+/);
    if (local === undefined || remote === undefined || inode === undefined) continue;
    const waits = protocol.startsWith('tcp') ? state === '0A' : state === '07' && /^0+:0+$/.test(remote);
    const [address, port] = local.split(':');
    const decoded = decodeAddress(address ?? '');
    if (!waits || decoded === null || port === undefined) continue;
    sockets.push({ protocol, address: decoded, port: Number.parseInt(port, 16), inode });
  }
  return sockets;
}

/** Addresses are printed in words of four bytes, each in the machine's order (little-endian on all we support). */
function decodeAddress(hex: string): string | null {
  if (!/^(?:[0-9A-F]{8}|[0-9A-F]{32})$/i.test(hex)) return null;
  const bytes: number[] = [];
  for (let word = 0; word < hex.length; word += 8) {
    for (let at = 6; at >= 0; at -= 2) bytes.push(Number.parseInt(hex.slice(word + at, word + at + 2), 16));
  }
  return bytes.length === 4 ? bytes.join('.') : formatIpv6(bytes);
}

/** RFC 5952: no leading zeros, the longest run of zeros as `::`, mapped IPv4 in dots. */
export function formatIpv6(bytes: readonly number[]): string {
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (isMapped) return `::ffff:${bytes.slice(12).join('.')}`;
  const groups: number[] = [];
  for (let at = 0; at < 16; at += 2) groups.push(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
  let [start, length] = [0, 0];
  for (let from = 0; from < 8; from++) {
    let to = from;
    while (to < 8 && groups[to] === 0) to++;
    if (to - from > length) [start, length] = [from, to - from];
  }
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  return length < 2 ? text(groups) : `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`;
}

import {
  type FactReader,
  type HostContext,
  type HostFacts,
  plannedFiles,
  singleFact,
  unsupportedWhenAbsent,
} from '../fact-reader.ts';
import type { HostRoot } from '../host-root.ts';
import { isEveryAddress, isLoopback } from '../listeners.ts';
import { type OpenSocket, parseSocketTable } from '../parse/sockets.ts';
import { got, type Read, valueOr } from '../read.ts';
import { compareText } from './accounts.ts';

const protocols = ['tcp', 'tcp6', 'udp', 'udp6'];

export const networkReaders: readonly FactReader[] = [
  singleFact(
    'listening',
    plannedFiles(
      'listening sockets and who holds them',
      ...protocols.map((protocol) => `/proc/net/${protocol}`),
      '/proc/[pid]/fd/*',
      '/proc/[pid]/comm',
    ),
    true,
    readListening,
  ),
  singleFact('interfaces', plannedFiles('network interfaces', '/sys/class/net/*/flags'), true, readInterfaces),
];

async function readListening({ root }: HostContext): Promise<Read<HostFacts['listening']>> {
  const sockets: OpenSocket[] = [];
  for (const protocol of protocols) {
    const table = await root.readText(`${root.processFolder}/net/${protocol}`);
    if (table.ok) sockets.push(...parseSocketTable(table.value, protocol));
    // A kernel without IPv6 has no such table; without TCP the tables are not to be had at all.
    else if (table.code !== 'absent' || protocol === 'tcp') return unsupportedWhenAbsent(table);
  }
  const owners = await socketOwners(root, new Set(sockets.map((socket) => socket.inode)));
  const listening = sockets.map((socket) => ({
    protocol: socket.protocol,
    address: socket.address,
    port: socket.port,
    allInterfaces: isEveryAddress(socket.address),
    loopback: isLoopback(socket.address),
    process: owners.get(socket.inode) ?? null,
  }));
  return got(
    listening.sort(
      (left, right) =>
        left.port - right.port ||
        compareText(left.address, right.address) ||
        compareText(left.protocol, right.protocol) ||
        compareText(left.process ?? '', right.process ?? ''),
    ),
  );
}

/** Names of the processes that hold sockets, by inode. Other users' processes show theirs to root only. */
async function socketOwners(root: HostRoot, wanted: ReadonlySet<string>): Promise<Map<string, string>> {
  const owners = new Map<string, string>();
  for (const entry of valueOr(await root.list('/proc'), [])) {
    if (!/^\d+$/.test(entry.name) || owners.size === wanted.size) continue;
    const folder = `/proc/${entry.name}`;
    for (const descriptor of valueOr(await root.list(`${folder}/fd`), [])) {
      const link = valueOr(await root.readLink(`${folder}/fd/${descriptor.name}`), '');
      const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
      if (inode === undefined || !wanted.has(inode) || owners.has(inode)) continue;
      owners.set(inode, valueOr(await root.readText(`${folder}/comm`), '').trimEnd());
    }
  }
  return owners;
}

async function readInterfaces({ root }: HostContext): Promise<Read<HostFacts['interfaces']>> {
  const entries = unsupportedWhenAbsent(await root.list('/sys/class/net'));
  if (!entries.ok) return entries;
  const interfaces: HostFacts['interfaces'] = [];
  for (const entry of entries.value) {
    const flags = await root.readText(`/sys/class/net/${entry.name}/flags`);
    if (!flags.ok) continue;
    const bits = Number.parseInt(flags.value, 16);
    interfaces.push({ name: entry.name, up: (bits & 1) !== 0, loopback: (bits & 8) !== 0 });
  }
  return got(interfaces);
}

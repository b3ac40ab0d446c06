import type { Accounts } from './accounts.ts';
import type { HostRoot } from './host-root.ts';
import { parseDaemonJson } from './parse/daemon-json.ts';
import { parseEngineArguments } from './parse/engine-options.ts';
import { boundSocketInodes, type EngineProcess, findEngineProcesses, holdsSocket } from './processes.ts';
import { failed, got, type Read, valueOr } from './read.ts';
import { unitArguments } from './socket-unit.ts';

/** The daemon whose configuration is meant. */
export interface Daemon {
  /** null: a tree at rest, or a host where no daemon runs. */
  process: EngineProcess | null;
  /** Arguments after the program's name. */
  args: string[];
}

/** Home folder of a user; `/root` for unknown ones of uid 0. */
export function userFolder(accounts: Accounts, uid: number): string {
  return accounts.users.find((user) => user.uid === uid)?.home ?? (uid === 0 ? '/root' : `/home/${uid}`);
}

/**
 * Finds the dockerd that serves a socket.
 * Fails with `not-supported` when a socket is named and no process serves it (a daemon in a container or VM), or when
 * several daemons run and none is the default one.
 */
export async function findDaemon(root: HostRoot, socketPath: string | undefined): Promise<Read<Daemon>> {
  const all = await findDaemons(root);
  if (!all.ok) return all;
  const daemons = all.value.flatMap((daemon) => daemon.process ?? []);
  const [atRest] = all.value;
  if (daemons.length === 0 && atRest !== undefined && (!root.live || socketPath === undefined)) return got(atRest);
  const serving = await daemonOf(root, daemons, socketPath ?? '/var/run/docker.sock');
  const chosen = serving ?? (socketPath === undefined && daemons.length === 1 ? daemons[0] : undefined);
  return chosen === undefined ? failed('not-supported') : got({ process: chosen, args: chosen.args.slice(1) });
}

/** All daemons that run; where none does, and in a tree at rest, the one that the unit docker.service would start. */
export async function findDaemons(root: HostRoot): Promise<Read<Daemon[]>> {
  if (!root.live) return got([await daemonOfUnit(root)]);
  const processes = await findEngineProcesses(root);
  if (!processes.ok) return processes.code === 'absent' ? failed('not-supported') : processes;
  const daemons = processes.value.filter((process) => process.name === 'dockerd');
  if (daemons.length === 0) return got([await daemonOfUnit(root)]);
  return got(daemons.map((process) => ({ process, args: process.args.slice(1) })));
}

async function daemonOfUnit(root: HostRoot): Promise<Daemon> {
  return { process: null, args: await unitArguments(root, 'docker.service', 'dockerd') };
}

async function daemonOf(
  root: HostRoot,
  daemons: readonly EngineProcess[],
  socketPath: string,
): Promise<EngineProcess | undefined> {
  const wanted = await namesOf(root, socketPath);
  // Who holds the socket is certain; it can be seen as root only.
  for (const daemon of daemons) {
    const inodes = await boundSocketInodes(root, `/proc/${daemon.pid}`, wanted);
    if (await holdsSocket(root, daemon.pid, inodes)) return daemon;
  }
  const claiming: EngineProcess[] = [];
  for (const daemon of daemons) {
    const sockets = await Promise.all((await socketsOf(root, daemon)).map((socket) => namesOf(root, socket)));
    if (sockets.some((names) => [...names].some((name) => wanted.has(name)))) claiming.push(daemon);
  }
  return claiming.length === 1 ? claiming[0] : undefined;
}

/** A path and the same without links: /var/run is one on most hosts. */
async function namesOf(root: HostRoot, path: string): Promise<Set<string>> {
  const real = valueOr(await root.resolve(path), path);
  const folder = valueOr(await root.resolve(path.replace(/\/[^/]*$/, '') || '/'), '');
  return new Set([path, real, `${folder}/${path.replace(/^.*\//, '')}`]);
}

/** Sockets that a daemon says it listens on. */
async function socketsOf(root: HostRoot, daemon: EngineProcess): Promise<string[]> {
  const args = parseEngineArguments(daemon.args.slice(1));
  const file = args.get('config-file')?.[0] ?? '/etc/docker/daemon.json';
  const configured = args.has('hosts') ? null : parseDaemonJson(valueOr(await root.readText(file), ''));
  const hosts = args.get('hosts') ?? configured?.get('hosts') ?? ['unix:///var/run/docker.sock'];
  return hosts.flatMap((host) => {
    if (host.startsWith('fd://')) return ['/run/docker.sock'];
    return host.startsWith('unix://') ? [host.slice(7) || '/var/run/docker.sock'] : [];
  });
}

import type { HostRoot } from './host-root.ts';
import { mountHolding, parseMountinfo } from './parse/mounts.ts';
import { failed, type Read, valueOr } from './read.ts';

/** A running program of a container engine. Its arguments may hold secrets: redact before they leave. */
export interface EngineProcess {
  name: string;
  pid: number;
  /** Effective user. */
  uid: number;
  /** Arguments as given, with the program itself first. */
  args: string[];
  /** Soft limit of open files; -1: unlimited; null: not readable. */
  noFileLimit: number | null;
}

export const engineProcessNames = ['dockerd', 'containerd', 'podman', 'crio', 'kubelet'] as const;

const processesAtOnce = 16;

/**
 * Finds the processes of container engines, sorted by name and pid. Those that end meanwhile are left out.
 * Where /proc hides other users' processes (hidepid) and we are not root, `permission-denied`.
 */
export async function findEngineProcesses(root: HostRoot): Promise<Read<EngineProcess[]>> {
  const entries = await root.list('/proc');
  if (!entries.ok) return entries;
  // A folder that nothing is mounted on shows no process at all.
  if (!entries.value.some((entry) => /^\d+$/.test(entry.name))) return failed('not-supported');
  const mounts = parseMountinfo(valueOr(await root.readText('/proc/self/mountinfo'), ''));
  const hides = mountHolding(mounts, root.path === '/' ? '/proc' : `${root.path}/proc`)?.options.some(
    (option) => option.startsWith('hidepid=') && !/^hidepid=(?:0|off)$/.test(option),
  );
  if (hides === true && process.geteuid?.() !== 0) return failed('permission-denied');
  const pids = entries.value.filter((entry) => /^\d+$/.test(entry.name)).map((entry) => Number(entry.name));
  const found: EngineProcess[] = [];
  // A few at a time: most of reading /proc is waiting for the next small answer.
  for (let start = 0; start < pids.length; start += processesAtOnce) {
    const some = pids.slice(start, start + processesAtOnce);
    const running = await Promise.all(some.map((pid) => readProcess(root, pid)));
    found.push(...running.filter((each) => each !== null));
  }
  found.sort((left, right) => left.name.localeCompare(right.name, 'en') || left.pid - right.pid);
  return { ok: true, value: found };
}

async function readProcess(root: HostRoot, pid: number): Promise<EngineProcess | null> {
  const folder = `/proc/${pid}`;
  const comm = valueOr(await root.readText(`${folder}/comm`), '').trimEnd();
  const args = splitArguments(valueOr(await root.readText(`${folder}/cmdline`), ''));
  const base = (args[0] ?? '').replace(/^.*\//, '');
  // The name of the thread can be cut or set by the program; either one is enough.
  const name = engineProcessNames.find((known) => known === comm || known === base);
  if (name === undefined || args.length === 0) return null;
  const status = valueOr(await root.readText(`${folder}/status`), '');
  const uid = /^Uid:\s+\d+\s+(\d+)/m.exec(status)?.[1];
  const limits = valueOr(await root.readText(`${folder}/limits`), '');
  const noFile = /^Max open files\s+(\d+|unlimited)/m.exec(limits)?.[1];
  const noFileLimit =
    noFile === undefined
      ? null
      : noFile === 'unlimited' || Number(noFile) > Number.MAX_SAFE_INTEGER
        ? -1
        : Number(noFile);
  return uid === undefined ? null : { name, pid, uid: Number(uid), args, noFileLimit };
}

/** Splits the content of /proc/PID/cmdline. */
export function splitArguments(cmdline: string): string[] {
  const args = cmdline.split('\0');
  if (args.at(-1) === '') args.pop();
  return args;
}

/** Inodes of the unix sockets bound to these paths, as the network namespace of a process shows them. */
export async function boundSocketInodes(
  root: HostRoot,
  processFolder: string,
  paths: ReadonlySet<string>,
): Promise<Set<string>> {
  const table = valueOr(await root.readText(`${processFolder}/net/unix`), '');
  const inodes = new Set<string>();
  for (const line of table.split('\n')) {
    const fields = /^\S+ \S+ \S+ \S+ \S+ \S+ +(\d+) (\/.*)$/.exec(line);
    if (fields !== null && paths.has(fields[2] ?? '')) inodes.add(fields[1] ?? '');
  }
  return inodes;
}

/** Whether a process holds one of these sockets open. */
export async function holdsSocket(root: HostRoot, pid: number, inodes: ReadonlySet<string>): Promise<boolean> {
  if (inodes.size === 0) return false;
  const folder = `/proc/${pid}/fd`;
  for (const entry of valueOr(await root.list(folder), [])) {
    const link = valueOr(await root.readLink(`${folder}/${entry.name}`), '');
    const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
    if (inode !== undefined && inodes.has(inode)) return true;
  }
  return false;
}

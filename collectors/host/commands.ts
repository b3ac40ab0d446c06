import { type ChildProcess, spawn } from 'node:child_process';
import type { Limits } from '../../engine/index.ts';
import type { HostRoot } from './host-root.ts';
import { failed, got, type Read } from './read.ts';

interface CommandEntry {
  /** Where the program may be; the first that exists is run. Never looked up in PATH. */
  paths: readonly string[];
  arguments: readonly string[];
  why: string;
  /** Capability without which it does not tell the truth, so that it is run as root only; null: anybody may. */
  right: string | null;
}

/**
 * Every command that is ever run on an inspected host, and only on the machine Plimsoll runs on. Each only reads.
 */
export const commands = {
  auditctl: {
    paths: ['/usr/sbin/auditctl', '/sbin/auditctl'],
    arguments: ['-l'],
    why: 'audit rules in the kernel, which no file shows',
    right: 'CAP_AUDIT_CONTROL',
  },
  nft: {
    paths: ['/usr/sbin/nft', '/sbin/nft', '/usr/bin/nft'],
    arguments: ['-j', 'list', 'ruleset'],
    why: 'packet filter rules in the kernel, which no file shows',
    right: 'CAP_NET_ADMIN',
  },
  'iptables-save': {
    paths: ['/usr/sbin/iptables-legacy-save', '/usr/sbin/iptables-save', '/sbin/iptables-save'],
    arguments: ['-t', 'filter'],
    why: 'rules of the older packet filter; only where the kernel has it loaded',
    right: 'CAP_NET_ADMIN',
  },
  systemctl: {
    paths: ['/usr/bin/systemctl', '/bin/systemctl'],
    arguments: ['show', '--no-pager', '--all', '--property=Id,ActiveState', '*.service', '*.socket', '*.timer'],
    why: 'which units run now',
    right: null,
  },
} as const satisfies Record<string, CommandEntry>;

export type CommandName = keyof typeof commands;

export interface CommandOutput {
  text: string;
  exitCode: number;
}

/** The whole environment of a command: nothing of ours is handed on. */
const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', SYSTEMD_COLORS: '0' };

/** The command line of an entry, for the dry run. */
export function commandLine(name: CommandName): string {
  return [name, ...commands[name].arguments].join(' ');
}

/**
 * Runs one command without a shell, bounded in time (commandMilliseconds) and output (commandOutputBytes).
 * Fails with `not-supported` where it is not installed or this is not the local machine, `permission-denied` where it
 * needs root, `timeout`, `limit`.
 */
export async function runCommand(
  root: HostRoot,
  name: CommandName,
  limits: Limits,
  signal: AbortSignal,
): Promise<Read<CommandOutput>> {
  const entry: CommandEntry = commands[name];
  if (!root.local) return failed('not-supported');
  for (const path of entry.paths) {
    const status = await root.stat(path);
    if (!status.ok || status.value.type !== 'file') continue;
    if (entry.right !== null && process.geteuid?.() !== 0) return failed('permission-denied');
    // As root, what others can write is not run.
    if (process.geteuid?.() === 0 && (status.value.uid !== 0 || (status.value.mode & 0o022) !== 0))
      return failed('not-supported');
    return runProgram(path, entry.arguments, limits, signal);
  }
  return failed('not-supported');
}

/** Runs a program to its end, or kills it at the first limit. */
export function runProgram(
  path: string,
  args: readonly string[],
  limits: Limits,
  signal: AbortSignal,
): Promise<Read<CommandOutput>> {
  return new Promise((resolve) => {
    const child = spawn(path, args, {
      cwd: '/',
      env: environment,
      shell: false,
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    const chunks: Buffer[] = [];
    let total = 0;
    let stopped: Read<CommandOutput> | null = null;
    const stop = (code: 'timeout' | 'limit') => {
      stopped ??= failed(code);
      endGroup(child);
      // Whoever left the group may hold the pipe open: waiting for its end would never end.
      child.stdout.destroy();
    };
    const timer = setTimeout(() => stop('timeout'), limits.commandMilliseconds);
    const onAbort = () => stop('timeout');
    signal.addEventListener('abort', onAbort, { once: true });
    const finish = (answer: Read<CommandOutput>) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(answer);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      total += chunk.length;
      if (total > limits.commandOutputBytes) stop('limit');
      else chunks.push(chunk);
    });
    child.on('error', () => finish(stopped ?? failed('not-supported')));
    child.on('close', (code) => {
      finish(stopped ?? got({ text: Buffer.concat(chunks).toString('utf8'), exitCode: code ?? -1 }));
    });
    if (signal.aborted) onAbort();
  });
}

/** Ends a program and its children: it leads a process group of its own. */
function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}

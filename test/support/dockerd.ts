/** Starts private Docker daemons for tests, each in its own temporary folder and on its own socket. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type DockerdPart, findDockerd, findOnPath } from './real-parts.ts';

export type Generation = DockerdPart['name'];

export interface DockerdOptions {
  generation: Generation;
  /** Further arguments: `['--icc=false']`. */
  flags?: readonly string[];
  /** Content of its daemon.json. */
  configuration?: Record<string, unknown>;
  environment?: Record<string, string>;
  /** In a network namespace of its own, where it may manage bridges and packet filters. */
  ownNetwork?: boolean;
}

export interface Dockerd {
  generation: Generation;
  /** Path of its socket. */
  socket: string;
  /** Target for the command line: `docker:unix:///…/docker.sock`. */
  uri: string;
  /** Its temporary folder. */
  folder: string;
  pid: number;
  /** Runs the docker command line against it; resolves with standard output, trimmed. */
  docker(...args: string[]): Promise<string>;
  /** Ends it in order, its containers first, and removes its folder. May be called twice, and after {@link kill}. */
  stop(): Promise<void>;
  /** Ends the daemon at once, as `kill -9` does; {@link stop} is still needed. */
  kill(): Promise<void>;
}

/** Generations of daemon that can be started here: not without root rights or the docker command line. */
export function generations(): Generation[] {
  if (process.getuid?.() !== 0 || findOnPath('docker') === null) return [];
  return findDockerd().map((part) => part.name);
}

/** Arguments from one text, split at blanks: for those that have none inside. */
export function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

const startMilliseconds = 60_000;

/** Starts a daemon and waits until it answers. The caller stops it in `finally` or `afterAll`. */
export async function startDockerd(options: DockerdOptions): Promise<Dockerd> {
  const part = findDockerd().find((candidate) => candidate.name === options.generation);
  const command = findOnPath('docker');
  if (part === undefined || command === null) throw new Error(`no dockerd of generation ${options.generation} here`);
  // The path of a socket is limited to 107 bytes.
  const folder = await mkdtemp(path.join(tmpdir(), 'plimsoll-dockerd-'));
  // With user namespaces, remapped users must come through to the data below.
  await chmod(folder, 0o711);
  const socket = path.join(folder, 'docker.sock');
  const child = await launch(part, folder, socket, options);
  const docker = (...args: string[]) => runDocker(command, folder, socket, args);
  let stopping: Promise<void> | null = null;
  const daemon: Dockerd = {
    generation: part.name,
    socket,
    uri: `docker:unix://${socket}`,
    folder,
    pid: child.pid ?? 0,
    docker,
    stop() {
      stopping ??= stopDaemon(child, folder, docker);
      return stopping;
    },
    kill: () => endProcess(child, 'SIGKILL'),
  };
  try {
    await untilReady(child, folder, socket);
    return daemon;
  } catch (error) {
    await daemon.stop();
    throw error;
  }
}

async function launch(
  part: DockerdPart,
  folder: string,
  socket: string,
  options: DockerdOptions,
): Promise<ChildProcess> {
  const configurationFile = path.join(folder, 'daemon.json');
  await writeFile(configurationFile, JSON.stringify(options.configuration ?? {}));
  const args = [
    `--host=unix://${socket}`,
    `--data-root=${path.join(folder, 'data')}`,
    `--exec-root=${path.join(folder, 'exec')}`,
    `--pidfile=${path.join(folder, 'docker.pid')}`,
    `--config-file=${configurationFile}`,
    ...(options.ownNetwork
      ? ['--ip6tables=false']
      : ['--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false', '--bridge=none']),
    ...(options.flags ?? []),
  ];
  const log = openSync(path.join(folder, 'log'), 'a');
  const [program, all] = options.ownNetwork
    ? ['unshare', ['-n', 'sh', '-c', 'ip link set lo up; exec "$@"', 'sh', part.dockerd, ...args]]
    : [part.dockerd, args];
  const child = spawn(program, all, {
    stdio: ['ignore', log, log],
    env: { PATH: part.path, HOME: folder, ...options.environment },
  });
  closeSync(log);
  child.on('error', () => {});
  return child;
}

async function untilReady(child: ChildProcess, folder: string, socket: string): Promise<void> {
  const end = Date.now() + startMilliseconds;
  while (!(await answers(socket))) {
    if (child.exitCode !== null || child.pid === undefined || Date.now() > end) {
      const log = await readFile(path.join(folder, 'log'), 'utf8').catch(() => '');
      throw new Error(`dockerd did not start:\n${log.slice(-2_000)}`);
    }
    await pause(50);
  }
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = http.get({ socketPath, path: '/_ping', timeout: 2_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

function runDocker(command: string, folder: string, socket: string, args: readonly string[]): Promise<string> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    DOCKER_CONFIG: path.join(folder, 'client'),
    DOCKER_BUILDKIT: '0',
  };
  return new Promise((resolve, reject) => {
    const options = { env, maxBuffer: 64 * 1024 * 1024, timeout: 120_000 };
    const child = execFile(command, ['-H', `unix://${socket}`, ...args], options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout.trim());
      reject(new Error(`docker ${args.join(' ')}: ${stderr.trim() || error.message}`));
    });
    // Some commands ask before they act.
    child.stdin?.end();
  });
}

async function stopDaemon(
  child: ChildProcess,
  folder: string,
  docker: (...args: string[]) => Promise<string>,
): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    // A manager would start its tasks again.
    await docker('swarm', 'leave', '--force').catch(() => '');
    const ids = (await docker('ps', '-aq').catch(() => '')).split('\n').filter((id) => id !== '');
    if (ids.length > 0) await docker('rm', '-fv', ...ids).catch(() => '');
    const networks = (await docker('network', 'ls', '-q', '--filter', 'type=custom').catch(() => '')).split('\n');
    for (const network of networks) if (network !== '') await docker('network', 'rm', network).catch(() => '');
    await endProcess(child, 'SIGTERM');
  }
  await endLeftovers(folder);
  await unmountBelow(folder);
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Ends a child, by force where it does not end by itself. */
async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const patience = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(patience);
}

/** Ends what a killed daemon leaves behind: its containerd, the shims and what runs in the containers. */
async function endLeftovers(folder: string): Promise<void> {
  for (let round = 0; round < 20; round++) {
    const left = await processesOf(folder);
    if (left.length === 0) return;
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {}
    }
    await pause(50);
  }
}

/** Processes whose arguments name the daemon's folder, and the children of those. */
async function processesOf(folder: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = pids.filter((pid) => pid !== process.pid).map((pid) => ({ pid, ...describe(pid) }));
  const own = new Set(all.filter(({ args }) => args.includes(`${folder}/`)).map(({ pid }) => pid));
  for (let size = -1; size !== own.size; ) {
    size = own.size;
    for (const { pid, parent } of all) if (own.has(parent)) own.add(pid);
  }
  return [...own];
}

function describe(pid: number): { args: string; parent: number } {
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { args: fields[0] === 'Z' ? '' : args, parent: Number(fields[1]) };
  } catch {
    return { args: '', parent: 0 };
  }
}

async function unmountBelow(folder: string): Promise<void> {
  const table = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  const mounts = table
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((mount) => mount.startsWith(`${folder}/`))
    .sort()
    .reverse();
  for (const mount of mounts) {
    await new Promise<void>((resolve) => execFile('umount', ['-l', mount], () => resolve()));
  }
}

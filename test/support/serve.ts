import { spawn } from 'node:child_process';
import path from 'node:path';
import { rootFolder } from '../../root.ts';
import type { ChildSettings } from './serve-child.ts';

export interface ServeProcess {
  pid: number;
  /** Address of the pages, once it listens. */
  address: Promise<string>;
  /** Lines of the log so far. */
  log: string[];
  /** Resolves at the next stage that a run reaches in this process for which a condition holds. */
  stage(wanted: (stage: string) => boolean): Promise<string>;
  reloaded(): Promise<true>;
  signal(name: NodeJS.Signals): void;
  /** Ends it and everything it started, as a power failure would. */
  kill(): Promise<void>;
  /** Ends it in order and gives its exit code. */
  stop(): Promise<number | null>;
  exited: Promise<number | null>;
}

const usual: Omit<ChildSettings, 'folder'> = {
  role: 'all',
  tick: 300,
  times: { jobLease: 2_000, deliveryLease: 2_000, poll: 100, upkeep: 200 },
};

/** Starts a server over the plimsoll.yaml of a folder, in a process group of its own. */
export function startServe(
  folder: string,
  options: Partial<ChildSettings> & { environment?: Record<string, string> } = {},
): ServeProcess {
  const { environment, ...settings } = options;
  const child = path.join(rootFolder, 'test', 'support', 'serve-child.ts');
  const started = spawn(process.execPath, [child, JSON.stringify({ ...usual, ...settings, folder })], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const pid = started.pid ?? 0;
  const log: string[] = [];
  const told = new Set<(message: Record<string, unknown>) => void>();
  const exited = new Promise<number | null>((resolve) => started.once('close', (code) => resolve(code)));
  lines(started.stdout, (line) => {
    const message = JSON.parse(line) as Record<string, unknown>;
    for (const listener of told) listener(message);
  });
  lines(started.stderr, (line) => log.push(line));
  const next = <T>(pick: (message: Record<string, unknown>) => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const listener = (message: Record<string, unknown>): void => {
        const picked = pick(message);
        if (picked === undefined) return;
        told.delete(listener);
        resolve(picked);
      };
      told.add(listener);
      void exited.then((code) => reject(new Error(`the server ended with ${code}:\n${log.slice(-20).join('\n')}`)));
    });
  const address = next((message) => message['address'] as string | undefined);
  address.catch(() => undefined);
  return {
    pid,
    address,
    log,
    exited,
    stage: (wanted) =>
      next((message) => {
        const stage = message['stage'] as string | undefined;
        return stage !== undefined && wanted(stage) ? stage : undefined;
      }),
    reloaded: () => next((message) => (message['reloaded'] === true ? true : undefined)),
    signal: (name) => void process.kill(pid, name),
    async kill() {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {}
      await exited;
    },
    async stop() {
      try {
        process.kill(pid, 'SIGTERM');
      } catch {}
      return exited;
    },
  };
}

function lines(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part !== '') take(part);
  });
}

import { type ChildProcess, spawn } from 'node:child_process';
import { chown, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { PlimsollError } from '../../engine/index.ts';
import type { FoundBrowser } from './find.ts';

/** A browser that runs and is spoken to through two pipes; no port is opened. */
export interface RunningBrowser {
  sandbox: boolean;
  /** Name of the user it runs as, or its number. */
  user: string;
  input: Writable;
  output: Readable;
  /** Resolves when it ends, with what it last said. */
  ended: Promise<string>;
  /** Ends it with everything it started. */
  stop(): Promise<void>;
}

export interface LaunchOptions {
  browser: FoundBrowser;
  /** Private folder: profile, HOME and temporary files of the browser go here. */
  folder: string;
  sandbox: boolean;
}

/** Uid and gid of nobody: a browser that prints foreign text has no business being root. */
const nobody = 65_534;
const keptOutput = 8_192;
const lastWordsMilliseconds = 2_000;

const fixedArguments = [
  '--headless',
  '--remote-debugging-pipe',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-gpu',
  '--disable-sync',
  '--font-render-hinting=none',
  '--hide-scrollbars',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--mute-audio',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
];

/** Starts a browser with an environment of its own; as root it gets the uid of nobody. */
export async function launchBrowser({ browser, folder, sandbox }: LaunchOptions): Promise<RunningBrowser> {
  const root = process.getuid?.() === 0;
  const home = path.join(folder, 'home');
  await mkdir(home, { mode: 0o700 });
  if (root) await chown(home, nobody, nobody);
  const child = spawn(
    browser.executable,
    [
      ...fixedArguments,
      `--user-data-dir=${path.join(home, 'profile')}`,
      ...(sandbox ? [] : ['--no-sandbox']),
      'about:blank',
    ],
    {
      cwd: home,
      // A group of its own, so that wrappers and helpers end with it.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      env: { PATH: '/usr/bin:/bin', HOME: home, TMPDIR: home, LANG: 'C.UTF-8', TZ: 'UTC', ...browser.environment },
      ...(root ? { uid: nobody, gid: nobody } : {}),
    },
  );
  const ended = watch(child, browser.executable);
  const [, , , input, output] = child.stdio as [unknown, unknown, unknown, Writable, Readable];
  return {
    sandbox,
    user: root ? 'nobody' : (process.env['USER'] ?? String(process.getuid?.() ?? 'unknown')),
    input,
    output,
    ended,
    async stop() {
      if (child.pid !== undefined) killGroup(child.pid);
      await ended.catch(() => undefined);
    },
  };
}

function watch(child: ChildProcess, executable: string): Promise<string> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-keptOutput);
  });
  // Writing to a browser that has gone is noticed by its end.
  for (const stream of child.stdio) stream?.on('error', () => undefined);
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', (cause) => {
      reject(new PlimsollError('format-failed', `the browser ${executable} cannot be started`, { cause }));
    });
    // A helper that outlives the browser can hold its pipes; its own end is enough after a moment.
    child.once('exit', () => {
      const moment = setTimeout(() => {
        for (const stream of child.stdio) stream?.destroy();
        resolve(said);
      }, lastWordsMilliseconds);
      child.once('close', () => {
        clearTimeout(moment);
        resolve(said);
      });
    });
  });
  ended.catch(() => undefined);
  return ended;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

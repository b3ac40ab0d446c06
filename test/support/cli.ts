import { spawn } from 'node:child_process';
import path from 'node:path';
import { rootFolder } from '../../root.ts';

export interface CliRun {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  /** Working folder. */
  folder: string;
  environment?: Record<string, string | undefined>;
  /** The program; default: this checkout's. */
  program?: string;
  /** Node to run it with; default: the one that runs the tests. */
  node?: string;
  /** Account and group that it runs under; only root can choose them. */
  account?: number;
  /** Told the child when it runs, to send signals to it. */
  onStart?(pid: number): void;
}

/** Runs the program as a user would, and gives what it printed. `CI` is unset, so that tests see what people see. */
export function runCli(line: readonly string[], options: CliOptions): Promise<CliRun> {
  const program = options.program ?? path.join(rootFolder, 'bin', 'plimsoll.mjs');
  const environment = { ...process.env, CI: undefined, NO_COLOR: '1', FORCE_COLOR: undefined, ...options.environment };
  return new Promise((resolve, reject) => {
    const child = spawn(options.node ?? process.execPath, [program, ...line], {
      cwd: options.folder,
      env: environment,
      ...(options.account === undefined ? {} : { uid: options.account, gid: options.account }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    if (child.pid !== undefined) options.onStart?.(child.pid);
  });
}

import { execFile } from 'node:child_process';
import type { Limits } from '../../../engine/index.ts';
import type { Credentials } from './credentials.ts';

export interface HelperOptions {
  limits: Pick<Limits, 'commandMilliseconds' | 'commandOutputBytes'>;
  signal: AbortSignal;
  environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Asks `docker-credential-NAME get` for the login of a server. Null: it has none. Its output is never shown.
 * @throws Error in words where the helper is absent, fails or does not keep to the protocol.
 */
export async function askHelper(name: string, server: string, options: HelperOptions): Promise<Credentials | null> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) throw new Error('A credential helper has an invalid name.');
  const program = `docker-credential-${name}`;
  const { output, failure } = await run(program, server, options);
  options.signal.throwIfAborted();
  if (/credentials not found in native keychain/.test(output)) return null;
  if (failure !== null) throw new Error(`${program} get ${failure}.`);
  const answer = parseAnswer(output);
  if (answer === null) throw new Error(`${program} get does not answer as the protocol has it.`);
  if (answer.username === '' && answer.secret === '') return null;
  if (answer.username === '<token>') return { kind: 'identity-token', token: answer.secret };
  return { kind: 'password', username: answer.username, password: answer.secret };
}

function run(
  program: string,
  input: string,
  { limits, signal, environment }: HelperOptions,
): Promise<{ output: string; failure: string | null }> {
  const options = {
    env: { ...environment },
    timeout: limits.commandMilliseconds,
    maxBuffer: limits.commandOutputBytes,
    killSignal: 'SIGKILL' as const,
    signal,
  };
  return new Promise((resolve) => {
    const child = execFile(program, ['get'], options, (error, stdout) => {
      resolve({ output: stdout, failure: error === null ? null : failureOf(error) });
    });
    // A helper may answer without reading.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

function failureOf(error: { code?: string | number | null; killed?: boolean }): string {
  if (error.code === 'ENOENT') return 'cannot be started: it is not on PATH';
  if (error.killed) return 'was ended: it took too long or said too much';
  return typeof error.code === 'number' ? `ends with status ${error.code}` : 'cannot be started';
}

function parseAnswer(output: string): { username: string; secret: string } | null {
  try {
    const answer = JSON.parse(output) as { Username?: unknown; Secret?: unknown } | null;
    const { Username: username, Secret: secret } = answer ?? {};
    return typeof username === 'string' && typeof secret === 'string' ? { username, secret } : null;
  } catch {
    return null;
  }
}

import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createBrotliDecompress } from 'node:zlib';
import { PlimsollError } from '../engine/index.ts';
import { inCheckout } from '../root.ts';
import { compilerHash, compilerSources, packedCompiler } from './toolchain.ts';

export type Progress = (line: string) => void;

/**
 * Path of the compiler's wasm in the cache folder, made there first if need be: built with Go in a checkout, unpacked
 * in the package. Processes that need it at once wait for one of them to make it.
 * @throws PlimsollError `compiler-missing` where it can be neither found nor built
 */
export async function ensureCompilerModule(cacheFolder: string, onProgress: Progress): Promise<string> {
  const folder = path.join(cacheFolder, `rego-compiler-${compilerHash()}`);
  const wasm = path.join(folder, 'rego-compiler.wasm');
  if (await exists(wasm)) return wasm;
  await fs.mkdir(folder, { recursive: true });
  const unlock = await lock(path.join(folder, 'lock'), onProgress, () => exists(wasm));
  try {
    if (await exists(wasm)) return wasm;
    await removeLeftovers(folder);
    const partial = path.join(folder, `partial-${process.pid}.wasm`);
    await (inCheckout ? buildWithGo(partial, onProgress) : unpack(partial));
    // A rename is whole or not at all, so nobody ever sees half a module.
    await fs.rename(partial, wasm);
    return wasm;
  } finally {
    await unlock();
  }
}

async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}

/** Takes the lock file, or waits until `done` or until the process that holds it is gone. */
async function lock(file: string, onProgress: Progress, done: () => Promise<boolean>): Promise<() => Promise<void>> {
  let told = false;
  for (;;) {
    try {
      await fs.writeFile(file, String(process.pid), { flag: 'wx' });
      return () => fs.rm(file, { force: true });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
    if (await done()) return async () => {};
    if (!(await holderLives(file))) {
      await fs.rm(file, { force: true });
      continue;
    }
    if (!told) onProgress('Waiting for another process that builds the Rego compiler');
    told = true;
    await delay(200);
  }
}

async function holderLives(file: string): Promise<boolean> {
  const text = await fs.readFile(file, 'utf8').catch(() => null);
  if (text === null) return false;
  // Just created and not yet written.
  return text === '' || isAlive(Number(text));
}

/** Halves of modules by processes that were killed while they made them. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await fs.readdir(folder)) {
    const maker = /^partial-(\d+)\.wasm$/.exec(name)?.[1];
    if (maker !== undefined && !isAlive(Number(maker))) await fs.rm(path.join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function unpack(target: string): Promise<void> {
  const source = await fs.open(packedCompiler);
  const out = await fs.open(target, 'w');
  await pipeline(source.createReadStream(), createBrotliDecompress(), out.createWriteStream());
}

async function buildWithGo(target: string, onProgress: Progress): Promise<void> {
  onProgress('Building the Rego compiler (once; one to three minutes)');
  const flags = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w -buildid=', '-buildmode=c-shared'];
  const go = spawn('go', ['build', ...flags, '-o', target, '.'], {
    cwd: compilerSources,
    env: { ...process.env, GOOS: 'wasip1', GOARCH: 'wasm', GOFLAGS: '-mod=readonly' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  go.stderr.setEncoding('utf8');
  go.stderr.on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    go.once('close', resolve);
    go.once('error', (cause) => reject(missing('Go is not on PATH', cause)));
  });
  if (code !== 0) throw missing(`go build ended with ${code}: ${said.trim()}`);
  onProgress('The Rego compiler is built');
}

function missing(why: string, cause?: unknown): PlimsollError {
  return new PlimsollError('compiler-missing', `The Rego compiler cannot be built: ${why}`, { cause });
}

/** Builds the real parts that come from source: `node test/support/build-parts.ts opa moby registry`. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { partFolder, partVersions } from './real-parts.ts';

type PartName = 'opa' | 'moby' | 'registry';

interface GoInstall {
  /** Module path of the command, with its version. */
  command: string;
  binary: string;
  tags?: string;
}

/** A module of our own, beside this file. */
interface GoBuild {
  module: string;
  binary: string;
}

const parts: Record<PartName, readonly (GoInstall | GoBuild)[]> = {
  opa: [{ command: `github.com/open-policy-agent/opa@v${partVersions.opa}`, binary: 'opa' }],
  moby: [
    { command: `github.com/moby/moby/v2/cmd/dockerd@v${partVersions.moby}`, binary: 'dockerd' },
    { command: `github.com/moby/moby/v2/cmd/docker-proxy@v${partVersions.moby}`, binary: 'docker-proxy' },
    { command: `github.com/opencontainers/runc@v${partVersions.runc}`, binary: 'runc', tags: 'seccomp' },
  ],
  registry: [{ module: 'go-registry', binary: 'registry' }],
};

/**
 * Builds one part into the cache folder unless it is there: first aside, then moved in one step, so that nobody ever
 * sees half of it. Of several that build at the same time one does the work. Takes minutes; needs Go.
 * @returns the folder of the part.
 */
export async function buildGoPart(name: PartName): Promise<string> {
  const folder = partFolder(name);
  const release = await lock(`${folder}.lock`);
  try {
    if (parts[name].every(({ binary }) => existsSync(path.join(folder, binary)))) return folder;
    const aside = await mkdtemp(`${folder}.new-`);
    try {
      for (const part of parts[name]) await goInstall(part, aside);
      await chmod(aside, 0o755);
      await rm(folder, { recursive: true, force: true });
      await rename(aside, folder);
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
    return folder;
  } finally {
    await release();
  }
}

function goInstall(part: GoInstall | GoBuild, folder: string): Promise<void> {
  const isOwn = 'module' in part;
  const args = isOwn
    ? ['build', '-trimpath', '-buildvcs=false', '-o', path.join(folder, part.binary), '.']
    : ['install', ...(part.tags ? ['-tags', part.tags] : []), part.command];
  const cwd = isOwn ? path.join(import.meta.dirname, part.module) : undefined;
  process.stderr.write(`go ${args.join(' ')}\n`);
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...process.env, GOBIN: folder, GOFLAGS: '' }, maxBuffer: 64 * 1024 * 1024 };
    execFile('go', args, options, (error, _stdout, stderr) => {
      if (error === null) return resolve();
      reject(new Error(`go ${args.join(' ')} failed:\n${stderr.slice(-4_000)}`));
    });
  });
}

/** Takes a lock file with our process id in it; one whose process is gone is taken over. */
async function lock(file: string): Promise<() => Promise<void>> {
  await mkdir(path.dirname(file), { recursive: true });
  for (;;) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(file, 'utf8').catch(() => '0'));
    if (holder > 0 && !existsSync(`/proc/${holder}`)) await rm(file, { force: true });
    else await pause(500);
  }
}

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !Object.hasOwn(parts, name));
  if (names.length === 0 || unknown.length > 0) {
    process.stderr.write(`usage: node test/support/build-parts.ts ${Object.keys(parts).join('|')}…\n`);
    process.exitCode = 2;
    return;
  }
  for (const name of names) process.stdout.write(`${await buildGoPart(name as PartName)}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.slice(2));

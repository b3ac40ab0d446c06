/** Another reader of rpm databases, with real databases of several distributions beside it; both from a Go module. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, findOnPath } from '../../../support/real-parts.ts';

const run = promisify(execFile);
const sources = path.join(import.meta.dirname, 'rpm-peer');

export interface PeerPackage {
  Name: string;
  Version: string;
  Release: string;
  Arch: string;
  SourceRpm: string;
  License: string;
  Module: string;
  Epoch: number | null;
  Files: string[] | null;
}

export interface Peer {
  /** Folder of its databases: one folder each. */
  databases: string;
  list(files: readonly string[]): Promise<PeerPackage[][]>;
}

/** Whether it can be built here. */
export function canBuildPeer(): boolean {
  return findOnPath('go') !== null;
}

/** Builds the reader once; null where the network has no Go modules. */
export async function rpmPeer(): Promise<Peer | null> {
  const hash = createHash('sha256');
  for (const file of ['main.go', 'go.mod', 'go.sum']) hash.update(readFileSync(path.join(sources, file)));
  const folder = path.join(cacheFolder(), 'parts', `rpm-peer-${hash.digest('hex').slice(0, 16)}`);
  const binary = path.join(folder, 'rpm-peer');
  try {
    await mkdir(folder, { recursive: true });
    const options = { cwd: sources, timeout: 280_000 };
    if (!existsSync(binary)) await run('go', ['build', '-mod=readonly', '-o', binary, '.'], options);
    else await run('go', ['mod', 'download', 'github.com/knqyf263/go-rpmdb'], options);
    const { stdout } = await run('go', ['list', '-m', '-f', '{{.Dir}}', 'github.com/knqyf263/go-rpmdb'], options);
    return { databases: path.join(stdout.trim(), 'pkg', 'testdata'), list: (files) => listWith(binary, files) };
  } catch {
    return null;
  }
}

async function listWith(binary: string, files: readonly string[]): Promise<PeerPackage[][]> {
  const { stdout } = await run(binary, files, { maxBuffer: 512 * 1024 * 1024 });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PeerPackage[]);
}

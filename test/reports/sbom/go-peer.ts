/** The Go libraries of both specifications, as other readers of what is written here. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../support/real-parts.ts';

const run = promisify(execFile);
const sources = path.join(import.meta.dirname, 'go-peer');

/** A package as the other reader sees it. */
export interface PeerPackage {
  name: string;
  version: string;
  purl: string;
  license: string;
}

/** Builds the reader once; null where the network has no Go modules. */
export async function sbomPeer(): Promise<((file: string) => Promise<PeerPackage[]>) | null> {
  const hash = createHash('sha256');
  for (const file of ['main.go', 'go.mod', 'go.sum']) hash.update(readFileSync(path.join(sources, file)));
  const folder = path.join(cacheFolder(), 'parts', `sbom-peer-${hash.digest('hex').slice(0, 16)}`);
  const binary = path.join(folder, 'sbom-peer');
  try {
    await mkdir(folder, { recursive: true });
    const options = { cwd: sources, timeout: 280_000 };
    if (!existsSync(binary)) await run('go', ['build', '-mod=readonly', '-o', binary, '.'], options);
  } catch {
    return null;
  }
  return async (file) => {
    const { stdout } = await run(binary, [file]);
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as PeerPackage);
  };
}

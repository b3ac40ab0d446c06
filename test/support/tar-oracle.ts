import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assetPath } from '../../root.ts';

/** One member of an archive; names and links as hex of their bytes. */
export interface Member {
  name: string;
  type: number;
  size: number;
  mode: number;
  uid: number;
  gid: number;
  link: string;
  capability: string;
  /** Of the content; empty where that is longer than the whole archive, as only sparse files are. */
  sha256: string;
}

export interface Listing {
  /** Members up to the first fault. */
  members: Member[];
  failed: boolean;
}

/** Lists archives with Go's archive/tar. Builds a small program first: Go must be there. */
export function listWithGo(archives: readonly Uint8Array[]): Listing[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-tar-'));
  try {
    const program = path.join(folder, 'tar-oracle');
    const environment = { ...process.env, GO111MODULE: 'off', CGO_ENABLED: '0' };
    execFileSync('go', ['build', '-o', program, assetPath('test', 'support', 'tar-oracle.go')], { env: environment });
    const input = archives.flatMap((archive) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(archive.byteLength);
      return [length, archive];
    });
    const { status, stdout, stderr } = spawnSync(program, { input: Buffer.concat(input), maxBuffer: 1 << 30 });
    if (status !== 0) throw new Error(`the tar oracle ended with ${status}: ${stderr.toString()}`);
    const lines = stdout.toString('utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as Listing);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

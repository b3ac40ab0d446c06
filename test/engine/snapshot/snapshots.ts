import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  type CollectedResource,
  digestOf,
  type End,
  type Header,
  limitsWith,
  openSpools,
  snapshotVersion,
  writeSnapshot,
} from '../../../engine/index.ts';

export const fixedTime = '2026-11-22T05:00:00Z';

export function headerOf(names: readonly string[], changes: Partial<Header> = {}): Header {
  const targets = names.map((name, index) => ({ id: index + 1, uri: `docker:${name}`, name }));
  const tool = { name: 'plimsoll', version: '1.0.0' };
  return { version: snapshotVersion, createdAt: fixedTime, tool, operator: null, machine: null, targets, ...changes };
}

export function endOf(header: Header): End {
  const targets = header.targets.map(({ id }) => ({
    ...{ id, status: 'collected' as const, kinds: {}, problems: [], startedAt: fixedTime, finishedAt: fixedTime },
  }));
  return { targets, found: [] };
}

/** Calls with a private folder and removes it. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-test-'));
  try {
    return await work(folder);
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

/** The bytes of a snapshot of these resources: `[target, resource]`. */
export function snapshotBytes(
  resources: readonly (readonly [number, CollectedResource])[],
  options: { header?: Header; end?: End; limits?: Parameters<typeof limitsWith>[0] } = {},
): Promise<Buffer> {
  const header = options.header ?? headerOf(['web-01', 'web-02']);
  return inFolder(async (folder) => {
    const spools = openSpools({ folder, limits: limitsWith(options.limits) });
    for (const [target, resource] of resources) await spools.add(target, resource);
    const chunks: Uint8Array[] = [];
    await writeSnapshot({
      header,
      end: options.end ?? endOf(header),
      spools,
      write: (chunk) => void chunks.push(chunk),
    });
    await spools.close();
    return Buffer.concat(chunks);
  });
}

/** Lines of a snapshot without its digest line. */
export function linesOf(snapshot: Buffer): string[] {
  return snapshot.toString().split('\n').slice(0, -2);
}

/** A snapshot of these lines with a digest that fits: what a hostile writer would make. */
export function sealed(lines: readonly string[]): Buffer {
  const body = lines.map((line) => `${line}\n`).join('');
  return Buffer.from(`${body}{"digest":"${digestOf(body)}"}\n`);
}

/** Opens bytes in chunks of a size. */
export function chunked(bytes: Uint8Array, size = 1000): () => AsyncIterable<Uint8Array> {
  return async function* chunks() {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  };
}

export async function collect(lines: AsyncIterable<Uint8Array>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(Buffer.from(line).toString());
  return all;
}

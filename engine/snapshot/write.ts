import fs from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import { canonicalJson } from './canonical.ts';
import { runningDigest } from './digest.ts';
import type { End, Header, KindCoverage, TargetEnd } from './schema.ts';
import type { Spools } from './spool.ts';

export interface WriteSnapshotOptions {
  header: Header;
  /** What the collectors said. Problems of the spools and the true counts are added here. */
  end: End;
  spools: Spools;
  /** Takes the uncompressed bytes in order. */
  write(chunk: Uint8Array): void | Promise<void>;
}

/** The same, into a file of that name under zstd, readable by its owner alone. */
export type WriteSnapshotFileOptions = Omit<WriteSnapshotOptions, 'write'> & { file: string };

export interface WrittenSnapshot {
  /** `sha256:…` over every uncompressed byte before the last line. */
  digest: string;
  resources: number;
}

const chunkBytes = 1 << 18;

/**
 * Writes a snapshot: header, resources sorted by kind, target and key, end, digest.
 * Throws what the sink throws; nothing is left open.
 */
export async function writeSnapshot(
  options: WriteSnapshotOptions | WriteSnapshotFileOptions,
): Promise<WrittenSnapshot> {
  if ('write' in options) {
    const parts = snapshotChunks(options);
    for (;;) {
      const next = await parts.next();
      if (next.done) return next.value;
      await options.write(next.value);
    }
  }
  return writeFile(options);
}

async function writeFile(options: WriteSnapshotFileOptions): Promise<WrittenSnapshot> {
  let written: WrittenSnapshot | undefined;
  async function* source(): AsyncIterable<Uint8Array> {
    written = yield* snapshotChunks(options);
  }
  const checksum = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };
  await pipeline(
    source,
    createZstdCompress(checksum),
    fs.createWriteStream(options.file, { mode: 0o600, flush: true }),
  );
  return written!;
}

async function* snapshotChunks(
  options: Pick<WriteSnapshotOptions, 'header' | 'end' | 'spools'>,
): AsyncGenerator<Uint8Array, WrittenSnapshot> {
  const { header, spools } = options;
  const digest = runningDigest();
  const names = new Map(header.targets.map((target) => [target.id, target.name]));
  const seen = new Map<string, number>();
  let held: Uint8Array[] = [];
  let size = 0;
  let resources = 0;

  function take(): Uint8Array {
    const chunk = Buffer.concat(held);
    held = [];
    size = 0;
    digest.update(chunk);
    return chunk;
  }
  function put(line: Uint8Array): boolean {
    held.push(line, lineFeed);
    size += line.length + 1;
    return size >= chunkBytes;
  }

  put(Buffer.from(canonicalJson({ snapshot: header })));
  for (const { kind, target } of spools.groups()) {
    const name = names.get(target);
    if (name === undefined) throw new RangeError(`resources of target ${target}, which the header does not have`);
    for await (const line of spools.lines(kind, target, name)) {
      resources += 1;
      seen.set(`${kind}\n${target}`, (seen.get(`${kind}\n${target}`) ?? 0) + 1);
      if (put(line)) yield take();
    }
  }
  const targets = options.end.targets.map((target) => withCounts(target, seen, spools));
  put(Buffer.from(canonicalJson({ end: { ...options.end, targets } })));
  yield take();
  const value = digest.digest();
  yield Buffer.from(`${canonicalJson({ digest: value })}\n`);
  return { digest: value, resources };
}

const lineFeed = Buffer.from('\n');

/** The end of a target with its true counts: what is in the file decides, not what a collector counted. */
function withCounts(target: TargetEnd, seen: ReadonlyMap<string, number>, spools: Spools): TargetEnd {
  const kinds: Record<string, KindCoverage> = { ...target.kinds };
  for (const { kind } of spools.groups().filter((group) => group.target === target.id)) {
    kinds[kind] ??= { status: 'partial', expected: 0, seen: 0 };
  }
  for (const [kind, coverage] of Object.entries(kinds)) {
    const count = seen.get(`${kind}\n${target.id}`) ?? 0;
    const expected = Math.max(coverage.expected, count);
    const status = coverage.status === 'complete' && expected > count ? 'partial' : coverage.status;
    kinds[kind] = { ...coverage, status, expected, seen: count };
  }
  const incomplete = Object.values(kinds).some((each) => each.status === 'partial' || each.status === 'failed');
  const status = target.status === 'collected' && incomplete ? 'partial' : target.status;
  return { ...target, status, kinds, problems: [...target.problems, ...spools.problems(target.id)] };
}

/** Two images side by side: out of snapshots, or read for the purpose. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  type Limits,
  openSnapshotFile,
  PlimsollError,
  parseResource,
  readHead,
  type Snapshot,
} from '../../engine/index.ts';
import { chooseTargets, collectTargets } from '../collecting.ts';
import { type ImageWishes, imageOptions } from '../images.ts';
import { compareSides, type Side } from './compare.ts';
import type { ImagesDifference } from './contract.ts';

export type { Change, ImageDifference, ImagesDifference, PackageChange } from './contract.ts';

export interface ImageDiffOptions {
  workingFolder: string;
  images: ImageWishes;
  limits: Limits;
  signal: AbortSignal;
  environment: NodeJS.ProcessEnv;
  now(): Date;
  onProgress(message: string): void;
}

/**
 * What differs between two sides, each a target or the path of a snapshot. Nothing is kept of what is read for it.
 * @throws PlimsollError as targets and snapshots do, and `target-failed` where a side has no image
 */
export async function diffImages(before: string, after: string, options: ImageDiffOptions): Promise<ImagesDifference> {
  const old = await readSide(before, options);
  const fresh = await readSide(after, options);
  return compareSides(old, fresh);
}

async function readSide(named: string, options: ImageDiffOptions): Promise<Side> {
  const snapshot = await snapshotAt(path.resolve(options.workingFolder, named), options.limits);
  const side = snapshot === null ? await collectSide(named, options) : await sideOf(snapshot);
  if (side.images.length > 0) return side;
  const why = side.problems.map(({ message }) => message).join(' ');
  throw new PlimsollError('target-failed', `${named} has no image to compare. ${why}`.trim(), {
    next: 'Name an image, such as docker-archive:FILE, or a snapshot that holds images.',
  });
}

/** The snapshot that a path leads to; null: it is none, so that it may be a target. */
async function snapshotAt(file: string, limits: Limits): Promise<Snapshot | null> {
  const status = await stat(file).catch(() => null);
  if (status === null || !status.isFile()) return null;
  try {
    return await openSnapshotFile(file, { limits });
  } catch (error) {
    if (error instanceof PlimsollError && error.message === 'This is not a snapshot.') return null;
    throw error;
  }
}

async function collectSide(named: string, options: ImageDiffOptions): Promise<Side> {
  const { images, limits, signal, environment, now } = options;
  const { targets, found, labels } = await chooseTargets({ targets: [named], configured: [], environment });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'plimsoll-diff-'));
  try {
    const output = path.join(folder, 'side.ndjson.zst');
    const opened = { ...(await imageOptions([], targets, images)), contents: true };
    await collectTargets({
      ...{ targets, found, labels, files: [], images: opened, limits, output, signal, environment, now },
      onProgress: (target, message) => options.onProgress(`${target.uri}  ${message}`),
    });
    return await sideOf(await openSnapshotFile(output, { limits }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function sideOf(snapshot: Snapshot): Promise<Side> {
  const side: Side = {
    images: [],
    targets: new Map(snapshot.header.targets.map(({ id, name }) => [id, name])),
    problems: snapshot.end.targets.flatMap(({ problems }) => problems.map(({ code, message }) => ({ code, message }))),
  };
  for await (const line of snapshot.lines()) {
    if (readHead(line).head.kind === 'image') side.images.push(parseResource(line));
  }
  return side;
}

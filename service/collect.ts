import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type CollectSummary, collectors, type Target } from '../collectors/index.ts';
import {
  type FileRequest,
  type FoundTarget,
  type Header,
  type KindName,
  type Limits,
  openSpools,
  PlimsollError,
  type Spools,
  snapshotVersion,
  type TargetEnd,
  writeSnapshot,
} from '../engine/index.ts';
import { programVersion } from '../root.ts';
import type { ImageOptions } from './images.ts';
import { operatorName } from './operator.ts';
import { nameTargets } from './target-names.ts';

export interface CollectOptions {
  targets: Target[];
  found: FoundTarget[];
  /** Labels of the configuration by number of the target; they win over those of the inspected thing. */
  labels: ReadonlyMap<number, Readonly<Record<string, string>>>;
  /** Files of hosts that bundles ask for. */
  files: FileRequest[];
  /** How images are read. */
  images: ImageOptions;
  limits: Limits;
  /** File that is written: NDJSON under zstd. */
  output: string;
  signal: AbortSignal;
  now(): Date;
  environment: NodeJS.ProcessEnv;
  onProgress(target: Target, message: string, done?: number, expected?: number): void;
}

/** A target, how its collection ended, and how long it took. */
export interface CollectedTarget {
  target: Target;
  summary: CollectSummary;
}

export interface CollectResult {
  digest: string;
  resources: number;
  targets: CollectedTarget[];
}

/**
 * Collects all targets, one after the other on the network and side by side where they do not share a machine,
 * into one snapshot file that appears only when it is whole. What one target cannot give never stops another.
 */
export async function collectTargets(options: CollectOptions): Promise<CollectResult> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-'));
  const spools = openSpools({ folder, limits: options.limits });
  try {
    const createdAt = seconds(options.now());
    const collected = await Promise.all(options.targets.map((target) => collectOne(target, spools, options)));
    const named = nameTargets(collected);
    for (const [index, { problems }] of named.entries()) collected[index]!.end.problems.push(...problems);
    const header: Header = {
      version: snapshotVersion,
      createdAt,
      tool: { name: 'plimsoll', version: programVersion() },
      operator: operatorName(options.environment),
      machine: os.hostname(),
      targets: collected.map(({ target }, index) => ({ id: target.id, uri: target.uri, name: named[index]!.name })),
    };
    const end = { targets: collected.map((each) => each.end), found: options.found };
    const fresh = `${options.output}.unfinished`;
    const written = await writeSnapshot({ header, end, spools, file: fresh });
    await fs.rename(fresh, options.output);
    return { ...written, targets: collected.map(({ target, summary }) => ({ target, summary })) };
  } finally {
    await spools.close();
    await fs.rm(folder, { recursive: true, force: true });
  }
}

interface Collected extends CollectedTarget {
  end: TargetEnd;
  identity: string | null;
}

async function collectOne(target: Target, spools: Spools, options: CollectOptions): Promise<Collected> {
  const collector = collectors.find((each) => each.id === target.collector);
  if (collector === undefined) throw new PlimsollError('target-unknown', `no collector answers to ${target.uri}`);
  const startedAt = seconds(options.now());
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.limits.targetMilliseconds)]);
  const labels = options.labels.get(target.id);
  let identity: string | null = null;
  const summary = await collector.collect({
    target,
    limits: options.limits,
    signal,
    now: options.now,
    kinds: new Set<KindName>(collector.kinds),
    files: options.files,
    imageFiles: options.images.files,
    imageContents: options.images.contents,
    deep: options.images.deep,
    platform: options.images.platform,
    imageKeys: options.images.keys,
    cacheFolder: options.images.cacheFolder,
    emit(resource) {
      if (resource.kind === 'host' || resource.kind === 'engine') identity = resource.id;
      const labelled = labels === undefined ? resource : { ...resource, labels: { ...resource.labels, ...labels } };
      return spools.add(target.id, labelled);
    },
    progress: (message, done, expected) => options.onProgress(target, message, done, expected),
    environment: options.environment,
  });
  options.signal.throwIfAborted();
  const end: TargetEnd = {
    id: target.id,
    ...(summary.about === undefined ? {} : { about: summary.about }),
    status: summary.status,
    kinds: summary.kinds,
    problems: [...summary.problems],
    startedAt,
    finishedAt: seconds(options.now()),
  };
  return { target, summary, end, identity };
}

/** RFC 3339 in UTC without fractions: a snapshot does not need more, and two of them read alike. */
function seconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

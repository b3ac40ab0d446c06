import type { Collected, CollectSummary } from '../../../collectors/contract.ts';
import type { HostRoot } from '../../../collectors/host/index.ts';
import { host } from '../../../collectors/host/index.ts';
import { readHostFacts } from '../../../collectors/host/read-facts.ts';
import { type FileRequest, type LimitName, limitsWith } from '../../../engine/index.ts';

/** Reads all facts of a root. */
export function readAll(root: HostRoot, files: readonly FileRequest[] = []) {
  return readHostFacts(root, { files, signal: new AbortController().signal });
}

export interface Collection {
  summary: CollectSummary;
  emitted: Collected[];
}

/** Runs the collector on a target as the pipeline does. */
export async function collect(
  uri: string,
  options: {
    files?: readonly FileRequest[];
    limits?: Partial<Record<LimitName, number>>;
    signal?: AbortSignal;
    kinds?: readonly 'host'[];
  } = {},
): Promise<Collection> {
  const emitted: Collected[] = [];
  const summary = await host.collect({
    target: { id: 1, uri, collector: 'host', address: uri.replace(/^\w+:?/, ''), name: null },
    limits: limitsWith(options.limits ?? {}),
    signal: options.signal ?? new AbortController().signal,
    now: () => new Date('2026-01-02T03:04:05Z'),
    kinds: new Set(options.kinds ?? ['host']),
    files: options.files ?? [],
    imageFiles: [],
    imageContents: false,
    deep: false,
    platform: null,
    imageKeys: [],
    cacheFolder: null,
    emit: async (resource) => {
      emitted.push(resource);
    },
    progress() {},
    environment: {},
  });
  return { summary, emitted };
}

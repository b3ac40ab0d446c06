/** Runs the collector of images as the pipeline does and keeps what it hands over. */

import { image } from '../../collectors/image/index.ts';
import type { CollectContext, Collected, CollectSummary } from '../../collectors/index.ts';
import { limitsWith } from '../../engine/index.ts';

export interface ImageCollection {
  summary: CollectSummary;
  resources: Collected[];
  /** The images alone, sorted by key. */
  images: Collected[];
  /** Everything that was handed over, as text, to be searched for what must not be in it. */
  text: string;
}

/** Collects from one target. @param overrides - parts of the context that a test sets. */
export async function collectImages(uri: string, overrides: Partial<CollectContext> = {}): Promise<ImageCollection> {
  const resources: Collected[] = [];
  const summary = await image.collect({
    target: { id: 1, uri, collector: 'image', address: uri.slice(uri.indexOf(':') + 1), name: null },
    limits: limitsWith(),
    signal: new AbortController().signal,
    now: () => new Date('2026-01-01T00:00:00Z'),
    kinds: new Set(image.kinds),
    files: [],
    imageFiles: [],
    imageContents: true,
    deep: false,
    platform: null,
    imageKeys: [],
    cacheFolder: null,
    emit: async (resource) => void resources.push(resource),
    progress: () => {},
    environment: {},
    ...overrides,
  });
  resources.sort((one, other) =>
    `${one.kind} ${one.key} ${one.id}` < `${other.kind} ${other.key} ${other.id}` ? -1 : 1,
  );
  const images = resources.filter(({ kind }) => kind === 'image');
  return { summary, resources, images, text: JSON.stringify({ summary, resources }) };
}

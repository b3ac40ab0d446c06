import { createHash } from 'node:crypto';
import type { ImageSource } from '../../../../collectors/image/contract.ts';
import { type OpenRegistryOptions, openRegistryImage } from '../../../../collectors/image/registry/index.ts';
import { limitsWith } from '../../../../engine/index.ts';

/** A clock that stands still and tells of the waits it was asked for. */
export function stillClock() {
  const waits: number[] = [];
  return {
    waits,
    now: () => new Date('2026-01-02T03:04:05Z'),
    wait: async (milliseconds: number) => {
      waits.push(milliseconds);
    },
  };
}

/** Opens an image with a clock that stands still, nothing from this machine's environment, and a short patience. */
export function open(reference: string, more: Partial<OpenRegistryOptions> = {}): Promise<ImageSource> {
  return openRegistryImage(reference, {
    limits: limitsWith({ registryMilliseconds: 5_000 }),
    signal: new AbortController().signal,
    environment: { PATH: process.env['PATH'] },
    platform: null,
    keys: [],
    clock: stillClock(),
    ...more,
  });
}

/** Digests of all layers' blobs by diff id, as they came. */
export async function layerDigests(source: ImageSource): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  const wanted = new Set(source.about.layers.map(({ diffId }) => diffId));
  await source.readLayers(wanted, async ({ diffId, bytes }) => {
    const hash = createHash('sha256');
    for await (const chunk of bytes) hash.update(chunk);
    digests[diffId ?? ''] = `sha256:${hash.digest('hex')}`;
  });
  return digests;
}

/** The error that something fails with. */
export async function failure(doing: Promise<unknown>): Promise<Error & { code?: string; next?: string }> {
  try {
    await doing;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it should have failed');
}

/** Opens an image, reads all its layers, and closes it. */
export async function readWhole(reference: string, more: Partial<OpenRegistryOptions> = {}): Promise<void> {
  const source = await open(reference, more);
  try {
    await layerDigests(source);
  } finally {
    await source.close();
  }
}

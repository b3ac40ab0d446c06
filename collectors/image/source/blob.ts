import { createHash } from 'node:crypto';
import { digestOf, PlimsollError } from '../../../engine/index.ts';
import type { OpenLayer, SourceLayer } from '../contract.ts';
import { layerKind } from './manifest.ts';
import type { Store } from './store.ts';

/** Path of a blob in a layout. */
export function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

/**
 * Reads a small blob and checks it.
 * @throws PlimsollError `image-layer-missing` with the digest, `digest-mismatch`, `limit-reached`
 */
export async function readBlob(store: Store, digest: string): Promise<Uint8Array> {
  const bytes = await store.read(blobPath(digest));
  if (bytes === null) throw missingBlob(store.name, digest);
  checkDigest(digestOf(bytes), digest, store.name);
  return bytes;
}

export function missingBlob(name: string, digest: string): PlimsollError {
  return new PlimsollError('image-layer-missing', `${name} lacks the blob ${digest}.`, { place: { file: digest } });
}

function checkDigest(found: string, digest: string, name: string): void {
  if (found === digest) return;
  const message = `The blob ${digest} in ${name} has the digest ${found}.`;
  throw new PlimsollError('digest-mismatch', message, { place: { file: digest } });
}

/** A stream that throws at its end where its digest is wrong. Leaving it early does not end it: see {@link drain}. */
export function verified(bytes: AsyncIterable<Uint8Array>, digest: string, name: string): AsyncIterable<Uint8Array> {
  const hash = createHash('sha256');
  const iterator = bytes[Symbol.asyncIterator]();
  return lasting(async () => {
    const next = await iterator.next();
    if (next.done === true) checkDigest(`sha256:${hash.copy().digest('hex')}`, digest, name);
    else hash.update(next.value);
    return next;
  });
}

/** A stream that a reader may leave and another go on with. */
export function lasting(next: () => Promise<IteratorResult<Uint8Array>>): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => ({ next }) };
}

/** Reads what a reader left, so that digests are checked to the end. */
export async function drain(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of bytes);
}

/** A layer and the file it lies in. */
export interface PlacedLayer extends SourceLayer {
  path: string;
}

/**
 * Streams the wanted layers out of a store. A layer whose blob has the digest of its content is checked by whoever
 * unpacks it; others are checked here.
 */
export async function streamLayers(
  store: Store,
  layers: readonly PlacedLayer[],
  wanted: ReadonlySet<string>,
  read: (layer: OpenLayer) => Promise<void>,
): Promise<void> {
  const byPath = new Map<string, PlacedLayer>();
  const byDiffId = new Set<string>();
  for (const layer of layers) {
    if (!wanted.has(layer.diffId) || byDiffId.has(layer.diffId)) continue;
    byDiffId.add(layer.diffId);
    byPath.set(layer.path, layer);
  }
  await store.stream([...byPath.keys()], async (path, stored) => {
    const layer = byPath.get(path)!;
    const { digest, diffId } = layer;
    const bytes = digest === null ? stored : verified(stored, digest, store.name);
    await read({ diffId, bytes });
    await drain(bytes);
    byPath.delete(path);
  });
  const [lost] = [...byPath.values()].filter((layer) => layerKind(layer.mediaType) !== 'foreign');
  if (lost !== undefined) throw missingBlob(store.name, lost.digest ?? lost.diffId);
}

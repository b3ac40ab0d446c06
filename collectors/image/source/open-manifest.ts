import { type Limits, PlimsollError, type Problem } from '../../../engine/index.ts';
import type { ImageAbout, ImageSource } from '../contract.ts';
import { blobPath, missingBlob, type PlacedLayer, readBlob, streamLayers } from './blob.ts';
import {
  type Descriptor,
  diffIdsOf,
  invalid,
  isIndexType,
  layerKind,
  parseDocument,
  readManifest,
} from './manifest.ts';
import { checkConfiguredPlatform, choosePlatform, isAttestation, type Platform } from './platform.ts';
import type { Store } from './store.ts';

export type ManifestLimits = Pick<Limits, 'imageLayers' | 'archiveNesting'>;

interface OpenOptions {
  source: ImageAbout['source'];
  references: string[];
  platform: Platform | null;
  limits: ManifestLimits;
}

/**
 * Opens the image that descriptors of a layout mean: indexes are followed, one platform is chosen.
 * @throws PlimsollError `archive-invalid`, `image-layer-missing`, `digest-mismatch`, `image-unknown`, `limit-reached`
 */
export async function openFromLayout(
  store: Store,
  descriptors: readonly Descriptor[],
  options: OpenOptions,
): Promise<ImageSource> {
  const manifests = await flatten(store, descriptors, options.limits, 0);
  const chosen = choosePlatform(manifests, options.platform, options.references[0] ?? store.name);
  const parsed = readManifest(
    parseDocument(await readBlob(store, chosen.digest), chosen.digest),
    chosen.mediaType,
    chosen.digest,
  );
  if (parsed.type !== 'image') {
    throw invalid(
      `${chosen.digest} is no image: it is ${parsed.type === 'other' ? parsed.what : 'an index'}.`,
      chosen.digest,
    );
  }
  const { config, layers } = parsed.manifest;
  checkLayerCount(layers.length, options.limits, chosen.digest);
  const document = parseDocument(await readBlob(store, config.digest), config.digest);
  checkConfiguredPlatform(document, options.platform, options.references[0] ?? store.name);
  const diffIds = diffIdsOf(document, config.digest);
  if (diffIds.length !== layers.length) throw countMismatch(config.digest, diffIds.length, layers.length);
  const problems: Problem[] = [];
  const placed: PlacedLayer[] = [];
  for (const [index, layer] of layers.entries()) {
    const { digest, mediaType, size } = layer;
    placed.push({ diffId: diffIds[index]!, digest, mediaType, size, path: blobPath(digest) });
    const problem = await checkLayer(store, layer);
    if (problem !== null) problems.push(problem);
  }
  const about: ImageAbout = {
    source: options.source,
    tags: options.references,
    digests: [chosen.digest],
    id: config.digest,
    config: document,
    layers: placed.map(({ path: _, ...layer }) => layer),
  };
  return {
    about,
    problems,
    readLayers: (wanted, read) => streamLayers(store, placed, wanted, read),
    close: async () => {},
  };
}

/** The manifests behind descriptors, attestations left out. Indexes may nest, and may not be their own parents. */
async function flatten(
  store: Store,
  descriptors: readonly Descriptor[],
  limits: ManifestLimits,
  depth: number,
  seen: Set<string> = new Set(),
): Promise<Descriptor[]> {
  const found: Descriptor[] = [];
  for (const descriptor of descriptors) {
    if (isAttestation(descriptor)) continue;
    if (!isIndexType(descriptor.mediaType)) {
      found.push(descriptor);
      continue;
    }
    // An index that is named twice would be followed twice, and the ones in it four times.
    if (seen.has(descriptor.digest)) continue;
    seen.add(descriptor.digest);
    if (depth >= limits.archiveNesting) {
      const message = `${descriptor.digest} lies in more indexes than the limit archiveNesting allows.`;
      throw new PlimsollError('limit-reached', message, { place: { file: descriptor.digest } });
    }
    const document = parseDocument(await readBlob(store, descriptor.digest), descriptor.digest);
    const parsed = readManifest(document, descriptor.mediaType, descriptor.digest);
    if (parsed.type !== 'index')
      throw invalid(`${descriptor.digest} is said to be an index and is none.`, descriptor.digest);
    const inner = parsed.manifests.map((each) => ({ ...each, platform: each.platform ?? descriptor.platform }));
    found.push(...(await flatten(store, inner, limits, depth + 1, seen)));
    checkLayerCount(found.length, limits, descriptor.digest);
  }
  return found;
}

/** What is wrong with a layer and does not stop the rest: one that may not be distributed and is not there. */
async function checkLayer(store: Store, layer: Descriptor): Promise<Problem | null> {
  const kind = layerKind(layer.mediaType);
  const size = await store.size(blobPath(layer.digest));
  if (kind === 'unknown') {
    throw invalid(
      `The layer ${layer.digest} is of the type ${layer.mediaType || '""'}, which cannot be read.`,
      layer.digest,
    );
  }
  if (size === null && kind === 'foreign') return foreignLayer(store.name, layer.digest);
  if (size === null) throw missingBlob(store.name, layer.digest);
  if (size !== layer.size) {
    const message = `The blob ${layer.digest} in ${store.name} has ${size} bytes and should have ${layer.size}.`;
    throw new PlimsollError('digest-mismatch', message, { place: { file: layer.digest } });
  }
  return null;
}

/** The problem of a layer that may not be distributed and so lies elsewhere. */
export function foreignLayer(name: string, digest: string): Problem {
  const message = `The layer ${digest} may not be distributed and is not in ${name}: the contents of the image are not known.`;
  return { code: 'layer-foreign', message, kind: 'image', subject: digest };
}

/** @throws PlimsollError `limit-reached` above imageLayers */
export function checkLayerCount(count: number, limits: Pick<Limits, 'imageLayers'>, where: string): void {
  if (count <= limits.imageLayers) return;
  const message = `${where} has ${count} entries, more than the limit imageLayers (${limits.imageLayers}) allows.`;
  throw new PlimsollError('limit-reached', message, { place: { file: where } });
}

export function countMismatch(where: string, diffIds: number, layers: number): PlimsollError {
  return invalid(`${where} tells of ${diffIds} layers and its manifest of ${layers}.`, where);
}

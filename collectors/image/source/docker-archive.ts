import { compareText, digestOf, PlimsollError, type Problem } from '../../../engine/index.ts';
import { at, listOf, objectOf, textOf, textsOf } from '../../docker/shape.ts';
import type { ImageSource } from '../contract.ts';
import { blobPath, missingBlob, type PlacedLayer, streamLayers } from './blob.ts';
import { diffIdsOf, invalid, layerKind, parseDocument, readIndex, reading, readManifest } from './manifest.ts';
import type { ShelfOptions } from './oci-layout.ts';
import { checkLayerCount, countMismatch, foreignLayer } from './open-manifest.ts';
import { checkConfiguredPlatform } from './platform.ts';
import { shownReference } from './references.ts';
import type { ImageShelf } from './shelf.ts';
import type { Store } from './store.ts';
import { cleanPath } from './tar-member.ts';

interface Entry {
  config: string;
  references: string[];
  layers: string[];
  /** Media types by diff id, where the archive tells them. */
  mediaTypes: ReadonlyMap<string, string>;
}

const plainLayer = 'application/vnd.docker.image.rootfs.diff.tar';

/**
 * Lists the images of what `docker save` writes: manifest.json names a configuration and the layers of each, whether
 * they lie in folders (Docker 1.10 to 24) or as blobs of an OCI layout (later).
 * @throws PlimsollError `archive-invalid`, `limit-reached`
 */
export async function listDockerArchive(store: Store, options: ShelfOptions): Promise<ImageShelf> {
  const bytes = await store.read('manifest.json');
  if (bytes === null) {
    const old = (await store.size('repositories')) !== null;
    const why = old ? 'it was written by Docker before 1.10' : 'it has no manifest.json';
    throw invalid(`${store.name} is no Docker archive that can be read: ${why}.`, store.name);
  }
  const manifests: Manifests = new Map();
  await findManifests(store, options, { path: 'index.json', depth: 0, seen: new Set() }, manifests);
  const images = readEntries(bytes).map((entry) => ({
    references: entry.references,
    digests: manifests.get(digestInPath(entry.config) ?? '') ?? [],
    open: () => openEntry(store, entry, options, manifests),
  }));
  return { images, problems: [], close: () => store.close() };
}

function readEntries(bytes: Uint8Array): Entry[] {
  const where = 'manifest.json';
  let list: unknown;
  try {
    list = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    throw invalid('manifest.json is not JSON.', where, error);
  }
  return reading(where, () =>
    listOf(list).map((value) => {
      const entry = objectOf(value);
      const sources = Object.entries(at(entry, 'LayerSources'));
      return {
        config: cleanPath(textOf(entry['Config'])),
        references: textsOf(entry['RepoTags']).map(shownReference).sort(compareText),
        layers: textsOf(entry['Layers']).map(cleanPath),
        mediaTypes: new Map(sources.map(([diffId, source]) => [diffId, textOf(objectOf(source)['mediaType'])])),
      };
    }),
  );
}

async function openEntry(
  store: Store,
  entry: Entry,
  options: ShelfOptions,
  manifests: Manifests,
): Promise<ImageSource> {
  checkLayerCount(entry.layers.length, options.limits, 'manifest.json');
  const bytes = await store.read(entry.config);
  if (bytes === null) throw invalid(`${store.name} lacks the configuration ${entry.config}.`, entry.config);
  const id = digestOf(bytes);
  const named = digestInPath(entry.config);
  if (named !== null && named !== id) {
    const message = `The configuration ${entry.config} in ${store.name} has the digest ${id}.`;
    throw new PlimsollError('digest-mismatch', message, { place: { file: named } });
  }
  const config = parseDocument(bytes, entry.config);
  checkConfiguredPlatform(config, options.platform, entry.references[0] ?? store.name);
  const diffIds = diffIdsOf(config, entry.config);
  if (diffIds.length !== entry.layers.length) throw countMismatch(entry.config, diffIds.length, entry.layers.length);
  const problems: Problem[] = [];
  const placed: PlacedLayer[] = [];
  for (const [index, path] of entry.layers.entries()) {
    const diffId = diffIds[index]!;
    const digest = path.startsWith('blobs/') ? digestInPath(path) : null;
    const mediaType = entry.mediaTypes.get(diffId) ?? plainLayer;
    const size = await store.size(path);
    if (size === null && layerKind(mediaType) !== 'foreign') throw missingBlob(store.name, digest ?? diffId);
    if (size === null) problems.push(foreignLayer(store.name, digest ?? diffId));
    placed.push({ diffId, digest, mediaType, size, path });
  }
  return {
    about: {
      source: options.source,
      tags: entry.references,
      digests: manifests.get(id) ?? [],
      id,
      config,
      layers: placed.map(({ path: _, ...layer }) => layer),
    },
    problems,
    readLayers: (wanted, read) => streamLayers(store, placed, wanted, read),
    close: async () => {},
  };
}

/** The digest that a path is named by: `blobs/sha256/<hex>`, `<hex>.json`; null: by none. */
function digestInPath(path: string): string | null {
  const match = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(path);
  return match === null ? null : `sha256:${match[1]}`;
}

/** Digests of manifests by the digest of their configuration. */
type Manifests = Map<string, string[]>;

/**
 * Finds the manifests that stand beside manifest.json. An index may name manifests of other platforms that were not
 * saved: those tell nothing. One that is named twice is followed once.
 */
async function findManifests(
  store: Store,
  options: ShelfOptions,
  index: { path: string; depth: number; seen: Set<string> },
  found: Manifests,
): Promise<void> {
  const { path, depth, seen } = index;
  const bytes = await store.read(path);
  if (bytes === null || depth > options.limits.archiveNesting) return;
  for (const { digest, mediaType } of readIndex(parseDocument(bytes, path), path)) {
    if (seen.has(digest)) continue;
    seen.add(digest);
    const blob = blobPath(digest);
    const content = await store.read(blob);
    if (content === null || digestOf(content) !== digest) continue;
    const parsed = readManifest(parseDocument(content, digest), mediaType, digest);
    if (parsed.type === 'index') await findManifests(store, options, { path: blob, depth: depth + 1, seen }, found);
    if (parsed.type !== 'image') continue;
    const config = parsed.manifest.config.digest;
    found.set(config, [...(found.get(config) ?? []), digest].sort(compareText));
  }
}

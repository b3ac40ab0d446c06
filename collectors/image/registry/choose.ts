import { PlimsollError } from '../../../engine/index.ts';
import { type Descriptor, invalid, readManifest } from '../source/manifest.ts';
import { choosePlatform, formatPlatform, isAttestation, type Platform } from '../source/platform.ts';
import type { Registry } from './client.ts';
import { type FetchedManifest, fetchDescribed } from './manifest.ts';
import { LimitError } from './registry-error.ts';

/** One image, chosen. */
export interface Chosen {
  manifest: FetchedManifest;
  config: Descriptor;
  layers: Descriptor[];
  /** What the reference named first: an index, or the manifest itself. */
  top: FetchedManifest;
  /** Attestations that lie in the indexes passed, for this image. */
  attestations: Descriptor[];
}

/**
 * Chooses the image that a manifest or index means for a platform.
 * @param platform - null: this machine's, or the only one.
 * @throws PlimsollError `image-unknown`, `archive-invalid`, `digest-mismatch`, `limit-reached`, `registry-failed`
 */
export async function chooseImage(
  registry: Registry,
  top: FetchedManifest,
  platform: Platform | null,
  shown: string,
): Promise<Chosen> {
  const first = readManifest(top.document, top.mediaType, top.digest);
  if (first.type === 'image') return { ...first.manifest, manifest: top, top, attestations: [] };
  if (first.type === 'other') throw noImage(shown, first.what);
  const found = { images: [] as Descriptor[], attestations: [] as Descriptor[], indexes: 1 };
  await collectEntries(registry, first.manifests, found);
  const entry = choosePlatform(found.images, platform, shown);
  const manifest = await fetchDescribed(registry, entry);
  const parsed = readManifest(manifest.document, manifest.mediaType, manifest.digest);
  if (parsed.type === 'other') throw noImage(shown, parsed.what);
  if (parsed.type === 'index')
    throw invalid(`${manifest.digest} is said to be a manifest and is an index.`, manifest.digest);
  const attestations = found.attestations.filter(
    ({ annotations }) => annotations['vnd.docker.reference.digest'] === manifest.digest,
  );
  return { ...parsed.manifest, manifest, top, attestations };
}

/** Walks nested indexes. They cannot be their own parents, since each is named by its digest. */
async function collectEntries(
  registry: Registry,
  entries: readonly Descriptor[],
  found: { images: Descriptor[]; attestations: Descriptor[]; indexes: number },
): Promise<void> {
  for (const entry of entries) {
    if (isAttestation(entry)) {
      found.attestations.push(entry);
      continue;
    }
    if (!/\.(index|manifest\.list)\./.test(entry.mediaType)) {
      found.images.push(entry);
      continue;
    }
    found.indexes += 1;
    if (found.indexes > registry.limits.imageIndexes) {
      throw new LimitError('imageIndexes', registry.limits.imageIndexes, `The image lies in ${found.indexes} indexes`);
    }
    const inner = await fetchDescribed(registry, entry);
    const parsed = readManifest(inner.document, inner.mediaType, inner.digest);
    if (parsed.type !== 'index') throw invalid(`${inner.digest} is said to be an index and is none.`, inner.digest);
    const manifests = parsed.manifests.map((each) => ({ ...each, platform: each.platform ?? entry.platform }));
    await collectEntries(registry, manifests, found);
  }
}

/** An image without an index is for one platform: another one that was asked for is not there. */
export function checkPlatform(config: Readonly<Record<string, unknown>>, asked: Platform | null, shown: string): void {
  if (asked === null) return;
  const { os, architecture, variant } = config;
  if (os === asked.os && architecture === asked.architecture) return;
  const there = {
    os: String(os),
    architecture: String(architecture),
    variant: typeof variant === 'string' ? variant : null,
  };
  throw new PlimsollError('image-unknown', `${shown} has no image for ${formatPlatform(asked)}.`, {
    next: `It is for ${formatPlatform(there)}: leave --platform out, or name that one.`,
  });
}

function noImage(shown: string, what: string): PlimsollError {
  return new PlimsollError('archive-invalid', `${shown} is no image: it is ${what.slice(0, 200)}.`, {
    next: 'Name an image; charts, signatures and other artifacts are not inspected.',
  });
}

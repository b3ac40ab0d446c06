import { createHash } from 'node:crypto';
import { PlimsollError } from '../../../engine/index.ts';
import type { Json } from '../../docker/shape.ts';
import { type Descriptor, invalid, isManifestType, parseDocument } from '../source/manifest.ts';
import type { Registry, Reply } from './client.ts';

/** A manifest or index as a registry gave it, checked against its digest. */
export interface FetchedManifest {
  digest: string;
  /** What the registry calls it; empty: nothing that is known. */
  mediaType: string;
  size: number;
  document: Json;
}

export const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

/**
 * Reads the manifest that a tag or digest names.
 * @param what - the reference in words, for messages.
 * @throws PlimsollError `image-unknown`, `digest-mismatch`, `archive-invalid`, `registry-failed`, `limit-reached`
 */
export async function fetchManifest(registry: Registry, target: string, what: string): Promise<FetchedManifest> {
  const found = await findManifest(registry, target, what);
  if (found === null) throw registry.refusal(404, what);
  return found;
}

/** Like {@link fetchManifest}; null: there is none. */
export async function findManifest(registry: Registry, target: string, what: string): Promise<FetchedManifest | null> {
  const reply = await registry.read(`manifests/${target}`, manifestTypes);
  if (reply.status === 404) return null;
  if (reply.status !== 200) throw registry.refusal(reply.status, what);
  const expected = target.includes(':') ? target : announcedDigest(reply);
  const digest = digestOfKind(reply.bytes, expected);
  if (expected !== null && digest !== expected) throw mismatch(registry, `the manifest of ${what}`, expected, digest);
  return checkedManifest(reply, digest);
}

/** Reads the manifest that a descriptor points at. */
export async function fetchDescribed(registry: Registry, descriptor: Descriptor): Promise<FetchedManifest> {
  const fetched = await fetchManifest(registry, descriptor.digest, `manifest ${descriptor.digest}`);
  checkSize(registry, fetched.size, descriptor);
  return { ...fetched, mediaType: descriptor.mediaType || fetched.mediaType };
}

/** Reads a small blob that a descriptor points at, and checks it. */
export async function fetchSmallBlob(registry: Registry, descriptor: Descriptor): Promise<Uint8Array> {
  const { digest } = descriptor;
  const reply = await registry.read(`blobs/${digest}`);
  if (reply.status === 404) throw missingBlob(registry, digest);
  if (reply.status !== 200) throw registry.refusal(reply.status, `blob ${digest}`);
  const found = digestOfKind(reply.bytes, digest);
  if (found !== digest) throw mismatch(registry, `the blob ${digest}`, digest, found);
  checkSize(registry, reply.bytes.length, descriptor);
  return reply.bytes;
}

/** A blob that the registry does not have although its manifest names it. */
export function missingBlob(registry: Registry, digest: string): PlimsollError {
  return new PlimsollError('image-layer-missing', `Registry ${registry.host} lacks the blob ${digest}.`, {
    place: { file: digest },
  });
}

export function mismatch(registry: Registry, what: string, expected: string, found: string): PlimsollError {
  const message = `Registry ${registry.host}: ${what} should have the digest ${expected} and has ${found}.`;
  return new PlimsollError('digest-mismatch', message, { place: { file: expected } });
}

export function checkSize(registry: Registry, size: number, { digest, size: expected }: Descriptor): void {
  if (size === expected) return;
  const message = `Registry ${registry.host}: ${digest} should have ${expected} bytes and has ${size}.`;
  throw new PlimsollError('digest-mismatch', message, { place: { file: digest } });
}

/** What a registry says the digest of its answer is, where this program can check it. */
function announcedDigest({ headers }: Reply): string | null {
  const value = headers['docker-content-digest'];
  return typeof value === 'string' && /^sha(256|512):[0-9a-f]{64,128}$/.test(value) ? value : null;
}

/** The digest of bytes by the algorithm of another digest. */
function digestOfKind(bytes: Uint8Array, like: string | null): string {
  const algorithm = like?.startsWith('sha512:') ? 'sha512' : 'sha256';
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

/** A document that could be read as two different things is refused, so that everybody sees the same image. */
function checkedManifest(reply: Reply, digest: string): FetchedManifest {
  const document = parseDocument(reply.bytes, digest);
  const announced = (reply.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const own = document['mediaType'];
  if (/^application\/vnd\.docker\.distribution\.manifest\.v1\+(json|prettyjws)$/.test(announced))
    throw oldSchema(digest);
  if (document['schemaVersion'] === 1) throw oldSchema(digest);
  if (typeof own === 'string' && isManifestType(announced) && own !== announced) {
    throw invalid(`${digest} says that it is ${own}, and its registry that it is ${announced}.`, digest);
  }
  const hasBoth =
    Object.hasOwn(document, 'manifests') && (Object.hasOwn(document, 'layers') || Object.hasOwn(document, 'config'));
  if (hasBoth) throw invalid(`${digest} is an index and a manifest at the same time.`, digest);
  return { digest, mediaType: isManifestType(announced) ? announced : '', size: reply.bytes.length, document };
}

function oldSchema(digest: string): PlimsollError {
  return new PlimsollError('archive-invalid', `${digest} is a manifest of schema 1, which is not read.`, {
    place: { file: digest },
    next: 'Push the image again with a current Docker, skopeo or buildah.',
  });
}

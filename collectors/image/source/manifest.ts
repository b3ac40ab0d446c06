/** Manifests, indexes and configurations of images, OCI's and Docker's: checked against their digests and read by name. */
import { PlimsollError } from '../../../engine/index.ts';
import {
  at,
  integerOf,
  type Json,
  listOf,
  mapOf,
  objectOf,
  textOf,
  textOrNull,
  Unreadable,
} from '../../docker/shape.ts';
import type { Platform } from './platform.ts';

/** What points at a blob. */
export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  /** Null: not stated. */
  platform: Platform | null;
  annotations: Record<string, string>;
}

export interface ImageManifest {
  config: Descriptor;
  layers: Descriptor[];
}

export type ParsedManifest =
  | { type: 'index'; manifests: Descriptor[] }
  | { type: 'image'; manifest: ImageManifest }
  /** Something that is no image: an artifact, a signature, an old schema. `what` says it in words. */
  | { type: 'other'; what: string };

const digestPattern = /^sha256:[0-9a-f]{64}$/;

const indexTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]);
const manifestTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]);
const configTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
]);

/** Whether a descriptor points at an index. */
export function isIndexType(mediaType: string): boolean {
  return indexTypes.has(mediaType);
}

/** Whether a descriptor points at a manifest or index of images. */
export function isManifestType(mediaType: string): boolean {
  return manifestTypes.has(mediaType) || indexTypes.has(mediaType);
}

/** How a layer's media type is to be taken. */
export function layerKind(mediaType: string): 'layer' | 'foreign' | 'unknown' {
  if (/^application\/vnd\.oci\.image\.layer\.v1\.tar(\+gzip|\+zstd)?$/.test(mediaType)) return 'layer';
  if (/^application\/vnd\.docker\.image\.rootfs\.diff\.tar(\.gzip|\.zstd)?$/.test(mediaType)) return 'layer';
  if (mediaType.startsWith('application/vnd.oci.image.layer.nondistributable.v1.tar')) return 'foreign';
  if (mediaType.startsWith('application/vnd.docker.image.rootfs.foreign.diff.tar')) return 'foreign';
  return 'unknown';
}

/** A digest that names a blob by sha256. @throws PlimsollError `archive-invalid` for anything else */
export function checkedDigest(digest: string, where: string): string {
  if (digestPattern.test(digest)) return digest;
  throw invalid(`${where} names ${JSON.stringify(digest.slice(0, 100))}, which is no sha256 digest.`, where);
}

/** Parses JSON that must be an object. @throws PlimsollError `archive-invalid` with the blob */
export function parseDocument(bytes: Uint8Array, where: string): Json {
  try {
    return objectOf(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    throw invalid(`${where} is not a JSON object.`, where, error);
  }
}

/** Reads an index. @throws PlimsollError `archive-invalid` */
export function readIndex(document: Json, where: string): Descriptor[] {
  return reading(where, () => listOf(document['manifests']).map((value) => descriptorOf(value, where)));
}

/**
 * Tells what a document is by its media type, else by its members, and reads it.
 * @param mediaType - of the descriptor that points at it; empty: none.
 * @throws PlimsollError `archive-invalid`
 */
export function readManifest(document: Json, mediaType: string, where: string): ParsedManifest {
  return reading(where, () => {
    const type = textOf(document['mediaType']) || mediaType;
    if (isIndexType(type) || Array.isArray(document['manifests'])) {
      return { type: 'index', manifests: readIndex(document, where) };
    }
    if (document['schemaVersion'] === 1) return { type: 'other', what: 'a manifest of schema 1' };
    if (type !== '' && !manifestTypes.has(type)) return { type: 'other', what: `of the type ${type}` };
    const config = descriptorOf(document['config'], where);
    if (!configTypes.has(config.mediaType)) {
      return {
        type: 'other',
        what: `an artifact of the type ${textOrNull(document['artifactType']) ?? config.mediaType}`,
      };
    }
    const layers = listOf(document['layers']).map((value) => descriptorOf(value, where));
    return { type: 'image', manifest: { config, layers } };
  });
}

function descriptorOf(value: unknown, where: string): Descriptor {
  const descriptor = objectOf(value);
  const platform = at(descriptor, 'platform');
  return {
    mediaType: textOf(descriptor['mediaType']),
    digest: checkedDigest(textOf(descriptor['digest']), where),
    size: integerOf(descriptor['size']),
    platform:
      textOf(platform['os']) === ''
        ? null
        : {
            os: textOf(platform['os']),
            architecture: textOf(platform['architecture']),
            variant: textOrNull(platform['variant']),
          },
    annotations: mapOf(descriptor['annotations']),
  };
}

/** Diff ids of a configuration, lowest first. @throws PlimsollError `archive-invalid` */
export function diffIdsOf(config: Json, where: string): string[] {
  return reading(where, () =>
    listOf(at(config, 'rootfs')['diff_ids']).map((value) => checkedDigest(textOf(value), where)),
  );
}

/** Runs a reader of foreign JSON: a member of the wrong type is an invalid archive. */
export function reading<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable)
      throw invalid(`${where} has a member of the wrong type: ${error.message}.`, where, error);
    throw error;
  }
}

/** An `archive-invalid` with its place. */
export function invalid(message: string, where: string, cause?: unknown): PlimsollError {
  return new PlimsollError('archive-invalid', message, { place: { file: where }, cause });
}

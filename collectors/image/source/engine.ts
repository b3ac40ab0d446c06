import { PlimsollError } from '../../../engine/index.ts';
import { ApiFailure } from '../../docker/api-failure.ts';
import type { Client } from '../../docker/client.ts';
import type { Attempt } from '../../docker/facts.ts';
import { referencesOf } from '../../docker/facts-image.ts';
import { attempt, pathOf } from '../../docker/session.ts';
import { at, integerOf, type Json, listOf, objectOf, textOf, textsOf, timeOfSeconds } from '../../docker/shape.ts';
import type { ImageSource, OpenLayer } from '../contract.ts';
import { drain, lasting, verified } from './blob.ts';
import { checkLayerCount, type ManifestLimits } from './open-manifest.ts';
import { walkTar } from './tar-walk.ts';

/** An engine's image, with the answers it was read from. */
export interface EngineImage extends ImageSource {
  /** GET /images/{ref}/json. */
  inspect: Json;
  /** GET /images/{ref}/history; where it could not be read, that is among the problems. */
  history: Attempt<unknown>;
}

interface EngineOptions {
  limits: ManifestLimits & { imageEntries: number };
}

/**
 * Opens an image of a Docker engine. What is known before its layers is asked for; the layers come from one export
 * (GET /images/{id}/get), which is only begun when layers are wanted.
 * @param reference - name, tag, digest or id.
 * @throws PlimsollError `image-unknown`, `limit-reached`; ApiFailure where the engine fails
 */
export async function openEngineImage(client: Client, reference: string, options: EngineOptions): Promise<EngineImage> {
  const answer = await client.get(pathOf`/images/${reference}/json`).catch((error: unknown) => {
    throw error instanceof ApiFailure && error.status === 404 ? unknownImage(reference) : error;
  });
  const inspect = objectOf(answer);
  const id = textOf(inspect['Id']);
  const history = await attempt(() => client.get(pathOf`/images/${id}/history`));
  const image = engineImageOf(client, { inspect, history }, options);
  if (history.failure !== undefined) {
    const message = `The history of ${reference} could not be read: ${history.failure.message}`;
    image.problems.push({ code: history.failure.code, message, kind: 'image', subject: id });
  }
  return image;
}

/**
 * An engine's image from answers that were read already.
 * @throws PlimsollError `limit-reached`; Unreadable where the answer has members of the wrong type
 */
export function engineImageOf(
  client: Client,
  answers: Pick<EngineImage, 'inspect' | 'history'>,
  options: EngineOptions,
): EngineImage {
  const { inspect, history } = answers;
  const id = textOf(inspect['Id']);
  const tags = referencesOf(inspect['RepoTags']);
  const diffIds = textsOf(at(inspect, 'RootFS')['Layers']);
  const name = tags[0] ?? id;
  checkLayerCount(diffIds.length, options.limits, name);
  return {
    ...answers,
    problems: [],
    about: {
      source: 'docker-daemon',
      tags,
      digests: referencesOf(inspect['RepoDigests']),
      id,
      config: configurationOf(inspect, 'value' in history ? history.value : []),
      layers: diffIds.map((diffId) => ({ diffId, digest: null, mediaType: plainLayer, size: null })),
    },
    async readLayers(wanted, read) {
      if (wanted.size === 0) return;
      const stream = await client.stream(pathOf`/images/${id}/get`);
      await readExport(stream, name, wanted, options.limits, read);
    },
    close: async () => {},
  };
}

const plainLayer = 'application/vnd.docker.image.rootfs.diff.tar';

function unknownImage(reference: string): PlimsollError {
  return new PlimsollError('image-unknown', `The engine has no image ${reference}.`);
}

/** The configuration as OCI writes it, from what an engine answers. Steps tell no more than the engine does. */
function configurationOf(inspect: Json, history: unknown): Json {
  const steps = listOf(history).map(objectOf).reverse();
  return {
    os: inspect['Os'],
    architecture: inspect['Architecture'],
    variant: inspect['Variant'],
    created: inspect['Created'],
    config: inspect['Config'],
    rootfs: { type: 'layers', diff_ids: at(inspect, 'RootFS')['Layers'] },
    history: steps.map((step) => ({
      created: timeOfSeconds(step['Created']),
      created_by: textOf(step['CreatedBy']),
      empty_layer: integerOf(step['Size']) === 0,
    })),
  };
}

/**
 * Reads the export of an engine as it comes. Old ones write `<id>/layer.tar`; newer ones the blobs of an OCI layout,
 * where only a look at the content tells layers from manifests and configurations, which are JSON.
 */
export async function readExport(
  stream: AsyncIterable<Uint8Array>,
  name: string,
  wanted: ReadonlySet<string>,
  limits: { imageEntries: number },
  read: (layer: OpenLayer) => Promise<void>,
): Promise<void> {
  await walkTar(name, stream, limits, async (member, content) => {
    if (member.type !== 'file' || member.size === 0) return;
    const blob = /^blobs\/sha256\/([0-9a-f]{64})$/.exec(member.path);
    if (blob === null && !/^[^/]+\/layer\.tar$/.test(member.path)) return;
    const digest = blob === null ? null : `sha256:${blob[1]}`;
    const { isJson, bytes } = await peeked(content);
    if (blob !== null && isJson) return;
    const diffId = digest !== null && wanted.has(digest) ? digest : null;
    const checked = digest === null ? bytes : verified(bytes, digest, name);
    await read({ diffId, bytes: checked });
    await drain(checked);
  });
}

/** Looks at the first byte of a stream and gives the stream whole. */
async function peeked(
  content: AsyncIterable<Uint8Array>,
): Promise<{ isJson: boolean; bytes: AsyncIterable<Uint8Array> }> {
  const iterator = content[Symbol.asyncIterator]();
  let first: IteratorResult<Uint8Array> | null = await iterator.next();
  const isJson = first.done !== true && first.value[0] === 0x7b;
  const bytes = lasting(async () => {
    if (first === null) return iterator.next();
    const next = first;
    first = null;
    return next;
  });
  return { isJson, bytes };
}

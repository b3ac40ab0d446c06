/** Opens the images of an engine whose settings were read already, for the collector of engines. */
import type { Problem } from '../../engine/index.ts';
import type { CollectContext, Collected } from '../contract.ts';
import type { Client } from '../docker/client.ts';
import type { Attempt } from '../docker/facts.ts';
import type { Json } from '../docker/shape.ts';
import { redactText } from '../redact.ts';
import { analyseOpened, openImageReader, unopenedResource } from './analyse-opened.ts';
import { dockerfileOf } from './dockerfile-of.ts';
import { knownImageOf, openedImage } from './engine-images.ts';
import { failureOfImage } from './failure.ts';
import { addKnownBase, nameOf } from './known-base.ts';
import { engineImageOf } from './source/index.ts';

/** An image of an engine, with the answers that were read. */
export interface InspectedImage {
  inspect: Json;
  history: Attempt<unknown>;
  containers: Attempt<number>;
}

/** An opened image, or the one that could not be, and what was wrong. */
export interface DeepImage {
  resource: Collected;
  /** Made again from its history; null: that tells of none. */
  dockerfile: Collected | null;
  problems: Problem[];
}

/**
 * Opens images one after the other, so that there is one export at a time. Layers that an earlier image had come from
 * the cache. Where one cannot be opened, its settings are handed over and its contents are missing.
 * @param others - answers about all images of the engine, to find bases among.
 */
export async function openEach(
  images: readonly InspectedImage[],
  others: readonly Json[],
  access: { client: Client; context: CollectContext },
  hand: (image: DeepImage) => Promise<void>,
): Promise<void> {
  const { client, context } = access;
  const reader = openImageReader(context);
  const known = others.map(knownImageOf);
  for (const [index, { inspect, history, containers }] of images.entries()) {
    context.progress('opened images', index + 1, images.length);
    const source = engineImageOf(client, { inspect, history }, { limits: context.limits });
    const image = openedImage(source, containers);
    addKnownBase(image, known);
    const name = nameOf(image);
    const head = { key: `image/${name}`, name };
    const dockerfile = dockerfileOf(image, name);
    try {
      await hand({ ...(await analyseOpened(image, reader, head)), dockerfile });
    } catch (error) {
      const { code, missing, message, limit, subject } = failureOfImage(error, context.signal);
      const resource = unopenedResource(image, head, missing);
      const problem: Problem = {
        code,
        message: redactText(`The image ${name} could not be opened: ${message}`),
        ...(limit === null ? {} : { limit }),
        kind: 'image',
        subject: subject ?? source.about.id,
      };
      await hand({ resource, dockerfile, problems: [problem] });
    }
  }
}

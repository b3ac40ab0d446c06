import { type MissingCode, PlimsollError, type Problem } from '../../engine/index.ts';
import type { CollectContext, Collected } from '../contract.ts';
import { analyseImage } from './analyse.ts';
import type { ImageSource, ReadLayer } from './contract.ts';
import { configurationLabels } from './facts-config.ts';
import { contentAskers } from './inspectors.ts';
import { type Askers, type LayerCache, openLayerCache, readImageLayers } from './layer/index.ts';
import type { OpenedImage } from './opened.ts';
import { mergeLayers } from './tree/index.ts';

/** What images of one collection are read with. */
export interface ImageReader {
  context: CollectContext;
  askers: Askers;
  cache: LayerCache;
}

/** Opens the cache of layers, once for all images of a collection. */
export function openImageReader(context: CollectContext): ImageReader {
  const askers = contentAskers(context.imageFiles);
  return { context, askers, cache: openLayerCache(context.cacheFolder, { ...askers, limits: context.limits }) };
}

interface Head {
  key: string;
  name: string;
}

/**
 * Reads the layers of an image that are not known yet, merges them all and analyses what is inside.
 * @throws PlimsollError, ApiFailure where a layer cannot be read
 */
export async function analyseOpened(
  image: OpenedImage,
  reader: ImageReader,
  head: Head,
): Promise<{ resource: Collected; problems: Problem[] }> {
  const { source, sheet } = image;
  // A layer that lies elsewhere is a problem already; without it nothing is known of what the others show.
  if (source.problems.some(({ code }) => code === 'layer-foreign')) {
    return { resource: unopenedResource(image, head, 'not-supported'), problems: [] };
  }
  const layers = await readLayers(source, reader);
  const { limits, imageFiles } = reader.context;
  const analysis = await analyseImage(mergeLayers(layers), source.about, {
    limits,
    files: imageFiles,
    signatures: source.signatures,
  });
  const facts: Record<string, unknown> = { ...sheet.facts, ...analysis.facts };
  const missing = { ...sheet.missing, ...analysis.missing };
  for (const name of Object.keys(analysis.facts)) delete missing[name];
  for (const name of Object.keys(analysis.missing)) delete facts[name];
  const labels = configurationLabels(source.about);
  return {
    resource: { kind: 'image', ...head, id: source.about.id, labels, missing, facts },
    problems: [...uniqueLayers(layers).flatMap(({ index }) => index.problems), ...analysis.problems],
  };
}

/** An image of which the configuration alone is known. @param code - why its contents are not. */
export function unopenedResource({ source, sheet }: OpenedImage, head: Head, code: MissingCode): Collected {
  const missing = { ...sheet.missing };
  for (const [name, reason] of Object.entries(missing)) if (reason === 'not-requested') missing[name] = code;
  const labels = configurationLabels(source.about);
  return { kind: 'image', ...head, id: source.about.id, labels, missing, facts: { ...sheet.facts } };
}

/** A layer may lie in an image more than once; its problems are told once. */
function uniqueLayers(layers: readonly ReadLayer[]): ReadLayer[] {
  return [...new Map(layers.map((layer) => [layer.index.diffId, layer])).values()];
}

/**
 * Reads all layers. An engine's export may hold what is no layer of this image, and nobody can tell before it is read:
 * that such a thing is no archive only matters where a layer is lacking in the end.
 */
async function readLayers(source: ImageSource, { context, askers, cache }: ImageReader): Promise<ReadLayer[]> {
  let strange: PlimsollError | null = null;
  const tolerant: Pick<ImageSource, 'about' | 'readLayers'> = {
    about: source.about,
    readLayers: (wanted, read) =>
      source.readLayers(wanted, async (open) => {
        try {
          await read(open);
        } catch (error) {
          if (open.diffId !== null || !(error instanceof PlimsollError) || error.code !== 'archive-invalid')
            throw error;
          strange ??= error;
        }
      }),
  };
  const { limits, signal } = context;
  try {
    return await readImageLayers(tolerant, { ...askers, limits, signal, cache });
  } catch (error) {
    throw error instanceof PlimsollError && error.code === 'archive-invalid' ? (strange ?? error) : error;
  }
}

import { type Limits, PlimsollError } from '../../../engine/index.ts';
import type { ImageSource, OpenLayer, ReadLayer } from '../contract.ts';
import type { Askers } from './asking.ts';
import { checkBudget, type ImageBudget, limitProblem, openBudget } from './budget.ts';
import type { LayerCache } from './cache.ts';
import type { MissedLinks } from './layer-builder.ts';
import { type LayerReading, readLayer } from './read-layer.ts';

export interface ReadImageLayersOptions extends Askers {
  limits: Limits;
  signal: AbortSignal;
  cache: LayerCache;
}

/**
 * All layers of an image, lowest first: from the cache where they are there, else read, and a second time where
 * hardlinks make that needed.
 *
 * @throws PlimsollError as {@link readLayer} and the source do; `archive-invalid` where the source has not all
 */
export async function readImageLayers(
  source: Pick<ImageSource, 'about' | 'readLayers'>,
  options: ReadImageLayersOptions,
): Promise<ReadLayer[]> {
  const { cache, limits } = options;
  const budget = openBudget();
  const diffIds = source.about.layers.map((layer) => layer.diffId);
  const layers = new Map<string, ReadLayer>();
  for (const diffId of new Set(diffIds)) {
    const cached = await cache.get(diffId);
    if (cached !== null) layers.set(diffId, charged(cached, budget, limits));
  }
  const again = new Map<string, MissedLinks>();
  await readMissing(async (layer) => {
    const reading = await read(layer);
    if (reading !== null && reading.missed === null) await keep(reading);
    else if (reading?.missed) again.set(reading.index.diffId, reading.missed);
  });
  await readMissing(async (layer) => {
    const reading = await read(layer, layer.diffId === null ? merged(again) : again.get(layer.diffId));
    if (reading !== null) await keep(reading);
  });

  /** Null: not a layer that is wanted; it and a layer that is read again use nothing up. */
  async function read(layer: OpenLayer, missed?: MissedLinks): Promise<LayerReading | null> {
    const before = { ...budget };
    let reading: LayerReading;
    try {
      reading = await readLayer(layer, { ...options, budget, ...(missed === undefined ? {} : { again: missed }) });
    } catch (error) {
      Object.assign(budget, before);
      throw error;
    }
    const { diffId } = reading.index;
    const isWanted = diffIds.includes(diffId) && !layers.has(diffId);
    if (!isWanted || (reading.missed !== null && missed === undefined)) Object.assign(budget, before);
    return isWanted ? reading : null;
  }

  async function readMissing(read: (layer: OpenLayer) => Promise<void>): Promise<void> {
    const wanted = new Set(diffIds.filter((diffId) => !layers.has(diffId)));
    if (wanted.size > 0) await source.readLayers(wanted, read);
  }

  async function keep({ index, contents }: LayerReading): Promise<void> {
    const layer = { index, contents };
    layers.set(index.diffId, layer);
    await cache.put(layer);
  }

  return diffIds.map((diffId) => {
    const layer = layers.get(diffId);
    if (layer !== undefined) return layer;
    throw new PlimsollError('archive-invalid', `The image has no layer ${diffId}, which its configuration names.`);
  });
}

function merged(again: ReadonlyMap<string, MissedLinks>): MissedLinks {
  const all = new Map<string, readonly string[]>();
  for (const links of again.values()) {
    for (const [path, names] of links) all.set(path, [...(all.get(path) ?? []), ...names]);
  }
  return all;
}

/** Counts a cached layer like one that was read. */
function charged(layer: ReadLayer, budget: ImageBudget, limits: Limits): ReadLayer {
  const { index, contents } = layer;
  budget.bytes += index.size;
  budget.entries += index.entries.length + index.whiteouts.length + index.opaque.length;
  checkBudget(budget, limits, `layer ${index.diffId}`);
  const distinct = new Set(contents.values());
  let kept = 0;
  for (const content of distinct) kept += content.byteLength;
  if (budget.kept + kept > limits.imageKeptBytes) {
    const problem = limitProblem('imageKeptBytes', limits, index.diffId);
    return { index: { ...index, problems: [...index.problems, problem] }, contents: new Map() };
  }
  budget.kept += kept;
  return layer;
}

import { compareText, type Facts } from '../../engine/index.ts';

/** Another image of the same target, as far as finding bases needs it. */
export interface KnownImage {
  id: string;
  references: readonly string[];
  /** Diff ids, lowest first. */
  layers: readonly string[];
  createdAt: string | null;
}

type KnownBase = NonNullable<Facts<'image'>['base']['known']>;

/**
 * The image that another was built from: of those whose layers are a proper beginning of its own, the one with the most.
 * Of several the first by reference and id, named ones first.
 * @returns null: none
 */
export function knownBaseOf(image: Pick<KnownImage, 'id' | 'layers'>, others: readonly KnownImage[]): KnownBase | null {
  let best: KnownImage | null = null;
  for (const other of others) {
    if (other.id === image.id || !isBeginning(other.layers, image.layers)) continue;
    if (best === null || compareCandidates(other, best) < 0) best = other;
  }
  if (best === null) return null;
  const { id, references, layers, createdAt } = best;
  return { references: [...references].sort(compareText), id, layers: layers.length, createdAt };
}

function isBeginning(layers: readonly string[], whole: readonly string[]): boolean {
  if (layers.length === 0 || layers.length >= whole.length) return false;
  return layers.every((diffId, index) => diffId === whole[index]);
}

function compareCandidates(one: KnownImage, other: KnownImage): number {
  const byLayers = other.layers.length - one.layers.length;
  if (byLayers !== 0) return byLayers;
  const named = Number(other.references.length > 0) - Number(one.references.length > 0);
  if (named !== 0) return named;
  return compareText(firstOf(one.references), firstOf(other.references)) || compareText(one.id, other.id);
}

function firstOf(references: readonly string[]): string {
  return [...references].sort(compareText)[0] ?? '';
}

import type { Facts, Problem } from '../../engine/index.ts';
import { type KnownImage, knownBaseOf } from './base.ts';
import { withoutKnownBase } from './facts-config.ts';
import type { OpenedImage } from './opened.ts';

/** What an image is called: its first reference, else its digest. */
export function nameOf({ source: { about } }: Pick<OpenedImage, 'source'>): string {
  return about.tags[0] ?? about.digests[0] ?? about.id;
}

/** Fills in the image that another was built from, where the others of its place are known. */
export function addKnownBase(image: OpenedImage, known: readonly KnownImage[] | Problem): void {
  const base = image.sheet.facts['base'] as Facts<'image'>['base'] | undefined;
  if (base === undefined) return;
  if ('code' in known) {
    withoutKnownBase(image.sheet);
    return;
  }
  const { about } = image.source;
  base.known = knownBaseOf({ id: about.id, layers: about.layers.map(({ diffId }) => diffId) }, known);
}

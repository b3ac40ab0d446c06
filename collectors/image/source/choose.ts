import { PlimsollError } from '../../../engine/index.ts';
import { completedReference } from './references.ts';
import type { ImageShelf, ListedImage } from './shelf.ts';

/**
 * Chooses one image of a shelf.
 * @param reference - a reference or tag that names it, its digest, or `@INDEX`; null: there must be only one.
 * @throws PlimsollError `image-unknown` listing what is there
 */
export function chooseImage(shelf: Pick<ImageShelf, 'images'>, reference: string | null, name: string): ListedImage {
  const { images } = shelf;
  if (images.length === 0) throw new PlimsollError('image-unknown', `${name} holds no image.`);
  const [only] = images;
  if (reference === null) {
    if (only !== undefined && images.length === 1) return only;
    throw unknown(`${name} holds ${images.length} images and none was named.`, images);
  }
  const chosen = byIndex(images, reference) ?? images.find((image) => isNamed(image, reference));
  if (chosen !== undefined) return chosen;
  throw unknown(`${name} holds no image ${reference}.`, images);
}

function byIndex(images: readonly ListedImage[], reference: string): ListedImage | undefined {
  const match = /^@(\d{1,6})$/.exec(reference);
  return match === null ? undefined : images[Number(match[1])];
}

function isNamed(image: ListedImage, reference: string): boolean {
  if (image.digests.includes(reference.replace(/^@/, ''))) return true;
  if (image.references.includes(reference)) return true;
  const wanted = completedReference(reference);
  return wanted !== null && image.references.some((each) => completedReference(each) === wanted);
}

const listed = 20;

function unknown(message: string, images: readonly ListedImage[]): PlimsollError {
  const names = images.map(({ references, digests }, index) => references[0] ?? digests[0] ?? `@${index}`);
  const more = names.length > listed ? ` and ${names.length - listed} more` : '';
  return new PlimsollError('image-unknown', message, {
    next: `Name one after a colon: ${names.slice(0, listed).join(', ')}${more}.`,
  });
}

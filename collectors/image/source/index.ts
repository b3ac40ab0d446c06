/**
 * Where images lie: archives, layouts and engines. Nothing is unpacked to disk, and every blob is checked against its
 * digest while it is read.
 */
import type { ImageAbout, ImageSource } from '../contract.ts';
import { openArchiveStore } from './archive-store.ts';
import { chooseImage } from './choose.ts';
import { listDockerArchive } from './docker-archive.ts';
import { openFolderStore } from './folder-store.ts';
import { listLayout } from './oci-layout.ts';
import type { ManifestLimits } from './open-manifest.ts';
import type { Platform } from './platform.ts';
import type { RandomAccess } from './random-access.ts';
import type { ImageShelf } from './shelf.ts';
import type { Store, StoreLimits } from './store.ts';

export { type PlaceAddress, splitAddress } from './address.ts';
export { chooseImage } from './choose.ts';
export { type EngineImage, engineImageOf, openEngineImage } from './engine.ts';
export { checkConfiguredPlatform, formatPlatform, hostPlatform, type Platform, parsePlatform } from './platform.ts';
export { accessOf, type RandomAccess } from './random-access.ts';
export type { ImageShelf, ListedImage } from './shelf.ts';

export interface PlaceOptions {
  limits: StoreLimits & ManifestLimits;
  /** Null: that of this machine, or the only one there is. */
  platform: Platform | null;
}

/** Kinds of place on this machine. */
export type Place = Extract<ImageAbout['source'], 'docker-archive' | 'oci' | 'oci-archive'>;

/**
 * Lists the images of an archive or layout. The shelf must be closed.
 * @throws PlimsollError `file-unreadable`, `archive-invalid`, `limit-reached`
 */
export async function listImages(
  place: Place,
  input: RandomAccess | string,
  options: PlaceOptions,
): Promise<ImageShelf> {
  const store = await openStore(place, input, options.limits);
  try {
    const found = await placeOf(place, store);
    const shelfOptions = { ...options, source: found };
    return found === 'docker-archive'
      ? await listDockerArchive(store, shelfOptions)
      : await listLayout(store, shelfOptions);
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** What an archive is shows by what is in it: the scheme decides where it is both. */
async function placeOf(place: Place, store: Store): Promise<Place> {
  if (place === 'oci') return place;
  const own = place === 'docker-archive' ? 'manifest.json' : 'index.json';
  const other = place === 'docker-archive' ? 'index.json' : 'manifest.json';
  if ((await store.size(own)) !== null || (await store.size(other)) === null) return place;
  return place === 'docker-archive' ? 'oci-archive' : 'docker-archive';
}

async function openStore(place: Place, input: RandomAccess | string, limits: StoreLimits): Promise<Store> {
  if (place !== 'oci') return openArchiveStore(input, limits);
  if (typeof input !== 'string') throw new TypeError('a layout is a folder');
  return openFolderStore(input, limits);
}

/** Opens one image of what `docker save` wrote. @throws PlimsollError as {@link listImages} and {@link chooseImage} */
export function openDockerArchive(input: RandomAccess | string, options: ChosenOptions): Promise<ImageSource> {
  return openOne('docker-archive', input, options);
}

/** Opens one image of an OCI layout in a folder. @throws PlimsollError as {@link listImages} and {@link chooseImage} */
export function openOciLayout(folder: string, options: ChosenOptions): Promise<ImageSource> {
  return openOne('oci', folder, options);
}

/** Opens one image of an OCI layout in an archive. @throws PlimsollError as {@link listImages} and {@link chooseImage} */
export function openOciArchive(input: RandomAccess | string, options: ChosenOptions): Promise<ImageSource> {
  return openOne('oci-archive', input, options);
}

export interface ChosenOptions extends PlaceOptions {
  /** Which image; null: the only one. */
  reference: string | null;
}

async function openOne(place: Place, input: RandomAccess | string, options: ChosenOptions): Promise<ImageSource> {
  const shelf = await listImages(place, input, options);
  try {
    const name = typeof input === 'string' ? input : input.name;
    const image = await chooseImage(shelf, options.reference, name).open();
    return { ...image, problems: [...shelf.problems, ...image.problems], close: () => shelf.close() };
  } catch (error) {
    await shelf.close();
    throw error;
  }
}

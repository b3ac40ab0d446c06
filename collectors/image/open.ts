import path from 'node:path';
import { PlimsollError } from '../../engine/index.ts';
import type { CollectContext } from '../contract.ts';
import { ApiFailure } from '../docker/api-failure.ts';
import { EndpointError } from '../docker/endpoint.ts';
import type { KnownImage } from './base.ts';
import type { ImageSource } from './contract.ts';
import { openEngine } from './engine-images.ts';
import { configurationFacts, createdAtOf } from './facts-config.ts';
import type { OpenedImage, OpenedTarget } from './opened.ts';
import { openRegistryImage } from './registry/index.ts';
import { parseReference } from './registry/reference.ts';
import { schemeOf } from './scheme.ts';
import { chooseImage, listImages, type Place, parsePlatform, splitAddress } from './source/index.ts';

/**
 * Opens what a target points at.
 * @throws PlimsollError, ApiFailure where it cannot be opened
 */
export async function openTarget(context: CollectContext): Promise<OpenedTarget> {
  const { scheme, address } = schemeOf(context.target);
  switch (scheme) {
    case 'docker-archive':
    case 'oci':
    case 'oci-archive':
      return openPlace(scheme, address, context);
    case 'registry':
      return openRegistry(address, context);
    case 'docker-daemon':
      return openEngine(address, context);
    default:
      return openAnywhere(address, context);
  }
}

async function openPlace(place: Place, address: string, context: CollectContext): Promise<OpenedTarget> {
  const { path: file, reference } = splitAddress(address);
  const platform = context.platform === null ? null : parsePlatform(context.platform);
  const shelf = await listImages(place, file, { limits: context.limits, platform });
  try {
    const chosen = reference === null && shelf.images.length > 0 ? shelf.images : [chooseImage(shelf, reference, file)];
    return {
      name: path.basename(path.resolve(file)),
      about: placeNames[place],
      problems: shelf.problems,
      images: chosen.map((image) => ({
        name: image.references[0] ?? image.digests[0] ?? file,
        open: async () => withFacts(await image.open()),
      })),
      known: async (opened) => opened.map(({ source }) => knownOf(source)),
      close: () => shelf.close(),
    };
  } catch (error) {
    await shelf.close();
    throw error;
  }
}

const placeNames: Readonly<Record<Place, string>> = {
  'docker-archive': 'Docker archive',
  oci: 'OCI image layout',
  'oci-archive': 'OCI archive',
};

async function openRegistry(address: string, context: CollectContext): Promise<OpenedTarget> {
  const { limits, signal, environment, platform, imageKeys } = context;
  const { domain } = parseReference(address);
  const source = await openRegistryImage(address, { limits, signal, environment, platform, keys: imageKeys });
  return {
    name: domain,
    about: `registry ${domain}`,
    images: [{ name: address, open: async () => withFacts(source) }],
    problems: [],
    known: async () => [],
    close: () => source.close(),
  };
}

/** Takes the image from the engine, and where there is no engine or no such image, from the registry. */
async function openAnywhere(reference: string, context: CollectContext): Promise<OpenedTarget> {
  let why: string;
  try {
    const opened = await openEngine(reference, context);
    return { ...opened, about: `${opened.about}, its own image` };
  } catch (error) {
    why = whyNotEngine(error);
  }
  context.signal.throwIfAborted();
  try {
    const opened = await openRegistry(reference, context);
    return { ...opened, about: `${opened.about}, since ${why}` };
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
    throw new PlimsollError(error.code, `${error.message} It was looked for there since ${why}.`, {
      next: error.next,
      cause: error,
      ...(error.place === undefined ? {} : { place: error.place }),
    });
  }
}

/** @throws what is no refusal of an engine */
function whyNotEngine(error: unknown): string {
  if (error instanceof PlimsollError && error.code === 'image-unknown') return 'the engine has no such image';
  if (error instanceof ApiFailure) return `no engine could be asked (${error.code})`;
  if (error instanceof EndpointError) return 'no engine could be asked';
  throw error;
}

function withFacts(source: ImageSource): OpenedImage {
  return { source, sheet: configurationFacts(source.about) };
}

export function knownOf({ about }: ImageSource): KnownImage {
  const { id, tags, layers } = about;
  return { id, references: tags, layers: layers.map(({ diffId }) => diffId), createdAt: createdAtOf(about) };
}

import path from 'node:path';
import type { Target } from '../collectors/index.ts';
import type { Bundle, FileRequest } from '../engine/index.ts';
import { type LoadedConfiguration, readTextFile } from './config/read.ts';

/** How a run reads images. */
export interface ImageOptions {
  /** Files of images that bundles ask for. */
  files: readonly FileRequest[];
  /** Whether a bundle asks for what is inside images. */
  contents: boolean;
  /** Whether an engine's images are opened too. */
  deep: boolean;
  /** `os/architecture[/variant]`; null: this machine's. */
  platform: string | null;
  /** Public keys that signatures are verified with. */
  keys: readonly { name: string; pem: string }[];
  /** Folder for what is known of layers; null: nowhere. */
  cacheFolder: string | null;
}

/** How the user wants images to be read. */
export interface ImageWishes {
  deep: boolean;
  platform: string | null;
  /** Public keys that signatures are verified with. */
  keys: readonly { name: string; pem: string }[];
}

/** The public keys that the configuration names. @throws PlimsollError `file-unreadable` */
export async function readImageKeys({ configuration, folder }: LoadedConfiguration): Promise<ImageWishes['keys']> {
  const named = configuration.trust?.imageKeys ?? [];
  return Promise.all(
    named.map(async ({ name, file }) => ({ name, pem: await readTextFile(path.resolve(folder, file)) })),
  );
}

/**
 * Joins what the user wants with what bundles ask for. The folder of the cache is only looked for where images may be
 * opened, since finding it takes time that other runs need not spend.
 */
export async function imageOptions(
  bundles: readonly Bundle[],
  targets: readonly Target[],
  wishes: ImageWishes,
): Promise<ImageOptions> {
  const requests = bundles.map((bundle) => bundle.catalogue.collect.image);
  const contents = requests.some((request) => request !== undefined);
  const opens = wishes.deep || contents || targets.some((target) => target.collector === 'image');
  return {
    ...wishes,
    files: requests.flatMap((request) => request?.files ?? []),
    contents,
    cacheFolder: opens ? await layerFolder() : null,
  };
}

async function layerFolder(): Promise<string> {
  const { defaultCacheFolder } = await import('../rego/index.ts');
  return path.join(defaultCacheFolder(), 'layers');
}

import type { Bundle } from '../engine/index.ts';
import { limitsWith } from '../engine/index.ts';
import { rootFolder } from '../root.ts';
import { openBundles, shippedBundles } from '../service/index.ts';

/** The shipped bundles, compiled from their sources (from the cache where they did not change). */
export async function openShipped(): Promise<Bundle[]> {
  return openBundles(shippedBundles(), {
    folder: rootFolder,
    limits: limitsWith(),
    onProgress: (message) => console.error(message),
  });
}

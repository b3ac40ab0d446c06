import fs from 'node:fs/promises';
import path from 'node:path';
import { readBundle } from '../engine/index.ts';

/** Path of the built bundle of a digest in the cache of bundles; null: it is not there. */
export async function findCachedBundle(digest: string): Promise<string | null> {
  const { defaultCacheFolder } = await import('../rego/index.ts');
  const folder = path.join(defaultCacheFolder(), 'bundles');
  const names = await fs.readdir(folder).catch(() => [] as string[]);
  for (const name of names.filter((each) => each.endsWith('.tar.gz')).sort()) {
    const file = path.join(folder, name);
    const bytes = await fs.readFile(file).catch(() => null);
    // One that is damaged is none: the digest of what it holds would differ.
    const bundle = bytes === null ? null : await readBundle(bytes, file).catch(() => null);
    if (bundle?.digest === digest) return file;
  }
  return null;
}

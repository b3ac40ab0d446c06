import { hash, randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { canonicalJson, type Limits } from '../../../engine/index.ts';
import type { ReadLayer } from '../contract.ts';
import type { Askers } from './asking.ts';
import { decodeLayer, encodeLayer } from './cache-file.ts';

/** Layers that were read before, by diff id. What it cannot give is read again; it never fails a run. */
export interface LayerCache {
  /** Null: not there, or not usable. */
  get(diffId: string): Promise<ReadLayer | null>;
  /** Keeps a layer. One that a limit cut is not kept, since other layers of its image had a part in that. */
  put(layer: ReadLayer): Promise<void>;
}

export interface LayerCacheOptions extends Askers {
  limits: Limits;
}

/** Raised whenever the same layer leads to another index. */
const formatVersion = 1;
const extension = '.layer';

/** @param folder where files lie, made when needed; null: nothing is kept */
export function openLayerCache(folder: string | null, options: LayerCacheOptions): LayerCache {
  if (folder === null) return { get: async () => null, put: async () => undefined };
  const { limits } = options;
  const fileOf = (key: string) => path.join(folder, `${hash('sha256', key, 'hex')}${extension}`);
  return {
    async get(diffId) {
      const key = keyOf(diffId, options);
      const file = fileOf(key);
      try {
        if ((await fs.stat(file)).size > limits.layerCacheBytes) return null;
        const layer = decodeLayer(key, await fs.readFile(file), limits.layerCacheBytes);
        if (layer === null || layer.index.diffId !== diffId) return null;
        // Files that were used are the last to go.
        const now = new Date();
        await fs.utimes(file, now, now).catch(() => undefined);
        return layer;
      } catch {
        return null;
      }
    },
    async put(layer) {
      if (layer.index.problems.some((problem) => problem.code === 'limit-reached')) return;
      const key = keyOf(layer.index.diffId, options);
      const whole = path.join(folder, `.${randomUUID()}`);
      try {
        await fs.mkdir(folder, { recursive: true, mode: 0o700 });
        await fs.writeFile(whole, encodeLayer(key, layer), { mode: 0o600, flag: 'wx' });
        await fs.rename(whole, fileOf(key));
        await shrink(folder, limits.layerCacheBytes);
      } catch {
        await fs.rm(whole, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** All that the answers about a layer depend on: what is asked, and the limits that may cut it. */
function keyOf(diffId: string, { inspectors, keepers, limits }: LayerCacheOptions): string {
  const versions = (all: readonly { id: string; version: number }[]) =>
    all.map(({ id, version }) => `${id}@${version}`);
  const names = Object.entries(limits).filter(([name]) => /^(?:image|archive)/.test(name));
  return canonicalJson({
    format: formatVersion,
    diffId,
    inspectors: versions(inspectors),
    keepers: versions(keepers),
    limits: Object.fromEntries(names),
  });
}

/** Removes the files that were not used for longest, until the others are within the limit. */
async function shrink(folder: string, limit: number): Promise<void> {
  const files: { file: string; size: number; usedAt: number }[] = [];
  for (const name of await fs.readdir(folder)) {
    if (!name.endsWith(extension)) continue;
    const file = path.join(folder, name);
    const stat = await fs.stat(file).catch(() => null);
    if (stat !== null) files.push({ file, size: stat.size, usedAt: stat.mtimeMs });
  }
  let total = files.reduce((sum, each) => sum + each.size, 0);
  for (const each of files.sort((a, b) => a.usedAt - b.usedAt || (a.file < b.file ? -1 : 1))) {
    if (total <= limit) return;
    await fs.rm(each.file, { force: true });
    total -= each.size;
  }
}

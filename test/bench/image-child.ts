/** One run over an image, in a process of its own so that its memory can be told: `packages` or `all`, archive, cache folder. */
import type { Collected } from '../../collectors/contract.ts';
import { image } from '../../collectors/image/index.ts';
import { openLayerCache, readImageLayers } from '../../collectors/image/layer/index.ts';
import { hostPlatform, openDockerArchive } from '../../collectors/image/source/index.ts';
import { mergeLayers } from '../../collectors/image/tree/index.ts';
import { parseTarget } from '../../collectors/index.ts';
import {
  cataloguePackages,
  cataloguers,
  distributionKeeper,
  packageInspectors,
  readDistribution,
} from '../../collectors/packages/index.ts';
import { type KindName, limitsWith } from '../../engine/index.ts';

const [mode, archive, cacheFolder] = process.argv.slice(2);
const limits = limitsWith();
const signal = new AbortController().signal;
const started = performance.now();
const packages = mode === 'packages' ? await packagesOnly(archive!) : await everything(archive!);
const milliseconds = Math.round(performance.now() - started);
const { user, system } = process.cpuUsage();
const processor = Math.round((user + system) / 1000);
console.log(JSON.stringify({ milliseconds, processor, packages, memory: process.resourceUsage().maxRSS * 1024 }));

async function packagesOnly(file: string): Promise<number> {
  const askers = { inspectors: packageInspectors, keepers: [...cataloguers, distributionKeeper] };
  const source = await openDockerArchive(file, { limits, platform: hostPlatform(), reference: null });
  const cache = openLayerCache(cacheFolder || null, { ...askers, limits });
  const tree = mergeLayers(await readImageLayers(source, { ...askers, limits, signal, cache }));
  const found = await cataloguePackages(tree, { limits, distribution: readDistribution(tree) });
  await source.close();
  return found.packages.length;
}

async function everything(file: string): Promise<number> {
  const resources: Collected[] = [];
  const summary = await image.collect({
    target: parseTarget(`docker-archive:${file}`, 1),
    limits,
    signal,
    now: () => new Date(),
    kinds: new Set<KindName>(['image']),
    files: [],
    imageFiles: [],
    imageContents: true,
    deep: false,
    platform: null,
    imageKeys: [],
    cacheFolder: cacheFolder || null,
    emit: async (resource) => void resources.push(resource),
    progress: () => undefined,
    environment: {},
  });
  if (summary.status !== 'collected') throw new Error(JSON.stringify(summary.problems));
  return (resources[0]!.facts['packages'] as unknown[]).length;
}

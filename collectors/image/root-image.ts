/** A root file system at rest as an image of one layer, for the collector of hosts. */
import { realpath } from 'node:fs/promises';
import { type Facts, type KindCoverage, kinds, type MissingCode, type Problem } from '../../engine/index.ts';
import type { CollectContext } from '../contract.ts';
import { analyseImage } from './analyse.ts';
import { failureOfImage } from './failure.ts';
import { readFolderLayer } from './folder-layer.ts';
import { contentAskers } from './inspectors.ts';
import { mergeLayers } from './tree/index.ts';

/** What became of the image of a folder. */
export interface RootImage {
  coverage: KindCoverage;
  problems: Problem[];
}

/** Facts that a folder can tell. */
const contentFacts: ReadonlySet<string> = new Set<keyof Facts<'image'>>([
  'contents',
  'distribution',
  'files',
  'leftovers',
  'licenseTexts',
  'packageManagers',
  'packages',
  'secrets',
  'size',
  'source',
  'tools',
  'unownedFiles',
  'unpackagedExecutables',
  'users',
  'worldWritable',
]);

/**
 * Reads a folder and hands it over as an image. Facts of a configuration are not supported, and neither are privileged
 * files, since capabilities of files cannot be read here. Where something could not be read, no content is told: a
 * list that is short would look whole.
 * @param name - of the host.
 */
export async function emitRootImage(folder: string, name: string, context: CollectContext): Promise<RootImage> {
  try {
    const { limits, signal, imageFiles: files } = context;
    const { layer, unread } = await readFolderLayer(await realpath(folder), {
      ...contentAskers(files),
      limits,
      signal,
      progress: (entries) => context.progress('files', entries),
    });
    const analysis = await analyseImage(mergeLayers([layer]), null, { limits, files, signatures: undefined });
    const facts: Record<string, unknown> = { ...analysis.facts, source: 'rootfs' };
    const missing: Record<string, MissingCode> = { ...analysis.missing };
    for (const fact of Object.keys(kinds.image.shape)) {
      const told = contentFacts.has(fact) && (unread === 0 || fact === 'source');
      if (told) continue;
      delete facts[fact];
      missing[fact] = contentFacts.has(fact) ? 'permission-denied' : 'not-supported';
    }
    for (const path of Object.keys(missing))
      if (path.includes('.') && !(path.split('.')[0]! in facts)) delete missing[path];
    await context.emit({ kind: 'image', key: 'image/rootfs', id: name, name, labels: {}, missing, facts });
    const problems = [...layer.index.problems, ...analysis.problems];
    return { coverage: { status: unread > 0 ? 'partial' : 'complete', expected: 1, seen: 1 }, problems };
  } catch (error) {
    const { code, message, limit, subject } = failureOfImage(error, context.signal);
    const problem: Problem = {
      code,
      message: `The contents of ${folder} could not be read: ${message}`,
      ...(limit === null ? {} : { limit }),
      kind: 'image',
      subject: subject ?? folder,
    };
    return { coverage: { status: 'failed', expected: 1, seen: 0 }, problems: [problem] };
  }
}

import type { Limits, Problem } from '../../engine/index.ts';
import { failed, got, type Read } from '../host/read.ts';
import type { ImageTree } from '../image/contract.ts';
import { secretsInConfiguration } from './configuration.ts';
import { bySource, type FoundSecret, secretsOf } from './tree.ts';

/**
 * The fact `secrets` of an image: in its files and in its configuration, sorted by place. More than the limit
 * imageListedFiles are missing with `limit` and a problem, never cut.
 * @param configuration - OCI image configuration; null: a file system without one
 */
export function secretsFact(
  tree: Pick<ImageTree, 'entries' | 'hidden'>,
  configuration: unknown,
  options: { limits: Limits; ownerOf?: (path: string) => string | null },
): { secrets: Read<FoundSecret[]>; problems: Problem[] } {
  const { secrets, problems } = secretsOf(tree, options);
  const all = [...secrets, ...secretsInConfiguration(configuration)].sort(bySource);
  const most = options.limits.imageListedFiles;
  if (all.length <= most) return { secrets: got(all), problems };
  const message = `The image has ${all.length} places that look like secrets, more than the limit imageListedFiles (${most}).`;
  const tooMany: Problem = { code: 'limit-reached', message, limit: 'imageListedFiles', kind: 'image' };
  return { secrets: failed('limit'), problems: [...problems, tooMany] };
}

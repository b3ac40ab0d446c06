import { createHash } from 'node:crypto';
import type { FileRequest } from '../../../engine/index.ts';
import type { FileKeeper } from '../contract.ts';
import { accountFiles } from './accounts.ts';

/** Largest requested file that is kept, in bytes: bundles ask for configuration. */
const requestedBytes = 1024 * 1024;

/**
 * What files of interest need kept: the accounts, and what bundles asked for. A requested path may lead through links
 * of the image that are not known while a layer is read, so a file is kept by its last name.
 */
export function interestKeepers(requests: readonly FileRequest[]): FileKeeper[] {
  const accounts = new Set<string>(accountFiles);
  const names = [...new Set(requests.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)))].sort();
  const matchers = names.map(nameMatcher);
  const identity = createHash('sha256').update(names.join('\0')).digest('hex').slice(0, 16);
  return [
    { id: 'accounts', version: 1, keeps: ({ path }) => accounts.has(path) },
    {
      id: `requested-${identity}`,
      version: 1,
      keeps: ({ path, size }) => {
        if (size > requestedBytes) return false;
        const name = path.slice(path.lastIndexOf('/') + 1);
        return matchers.some((matches) => matches(name));
      },
    },
  ];
}

/** A last component with wildcards; a wildcard stands for anything, since the walk decides later. */
function nameMatcher(pattern: string): (name: string) => boolean {
  if (!/[*?[]/.test(pattern)) return (name) => name === pattern;
  const start = pattern.slice(0, pattern.search(/[*?[]/));
  const end = /[^*?[\]]*$/.exec(pattern)?.[0] ?? '';
  return (name) => name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
}

import { lstat, readlink } from 'node:fs/promises';
import path from 'node:path';
import type { Limits } from '../../engine/index.ts';
import { nameBytes, printableName } from './file-names.ts';
import { failed, failureOf, got, type Read } from './read.ts';

const maximumLinks = 40;

/** What the functions of a root share. */
export interface View {
  base: string;
  limits: Limits;
  signal: AbortSignal | undefined;
  /** Folders known to be no links; those below /proc and /sys come and go and are not kept. */
  resolved: Map<string, string>;
  tooLarge: ((file: string) => void) | undefined;
}

/** Where a path of the root is on this machine. */
export function outside(view: View, inside: string): Buffer | string {
  const printed = view.base === '/' ? inside : view.base + (inside === '/' ? '' : inside);
  return printed.includes('%') ? nameBytes(printed) : printed;
}

/** Walks a path component by component, so that links stay inside the root. */
export async function resolvePath(view: View, file: string, followLast: boolean): Promise<Read<string>> {
  if (view.signal?.aborted) return failed('timeout');
  if (file.includes('\0') || Buffer.byteLength(file) > 4096) return failed('limit');
  const pending = components(file).reverse();
  let current = '/';
  let links = 0;
  while (pending.length > 0) {
    const component = pending.pop() ?? '';
    if (component === '..') {
      current = path.posix.dirname(current);
      continue;
    }
    const next = current === '/' ? `/${component}` : `${current}/${component}`;
    if (pending.length === 0 && !followLast) return got(next);
    if (view.resolved.has(next)) {
      current = next;
      continue;
    }
    const target = await linkTarget(view, next);
    if (!target.ok) return target;
    if (target.value === null) {
      if (pending.length > 0 && !/^\/(?:proc|sys|run)\b/.test(next)) view.resolved.set(next, next);
      current = next;
      continue;
    }
    if (++links > maximumLinks) return failed('parse-error');
    if (target.value.startsWith('/')) current = '/';
    pending.push(...components(target.value).reverse());
  }
  return got(current);
}

function components(file: string): string[] {
  return file.split('/').filter((part) => part !== '' && part !== '.');
}

/** Where a link points; null: not a link. */
async function linkTarget(view: View, inside: string): Promise<Read<string | null>> {
  try {
    const status = await lstat(outside(view, inside));
    if (!status.isSymbolicLink()) return got(null);
    return got(printableName(await readlink(outside(view, inside), { encoding: 'buffer' })));
  } catch (thrown) {
    return failed(failureOf(thrown));
  }
}

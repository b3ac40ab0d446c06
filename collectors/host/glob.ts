import type { MissingCode } from '../../engine/index.ts';
import type { Entry, HostRoot } from './host-root.ts';
import { failed, got, missingCode, type Read } from './read.ts';

/**
 * A pattern of one path component as an expression; `*`, `?` and `[…]` as in glob(7), a leading dot only where it is
 * written. Runs of `*` become one, so that matching stays fast.
 */
function componentMatcher(component: string): (name: string) => boolean {
  const parts = component.replace(/\*+/g, '*').match(/\[!?\]?[^\]]*\]|[\s\S]/g) ?? [];
  const hidden = component.startsWith('.');
  return (name) => (hidden || !name.startsWith('.')) && matchParts(parts, name);
}

/** Greedy matching that goes back to the last `*` only: time is the product of both lengths at most. */
function matchParts(parts: readonly string[], name: string): boolean {
  let [part, at, star, resume] = [0, 0, -1, 0];
  while (at < name.length) {
    const current = parts[part];
    if (current === '*') [star, resume] = [part++, at];
    else if (current !== undefined && matchesCharacter(current, name[at] ?? '')) [part, at] = [part + 1, at + 1];
    else if (star >= 0) [part, at, resume] = [star + 1, resume + 1, resume + 1];
    else return false;
  }
  while (parts[part] === '*') part++;
  return part === parts.length;
}

function matchesCharacter(part: string, character: string): boolean {
  if (part === '?') return true;
  if (part.length < 3 || !part.startsWith('[')) return part === character;
  const negated = part[1] === '!';
  const set = part.slice(negated ? 2 : 1, -1);
  let found = false;
  for (let index = 0; index < set.length; index++) {
    const isRange = set[index + 1] === '-' && index + 2 < set.length;
    const last = isRange ? (set[index + 2] ?? '') : (set[index] ?? '');
    if (character >= (set[index] ?? '') && character <= last) found = true;
    if (isRange) index += 2;
  }
  return found !== negated;
}

/** How much a walk may still do; shared by all patterns of one run. */
export interface WalkBudget {
  entries: number;
  matches: number;
}

/** A full budget of the limits hostWalkEntries and hostFilesMatched. */
export function walkBudget(root: HostRoot): WalkBudget {
  return { entries: root.limits.hostWalkEntries, matches: root.limits.hostFilesMatched };
}

/** What a pattern found, and why it may not be all. */
export interface GlobResult {
  paths: string[];
  /** `limit` when the budget is spent, else the code of the first folder that could not be listed; null: all found. */
  incomplete: MissingCode | null;
}

/** As {@link findPaths}, but fails when not everything could be seen. */
export async function expandGlob(root: HostRoot, pattern: string): Promise<Read<string[]>> {
  const { paths, incomplete } = await findPaths(root, pattern, walkBudget(root));
  return incomplete === null ? got(paths) : failed(incomplete);
}

/**
 * Paths that match a pattern, sorted. `**` as a whole component stands for any number of folders and does not follow
 * links to folders, so that loops end. Without wildcards the path itself is given when it exists.
 */
export async function findPaths(root: HostRoot, pattern: string, budget: WalkBudget): Promise<GlobResult> {
  const components = pattern.split('/').filter((component) => component !== '' && component !== '.');
  const walk: Walk = { root, budget, found: new Set(), failure: null };
  await step(walk, '', components, 0);
  const spent = budget.entries <= 0 || budget.matches <= 0;
  return { paths: [...walk.found].sort(), incomplete: spent ? 'limit' : walk.failure };
}

interface Walk {
  root: HostRoot;
  budget: WalkBudget;
  found: Set<string>;
  failure: MissingCode | null;
}

async function step(walk: Walk, folder: string, components: readonly string[], index: number): Promise<void> {
  if (walk.budget.entries <= 0 || walk.budget.matches <= 0) return;
  const component = components[index];
  if (component === undefined) return;
  const isLast = index === components.length - 1;
  if (!/[*?[]/.test(component)) {
    const path = `${folder}/${component}`;
    if (!isLast) return step(walk, path, components, index + 1);
    const state = await walk.root.lstat(path);
    if (state.ok) keep(walk, path);
    else walk.failure ??= missingCode(state);
    return;
  }
  const entries = await listFolder(walk, folder);
  if (component === '**') return stepThroughAll(walk, folder, components, index, entries);
  const matches = componentMatcher(component);
  for (const entry of entries) {
    if (!matches(entry.name)) continue;
    const path = `${folder}/${entry.name}`;
    if (isLast) keep(walk, path);
    else if (entry.type === 'directory' || entry.type === 'symlink') await step(walk, path, components, index + 1);
  }
}

async function stepThroughAll(
  walk: Walk,
  folder: string,
  components: readonly string[],
  index: number,
  entries: readonly Entry[],
): Promise<void> {
  const isLast = index === components.length - 1;
  if (!isLast) await step(walk, folder, components, index + 1);
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (isLast && entry.type !== 'directory') keep(walk, path);
    // What the kernel shows as files is not walked; a pattern may still name a folder of it.
    const isKernelFolder = folder === '' && /^(?:proc|sys|dev)$/.test(entry.name);
    if (entry.type === 'directory' && !isKernelFolder && folder.length < 4000)
      await step(walk, path, components, index);
  }
}

async function listFolder(walk: Walk, folder: string): Promise<Entry[]> {
  const entries = await walk.root.list(folder === '' ? '/' : folder);
  if (!entries.ok) {
    walk.failure ??= missingCode(entries);
    return [];
  }
  walk.budget.entries -= entries.value.length;
  return entries.value;
}

function keep(walk: Walk, path: string): void {
  if (walk.found.has(path)) return;
  walk.budget.matches--;
  walk.found.add(path);
}

import {
  compareText,
  type Facts,
  type FileRequest,
  type Limits,
  type MissingCode,
  type Problem,
} from '../../../engine/index.ts';
import { readAccounts as readNames } from '../../host/accounts.ts';
import { readRequestedFiles } from '../../host/facts/files.ts';
import { failed, got, type Read } from '../../host/read.ts';
import type { FileInspector, ImageTree } from '../contract.ts';
import { readAccounts } from './accounts.ts';
import { formatInspector } from './format.ts';
import { leftoverCollector } from './leftovers.ts';
import {
  imageFile,
  isUnowned,
  isWorldWritable,
  type OwnerOf,
  privilegedFile,
  unpackagedExecutable,
} from './special-files.ts';
import { toolOf } from './tools.ts';
import { treeRoot } from './tree-root.ts';

export { interestKeepers } from './keep.ts';
export type { OwnerOf } from './special-files.ts';

/** Inspectors that files of interest need. */
export const interestInspectors: readonly FileInspector[] = [formatInspector];

type Interest = Pick<
  Facts<'image'>,
  | 'files'
  | 'leftovers'
  | 'privilegedFiles'
  | 'tools'
  | 'unownedFiles'
  | 'unpackagedExecutables'
  | 'users'
  | 'worldWritable'
>;

/** Facts of interest; each is in `facts` or in `missing`. */
export interface FilesOfInterest {
  facts: Partial<Interest>;
  missing: Partial<Record<keyof Interest, MissingCode>>;
  problems: Problem[];
}

export interface InterestContext {
  limits: Limits;
  /** Who owns a path; null: packages could not be read, so what names an owner is missing. */
  ownerOf: OwnerOf | null;
  /** Files that bundles asked for (collect.image.files). */
  requests: readonly FileRequest[];
}

/**
 * Files of an image that matter for its security, users and requested files among them. A list longer than the limit
 * imageListedFiles is missing with `limit` and a problem, never cut.
 */
export async function filesOfInterest(tree: ImageTree, context: InterestContext): Promise<FilesOfInterest> {
  const result: FilesOfInterest = { facts: {}, missing: {}, problems: [] };
  const accounts = readAccounts(tree);
  addRead(result, 'users', accounts.users);
  addLists(result, tree, context, accounts);
  const root = treeRoot(tree, context.limits);
  const files = await readRequestedFiles({
    root,
    files: context.requests,
    problems: result.problems,
    accounts: () => readNames(root),
    kind: 'image',
  });
  addRead(result, 'files', files);
  return result;
}

function addLists(
  result: FilesOfInterest,
  tree: ImageTree,
  context: InterestContext,
  accounts: ReturnType<typeof readAccounts>,
): void {
  const { ownerOf } = context;
  const owner: OwnerOf = ownerOf ?? (() => null);
  const lists: Lists = {
    privilegedFiles: [],
    worldWritable: [],
    unownedFiles: [],
    unpackagedExecutables: [],
    tools: [],
  };
  const leftovers = leftoverCollector(owner);
  for (const entry of tree.entries()) {
    push(lists.privilegedFiles, privilegedFile(entry, owner));
    if (isWorldWritable(entry)) lists.worldWritable.push(imageFile(entry, owner));
    if (accounts.known.ok && isUnowned(entry, accounts.known.value)) lists.unownedFiles.push(imageFile(entry, owner));
    push(lists.unpackagedExecutables, unpackagedExecutable(entry, owner));
    push(lists.tools, toolOf(entry, tree, owner));
    leftovers.add(entry, null);
  }
  for (const entry of tree.hidden()) leftovers.add(entry, entry.removedIn);
  // Without the packages the owner of a file is not known, and null would say that it has none.
  const owned = <T>(list: T): Read<T> => (ownerOf === null ? failed('parse-error') : got(list));
  addList(result, 'privilegedFiles', owned(lists.privilegedFiles), context.limits);
  addList(result, 'worldWritable', owned(lists.worldWritable), context.limits);
  addList(result, 'unownedFiles', accounts.known.ok ? owned(lists.unownedFiles) : accounts.known, context.limits);
  addList(result, 'unpackagedExecutables', owned(lists.unpackagedExecutables), context.limits);
  addList(result, 'tools', owned(lists.tools), context.limits);
  addList(result, 'leftovers', owned(leftovers.found()), context.limits);
}

type Lists = Pick<Interest, 'privilegedFiles' | 'worldWritable' | 'unownedFiles' | 'unpackagedExecutables' | 'tools'>;

function push<T>(list: T[], item: T | null): void {
  if (item !== null) list.push(item);
}

function addList<Name extends keyof Interest>(
  result: FilesOfInterest,
  name: Name,
  list: Read<Interest[Name]>,
  limits: Limits,
): void {
  if (list.ok && list.value.length > limits.imageListedFiles) {
    result.problems.push({
      code: 'limit-reached',
      message: `The image has ${list.value.length} entries for ${name}, more than the limit imageListedFiles (${limits.imageListedFiles}).`,
      limit: 'imageListedFiles',
      kind: 'image',
    });
    addRead(result, name, failed('limit'));
    return;
  }
  if (list.ok) (list.value as { path: string; removedIn?: number | null; layer: number | null }[]).sort(byPath);
  addRead(result, name, list);
}

function byPath(
  one: { path: string; removedIn?: number | null; layer: number | null },
  other: { path: string; removedIn?: number | null; layer: number | null },
): number {
  return (
    compareText(one.path, other.path) ||
    (one.layer ?? -1) - (other.layer ?? -1) ||
    (one.removedIn ?? -1) - (other.removedIn ?? -1)
  );
}

function addRead<Name extends keyof Interest>(result: FilesOfInterest, name: Name, read: Read<Interest[Name]>): void {
  if (read.ok) result.facts[name] = read.value;
  else result.missing[name] = read.code === 'absent' ? 'not-supported' : read.code;
}

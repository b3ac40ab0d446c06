/** Catalogues a tree the way an image is, and shows the answer briefly. */

import type { FileTree } from '../../../../collectors/packages/contract.ts';
import { cataloguePackages, readDistribution } from '../../../../collectors/packages/index.ts';
import { type Budget, budgetOf } from '../../../../collectors/packages/os/budget.ts';
import { type LimitName, limitsWith } from '../../../../engine/index.ts';
import { type TestEntry, treeOf } from './tree.ts';

export async function catalogue(
  tree: FileTree | Readonly<Record<string, TestEntry>>,
  limits: Partial<Record<LimitName, number>> = {},
) {
  const files =
    'resolve' in tree && typeof tree.resolve === 'function'
      ? (tree as FileTree)
      : treeOf(tree as Record<string, TestEntry>);
  return cataloguePackages(files, { limits: limitsWith(limits), distribution: readDistribution(files) });
}

/** Names and versions, problems by code and subject, and whether the list counts. */
export async function brief(
  tree: FileTree | Readonly<Record<string, TestEntry>>,
  limits: Partial<Record<LimitName, number>> = {},
) {
  const { packages, managers, problems, unreadable } = await catalogue(tree, limits);
  return {
    packages: packages.map((found) => `${found.name} ${found.version}`),
    managers,
    problems: problems.map(({ code, subject, limit }) =>
      [code, subject, ...(limit === undefined ? [] : [limit])].join(' '),
    ),
    unreadable,
  };
}

/** What one database may hold, by default. */
export function fullBudget(): Budget {
  return budgetOf(limitsWith());
}

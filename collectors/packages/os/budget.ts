import type { LimitName, Limits } from '../../../engine/index.ts';

/**
 * How much a package database may still hold. Readers count down and stop below zero; who called them then reports
 * the limit by its name, and takes nothing of what was read.
 */
export interface Budget {
  packages: number;
  /** Files that packages own. */
  files: number;
  /** Characters of all their paths, since few folder names can make many long paths. */
  characters: number;
  /** Characters of one path, which is not counted down. */
  longestPath: number;
}

/** The budget of one database. */
export function budgetOf(limits: Limits): Budget {
  return {
    packages: limits.imagePackages,
    files: limits.imageEntries,
    characters: limits.packageDatabaseBytes,
    longestPath: limits.imagePathBytes,
  };
}

/** The limit that was reached; null: none. */
export function exceeded(budget: Budget): LimitName | null {
  if (budget.packages < 0) return 'imagePackages';
  if (budget.files < 0) return 'imageEntries';
  return budget.characters < 0 ? 'packageDatabaseBytes' : null;
}

/** Counts one path; false: there may be no more. */
export function countPath(budget: Budget, characters: number): boolean {
  budget.files--;
  budget.characters -= characters;
  return budget.files >= 0 && budget.characters >= 0;
}

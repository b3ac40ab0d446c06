import { compareText } from '../../../engine/index.ts';
import type { ViewContext } from '../context.ts';
import { listing, number } from '../words.ts';
import type { ImageFacts } from './facts.ts';

type Package = NonNullable<ImageFacts['packages']>[number];

/** Packages of one type. */
export interface PackageRow {
  type: string;
  count: string;
  distinct: string;
  unlicensed: string;
}

/** Packages by type, the most first; null: they were not read. */
export function packageRows({ packages, packageManagers }: ImageFacts): { rows: PackageRow[]; note: string } | null {
  if (packages === undefined) return null;
  const rows = [...Map.groupBy(packages, ({ type }) => type)]
    .sort(([a, some], [b, others]) => others.length - some.length || compareText(a, b))
    .map(([type, found]) => ({
      type,
      count: number(found.length),
      distinct: number(new Set(found.map(({ name }) => name)).size),
      unlicensed: number(found.filter((each) => clausesOf(each) === null).length),
    }));
  const databases = packageManagers?.length ? `Package databases: ${packageManagers.join(', ')}.` : '';
  return { rows, note: rows.length === 0 ? `No package was found. ${databases}`.trim() : databases };
}

/** One licence and who has it. */
export interface LicenseRow {
  license: string;
  count: string;
  examples: string;
  /** False: nothing is known. */
  known: boolean;
}

/**
 * The inventory of licences, those of most packages first. A package with several licences that all apply counts under
 * each; a choice stays one entry. Null: packages were not read.
 */
export function licenseRows({ packages }: ImageFacts, { show }: ViewContext): LicenseRow[] | null {
  if (packages === undefined) return null;
  const users = new Map<string | null, Set<string>>();
  for (const found of packages) {
    for (const license of clausesOf(found) ?? [null]) {
      const names = users.get(license) ?? new Set();
      users.set(license, names.add(found.name));
    }
  }
  return [...users]
    .sort(([a, some], [b, others]) => others.size - some.size || compareText(a ?? '', b ?? ''))
    .map(([license, names]) => ({
      license: license === null ? 'nothing is known' : show(license),
      count: number(names.size),
      examples: show(listing([...names].sort(compareText), 5)),
      known: license !== null,
    }));
}

function clausesOf({ license }: Package): string[] | null {
  return license.requires?.map((choice) => choice.join(' or ')) ?? null;
}

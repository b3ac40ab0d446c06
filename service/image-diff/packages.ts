import { compareText, compareVersions, isVersion, type VersionScheme } from '../../engine/index.ts';
import type { Change, ImageFacts, LicenseChange, PackageChange } from './contract.ts';

type Package = NonNullable<ImageFacts['packages']>[number];

/** Rules by which versions of a type are ordered; a type that has none here has no order. */
const schemes: Readonly<Partial<Record<Package['type'], VersionScheme>>> = {
  apk: 'apk',
  cargo: 'npm',
  deb: 'deb',
  gem: 'gem',
  golang: 'npm',
  maven: 'maven',
  npm: 'npm',
  pypi: 'pypi',
  rpm: 'rpm',
};

/**
 * Packages that differ, sorted by type, name and version. A name in several versions is compared version by version:
 * those that both sides have cancel out; where as many are left on each side, they are paired in order.
 */
export function comparePackages(before: readonly Package[], after: readonly Package[]): PackageChange[] {
  const old = Map.groupBy(before, keyOf);
  const fresh = Map.groupBy(after, keyOf);
  const keys = [...new Set([...old.keys(), ...fresh.keys()])].sort(compareText);
  return keys.flatMap((key) => compareName(old.get(key) ?? [], fresh.get(key) ?? []));
}

function keyOf({ type, name }: Package): string {
  return `${type}\n${name}`;
}

function compareName(before: readonly Package[], after: readonly Package[]): PackageChange[] {
  const [first] = [...before, ...after];
  if (first === undefined) return [];
  const { type, name } = first;
  const order = (a: string, b: string) => orderOf(type, a, b) ?? compareText(a, b);
  const gone = without(versionsOf(before), versionsOf(after)).sort(order);
  const come = without(versionsOf(after), versionsOf(before)).sort(order);
  if (gone.length !== come.length) {
    return [
      ...gone.map((version) => ({ type, name, change: 'removed' as const, before: version, after: null })),
      ...come.map((version) => ({ type, name, change: 'added' as const, before: null, after: version })),
    ];
  }
  return gone.map((version, index) => {
    const next = come[index] ?? '';
    const sign = orderOf(type, version, next);
    const change = sign === null || sign === 0 ? 'changed' : sign < 0 ? 'upgraded' : 'downgraded';
    return { type, name, change, before: version, after: next };
  });
}

/** One entry for each place the package is in: a copy more is a difference. */
function versionsOf(packages: readonly Package[]): string[] {
  return packages.map(({ version }) => version);
}

/** What is left of a list when each item of another one took away one of its like. */
function without(items: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const each of others) counts.set(each, (counts.get(each) ?? 0) + 1);
  return items.filter((item) => {
    const left = counts.get(item) ?? 0;
    counts.set(item, left - 1);
    return left <= 0;
  });
}

/** Order of two versions of a type; null: it is not known. */
function orderOf(type: Package['type'], a: string, b: string): number | null {
  const scheme = schemes[type];
  if (scheme === undefined) return null;
  const [one, other] = type === 'golang' ? [a.replace(/^v/, ''), b.replace(/^v/, '')] : [a, b];
  if (!isVersion(scheme, one) || !isVersion(scheme, other)) return null;
  return compareVersions(scheme, one, other);
}

/** Licences that came, went, or are of another number of packages, sorted. */
export function compareLicenses(before: readonly Package[], after: readonly Package[]): LicenseChange[] {
  const old = licensesOf(before);
  const fresh = licensesOf(after);
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .sort(compareText)
    .map((license) => ({ license, before: old.get(license)?.size ?? 0, after: fresh.get(license)?.size ?? 0 }))
    .filter((each) => each.before !== each.after);
}

const notKnown = 'nothing is known';

function licensesOf(packages: readonly Package[]): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  for (const found of packages) {
    for (const license of found.license.requires?.map((choice) => choice.join(' or ')) ?? [notKnown]) {
      const names = users.get(license) ?? new Set();
      users.set(license, names.add(keyOf(found)));
    }
  }
  return users;
}

/** Packages that are of one version on both sides and under another licence, sorted. */
export function compareRelicensed(before: readonly Package[], after: readonly Package[]): Change[] {
  const old = expressionsOf(before);
  const fresh = expressionsOf(after);
  return [...old]
    .filter(([key, expression]) => fresh.has(key) && fresh.get(key) !== expression)
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, expression]) => {
      const [type = '', name = '', version = ''] = key.split('\n');
      return { what: type, name: `${name} ${version}`.trim(), before: expression, after: fresh.get(key) ?? null };
    });
}

function expressionsOf(packages: readonly Package[]): Map<string, string> {
  const all = Map.groupBy(packages, (each) => `${keyOf(each)}\n${each.version}`);
  return new Map(
    [...all].map(([key, copies]) => {
      const texts = copies.map(({ license }) => license.declared ?? license.found ?? license.declaredText ?? notKnown);
      return [key, [...new Set(texts)].sort(compareText).join('; ')];
    }),
  );
}

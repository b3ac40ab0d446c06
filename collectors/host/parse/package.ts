/** One installed package. */
export interface Package {
  name: string;
  version: string;
  architecture: string | null;
  /** Source package, where it has another name. */
  source: string | null;
}

/** What a package database holds, and whether some of it could not be read. */
export interface PackageList {
  packages: Package[];
  /** Why the database counts as corrupt, with the line; null: it is whole. */
  corrupt: string | null;
}

/** Sorted by name, architecture and version, as a snapshot lists them. */
export function sortPackages(packages: readonly Package[]): Package[] {
  const key = (item: Package) => `${item.name}\0${item.architecture ?? ''}\0${item.version}`;
  return packages
    .map((item) => [key(item), item] as const)
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([, item]) => item);
}

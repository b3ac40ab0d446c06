/** One installed package. */
export interface Package {
  name: string;
  version: string;
  architecture: string | null;
  /** Source package, where it has another name. */
  source: string | null;
}

/** Sorted by name, architecture and version, as a snapshot lists them. */
export function sortPackages(packages: readonly Package[]): Package[] {
  const key = (item: Package) => `${item.name}\0${item.architecture ?? ''}\0${item.version}`;
  return packages
    .map((item) => [key(item), item] as const)
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([, item]) => item);
}

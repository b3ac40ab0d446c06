/** Where Node looks for packages. */

/** A folder of a package: `name` or `@scope/name`, not hidden. */
const own = `(?:@[^/@.][^/]*/)?[^/@.][^/]*`;
/** Folders in which pnpm, Bun and Yarn keep each package with what it needs. */
const store = String.raw`\.[^/]+/[^/]+`;
const chain = new RegExp(`^(?:${own}|${store})(?:/node_modules/(?:${own}|${store}))*$`);

const folderName = 'node_modules/';

/**
 * Whether a folder is that of an installed package: in `node_modules`, nested or not. Folders deeper inside a package
 * (its test fixtures, its builds) are part of it and no packages, whatever they hold.
 */
export function isPackageFolder(folder: string): boolean {
  const first = firstModules(folder);
  if (first < 0) return false;
  const inside = folder.slice(first);
  const last = inside.slice(inside.lastIndexOf('/node_modules/') < 0 ? 0 : inside.lastIndexOf('/node_modules/') + 14);
  return !last.startsWith('.') && chain.test(inside);
}

/** Whether a file lies below some `node_modules`. */
export function isBelowModules(path: string): boolean {
  return firstModules(path) >= 0;
}

/** Where the first name below `node_modules` begins; -1: none. */
function firstModules(path: string): number {
  if (path.startsWith(folderName)) return folderName.length;
  const found = path.indexOf(`/${folderName}`);
  return found < 0 ? -1 : found + folderName.length + 1;
}

/** Name of the package that a folder in `node_modules` stands for. */
export function nameOfFolder(folder: string): string {
  const names = folder.split('/');
  const last = names.at(-1) ?? '';
  const scope = names.at(-2) ?? '';
  return scope.startsWith('@') ? `${scope}/${last}` : last;
}

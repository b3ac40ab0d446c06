import { redactText } from '../../../redact.ts';
import type { CatalogueContext, CatalogueResult, Cataloguer, FileTree, FoundPackage } from '../../contract.ts';
import { budgetOf, exceeded } from '../budget.ts';
import {
  apkFiles,
  corruptDatabase,
  hasOtherDatabase,
  nothing,
  notReadable,
  tooMuch,
  unreadable,
} from '../databases.ts';
import { distributionPurl } from '../distribution-purl.ts';
import { type ApkPackage, parseApkInstalled } from './installed.ts';

const worldFile = 'etc/apk/world';
const largestWorld = 1024 * 1024;

/** Packages of apk: Alpine, Wolfi and their kin. */
export const apkCataloguer: Cataloguer = {
  id: 'apk',
  version: 1,
  keeps: ({ path, size }) => apkFiles.includes(path) || (path === worldFile && size <= largestWorld),
  catalogue(tree, context) {
    const seen = new Set<string>();
    const whole: CatalogueResult = { packages: [], problems: [], unreadable: false };
    for (const file of apkFiles) {
      // Where lib links to usr/lib both names are one file.
      const entry = tree.resolve(file);
      if (entry === null || seen.has(entry.path)) continue;
      seen.add(entry.path);
      const part = readDatabase(tree, entry, context);
      whole.packages.push(...part.packages);
      whole.problems.push(...part.problems);
      whole.unreadable ||= part.unreadable;
    }
    return whole.unreadable ? { ...whole, packages: [] } : whole;
  },
};

function readDatabase(
  tree: FileTree,
  entry: NonNullable<ReturnType<FileTree['resolve']>>,
  context: CatalogueContext,
): CatalogueResult {
  const bytes = tree.read(entry.path);
  if (bytes === null || bytes.length > context.limits.packageDatabaseBytes) {
    return unreadable(notReadable('apk', entry, context.limits));
  }
  const budget = budgetOf(context.limits);
  const { packages, corrupt } = parseApkInstalled(bytes, budget);
  const limit = exceeded(budget);
  if (limit !== null) return unreadable(tooMuch('apk', entry.path, limit));
  if (packages.length === 0 && corrupt === null && hasOtherDatabase(tree, 'apk')) {
    return nothing();
  }
  const world = tree.read(worldFile);
  const lost = world === null ? null : lostOfWorld(world, packages);
  const why =
    corrupt ??
    (packages.length === 0 ? 'it lists no package' : null) ??
    (lost === null ? null : `${lost} is wanted by /${worldFile} and is not in it`);
  if (why !== null) return unreadable(corruptDatabase('apk', entry.path, why));
  return {
    packages: packages.map((found) => foundPackage(tree, found, entry, context)),
    problems: [],
    unreadable: false,
  };
}

/**
 * The first package that the list of wanted ones names and the database lacks; null: none. apk keeps both in step, so a
 * difference tells of a database that lost its end.
 */
function lostOfWorld(world: Uint8Array, packages: readonly ApkPackage[]): string | null {
  const known = new Set(packages.flatMap((found) => [found.name, ...found.provides]));
  for (const word of new TextDecoder().decode(world).split(/\s+/)) {
    const name = word.replace(/[<>=~@].*$/, '');
    if (name !== '' && !name.startsWith('!') && !known.has(name)) return name;
  }
  return null;
}

function foundPackage(
  tree: FileTree,
  found: ApkPackage,
  entry: { path: string; layer: number | null },
  context: CatalogueContext,
): FoundPackage {
  const licenses = `usr/share/licenses/${found.name}`;
  return {
    type: 'apk',
    name: found.name,
    version: found.version,
    purl: distributionPurl({ type: 'apk', ...found }, context),
    architecture: found.architecture,
    sourceName: found.origin,
    sourceVersion: null,
    scope: 'distribution',
    path: entry.path,
    layer: entry.layer,
    licenseText: found.license === null ? null : redactText(found.license),
    licensePaths: tree.resolve(licenses) === null ? [] : [licenses],
    files: found.files,
    folder: null,
  };
}

import { redactText } from '../../../redact.ts';
import type {
  CatalogueContext,
  CatalogueResult,
  Cataloguer,
  FileEntry,
  FileTree,
  FoundPackage,
} from '../../contract.ts';
import { budgetOf, exceeded } from '../budget.ts';
import {
  corruptDatabase,
  hasOtherDatabase,
  nothing,
  notReadable,
  rpmFiles,
  rpmFolders,
  tooMuch,
  unreadable,
} from '../databases.ts';
import { distributionPurl } from '../distribution-purl.ts';
import { readRpmDatabase } from './database.ts';
import { type RpmPackage, sourceOf, versionOf } from './package.ts';

/** Packages of rpm: Fedora, RHEL, SUSE and their kin. */
export const rpmCataloguer: Cataloguer = {
  id: 'rpm',
  version: 1,
  keeps: ({ path }) =>
    /^(?:var\/lib|usr\/lib\/sysimage|usr\/share)\/rpm\/(?:rpmdb\.sqlite|Packages(?:\.db)?)$/.test(path),
  async catalogue(tree, context) {
    const seen = new Set<string>();
    const whole: CatalogueResult = { packages: [], problems: [], unreadable: false };
    for (const folder of rpmFolders) {
      // The old folder is often a link to the new one.
      const entry = databaseOf(tree, folder);
      if (entry === null || seen.has(entry.path)) continue;
      seen.add(entry.path);
      const part = await readDatabase(tree, entry, context);
      for (const found of part.packages) whole.packages.push(found);
      whole.problems.push(...part.problems);
      whole.unreadable ||= part.unreadable;
    }
    return whole.unreadable ? { ...whole, packages: [] } : whole;
  },
};

/** The database that rpm would open: of several forms the newest. */
function databaseOf(tree: FileTree, folder: string): FileEntry | null {
  for (const file of rpmFiles) {
    const entry = tree.resolve(`${folder}/${file}`);
    if (entry !== null) return entry;
  }
  return null;
}

async function readDatabase(tree: FileTree, entry: FileEntry, context: CatalogueContext): Promise<CatalogueResult> {
  const bytes = tree.read(entry.path);
  if (bytes === null || bytes.length > context.limits.packageDatabaseBytes) {
    return unreadable(notReadable('rpm', entry, context.limits));
  }
  const budget = budgetOf(context.limits);
  const companions = {
    log: tree.resolve(`${entry.path}-wal`)?.size ?? null,
    journal: tree.resolve(`${entry.path}-journal`)?.size ?? null,
  };
  const { packages, headers, corrupt } = await readRpmDatabase(bytes, companions, budget);
  const limit = exceeded(budget);
  if (limit !== null) return unreadable(tooMuch('rpm', entry.path, limit));
  if (headers === 0 && (corrupt === null || bytes.length === 0) && hasOtherDatabase(tree, 'rpm')) {
    return nothing();
  }
  const why = corrupt ?? (headers === 0 ? 'it lists no package' : null);
  if (why !== null) return unreadable(corruptDatabase('rpm', entry.path, why));
  return { packages: packages.map((found) => foundPackage(found, entry, context)), problems: [], unreadable: false };
}

function foundPackage(found: RpmPackage, entry: FileEntry, context: CatalogueContext): FoundPackage {
  const source = sourceOf(found.sourceRpm);
  const { name, epoch, architecture } = found;
  const version = `${found.version}-${found.release}`;
  return {
    type: 'rpm',
    name,
    version: versionOf(found),
    purl: distributionPurl({ type: 'rpm', name, version, epoch, architecture }, context),
    architecture,
    sourceName: source?.name ?? null,
    sourceVersion: source?.version ?? null,
    scope: 'distribution',
    path: entry.path,
    layer: entry.layer,
    licenseText: found.license === null ? null : redactText(found.license),
    licensePaths: found.licenseFiles,
    files: found.files,
    folder: null,
  };
}

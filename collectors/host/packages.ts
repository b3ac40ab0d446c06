import type { Problem } from '../../engine/index.ts';
import { parseApkInstalled } from '../packages/os/apk/installed.ts';
import { type Budget, budgetOf, exceeded } from '../packages/os/budget.ts';
import { apkFiles, dpkgSingles, dpkgStatus, rpmFiles, rpmFolders } from '../packages/os/databases.ts';
import { type DpkgStatus, parseDpkgStatus } from '../packages/os/dpkg/status.ts';
import { readRpmDatabase } from '../packages/os/rpm/database.ts';
import { sourceOf, versionOf } from '../packages/os/rpm/package.ts';
import type { InstalledPackages } from './fact-reader.ts';
import type { HostRoot } from './host-root.ts';
import { type Package, sortPackages } from './parse/package.ts';
import { failed, got, type Read, valueOr } from './read.ts';

type Manager = 'dpkg' | 'apk' | 'rpm';

/** What one database holds. */
interface Database {
  /** Its path, for messages. */
  file: string;
  packages: Package[];
  /** Why it counts as corrupt; null: it is whole. */
  corrupt: string | null;
}

const statusFile = `/${dpkgStatus}`;
const singlesFolder = `/${dpkgSingles}`;
const apkDatabases = apkFiles.map((file) => `/${file}`);
const rpmDatabases = rpmFolders.flatMap((folder) => rpmFiles.map((file) => `/${folder}/${file}`));

/** Paths of the databases that are looked for, for the dry run. */
export const packageDatabases = [statusFile, `${singlesFolder}/*`, ...apkDatabases, ...rpmDatabases];

/**
 * Reads the installed packages. A corrupt database is a problem and a `parse-error`, never an empty list. A manager
 * whose database is there and empty is passed over where another one has packages: it is a tool and not the system's.
 * With no database at all nothing can be said: `not-supported`.
 */
export async function readPackages(root: HostRoot, problems: Problem[]): Promise<InstalledPackages> {
  const readers = [
    ['dpkg', readDpkg],
    ['apk', readApk],
    ['rpm', readRpm],
  ] as const;
  let first: { manager: Manager; database: Read<Database> } | null = null;
  for (const [manager, read] of readers) {
    const database = await read(root);
    if (!database.ok && database.code === 'absent') continue;
    first ??= { manager, database };
    if (database.ok && database.value.corrupt === null && database.value.packages.length === 0) continue;
    return { manager: got(manager), packages: judge(database, manager, problems) };
  }
  if (first === null) return { manager: got(null), packages: failed('not-supported') };
  return { manager: got(first.manager), packages: judge(first.database, first.manager, problems) };
}

/** The status file, and the single files that distroless images have instead. */
async function readDpkg(root: HostRoot): Promise<Read<Database>> {
  const whole: Database = { file: statusFile, packages: [], corrupt: null };
  const budget = budgetOf(root.limits);
  const status = await root.readBytes(statusFile);
  if (status.ok) addDpkg(whole, parseDpkgStatus(status.value, budget));
  else if (status.code !== 'absent') return status;
  const entries = await root.list(singlesFolder);
  if (!entries.ok && entries.code !== 'absent') return entries;
  for (const entry of valueOr(entries, [])) {
    if (entry.name.endsWith('.md5sums')) continue;
    const file = await root.readBytes(`${singlesFolder}/${entry.name}`);
    if (!file.ok) return file.code === 'absent' ? failed('vanished') : file;
    addDpkg(whole, parseDpkgStatus(file.value, budget, false));
  }
  if (!status.ok && valueOr(entries, []).length === 0) return failed('absent');
  return within(budget, whole);
}

/** What was read, unless there was more than the limits allow. */
function within(budget: Budget, database: Database): Read<Database> {
  return exceeded(budget) === null ? got(database) : failed('limit');
}

function addDpkg(whole: Database, { packages, corrupt }: DpkgStatus): void {
  for (const { name, version, architecture, sourceName } of packages) {
    whole.packages.push({ name, version, architecture, source: otherThan(name, sourceName) });
  }
  whole.corrupt ??= corrupt;
}

async function readApk(root: HostRoot): Promise<Read<Database>> {
  for (const file of apkDatabases) {
    const bytes = await root.readBytes(file);
    if (!bytes.ok && bytes.code === 'absent') continue;
    if (!bytes.ok) return bytes;
    const budget = budgetOf(root.limits);
    const { packages, corrupt } = parseApkInstalled(bytes.value, budget);
    const listed = packages.map(({ name, version, architecture, origin }) => {
      return { name, version, architecture, source: otherThan(name, origin) };
    });
    return within(budget, { file, packages: listed, corrupt });
  }
  return failed('absent');
}

/** rpm's database may be large: it has a limit of its own. */
async function readRpm(root: HostRoot): Promise<Read<Database>> {
  for (const file of rpmDatabases) {
    const bytes = await root.readBytes(file, root.limits.packageDatabaseBytes);
    if (!bytes.ok && bytes.code === 'absent') continue;
    if (!bytes.ok) return bytes;
    const [log, journal] = [await sizeOf(root, `${file}-wal`), await sizeOf(root, `${file}-journal`)];
    const budget = budgetOf(root.limits);
    const { packages, corrupt } = await readRpmDatabase(bytes.value, { log, journal }, budget);
    const listed = packages.map((found) => {
      const { name, architecture } = found;
      const source = otherThan(name, sourceOf(found.sourceRpm)?.name ?? null);
      return { name, version: versionOf(found), architecture, source };
    });
    return within(budget, { file, packages: listed, corrupt });
  }
  return failed('absent');
}

async function sizeOf(root: HostRoot, file: string): Promise<number | null> {
  const status = await root.stat(file);
  return status.ok ? status.value.size : null;
}

function otherThan(name: string, source: string | null): string | null {
  return source === name ? null : source;
}

function judge(database: Read<Database>, manager: Manager, problems: Problem[]): Read<Package[]> {
  if (!database.ok) return database;
  const { file, packages } = database.value;
  const corrupt = database.value.corrupt ?? (packages.length === 0 ? 'it lists no package' : null);
  if (corrupt === null) return got(sortPackages(packages));
  problems.push({
    code: 'db-corrupt',
    message: `The package database of ${manager} is corrupt: ${corrupt}.`,
    kind: 'host',
    subject: file,
  });
  return failed('parse-error');
}

import type { Problem } from '../../engine/index.ts';
import type { InstalledPackages } from './fact-reader.ts';
import { decodeText } from './file-names.ts';
import type { HostRoot } from './host-root.ts';
import { parseApkInstalled } from './parse/apk-installed.ts';
import { parseDpkgStatus } from './parse/dpkg-status.ts';
import { type Package, type PackageList, sortPackages } from './parse/package.ts';
import { failed, got, type Read, valueOr } from './read.ts';

const dpkgStatus = '/var/lib/dpkg/status';
const dpkgFolder = '/var/lib/dpkg/status.d';
const apkDatabases = ['/lib/apk/db/installed', '/usr/lib/apk/db/installed'];
const rpmDatabases = [
  '/var/lib/rpm/rpmdb.sqlite',
  '/var/lib/rpm/Packages.db',
  '/var/lib/rpm/Packages',
  '/usr/lib/sysimage/rpm/rpmdb.sqlite',
  '/usr/lib/sysimage/rpm/Packages.db',
];

/** Paths of the databases that are looked for, for the dry run. */
export const packageDatabases = [dpkgStatus, `${dpkgFolder}/*`, ...apkDatabases, ...rpmDatabases];

/**
 * Reads the installed packages. A corrupt database is a problem and a `parse-error`, never an empty list; rpm's is
 * found but not read yet. With no database at all nothing can be said: `not-supported`.
 */
export async function readPackages(root: HostRoot, problems: Problem[]): Promise<InstalledPackages> {
  const dpkg = await readDpkg(root);
  if (dpkg.ok || dpkg.code !== 'absent') return { manager: got('dpkg'), packages: judge(dpkg, 'dpkg', problems) };
  for (const file of apkDatabases) {
    const text = await root.readBytes(file);
    if (!text.ok && text.code === 'absent') continue;
    const list: Read<PackageList> = text.ok ? got(parseApkInstalled(checkedText(text.value))) : text;
    return { manager: got('apk'), packages: judge(list, 'apk', problems) };
  }
  for (const file of rpmDatabases) {
    if ((await root.lstat(file)).ok) return { manager: got('rpm'), packages: failed('not-supported') };
  }
  return { manager: got(null), packages: failed('not-supported') };
}

/** The status file, and the single files that distroless images have instead. */
async function readDpkg(root: HostRoot): Promise<Read<PackageList>> {
  const whole: PackageList = { packages: [], corrupt: null };
  const status = await root.readBytes(dpkgStatus);
  if (status.ok) addList(whole, parseDpkgStatus(checkedText(status.value)));
  else if (status.code !== 'absent') return status;
  const entries = await root.list(dpkgFolder);
  if (!entries.ok && entries.code !== 'absent') return entries;
  for (const entry of valueOr(entries, [])) {
    if (entry.name.endsWith('.md5sums')) continue;
    const file = await root.readBytes(`${dpkgFolder}/${entry.name}`);
    if (!file.ok) return file.code === 'absent' ? failed('vanished') : file;
    addList(whole, parseDpkgStatus(checkedText(file.value), false));
  }
  return !status.ok && valueOr(entries, []).length === 0 ? failed('absent') : got(whole);
}

function addList(whole: PackageList, part: PackageList): void {
  whole.packages.push(...part.packages);
  whole.corrupt ??= part.corrupt;
}

/** NUL bytes are what a file system leaves after a crash: they make a line that no parser takes. */
function checkedText(bytes: Buffer): string {
  return decodeText(bytes).replaceAll('\0', '\n\u0001\n');
}

function judge(list: Read<PackageList>, manager: string, problems: Problem[]): Read<Package[]> {
  if (!list.ok) return list;
  const empty = list.value.packages.length === 0 ? 'it lists no package' : null;
  const corrupt = list.value.corrupt ?? empty;
  if (corrupt === null) return got(sortPackages(list.value.packages));
  problems.push({
    code: 'db-corrupt',
    message: `The package database of ${manager} is corrupt: ${corrupt}.`,
    kind: 'host',
    subject: manager === 'dpkg' ? dpkgStatus : apkDatabases[0]!,
  });
  return failed('parse-error');
}

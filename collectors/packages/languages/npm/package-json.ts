import { folderOf } from '../found-package.ts';
import { listMember, member, objectOrNull, parseJson } from '../json.ts';
import { corrupt, type Note, type NotedPackage, type NoteReader, tooLong } from '../note.ts';
import { anyLicense, licenseOf, wordOf, wordOfPath } from '../words.ts';
import { isPackageFolder, nameOfFolder } from './places.ts';

const suffix = '/package.json';

/**
 * Reads `package.json` (npm documentation, package.json): in `node_modules` always a package, elsewhere one that a
 * link in `node_modules` may lead to.
 */
export const packageJson: NoteReader = {
  id: 'npm-package',
  version: 1,
  wants: ({ path }) => path.endsWith(suffix),
  certain: ({ path }) => isPackageFolder(folderOf(path)),
  read(bytes, path, limits) {
    const isPackage = isPackageFolder(folderOf(path));
    if (bytes.length > limits.packageFileBytes) return isPackage ? tooLong(bytes, limits) : null;
    const value = objectOrNull(parseJson(bytes));
    if (value === null) return isPackage ? corrupt('it is no JSON object') : null;
    const name = wordOf(value['name']) ?? (isPackage ? wordOfPath(nameOfFolder(folderOf(path))) : null);
    if (name === null) return null;
    const version = wordOf(member(value, 'version')) ?? '';
    return { packages: [{ name, version, ...declaredLicense(value) }] } satisfies Note<NotedPackage>;
  },
};

/** `license` as text or object, else the older `licenses`: a list, of which one may be chosen. */
function declaredLicense(value: object): { license?: string } {
  const license = member(value, 'license');
  if (typeof license === 'string') return licenseOf(license);
  if (Array.isArray(license)) return anyLicense(license.map(licenseName));
  if (license !== undefined) return licenseOf(licenseName(license));
  const licenses = member(value, 'licenses');
  if (Array.isArray(licenses)) return anyLicense(listMember(value, 'licenses').map(licenseName));
  return licenseOf(licenseName(licenses));
}

function licenseName(value: unknown): unknown {
  if (typeof value === 'string') return value;
  const object = objectOrNull(value);
  return object === null ? null : (member(object, 'type') ?? member(object, 'name') ?? member(object, 'url'));
}

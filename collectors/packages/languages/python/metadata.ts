import { corrupt, type NotedPackage, type NoteReader, tooLong } from '../note.ts';
import { licenseOf, listedLicenses, textOf, wordOf } from '../words.ts';
import { type Headers, readHeaders } from './headers.ts';

/**
 * Reads core metadata: `*.dist-info/METADATA` of wheels, `*.egg-info/PKG-INFO` and `*.egg-info` files of setuptools
 * and distutils, `EGG-INFO/PKG-INFO` of eggs. Names that begin with `~` are what pip left of an upgrade.
 */
export const pythonMetadata: NoteReader = {
  id: 'python-metadata',
  version: 1,
  wants: ({ path }) => isMetadata(path),
  certain: () => true,
  read(bytes, _path, limits) {
    const long = tooLong(bytes, limits);
    if (long !== null) return long;
    const headers = readHeaders(textOf(bytes));
    const name = wordOf(first(headers, 'name'));
    if (name === null) return corrupt('it names no package');
    const version = wordOf(first(headers, 'version')) ?? '';
    const noted: NotedPackage = { name, version, ...declaredLicense(headers) };
    return { packages: [noted] };
  },
};

function isMetadata(path: string): boolean {
  if (path.endsWith('/METADATA')) return isFolder(path, '.dist-info');
  if (path.endsWith('/PKG-INFO')) return isFolder(path, '.egg-info') || isFolder(path, 'EGG-INFO');
  return path.endsWith('.egg-info') && !path.slice(path.lastIndexOf('/') + 1).startsWith('~');
}

function isFolder(path: string, ending: string): boolean {
  const folder = path.slice(0, path.lastIndexOf('/'));
  return folder.endsWith(ending) && !folder.slice(folder.lastIndexOf('/') + 1).startsWith('~');
}

function first(headers: Headers, name: string): string | undefined {
  return headers.get(name)?.[0];
}

/** Characters above which `License` holds the licence itself. */
const longestStatement = 300;

/** `License-Expression` (PEP 639), else a short `License`, else classifiers, else the text of a licence. */
function declaredLicense(headers: Headers): { license?: string } {
  const expression = first(headers, 'license-expression') ?? '';
  if (expression !== '') return licenseOf(expression);
  const license = first(headers, 'license') ?? '';
  const says = license !== '' && !/^(?:unknown|none)$/i.test(license);
  if (says && license.length <= longestStatement && !license.includes('\n')) return licenseOf(license);
  const classifiers = (headers.get('classifier') ?? []).filter(
    (each) => /^License\s*::/.test(each) && !/^License\s*::\s*OSI Approved\s*$/.test(each),
  );
  if (classifiers.length > 0) return listedLicenses(classifiers);
  return says ? licenseOf(license) : {};
}

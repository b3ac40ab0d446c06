import { nameOf } from '../found-package.ts';
import { listMember, member, objectOrNull, parseJson } from '../json.ts';
import { corrupt, type Note, type NotedPackage, type NoteReader, tooLong } from '../note.ts';
import { anyLicense, wordOf } from '../words.ts';

export interface ComposerPackage extends NotedPackage {
  /** Folder from where the file lies. Absent: not told, or it has none. */
  at?: string;
}

/** Reads `vendor/composer/installed.json` of Composer 1 and 2. */
export const composerInstalled: NoteReader<ComposerPackage> = {
  id: 'composer-installed',
  version: 1,
  wants: ({ path }) => path.endsWith('/composer/installed.json'),
  certain: () => true,
  read(bytes, _path, limits) {
    const long = tooLong(bytes, limits);
    if (long !== null) return long;
    const value = parseJson(bytes);
    const list = Array.isArray(value) ? value : member(value, 'packages');
    if (!Array.isArray(list)) return corrupt('it lists no packages');
    return readList(list);
  },
};

/** Reads `composer.lock`, what is for development alone left out. */
export const composerLock: NoteReader<ComposerPackage> = {
  id: 'composer-lock',
  version: 1,
  wants: ({ path }) => path.endsWith('composer.lock') && nameOf(path) === 'composer.lock',
  certain: () => true,
  read(bytes, _path, limits) {
    const long = tooLong(bytes, limits);
    if (long !== null) return long;
    const value = objectOrNull(parseJson(bytes));
    const list = member(value, 'packages');
    return Array.isArray(list) ? readList(list) : corrupt('it lists no packages');
  },
};

function readList(list: readonly unknown[]): Note<ComposerPackage> {
  const packages: ComposerPackage[] = [];
  for (const each of list) {
    const name = wordOf(member(each, 'name'));
    if (name === null) return corrupt('it lists a package without a name');
    const license = member(each, 'license');
    // A list means that one may be chosen (Composer, "The composer.json schema").
    const declared = anyLicense(typeof license === 'string' ? [license] : listMember(each, 'license'));
    const at = wordOf(member(each, 'install-path'));
    const version = wordOf(member(each, 'version')) ?? '';
    packages.push({ name, version, ...declared, ...(at === null ? {} : { at }) });
  }
  return { packages };
}

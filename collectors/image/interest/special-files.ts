import type { ImageFact, TreeEntry } from '../contract.ts';
import { fileCapabilities } from './capabilities.ts';
import type { FormatNote } from './format.ts';
import { formatInspector } from './format.ts';

/** `type/name` of the package that owns a path; null: none. */
export type OwnerOf = (path: string) => string | null;

type ImageFile = ImageFact<'worldWritable'>[number];

/** Numbers of users and groups that have a name in the image. Root has one everywhere. */
export interface KnownNumbers {
  users: ReadonlySet<number>;
  groups: ReadonlySet<number>;
}

/** A file with setuid, setgid or capabilities; null: it has none of them. Folders use these bits for something else. */
export function privilegedFile(entry: TreeEntry, ownerOf: OwnerOf): ImageFact<'privilegedFiles'>[number] | null {
  if (entry.type !== 'file') return null;
  const [setuid, setgid] = [(entry.mode & 0o4000) !== 0, (entry.mode & 0o2000) !== 0];
  if (!setuid && !setgid && entry.capability === null) return null;
  const capabilities = entry.capability === null ? [] : fileCapabilities(entry.capability);
  return { ...imageFile(entry, ownerOf), setuid, setgid, capabilities };
}

/** Whether everybody may change a file, or what is in a folder without the sticky bit. */
export function isWorldWritable(entry: TreeEntry): boolean {
  if ((entry.mode & 0o002) === 0) return false;
  return entry.type === 'file' || (entry.type === 'directory' && (entry.mode & 0o1000) === 0);
}

/** Whether the owner or the group of an entry has no name. */
export function isUnowned(entry: TreeEntry, known: KnownNumbers): boolean {
  return (entry.uid !== 0 && !known.users.has(entry.uid)) || (entry.gid !== 0 && !known.groups.has(entry.gid));
}

export function imageFile(entry: TreeEntry, ownerOf: OwnerOf): ImageFile {
  return {
    path: entry.path,
    type: entry.type,
    mode: octal(entry.mode),
    uid: entry.uid,
    gid: entry.gid,
    package: ownerOf(entry.path),
    layer: entry.layer,
  };
}

/**
 * A program that no package owns: what may be executed, and ELF programs without the bit, since it is one chmod away.
 * Libraries, also executable ones, are no programs; scripts without the bit are texts.
 */
export function unpackagedExecutable(
  entry: TreeEntry,
  ownerOf: OwnerOf,
): ImageFact<'unpackagedExecutables'>[number] | null {
  if (entry.type !== 'file' || entry.size === 0) return null;
  const note = (entry.notes?.[formatInspector.id] ?? null) as FormatNote | null;
  if (!isProgram(entry, note) || ownerOf(entry.path) !== null) return null;
  const format = note?.startsWith('elf') ? 'elf' : note === 'script' ? 'script' : 'other';
  return { path: entry.path, mode: octal(entry.mode), format, size: entry.size, layer: entry.layer };
}

/** Scripts of packages that a package manager keeps beside its database: its own, though no package lists them. */
const maintainerScripts = /^var\/lib\/dpkg\/info\/[^/]+\.(?:config|preinst|postinst|prerm|postrm)$/;

function isProgram(entry: TreeEntry, note: FormatNote | null): boolean {
  const executable = (entry.mode & 0o111) !== 0;
  if (maintainerScripts.test(entry.path)) return false;
  if (/\.so(?:\.[0-9]+)*$/.test(entry.path) || note === 'elf-other' || note === 'elf-core') return false;
  // A program that needs no loader looks like a library, but for its bit.
  if (note === 'elf-program') return true;
  return executable;
}

function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}

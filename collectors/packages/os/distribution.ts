import type { FileKeeper } from '../../image/contract.ts';
import { redactText } from '../../redact.ts';
import type { FileTree } from '../contract.ts';
import { type OsRelease, parseAssignments, parseOsRelease, parseRedhatRelease } from './os-release.ts';

/** os-release(5): the first that is there counts. */
const releaseFiles = ['etc/os-release', 'usr/lib/os-release'];

/** What older distributions have instead, the more telling first. */
const fallbacks: readonly { file: string; parse(text: string): OsRelease | null }[] = [
  { file: 'etc/lsb-release', parse: parseLsbRelease },
  { file: 'etc/redhat-release', parse: parseRedhatRelease },
  { file: 'etc/centos-release', parse: parseRedhatRelease },
  { file: 'etc/system-release', parse: parseRedhatRelease },
  { file: 'etc/alpine-release', parse: (text) => parsePlainVersion(text, 'alpine', 'Alpine Linux') },
  { file: 'etc/debian_version', parse: (text) => parsePlainVersion(text, 'debian', 'Debian GNU/Linux') },
];

const files = new Set([...releaseFiles, ...fallbacks.map(({ file }) => file)]);

/** Keeps the files that {@link readDistribution} reads, where an image's layers are streamed. */
export const distributionKeeper: FileKeeper = {
  id: 'distribution',
  version: 1,
  keeps: ({ path, size }) => files.has(path) && size <= 64 * 1024,
};

/**
 * Which distribution a file system is: by os-release(5), else by the files that came before it; null: none says so.
 * A release file in which nothing is assigned says nothing.
 */
export function readDistribution(tree: FileTree): OsRelease | null {
  for (const file of releaseFiles) {
    const text = readText(tree, file);
    if (text !== null && parseAssignments(text).size > 0) return redacted(parseOsRelease(text));
  }
  for (const { file, parse } of fallbacks) {
    const text = readText(tree, file);
    const release = text === null ? null : parse(text);
    if (release !== null) return redacted(release);
  }
  return null;
}

function readText(tree: FileTree, file: string): string | null {
  const bytes = tree.read(file);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

function redacted(release: OsRelease): OsRelease {
  return { ...release, name: redactText(release.name) };
}

/** The file of lsb_release(1): `DISTRIB_ID=Ubuntu` and three more. */
function parseLsbRelease(text: string): OsRelease | null {
  const values = parseAssignments(text);
  const id = values.get('DISTRIB_ID');
  if (!id) return null;
  return {
    id: id.toLowerCase(),
    versionId: values.get('DISTRIB_RELEASE') || null,
    codename: values.get('DISTRIB_CODENAME') || null,
    name: values.get('DISTRIB_DESCRIPTION') || id,
    like: [],
  };
}

/** A file of one word: `3.18.2`, `12.5`, or of Debian's next release `trixie/sid`. */
function parsePlainVersion(text: string, id: string, name: string): OsRelease | null {
  const word = text.trim();
  if (!/^[A-Za-z0-9][A-Za-z0-9._/~-]{0,50}$/.test(word)) return null;
  if (!/^\d/.test(word))
    return { id, versionId: null, codename: word.split('/')[0] ?? word, name: `${name} ${word}`, like: [] };
  // os-release of Debian names the release alone: 12, not 12.5.
  const versionId = id === 'debian' ? (word.split('.')[0] ?? word) : word;
  return { id, versionId, codename: null, name: `${name} ${versionId}`, like: [] };
}

import { compareText, type Limits, type Problem } from '../../engine/index.ts';
import type { HiddenEntry, ImageFact, ImageTree, TreeEntry } from '../image/contract.ts';
import { type SecretNote, secretInspector } from './inspect.ts';

export type FoundSecret = ImageFact<'secrets'>[number];

export interface SecretsOfTree {
  /** Sorted by place. */
  secrets: FoundSecret[];
  /** Texts that were too large, as one problem. */
  problems: Problem[];
}

/** Folders of packages whose content is public: what is in them is no secret, though it may look like one. */
const publicFolders =
  /^usr\/(?:share|lib)\/(?:doc|man|info|locale|ca-certificates)\/|\/(?:docs?|tests?|testdata|test_data|__tests__|fixtures?|examples?|samples?|spec)\/|^etc\/ssl\/certs\/|\.(?:md|rst|pod|d\.ts|map|test\.js|spec\.js)$/;

/**
 * Secrets in the files of an image, those that a later layer removed among them. Programs, documents, tests and examples
 * that a package brought are left out: everybody can read them.
 * @param ownerOf - `type/name` of the package that owns a path; null: none
 */
export function secretsOf(
  tree: Pick<ImageTree, 'entries' | 'hidden'>,
  options: { limits: Limits; ownerOf?: (path: string) => string | null },
): SecretsOfTree {
  const secrets: FoundSecret[] = [];
  const tooLarge: string[] = [];
  const take = (entry: TreeEntry, removedIn: number | null) => {
    const note = entry.notes?.[secretInspector.id] as SecretNote | undefined;
    if (note === undefined || note === null) return;
    if (note === 'too-large') tooLarge.push(entry.path);
    else {
      const isOwned = options.ownerOf !== undefined && options.ownerOf(entry.path) !== null;
      const kept = note.filter((place) => !(isOwned && isPublic(entry.path, place.line)));
      secrets.push(...kept.map((place) => secretIn(entry, place, removedIn)));
    }
  };
  for (const entry of tree.entries()) take(entry, null);
  for (const entry of tree.hidden() as Iterable<HiddenEntry>) take(entry, entry.removedIn);
  return { secrets: secrets.sort(bySource), problems: tooLargeProblem(tooLarge, options.limits) };
}

/** What a package brought as program, document, test or example. Its settings may have been changed since. */
function isPublic(path: string, line: number | null): boolean {
  return publicFolders.test(path) || (line === null && !/^(?:etc|home|root|srv|var)\//.test(path));
}

function secretIn(
  entry: TreeEntry,
  place: { pattern: string; line: number | null },
  removedIn: number | null,
): FoundSecret {
  return {
    pattern: place.pattern,
    source: 'file',
    name: null,
    path: entry.path,
    line: place.line,
    digest: entry.digest,
    layer: entry.layer,
    removedIn,
  };
}

function tooLargeProblem(paths: readonly string[], limits: Limits): Problem[] {
  const first = [...paths].sort(compareText)[0];
  if (first === undefined) return [];
  const files = paths.length === 1 ? 'One text file is' : `${paths.length} text files are`;
  return [
    {
      code: 'limit-reached',
      message: `${files} larger than the limit secretFileBytes (${limits.secretFileBytes} bytes) and not looked through for secrets: ${first}${paths.length > 1 ? ' and others' : ''}.`,
      limit: 'secretFileBytes',
      kind: 'image',
      subject: first,
    },
  ];
}

/** Order of secrets in a snapshot: by source, file, line, name, layer and pattern. */
export function bySource(one: FoundSecret, other: FoundSecret): number {
  return (
    compareText(one.source, other.source) ||
    compareText(one.path ?? '', other.path ?? '') ||
    (one.line ?? 0) - (other.line ?? 0) ||
    compareText(one.name ?? '', other.name ?? '') ||
    (one.layer ?? -1) - (other.layer ?? -1) ||
    compareText(one.pattern, other.pattern) ||
    (one.removedIn ?? -1) - (other.removedIn ?? -1)
  );
}

import { compareText } from '../../engine/index.ts';
import type { Change, ImageFacts } from './contract.ts';

type Listed = Pick<
  Required<ImageFacts>,
  | 'leftovers'
  | 'licenseTexts'
  | 'privilegedFiles'
  | 'secrets'
  | 'tools'
  | 'unownedFiles'
  | 'unpackagedExecutables'
  | 'worldWritable'
>;

/** How one entry of a list is named, and what else of it is compared. */
type Reading<T> = (entry: T) => { what: string; name: string; detail: string };

/** Lists of files of interest. Layers are left out: they move when a step is added. */
const readings: { [Fact in keyof Listed]: Reading<Listed[Fact][number]> } = {
  leftovers: ({ kind, path, removedIn }) => ({
    what: kind,
    name: path,
    detail: removedIn === null ? 'visible' : 'hidden, still shipped',
  }),
  licenseTexts: ({ path, expression }) => ({
    what: 'licence text',
    name: path,
    detail: expression ?? 'not recognised',
  }),
  privilegedFiles: ({ path, mode, capabilities }) => ({
    what: 'privileged file',
    name: path,
    detail: [mode, ...capabilities].join(' '),
  }),
  secrets: ({ pattern, source, path, name, line, removedIn }) => ({
    what: 'secret',
    name: `${pattern} in ${[source === 'file' ? path : source, name, line].filter((part) => part !== null).join(' ')}`,
    detail: removedIn === null ? 'visible' : 'hidden, still shipped',
  }),
  tools: ({ kind, path }) => ({ what: kind, name: path, detail: 'there' }),
  unownedFiles: ({ path, uid, gid }) => ({ what: 'owner without a name', name: path, detail: `${uid}:${gid}` }),
  unpackagedExecutables: ({ path, mode }) => ({ what: 'program of no package', name: path, detail: mode }),
  worldWritable: ({ path, mode }) => ({ what: 'everybody may write', name: path, detail: mode }),
};

/** Facts that {@link compareFiles} compares. */
export const fileFacts = Object.keys(readings) as (keyof Listed)[];

/** Files of interest that differ, sorted by sort and path; lists that one side does not tell are left out. */
export function compareFiles(before: ImageFacts, after: ImageFacts): Change[] {
  return fileFacts
    .flatMap((fact) => compareList(fact, before, after))
    .sort((a, b) => compareText(a.what, b.what) || compareText(a.name, b.name));
}

function compareList(fact: keyof Listed, before: ImageFacts, after: ImageFacts): Change[] {
  const [old, fresh] = [entriesOf(fact, before), entriesOf(fact, after)];
  if (old === null || fresh === null) return [];
  return changesOf(old, fresh);
}

/** Entries by sort and name, each with what else is compared; null: not told. */
function entriesOf(fact: keyof Listed, facts: ImageFacts): Map<string, string> | null {
  const list = facts[fact];
  if (list === undefined) return null;
  const read = readings[fact] as Reading<unknown>;
  const entries = new Map<string, string>();
  for (const { what, name, detail } of list.map((each) => read(each))) {
    const key = `${what}\n${name}`;
    const known = entries.get(key);
    entries.set(key, known === undefined || known === detail ? detail : [known, detail].sort(compareText).join(', '));
  }
  return entries;
}

/** Entries that one side lacks, or that say something else there. Keys are `what\nname`. */
export function changesOf(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Change[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort(compareText);
  return keys
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => {
      const cut = key.indexOf('\n');
      return {
        what: key.slice(0, cut),
        name: key.slice(cut + 1),
        before: before.get(key) ?? null,
        after: after.get(key) ?? null,
      };
    });
}

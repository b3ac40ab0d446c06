import type { ViewContext } from '../context.ts';
import { listing, number } from '../words.ts';
import type { ImageFacts } from './facts.ts';
import { bytes } from './units.ts';

/** Files of one sort that somebody may want to know of. */
export interface InterestRow {
  what: string;
  count: string;
  examples: string;
}

const shown = 6;

/** Files of interest by sort; a sort that was not looked for says so, one that is empty is left out. */
export function interestRows(facts: ImageFacts, { show }: ViewContext): InterestRow[] {
  const row = <T extends { path: string }>(
    what: string,
    files: readonly T[] | undefined,
    text = pathOf,
  ): InterestRow[] => {
    if (files === undefined) return [{ what, count: '–', examples: 'not looked for' }];
    if (files.length === 0) return [];
    return [{ what, count: number(files.length), examples: show(listing(files.map(text), shown)) }];
  };
  const { privilegedFiles: privileged, tools, leftovers } = facts;
  const capable = privileged?.filter(({ capabilities }) => capabilities.length > 0);
  return [
    ...row(
      'Setuid or setgid',
      privileged?.filter(({ setuid, setgid }) => setuid || setgid),
    ),
    ...row('File capabilities', capable),
    ...row('Everybody may write', facts.worldWritable),
    ...row('Owner without a name', facts.unownedFiles),
    ...row('Programs of no package', facts.unpackagedExecutables),
    ...[...Map.groupBy(tools ?? [], ({ kind }) => kind)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([kind, found]) => row(toolWords[kind], found)),
    ...(tools === undefined ? row('Shells and tools', tools) : []),
    ...leftoverRows(leftovers, show),
  ];
}

function pathOf({ path }: { path: string }): string {
  return path;
}

const toolWords: Readonly<Record<NonNullable<ImageFacts['tools']>[number]['kind'], string>> = {
  shell: 'Shells',
  'package-manager': 'Package managers',
  download: 'Download tools',
  'remote-access': 'Remote access',
  privilege: 'Tools to change user',
  compiler: 'Compilers',
};

function leftoverRows(leftovers: ImageFacts['leftovers'], show: (text: string) => string): InterestRow[] {
  const what = 'Left behind by the build';
  if (leftovers === undefined) return [{ what, count: '–', examples: 'not looked for' }];
  if (leftovers.length === 0) return [];
  const size = leftovers.reduce((sum, each) => sum + each.size, 0);
  const named = leftovers.map(({ path, size }) => `${path} (${bytes(size)})`);
  return [{ what, count: number(leftovers.length), examples: show(`${bytes(size)}: ${listing(named, shown)}`) }];
}

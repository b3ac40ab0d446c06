import type { ResultRule } from '../../engine/index.ts';
import { visibleLines } from '../text.ts';
import { mergeCompose, mergeDockerRun, mergeObjects, mergeShell } from './merge.ts';
import type { Owner } from './owner.ts';
import type { Place, PlaceSort } from './place.ts';

type FixKind = keyof NonNullable<ResultRule['fixes']>;

/** Something to paste. */
export interface Snippet {
  /** Where it goes: `compose.yaml`. */
  file: string;
  code: string;
}

const files: Readonly<Record<FixKind, string>> = {
  compose: 'compose.yaml',
  dockerRun: 'docker run',
  daemonJson: 'daemon.json',
  dockerfile: 'Dockerfile',
  kubernetes: 'Kubernetes manifest',
  shell: 'shell',
};

/** Fixes that fit the thing a person changes, best first. */
const fitting: Readonly<Record<PlaceSort, readonly FixKind[]>> = {
  'daemon-json': ['daemonJson'],
  engine: ['daemonJson', 'shell'],
  file: ['shell'],
  host: ['shell'],
  'compose-service': ['compose', 'dockerfile', 'dockerRun'],
  service: ['compose', 'dockerfile', 'dockerRun'],
  container: ['dockerRun', 'compose', 'dockerfile'],
  dockerfile: ['dockerfile'],
  other: ['shell', 'compose'],
};

/** Fixes that only some sorts of owner can use; the others are for everybody. */
const usedBy: Partial<Record<FixKind, readonly Owner['sort'][]>> = {
  compose: ['compose-service', 'swarm-service'],
  dockerRun: ['resource'],
  kubernetes: ['workload'],
};

/** The fixes of a rule that somebody in this result can use; all of them where that would leave none. */
export function ruleSnippets(rule: ResultRule, owners: ReadonlySet<Owner['sort']>): Snippet[] {
  const kinds = (Object.keys(files) as FixKind[]).filter((kind) => rule.fixes?.[kind] !== undefined);
  const usable = kinds.filter((kind) => usedBy[kind]?.some((sort) => owners.has(sort)) ?? true);
  return (usable.length === 0 ? kinds : usable).map((kind) => ({ file: files[kind], code: clean(rule.fixes![kind]!) }));
}

/** What to paste at one place for several rules: one text a file where the fixes can be made one. */
export function placeSnippets(place: Place, rules: readonly ResultRule[]): Snippet[] {
  const byFile = new Map<FixKind, Set<string>>();
  for (const rule of rules) {
    const kind = fitting[place.sort].find((one) => rule.fixes?.[one] !== undefined);
    if (kind === undefined) continue;
    byFile.set(kind, (byFile.get(kind) ?? new Set()).add(clean(rule.fixes![kind]!)));
  }
  return [...byFile].map(([kind, codes]) => ({ file: files[kind], code: merged(kind, [...codes], place) }));
}

function merged(kind: FixKind, codes: readonly string[], place: Place): string {
  const one = {
    daemonJson: () => mergeObjects(codes),
    shell: () => mergeShell(codes),
    compose: () => mergeCompose(codes, place.sort === 'compose-service' ? place.name.split('/').at(-1)! : null),
    dockerRun: () => mergeDockerRun(codes),
    dockerfile: () => null,
    kubernetes: () => null,
  }[kind]();
  return one ?? codes.join('\n\n');
}

function clean(code: string): string {
  return visibleLines(code.trimEnd());
}

import { compareText, compileGlob, type ResultResource } from '../../engine/index.ts';
import type { Owner } from '../config/scheduling.ts';
import type { OwnerMatch } from './contract.ts';

/** A resource as lists of the store name it: its labels are not known any more. */
export interface NamedResource {
  kind: string;
  key: string;
  labels: Readonly<Record<string, string>> | null;
}

/**
 * Whether a resource belongs to an owner: any entry matches, and an entry matches when every condition in it does.
 * Where labels are asked for and not known the answer is no, since a mail must not show what may be another team's.
 */
export function ownerMatcher(match: readonly OwnerMatch[]): (resource: NamedResource) => boolean {
  const entries = match.map(({ key, labels }) => ({
    key: key === undefined ? null : compileGlob(key),
    labels: Object.entries(labels ?? {}),
  }));
  return (resource) =>
    entries.some(({ key, labels }) => {
      if (key === null && labels.length === 0) return false;
      if (key !== null && !key(resource.key)) return false;
      return labels.every(([name, wanted]) => {
        const own = resource.labels;
        return own !== null && Object.hasOwn(own, name) && own[name] === wanted;
      });
    });
}

/** Whether everything in a target is an owner's, read or not: a glob of keys that begins with its name and ends in `/**`. */
export function holdsAll(match: readonly OwnerMatch[], target: string): boolean {
  return match.some(({ key, labels }) => {
    if (key === undefined || Object.keys(labels ?? {}).length > 0) return false;
    if (key === '**') return true;
    const names = key.endsWith('/**') ? key.slice(0, -3) : null;
    return names !== null && !names.includes('/') && compileGlob(names)(target);
  });
}

/** Who owns a resource: owners of the configuration in their order, else what its labels say, else null. */
export function ownersOf(
  owners: readonly { name: string; matches: (resource: NamedResource) => boolean }[],
  resource: ResultResource,
): string[] {
  const named = owners.filter((owner) => owner.matches(resource)).map((owner) => owner.name);
  if (named.length > 0) return named.toSorted(compareText);
  const label = resource.labels['plimsoll.owner'] ?? resource.labels['owner'] ?? resource.labels['team'];
  return label === undefined ? [] : [label];
}

/** What belongs to an owner of the configuration: as reports see it, and what a target's `owner` makes theirs. */
export function matchesOf(owner: Owner): OwnerMatch[] {
  return [
    { labels: { 'plimsoll.owner': owner.name } },
    ...(owner.labels === undefined ? [] : [{ labels: owner.labels }]),
    ...(owner.keys ?? []).map((key) => ({ key })),
  ];
}

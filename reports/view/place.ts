import type { Outcome, ResultRule } from '../../engine/index.ts';
import type { ViewContext } from './context.ts';
import { ownerOf } from './owner.ts';

export type PlaceSort =
  | 'daemon-json'
  | 'engine'
  | 'file'
  | 'host'
  | 'compose-service'
  | 'service'
  | 'container'
  | 'dockerfile'
  | 'other';

/** The thing a person changes to close a finding. */
export interface Place {
  sort: PlaceSort;
  /** Unshown (foreign) name: a path, a service, an image. */
  name: string;
  target: number | null;
}

/** Where a finding of this outcome is closed: by the fixes its rule offers and what its resource belongs to. */
export function placeOf(context: ViewContext, rule: ResultRule, outcome: Outcome): Place {
  const { target } = outcome;
  const resource = context.resource(outcome);
  const fixes = rule.fixes ?? {};
  const owner = resource === undefined ? null : ownerOf(resource);
  const name = owner?.name ?? outcome.key ?? '';
  if (rule.kind === 'engine') {
    if (fixes.daemonJson !== undefined) return { sort: 'daemon-json', name: '/etc/docker/daemon.json', target };
    return { sort: 'engine', name, target };
  }
  if (rule.kind === 'host') {
    const file = writtenFile(fixes.shell);
    return file === null ? { sort: 'host', name, target } : { sort: 'file', name: file, target };
  }
  if (rule.kind === 'image' || rule.kind === 'dockerfile') return { sort: 'dockerfile', name, target };
  if (rule.kind !== 'container') return { sort: 'other', name: `${rule.kind} ${name}`, target };
  if (owner?.sort === 'compose-service') return { sort: 'compose-service', name, target };
  if (owner !== null && owner.sort !== 'resource') return { sort: 'service', name, target };
  return { sort: 'container', name, target };
}

/** The sentence of an action: what to change, and where. */
export function placeText(place: Place, show: (text: string) => string): { lead: string; name: string } {
  const leads: Record<PlaceSort, string> = {
    'daemon-json': 'one edit in',
    file: 'one edit in',
    dockerfile: 'the Dockerfile of',
    'compose-service': 'the Compose service',
    service: 'the service',
    container: 'the container',
    engine: 'the engine',
    host: 'the machine',
    other: 'the',
  };
  return { lead: leads[place.sort], name: show(place.name) };
}

/** The file that a shell snippet writes to, so that all rules about one file are one edit. */
function writtenFile(shell: string | undefined): string | null {
  if (shell === undefined) return null;
  return /(?:>>?\s*|\btee\s+(?:-a\s+)?)(\/etc\/[\w./-]+)/.exec(shell)?.[1] ?? null;
}

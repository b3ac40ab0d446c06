/** Runs the Docker collector as the pipeline does and keeps what it hands over. */
import { docker } from '../../../collectors/docker/index.ts';
import type { CollectContext, Collected, CollectSummary } from '../../../collectors/index.ts';
import { type KindName, kinds, limitsWith } from '../../../engine/index.ts';

export interface Collection {
  summary: CollectSummary;
  resources: Collected[];
  /** Everything that was handed over, as text, to be searched for what must not be in it. */
  text: string;
}

/** Collects from one target. @param overrides - parts of the context that a test sets. */
export async function collectFrom(uri: string, overrides: Partial<CollectContext> = {}): Promise<Collection> {
  const resources: Collected[] = [];
  const context: CollectContext = {
    target: { id: 1, uri, collector: 'docker', address: uri.slice('docker:'.length), name: null },
    limits: limitsWith(),
    signal: new AbortController().signal,
    now: () => new Date('2026-01-01T00:00:00Z'),
    kinds: new Set(docker.kinds),
    files: [],
    emit: async (resource) => void resources.push(resource),
    progress: () => {},
    environment: {},
    ...overrides,
  };
  const summary = await docker.collect(context);
  resources.sort((one, other) =>
    `${one.kind} ${one.key} ${one.id}` < `${other.kind} ${other.key} ${other.id}` ? -1 : 1,
  );
  return { summary, resources, text: JSON.stringify({ summary, resources }) };
}

/** Facts of the one resource of a kind and name. */
export function factsOf(collection: Collection, kind: KindName, name: string): Record<string, unknown> {
  const resource = collection.resources.find((candidate) => candidate.kind === kind && candidate.name === name);
  if (resource === undefined) throw new Error(`no ${kind} ${name}`);
  return resource.facts;
}

/** What breaks the document model: facts of a wrong shape, and names neither given nor missing. Empty: nothing. */
export function modelFaults(resources: readonly Collected[]): string[] {
  const faults: string[] = [];
  for (const { kind, key, facts, missing } of resources) {
    const shape = kinds[kind].shape as Record<string, unknown>;
    const partial = (kinds[kind] as (typeof kinds)['network']).partial();
    const nested = new Set(
      Object.keys(missing)
        .filter((path) => path.includes('.'))
        .map((path) => path.split('.')[0]),
    );
    const whole = Object.fromEntries(Object.entries(facts).filter(([name]) => !nested.has(name)));
    const parsed = partial.safeParse(whole);
    if (!parsed.success) faults.push(`${key}: ${parsed.error.message}`);
    for (const name of Object.keys(shape)) {
      const given = name in facts ? 1 : 0;
      const said = name in missing ? 1 : 0;
      if (given + said !== 1)
        faults.push(`${key}: ${name} is ${given ? 'given and missing' : 'neither given nor missing'}`);
    }
  }
  return faults;
}

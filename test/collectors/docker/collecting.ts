/** Runs the Docker collector as the pipeline does and keeps what it hands over. */
import { docker } from '../../../collectors/docker/index.ts';
import type { CollectContext, Collected, CollectSummary } from '../../../collectors/index.ts';
import { type KindName, kinds, limitsWith } from '../../../engine/index.ts';
import { checkFacts } from '../../../engine/snapshot/check-line.ts';
import { factsSchema } from '../../../engine/snapshot/kind-schema.ts';
import { readHead, resourceText } from '../../../engine/snapshot/line.ts';
import { shapeOf } from '../../../engine/snapshot/shape.ts';

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
    imageFiles: [],
    imageContents: false,
    deep: false,
    platform: null,
    imageKeys: [],
    cacheFolder: null,
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

/** What breaks the document model, as the snapshot's own reader and the schemas of the kinds find it. Empty: nothing. */
export function modelFaults(resources: readonly Collected[]): string[] {
  return resources.flatMap(({ kind, facts, ...rest }) => {
    const line = Buffer.from(resourceText({ kind, ...rest, target: 1 }, facts));
    const { head, factsOffset } = readHead(line);
    const { absent, wrong } = checkFacts(line, factsOffset, shapeOf(factsSchema(kind)), head.missing, {
      allowUnknown: false,
    });
    const faults = [
      ...absent.map((name) => `${name} is neither given nor missing`),
      ...(wrong === null ? [] : [wrong]),
    ];
    return [...faults, ...schemaFaults(kind, facts, head.missing)].map((fault) => `${rest.key}: ${fault}`);
  });
}

/** An object that misses a member cannot be checked as a whole; its other members are plain. */
function schemaFaults(kind: KindName, facts: Record<string, unknown>, missing: Record<string, string>): string[] {
  const nested = new Set(Object.keys(missing).flatMap((path) => (path.includes('.') ? path.split('.')[0] : [])));
  const whole = Object.fromEntries(Object.entries(facts).filter(([name]) => !nested.has(name)));
  const parsed = (kinds[kind] as (typeof kinds)['network']).partial().safeParse(whole);
  return parsed.success ? [] : [parsed.error.message];
}

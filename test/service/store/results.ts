/** Small results of a world that a test describes: what is there, and what each rule says of it. */
import {
  digestOf,
  fingerprint,
  type Outcome,
  type Result,
  type ResultResource,
  type ResultTarget,
  type Severity,
} from '../../../engine/index.ts';
import { type FinishedStoredRun, newRunId, runSummary, type Store } from '../../../service/store/index.ts';
import { emptyCounts, sampleResult, sampleRun } from '../../support/sample-result.ts';
import { minute } from './engines.ts';

export type Verdict = 'pass' | 'fail' | 'waived' | 'error' | 'not-evaluated' | 'not-applicable';

export interface WorldTarget {
  name: string;
  /** `cut`: one more container was listed than could be read. */
  state: 'complete' | 'cut' | 'failed';
  /** Verdict of each rule by container; a rule that is not named passes. */
  containers: Record<string, Record<string, Verdict>>;
}

export interface World {
  targets: WorldTarget[];
  /** Rules that are on; default: all. */
  rules?: string[];
  severities?: Record<string, Severity>;
  /** Digest of the bundle, where it is another one. */
  bundle?: string;
}

export const ruleNames = ['privileged', 'root', 'limit'];
const usual: Record<string, Severity> = { privileged: 'critical', root: 'high', limit: 'low' };
const sample = sampleResult();

export function ruleId(name: string): string {
  return `plimsoll/${name}`;
}

export function keyOf(target: string, container: string): string {
  return `${target}/container/${container}`;
}

export function printOf(rule: string, target: string, container: string): string {
  return fingerprint(ruleId(rule), 'container', keyOf(target, container), null);
}

/** The result of a world. */
export function resultOf(world: World): Result {
  const names = world.rules ?? ruleNames;
  const targets = world.targets.map(targetOf);
  const outcomes = world.targets.flatMap((target, index) =>
    names.flatMap((rule) => outcomesOf(rule, target, index + 1)),
  );
  const counts = emptyCounts();
  for (const { status } of outcomes) counts[status] += 1;
  const severityOf = (rule: string) => world.severities?.[rule] ?? usual[rule]!;
  const findings = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { rule, status } of outcomes) {
    if (status === 'fail') findings[severityOf(rule!.slice('plimsoll/'.length))] += 1;
  }
  const bundle = {
    id: 'plimsoll-test',
    title: 'Test',
    version: '1.0.0',
    digest: digestOf(world.bundle ?? ''),
    rules: 3,
  };
  return {
    ...sample,
    inputs: { ...sample.inputs, bundles: [bundle], profile: null, waivers: null, attestations: null, parameters: {} },
    summary: { ...sample.summary, counts, findings },
    ...{ targets, outcomes, frameworks: [], found: [], attestations: [], tailoring: [] },
    rules: names.map((name) => ({
      ...sample.rules[0]!,
      ...{ id: ruleId(name), kind: 'container', severity: severityOf(name), counts: [] },
    })),
    resources: world.targets.flatMap((target, index) => resourcesOf(target, index + 1)),
  };
}

function targetOf(target: WorldTarget, index: number): ResultTarget {
  const { name, state, containers } = target;
  const seen = Object.keys(containers).length;
  const status = state === 'complete' ? ('complete' as const) : ('partial' as const);
  const coverage = { status, expected: seen + Number(state === 'cut'), seen, judged: seen };
  return {
    ...{ id: index + 1, uri: `docker:${name}`, name, snapshot: 0, problems: [], gaps: [] },
    status: state === 'complete' ? 'collected' : state === 'cut' ? 'partial' : 'failed',
    kinds: state === 'failed' ? {} : { container: coverage },
    ...{ startedAt: '2026-11-22T05:00:00Z', finishedAt: '2026-11-22T05:00:01Z' },
  };
}

function resourcesOf({ name, state, containers }: WorldTarget, target: number): ResultResource[] {
  if (state === 'failed') return [];
  return Object.keys(containers).map((container) => {
    return { kind: 'container', key: keyOf(name, container), id: container, name: container, target, labels: {} };
  });
}

function outcomesOf(rule: string, world: WorldTarget, target: number): Outcome[] {
  const bare = { rule: ruleId(rule), origin: 'rego' as const, kind: 'container', target };
  const empty = { findings: [], reasons: [], questions: [] };
  const unseen: Outcome = { ...bare, key: null, status: 'not-evaluated', ...empty };
  if (world.state === 'failed') return [unseen];
  const own = Object.entries(world.containers).flatMap(([container, verdicts]): Outcome[] => {
    const status = verdicts[rule] ?? 'pass';
    const key = keyOf(world.name, container);
    if (status === 'pass') return [];
    if (status !== 'fail' && status !== 'waived') return [{ ...bare, key, status, ...empty }];
    const place = { part: null, message: `${container} breaks ${rule}`, location: null, evidence: [] };
    const waiver = status === 'waived' ? { waiver: 0 } : {};
    const finding = { ...place, fingerprint: printOf(rule, world.name, container), ...waiver };
    return [{ ...bare, key, status, ...empty, findings: [finding] }];
  });
  return world.state === 'cut' ? [...own, unseen] : own;
}

/** The end of a run, with its result as an artifact that was put before. */
export async function endOf(
  store: Store,
  id: string,
  at: number,
  result: Result,
  more: Partial<FinishedStoredRun> = {},
): Promise<FinishedStoredRun> {
  const put = await store.artifacts.put(Buffer.from(JSON.stringify(result)));
  return {
    ...{ id, finishedAt: minute(at), record: sampleRun(), result, resultDigest: put.digest },
    ...{ summary: runSummary(result), artifacts: [{ name: 'result.json', kind: 'result', ...put }], deliveries: [] },
    ...more,
  };
}

/** Begins and finishes a run of a stream that starts and ends at a minute. @returns its id */
export async function record(store: Store, stream: string, at: number, world: World): Promise<string> {
  const id = idAt(at);
  await store.runs.begin({ id, stream, schedule: null, slotAt: null, startedAt: minute(at) });
  await store.runs.finish(await endOf(store, id, at, resultOf(world)));
  return id;
}

/** The id of the run of a minute: always the same. */
export function idAt(at: number): string {
  return newRunId(new Date(minute(at)), Buffer.alloc(10, 1));
}

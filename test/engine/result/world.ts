import type { ResolvedRule, ResolvedRules } from '../../../engine/bundle/resolved.ts';
import type {
  Bundle,
  CatalogueRule,
  CombineContext,
  Framework,
  Header,
  KindCoverage,
  Outcome,
  Part,
  ResultResource,
  Severity,
  Status,
} from '../../../engine/index.ts';
import { Catalogue, digestOf, fingerprint } from '../../../engine/index.ts';
import { emptyCounts } from '../../../engine/result/counts.ts';

export const time = '2026-11-22T05:00:00Z';

/** A rule as a run uses it. */
export function ruleOf(id: string, changes: Partial<ResolvedRule> = {}): ResolvedRule {
  const example = [{ title: 'x', resource: {} }];
  return {
    id: `acme/${id}`,
    area: 'area',
    severity: 'high',
    kind: 'container',
    title: `Title of ${id}`,
    description: 'why',
    needs: [],
    message: '{name} is wrong',
    remediation: 'change it',
    references: [],
    sets: ['violations'],
    digest: digestOf(id),
    source: { file: `rules/area/${id}/${id}.rego`, line: 1 },
    examples: { good: example, bad: example },
    bundles: ['acme-house'],
    bundle: 0,
    ...changes,
  };
}

export interface WorldOptions {
  rules: readonly ResolvedRule[];
  /** Ids without namespace. */
  excluded?: readonly string[];
  frameworks?: readonly Framework[];
}

export function resolvedOf(options: WorldOptions): ResolvedRules {
  const rules = [...options.rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const left = new Set((options.excluded ?? []).map((id) => `acme/${id}`));
  return {
    profile: null,
    rules,
    on: rules.map((rule) => rule.id).filter((id) => !left.has(id)),
    excluded: [...left].sort().map((rule) => ({ rule, reason: 'not ours', by: 'x', reviewBy: '2027-01-01' })),
    parameters: {},
    tailoring: [],
  };
}

export function bundleOf(options: WorldOptions): Pick<Bundle, 'catalogue' | 'digest'> {
  const rules = options.rules.map(({ bundles: _, bundle: __, ...rule }): CatalogueRule => rule);
  const catalogue = Catalogue.parse({
    catalogue: '1-0-0',
    ...{ namespace: 'acme', name: 'house', version: '1.0.0', title: 'House rules', licence: 'Apache-2.0' },
    ...{ plimsoll: '>=0', snapshot: '1', opa: '1.22.2', parameters: {}, collect: {}, kinds: ['container'] },
    ...{ rules, frameworks: options.frameworks ?? [], profiles: [] },
  });
  return { catalogue, digest: digestOf('bundle') };
}

export function contextOf(options: WorldOptions, changes: Partial<CombineContext> = {}): CombineContext {
  return {
    bundles: [bundleOf(options)],
    resolved: resolvedOf(options),
    ...{ profile: null, waivers: null, attestations: null, feeds: [], asOf: null, timeZone: 'UTC', version: '1.0.0' },
    ...changes,
  };
}

/** Verdicts by rule id (without namespace) and key; what is not named passes. */
export type Verdicts = Readonly<Record<string, Readonly<Record<string, Status | Partial<Outcome>>>>>;

export interface TargetOptions {
  name?: string;
  /** Keys of the resources that were seen, without the target's name, by kind. */
  seen?: Readonly<Record<string, readonly string[]>>;
  kinds?: Readonly<Record<string, Partial<KindCoverage>>>;
  status?: 'collected' | 'partial' | 'failed';
  labels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface PartOptions extends WorldOptions {
  targets: readonly TargetOptions[];
  verdicts?: Verdicts;
  createdAt?: string;
  /** Rule (without namespace) → traps. */
  traps?: Readonly<Record<string, number>>;
  digest?: string;
  facts?: Part['facts'];
}

/** The one part of a snapshot, as the engine would give it. */
export function partOf(options: PartOptions): Part {
  const createdAt = options.createdAt ?? time;
  const names = options.targets.map((target, index) => target.name ?? `web-0${index + 1}`);
  const header: Header = {
    ...{ version: '1-0-0', createdAt, tool: { name: 'plimsoll', version: '1.0.0' }, operator: null, machine: null },
    targets: names.map((name, index) => ({ id: index + 1, uri: `docker:${name}`, name })),
  };
  const ends = options.targets.map((target, index) => ({
    ...{ id: index + 1, status: target.status ?? ('collected' as const), kinds: coverageOf(target), problems: [] },
    ...{ startedAt: createdAt, finishedAt: createdAt },
  }));
  const resources = options.targets.flatMap((target, index) => resourcesOf(target, names[index]!, index + 1));
  const on = new Set(resolvedOf(options).on);
  const rules = options.rules.filter((rule) => on.has(rule.id));
  const outcomes = rules.flatMap((rule) => outcomesOf(rule, resources, options.verdicts ?? {}));
  const counts = rules.flatMap((rule) =>
    names.flatMap((_, index) => {
      const here = resources.filter((each) => each.target === index + 1 && each.kind === rule.kind);
      const own = outcomes.filter((each) => each.rule === rule.id && each.target === index + 1);
      if (here.length === 0) return [];
      const all = emptyCounts();
      for (const { status } of own) all[status] += 1;
      all.pass = here.length - own.length;
      const traps = index === 0 ? (options.traps?.[rule.id.slice(5)] ?? 0) : 0;
      return [{ rule: rule.id, kind: rule.kind, target: index + 1, counts: all, traps }];
    }),
  );
  const digest = options.digest ?? digestOf(JSON.stringify([header, ends]));
  const snapshot = { digest, header, end: { targets: ends, found: [] } };
  return { snapshot, resources, counts, gaps: [], outcomes, facts: options.facts ?? [] };
}

function coverageOf(target: TargetOptions): Record<string, KindCoverage> {
  const kinds: Record<string, KindCoverage> = {};
  for (const [kind, keys] of Object.entries(target.seen ?? {})) {
    kinds[kind] = { status: 'complete', expected: keys.length, seen: keys.length };
  }
  for (const [kind, changes] of Object.entries(target.kinds ?? {})) {
    const seen = target.seen?.[kind]?.length ?? 0;
    kinds[kind] = { status: 'complete', expected: seen, seen, ...changes };
  }
  return kinds;
}

function resourcesOf(target: TargetOptions, name: string, id: number): ResultResource[] {
  return Object.entries(target.seen ?? {}).flatMap(([kind, keys]) =>
    keys.map((key) => ({
      ...{ kind, key: `${name}/${key}`, id: `id-${key}`, name: key, target: id, labels: { ...target.labels?.[key] } },
    })),
  );
}

function outcomesOf(rule: ResolvedRule, resources: readonly ResultResource[], verdicts: Verdicts): Outcome[] {
  const own = verdicts[rule.id.slice(5)] ?? {};
  return resources.flatMap((resource) => {
    const verdict = own[resource.key] ?? own[resource.name];
    if (resource.kind !== rule.kind || verdict === undefined) return [];
    const changes = typeof verdict === 'string' ? { status: verdict } : verdict;
    return changes.status === 'pass' ? [] : [outcomeOf(rule.id, resource, changes)];
  });
}

export function outcomeOf(rule: string, resource: ResultResource, changes: Partial<Outcome>): Outcome {
  const { kind, key, target } = resource;
  const status = changes.status ?? 'fail';
  return {
    ...{ rule, status, origin: 'rego', kind, key, target },
    findings: status === 'fail' ? [findingOf(rule, kind, key, null)] : [],
    reasons: status === 'fail' ? [] : [{ code: 'why', message: 'because' }],
    questions: status === 'manual' ? [{ text: 'Is it so?', evidence: [] }] : [],
    ...changes,
  };
}

export function findingOf(rule: string, kind: string, key: string, part: string | null): Outcome['findings'][number] {
  const text = part === null ? key : `${key} ${part}`;
  return { part, message: text, location: null, evidence: [], fingerprint: fingerprint(rule, kind, key, part) };
}

/** A failing outcome with one finding for each part. */
export function parts(rule: string, key: string, names: readonly string[], kind = 'container'): Partial<Outcome> {
  return { status: 'fail', findings: names.map((name) => findingOf(`acme/${rule}`, kind, key, name)) };
}

export function frameworkOf(controls: readonly Partial<Framework['controls'][number]>[]): Framework {
  return {
    framework: 'frame-1',
    title: 'A framework',
    sections: [
      { id: '1', title: 'First' },
      { id: '2', title: 'Second' },
    ],
    controls: controls.map((control, index) => ({
      ...{ id: `1.${index + 1}`, title: `Control ${index + 1}`, coverage: 'full' as const, rules: [] },
      ...control,
    })),
  };
}

export const severityOrder: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

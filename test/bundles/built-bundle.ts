/** Builds a shipped bundle from its sources and judges resources with it. */
import {
  type Bundle,
  type CatalogueRule,
  Examples,
  evaluate,
  loadPolicy,
  type Outcome,
  type Resource,
  resolveProfile,
} from '../../engine/index.ts';
import {
  buildSource,
  type Compiler,
  loadSource,
  openCompiler,
  parseYaml,
  type SourceBundle,
} from '../../rego/index.ts';
import { assetPath } from '../../root.ts';
import { linesOf, resourceOf } from '../support/policy-fixture.ts';
import { ordinary } from './ordinary-resources.ts';

/** The time that rules see in these tests. */
export const now = '2026-01-01T00:00:00Z';

export interface BuiltBundle {
  source: SourceBundle;
  compiler: Compiler;
  bundle: Bundle;
  close(): Promise<void>;
}

/** Compiles a bundle of `bundles/`; close it after the tests. */
export async function openBundle(name: string): Promise<BuiltBundle> {
  const source = await loadSource(assetPath('bundles', name));
  const compiler = await openCompiler();
  const { bundle } = await buildSource(source, compiler);
  return { source, compiler, bundle, close: () => compiler.close() };
}

export interface JudgeOptions {
  /** Resources of one call of the policy. */
  batch?: number;
  /** Full id of a rule → values of its parameters, in place of the bundle's. */
  parameters?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Outcomes that are no pass, as the engine gives them with all rules on. */
export async function judge(
  bundle: Bundle,
  resources: readonly Resource[],
  { batch, parameters = {} }: JudgeOptions = {},
): Promise<Outcome[]> {
  const excuse = { reason: 'a case', by: 'tests', reviewBy: '2027-01-01' };
  const values = Object.entries(parameters).flatMap(([of, own]) =>
    Object.entries(own).map(([name, value]) => ({ of, name, value, ...excuse })),
  );
  const profile = { profile: 'cases', parameters: values };
  const policy = await loadPolicy({
    bundles: [bundle],
    resolved: resolveProfile({ catalogues: [bundle.catalogue], profile }),
  });
  try {
    const sorted = [...resources].sort((left, right) => (left.kind < right.kind ? -1 : left.kind > right.kind ? 1 : 0));
    const outcomes: Outcome[] = [];
    for await (const outcome of evaluate(linesOf(sorted), policy, { now, workers: 1, ...(batch ? { batch } : {}) })) {
      outcomes.push(outcome);
    }
    return outcomes;
  } finally {
    await policy.close();
  }
}

export interface WholeExample {
  rule: CatalogueRule;
  good: boolean;
  title: string;
  /** Whether it needs other parameters than the bundle's. */
  tailored: boolean;
  /** Parameters of the rule that it needs; none: those of the bundle. */
  params: Readonly<Record<string, unknown>>;
  /** A whole resource: the facts of the example laid over ordinary ones. */
  resource: Resource;
}

/** Every example of every rule as a whole resource, with a key of its own. */
export function wholeExamples({ source, bundle }: BuiltBundle): WholeExample[] {
  const rules = new Map(bundle.catalogue.rules.map((rule) => [rule.id, rule]));
  return source.rules.flatMap(({ id, examples }) => {
    const rule = rules.get(id)!;
    const read = parseYaml(examples!.text, examples!.file, Examples);
    return (['good', 'bad'] as const).flatMap((list) =>
      read[list].map(({ title, resource, params }) => ({
        rule,
        good: list === 'good',
        title,
        tailored: params !== undefined,
        params: params ?? {},
        resource: wholeResource(rule.kind, `${id} ${list} ${title}`, resource),
      })),
    );
  });
}

/** An ordinary resource of the kind with some facts changed; members of objects are changed one by one. */
export function wholeResource(kind: string, key: string, changes: Record<string, unknown> = {}): Resource {
  const facts = ordinary[kind as keyof typeof ordinary];
  if (facts === undefined) throw new Error(`there is no ordinary ${kind}`);
  return resourceOf(key, overlay(facts, changes), { kind });
}

function overlay(base: Record<string, unknown>, changes: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...base };
  for (const [name, value] of Object.entries(changes)) {
    const old = merged[name];
    merged[name] = isObject(old) && isObject(value) ? overlay(old, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Cases that are judged together: each rule has one set of parameters among them. */
export interface Round<T> {
  parameters: Record<string, Readonly<Record<string, unknown>>>;
  cases: T[];
}

/** As few rounds as there are sets of parameters of one rule; all cases are in one of them. */
export function roundsOf<T extends Pick<WholeExample, 'rule' | 'params'>>(cases: readonly T[]): Round<T>[] {
  const rounds: Round<T>[] = [];
  for (const each of cases) {
    const fits = ({ parameters }: Round<T>) => {
      const taken = parameters[each.rule.id];
      return taken === undefined || JSON.stringify(taken) === JSON.stringify(each.params);
    };
    let round = rounds.find(fits);
    if (round === undefined) {
      round = { parameters: {}, cases: [] };
      rounds.push(round);
    }
    round.parameters[each.rule.id] = each.params;
    round.cases.push(each);
  }
  return rounds;
}

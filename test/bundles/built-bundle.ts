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

/** Outcomes that are no pass, as the engine gives them with all rules on and the parameters of the bundle. */
export async function judge(bundle: Bundle, resources: readonly Resource[], batch?: number): Promise<Outcome[]> {
  const policy = await loadPolicy({ bundles: [bundle], resolved: resolveProfile({ catalogues: [bundle.catalogue] }) });
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

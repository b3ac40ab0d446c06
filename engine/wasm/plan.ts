import type { SetName } from '../bundle/schema.ts';
import type { Limits } from '../limits.ts';

/** What judging needs to know of a rule. Plain data: it is sent to workers. */
export interface RulePlan {
  id: string;
  kind: string;
  /** Dotted facts, sorted. */
  needs: readonly string[];
  /** Which sets its module has; output in any other is malformed. */
  sets: readonly SetName[];
  /** One template, or a template for each code. */
  message: string | Readonly<Record<string, string>>;
  /** Templates of `not_applicable` by code. */
  reasons: Readonly<Record<string, string>>;
  question: string | null;
  runtimes: readonly string[] | null;
}

/** One bundle's code and tables, and which of its rules this run takes from it. */
export interface BundlePlan {
  /** `<namespace>-<name>`. */
  id: string;
  module: WebAssembly.Module;
  /** `data.json` as text: cheap to send, parsed once in each worker. */
  data: string;
  /** Kind → ids of its rules, sorted. Kinds without rules of this run are absent. */
  kinds: Readonly<Record<string, readonly string[]>>;
}

/** Everything a worker needs to judge lines; equal for all workers of a policy. */
export interface Plan {
  limits: Limits;
  parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  bundles: readonly BundlePlan[];
  rules: Readonly<Record<string, RulePlan>>;
}

/** Name of an entrypoint that every built bundle has for each of its kinds. */
export function entrypointOf(kind: string, which: 'out' | 'on'): string {
  return `plimsoll/entry/${kind.replaceAll('-', '_')}/${which}`;
}

/** Ids of all rules of one kind, of all bundles, sorted. */
export function rulesOfKind(plan: Plan, kind: string): string[] {
  return plan.bundles.flatMap((bundle) => (Object.hasOwn(bundle.kinds, kind) ? bundle.kinds[kind]! : [])).sort();
}

/** Runs policies in tests: from resources to outcomes in one call. */
import {
  type Bundle,
  collectPart,
  type EvaluateContext,
  type LimitName,
  limitsWith,
  loadPolicy,
  type Outcome,
  type Part,
  type Policy,
  type Resource,
  resolveProfile,
} from '../../engine/index.ts';
import { linesOf } from './policy-fixture.ts';

export const now = '2026-03-01T12:00:00Z';

/** Loads bundles with all their rules on. */
export async function policyOf(
  bundles: readonly Bundle[],
  limits: Partial<Record<LimitName, number>> = {},
): Promise<Policy> {
  const resolved = resolveProfile({ catalogues: bundles.map((bundle) => bundle.catalogue) });
  return loadPolicy({ bundles, resolved, limits: limitsWith(limits) });
}

/** Part of a snapshot that holds these resources. */
export async function partOf(
  policy: Policy,
  resources: readonly Resource[],
  options: Omit<EvaluateContext, 'now'> = {},
): Promise<Part> {
  const targets = [{ id: 1, uri: 'docker:unix:///a', name: 'a' }];
  const header = { version: '1-0-0', createdAt: now, tool: { name: 'test', version: '1' }, operator: null };
  const snapshot = {
    digest: 'sha256:0',
    header: { ...header, machine: null, targets },
    end: { targets: [], found: [] },
    lines: () => linesOf(resources),
  };
  return collectPart(snapshot, policy, options);
}

/** `rule key status` of every outcome, sorted, with the codes of its reasons. */
export function brief(outcomes: readonly Outcome[]): string[] {
  return outcomes
    .map(({ rule, key, status, reasons }) => [rule, key, status, ...reasons.map(({ code }) => code)].join(' '))
    .sort();
}

import { canonicalJson, digestOf, type Result } from '../../engine/index.ts';
import type { RunSummary } from './contract.ts';

/** The counts of a result that lists, subjects and metrics show, and the digests of everything that decided it. */
export function runSummary(result: Result): RunSummary {
  const { findings, counts } = result.summary;
  const { critical, high, medium, low, info } = findings;
  return {
    ...{ critical, high, medium, low, info },
    targets: result.targets.length,
    targetsNotAssessed: result.targets.filter((target) => target.status === 'failed').length,
    notEvaluated: counts.error + counts['not-evaluated'],
    waived: result.outcomes.reduce((sum, { findings: own }) => sum + own.filter(isWaived).length, 0),
    inputs: inputsOf(result),
  };
}

function isWaived(finding: { waiver?: number | undefined }): boolean {
  return finding.waiver !== undefined;
}

/** By name: everything but the snapshots that decides a result. Values are digests, versions or names. */
function inputsOf({ inputs, engine, timeZone, targets }: Result): Record<string, string> {
  const named: Record<string, string> = {
    engine: `${engine.version}, opa ${engine.opa}`,
    parameters: digestOf(canonicalJson(inputs.parameters)),
    timeZone,
  };
  for (const bundle of inputs.bundles) named[`bundle ${bundle.id}`] = `${bundle.version} ${bundle.digest}`;
  for (const feed of inputs.feeds) named[`feed ${feed.name}`] = feed.digest;
  for (const which of ['profile', 'waivers', 'attestations'] as const) {
    const input = inputs[which];
    if (input !== null) named[which] = `${input.name} ${input.digest}`;
  }
  for (const { target, ...scope } of inputs.scopes ?? []) {
    // By name: the numbers of targets shift when one is added.
    const name = targets.find((each) => each.id === target)?.name ?? String(target);
    named[`rules for ${name}`] = digestOf(canonicalJson(scope));
  }
  return named;
}

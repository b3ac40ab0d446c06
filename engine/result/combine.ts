import type { ResolvedRule } from '../bundle/resolved.ts';
import { severities } from '../bundle/schema.ts';
import { limitTable } from '../limits.ts';
import { canonicalJson, compareText } from '../snapshot/canonical.ts';
import { attest, controlOutcomes } from './attest.ts';
import type { CombineContext } from './context.ts';
import { judgeFrameworks, loadedFrameworks } from './controls.ts';
import { countOutcomes, emptyCounts, sumCounts } from './counts.ts';
import { type Merged, mergeParts } from './merge-parts.ts';
import { factDigests, factsShown } from './named-facts.ts';
import type { Part } from './part.ts';
import { judgeAll } from './populations.ts';
import {
  type Finding,
  type Outcome,
  type Result,
  type ResultRule,
  resultVersion,
  type StatusCounts,
} from './schema.ts';
import { summarize } from './summary.ts';
import { waive } from './waive.ts';

/**
 * Makes the one result of a run from the parts of its snapshots, in any order and number: equal inputs give equal
 * bytes. Pure: no clock, no files.
 * Throws `snapshot-repeated`, `waiver-invalid`, `bundle-conflict`, `configuration-invalid` (time zone),
 * `result-invalid` (parts that contradict each other) and `internal` (verdicts that were lost).
 */
export function combine(parts: readonly Part[], context: CombineContext): Result {
  const merged = mergeParts(parts, context.snapshots);
  const { resolved, timeZone } = context;
  const rules = new Map(resolved.rules.map((rule) => [rule.id, rule]));
  const loaded = loadedFrameworks(context.bundles);
  const frameworks = loaded.map((each) => each.framework);
  const instantOf = instants(merged, context.asOf);
  const judged = judgeAll(merged, resolved, context.scopes);
  const digests = factDigests(frameworks, merged);
  const attested = attest([...judged.outcomes, ...controlOutcomes(frameworks)], context.attestations?.entries ?? [], {
    frameworks,
    targets: merged.targets,
    instantOf,
    timeZone,
    factDigests: digests,
  });
  const waived = waive(attested.outcomes.map(sorted), context.waivers?.entries ?? [], {
    rules,
    merged,
    instantOf,
    timeZone,
    ...(context.waiverDays === undefined ? {} : { days: context.waiverDays }),
    unattended: context.unattended ?? false,
    ...(context.waivers?.positions === undefined ? {} : { positions: context.waivers.positions }),
    ...(context.waivers?.refused === undefined ? {} : { refused: context.waivers.refused }),
  });
  const outcomes = sortOutcomes(waived.outcomes, rules);
  const counts = countRules(outcomes, judged.passes);
  const ruleCounts = new Map([...counts].map(([rule, byTarget]) => [rule, sumCounts(byTarget.values())]));
  const withoutRules = countOutcomes(outcomes.filter((outcome) => outcome.rule === null));
  const all = sumCounts([...ruleCounts.values(), withoutRules]);
  const controlContext = { resolved, ruleCounts, outcomes, attested: attested.controls, factDigests: digests };
  const judgedFrameworks = judgeFrameworks(loaded, controlContext);
  return {
    result: resultVersion,
    engine: { name: 'plimsoll', version: context.version, opa: opaVersions(context) },
    createdAt: merged.snapshots
      .map(({ header }) => header.createdAt)
      .reduce((a, b) => (Date.parse(b) > Date.parse(a) ? b : a), epoch),
    asOf: context.asOf,
    timeZone,
    inputs: inputsOf(merged, context),
    summary: summarize(all, outcomes, merged.targets, rules),
    targets: merged.targets,
    found: merged.found,
    rules: resolved.rules.map((rule) => resultRule(rule, counts.get(rule.id))),
    resources: merged.resources,
    outcomes,
    frameworks: judgedFrameworks,
    waivers: waived.waivers,
    attestations: attested.used,
    facts: factsShown(judgedFrameworks, merged, context.evidenceBytes ?? limitTable.evidenceBytes.value),
    tailoring: resolved.tailoring,
    siblings: [],
  };
}

/** Stands for "no snapshot at all", which has no time. */
const epoch = '1970-01-01T00:00:00Z';

function instants(merged: Merged, asOf: string | null): (target: number | null) => number {
  const own = merged.snapshots.map(({ header }) => Date.parse(asOf ?? header.createdAt));
  const newest = Math.max(...own, Date.parse(epoch));
  const byTarget = new Map(merged.targets.map((target) => [target.id, own[target.snapshot]!]));
  return (target) => (target === null ? newest : (byTarget.get(target) ?? newest));
}

function opaVersions(context: CombineContext): string {
  return [...new Set(context.bundles.map(({ catalogue }) => catalogue.opa))].sort(compareText).join(', ');
}

function inputsOf(merged: Merged, context: CombineContext): Result['inputs'] {
  const named = (each: { name: string; digest: string } | null) =>
    each === null ? null : { name: each.name, digest: each.digest };
  return {
    snapshots: merged.snapshots.map(({ digest, header: { createdAt, tool, operator, machine } }) => ({
      ...{ digest, createdAt, tool, operator, machine },
    })),
    bundles: context.bundles.map(({ catalogue, digest }) => {
      const id = `${catalogue.namespace}-${catalogue.name}`;
      const rules = context.resolved.rules.filter((rule) => rule.bundles.includes(id)).length;
      return { id, title: catalogue.title, version: catalogue.version, digest, rules };
    }),
    profile: named(context.profile),
    waivers: named(context.waivers),
    attestations: named(context.attestations),
    feeds: context.feeds.map(({ name, digest }) => ({ name, digest })),
    parameters: context.resolved.parameters,
    ...(context.scopeInputs === undefined || context.scopeInputs.length === 0
      ? {}
      : { scopes: [...context.scopeInputs] }),
  };
}

function resultRule(rule: ResolvedRule, counts: ReadonlyMap<number | null, StatusCounts> | undefined): ResultRule {
  const { examples: _examples, bundle: _bundle, ...rest } = rule;
  const byTarget = [...(counts ?? [])].flatMap(([target, own]) => (target === null ? [] : [{ target, counts: own }]));
  return { ...rest, counts: byTarget.sort((a, b) => a.target - b.target) };
}

/** Rule → target → counts; what is said of a rule without a target is under null. */
function countRules(
  outcomes: readonly Outcome[],
  passes: ReadonlyMap<string, number>,
): Map<string, Map<number | null, StatusCounts>> {
  const counts = new Map<string, Map<number | null, StatusCounts>>();
  const of = (rule: string, target: number | null): StatusCounts => {
    const byTarget = counts.get(rule) ?? new Map<number | null, StatusCounts>();
    const own = byTarget.get(target) ?? emptyCounts();
    counts.set(rule, byTarget.set(target, own));
    return own;
  };
  for (const [name, count] of passes) {
    const [rule, target] = name.split('\n');
    of(rule!, Number(target)).pass += count;
  }
  for (const { rule, target, status } of outcomes) {
    if (rule !== null) of(rule, target)[status] += 1;
  }
  return counts;
}

/** The outcome with its lists in one order: rules give sets, and sets have none. */
function sorted(outcome: Outcome): Outcome {
  const byText = <T>(list: readonly T[]) => sortBy(list, (each) => canonicalJson(each));
  const findings = sortBy(outcome.findings, findingOrder);
  return { ...outcome, findings, reasons: byText(outcome.reasons), questions: byText(outcome.questions) };
}

function findingOrder({ part, message, fingerprint, location }: Finding): string {
  return canonicalJson([part === null ? '' : `/${part}`, message, fingerprint, location]);
}

function sortBy<T>(list: readonly T[], order: (item: T) => string): T[] {
  if (list.length < 2) return [...list];
  const keyed = list.map((item) => ({ item, text: order(item) }));
  return keyed.sort((a, b) => compareText(a.text, b.text)).map(({ item }) => item);
}

/** By severity, rule, target, key; controls without rules come last. */
function sortOutcomes(outcomes: readonly Outcome[], rules: ReadonlyMap<string, ResolvedRule>): Outcome[] {
  const rank = (outcome: Outcome) =>
    outcome.rule === null ? severities.length : severities.indexOf(rules.get(outcome.rule)!.severity);
  const keyed = outcomes.map((outcome) => ({ outcome, rank: rank(outcome) }));
  keyed.sort(
    (a, b) =>
      a.rank - b.rank ||
      compareText(a.outcome.rule ?? '', b.outcome.rule ?? '') ||
      compareText(a.outcome.control ?? '', b.outcome.control ?? '') ||
      compareText(a.outcome.key ?? '', b.outcome.key ?? '') ||
      (a.outcome.target ?? 0) - (b.outcome.target ?? 0) ||
      compareText(canonicalJson(a.outcome), canonicalJson(b.outcome)),
  );
  return keyed.map(({ outcome }) => outcome);
}

/**
 * The part of a result that is one owner's. Nothing of another team may be in it: no key, name or number. What cannot
 * be divided (frameworks, attestations, tailoring, parameters) is left out, and the mail says that the whole report has it.
 */
import {
  type Outcome,
  type Result,
  type ResultResource,
  type ResultRule,
  type ResultTarget,
  type Severity,
  type Status,
  Status as Statuses,
  severities,
} from '../../engine/index.ts';
import type { Drift, FindingHistory } from '../store/contract.ts';
import type { OwnerMatch } from './contract.ts';
import { holdsAll, type NamedResource, ownerMatcher } from './owners.ts';

export interface ScopedResult {
  result: Result;
  /** Something that was not read may belong to this owner, and nobody knows. */
  unreadElsewhere: boolean;
}

/** Cuts a result down to the resources of one owner. */
export function scopeResult(whole: Result, match: readonly OwnerMatch[]): ScopedResult {
  const matches = ownerMatcher(match);
  const resources = whole.resources.filter(matches);
  const own = new Set(resources.map(resourceName));
  const held = new Set(resources.map((resource) => resource.target));
  const entire = new Set(whole.targets.filter((target) => holdsAll(match, target.name)).map((target) => target.id));
  const kept = whole.targets.filter((target) => held.has(target.id) || entire.has(target.id));
  const outcomes = whole.outcomes.filter((outcome) => {
    if (outcome.kind === null || outcome.target === null) return false;
    // Without a key an outcome is about all of a target; it is theirs only where the target is.
    return outcome.key === null ? entire.has(outcome.target) : own.has(resourceName(outcome as NamedOutcome));
  });
  const { waivers, renumbered } = scopeWaivers(whole, outcomes);
  const rules = whole.rules
    .map((rule) => scopeRule(rule, resources, renumbered))
    .filter((rule) => rule.counts.length > 0);
  const snapshots = [...new Set(kept.map((target) => target.snapshot))].toSorted((a, b) => a - b);
  const result: Result = {
    ...whole,
    inputs: {
      snapshots: snapshots.map((index) => whole.inputs.snapshots[index]!),
      bundles: whole.inputs.bundles,
      profile: whole.inputs.profile,
      waivers: null,
      attestations: null,
      feeds: [],
      parameters: {},
    },
    targets: kept.map((target) => {
      const snapshot = snapshots.indexOf(target.snapshot);
      return entire.has(target.id) ? { ...target, snapshot } : { ...scopeTarget(target, resources), snapshot };
    }),
    found: [],
    rules,
    resources,
    outcomes: renumbered,
    frameworks: [],
    waivers,
    attestations: [],
    tailoring: [],
    siblings: [],
    summary: whole.summary,
  };
  const unreadElsewhere = whole.targets.some((target) => target.status !== 'collected' && !entire.has(target.id));
  return {
    result: { ...result, summary: summaryOf(result, !whole.targets.some((target) => target.status !== 'collected')) },
    unreadElsewhere,
  };
}

type NamedOutcome = Outcome & { kind: string; key: string; target: number };

function resourceName({ target, kind, key }: { target: number; kind: string; key: string }): string {
  return JSON.stringify([target, kind, key]);
}

function scopeRule(rule: ResultRule, resources: readonly ResultResource[], outcomes: readonly Outcome[]): ResultRule {
  const counts = rule.counts.flatMap(({ target, counts: before }) => {
    const theirs = resources.filter((resource) => resource.target === target && resource.kind === rule.kind).length;
    const own = outcomes.filter((outcome) => outcome.rule === rule.id && outcome.target === target);
    if (theirs === 0 && own.length === 0) return [];
    const after = Object.fromEntries(Statuses.options.map((status) => [status, 0])) as Record<Status, number>;
    for (const { status } of own) after[status] += 1;
    // A rule that nothing passes was not evaluated there, and then nothing of theirs passed.
    if (before.pass > 0) after.pass = Math.max(0, theirs - own.filter((outcome) => outcome.key !== null).length);
    // A rule that was excluded has one outcome for everybody, and says nothing of them.
    return Object.values(after).some((count) => count > 0) ? [{ target, counts: after }] : [];
  });
  return { ...rule, counts };
}

/** A target that others have a part in: its problems and gaps may name their resources and are left out. */
function scopeTarget(target: ResultTarget, resources: readonly ResultResource[]): ResultTarget {
  const own = resources.filter((resource) => resource.target === target.id);
  const kinds = Map.groupBy(own, (resource) => resource.kind);
  return {
    id: target.id,
    uri: target.uri,
    name: target.name,
    snapshot: target.snapshot,
    status: target.status,
    kinds: Object.fromEntries(
      [...kinds].map(([kind, { length }]) => [
        kind,
        { status: target.kinds[kind]?.status ?? 'partial', expected: length, seen: length, judged: length },
      ]),
    ),
    problems: [],
    startedAt: target.startedAt,
    finishedAt: target.finishedAt,
    gaps: [],
  };
}

function scopeWaivers(
  whole: Result,
  outcomes: readonly Outcome[],
): { waivers: Result['waivers']; renumbered: Outcome[] } {
  const used = new Map<number, number>();
  for (const { waiver } of outcomes.flatMap((outcome) => outcome.findings)) {
    if (waiver !== undefined) used.set(waiver, (used.get(waiver) ?? 0) + 1);
  }
  const order = [...used.keys()].toSorted((a, b) => a - b);
  const applied = order.flatMap((index) => {
    const waiver = whole.waivers.applied[index];
    return waiver === undefined ? [] : [{ ...waiver, findings: used.get(index) ?? 0 }];
  });
  const renumbered = outcomes.map((outcome) => ({
    ...outcome,
    findings: outcome.findings.map((finding) =>
      finding.waiver === undefined ? finding : { ...finding, waiver: order.indexOf(finding.waiver) },
    ),
  }));
  return { waivers: { applied, expired: [], unused: [] }, renumbered };
}

function summaryOf(result: Result, complete: boolean): Result['summary'] {
  const counts = Object.fromEntries(Statuses.options.map((status) => [status, 0])) as Record<Status, number>;
  for (const rule of result.rules) {
    for (const each of rule.counts) for (const status of Statuses.options) counts[status] += each.counts[status];
  }
  const severityOf = new Map(result.rules.map((rule) => [rule.id, rule.severity]));
  const findings = noSeverity();
  const notAssessed = noSeverity();
  for (const outcome of result.outcomes) {
    const severity = severityOf.get(outcome.rule ?? '');
    if (severity === undefined) continue;
    findings[severity] += outcome.findings.filter((finding) => finding.waiver === undefined).length;
    if (outcome.status === 'error' || outcome.status === 'not-evaluated') notAssessed[severity] += 1;
  }
  const undone = counts.error + counts['not-evaluated'];
  const adjustedOf = counts.pass + counts.fail + undone;
  const range = { low: counts.pass, high: counts.pass + undone };
  return {
    complete: complete && undone === 0,
    counts,
    findings,
    notAssessed,
    strict: adjustedOf + counts.waived === 0 ? null : { ...range, of: adjustedOf + counts.waived },
    adjusted: adjustedOf === 0 ? null : { ...range, of: adjustedOf },
  };
}

function noSeverity(): Record<Severity, number> {
  return Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
}

/** What changed for one owner. `known` and `notJudged` are of everybody, and are left out as 0. */
export function scopeDrift(whole: Drift, result: Result, match: readonly OwnerMatch[]): Drift {
  const matches = ownerMatcher(match);
  const labels = new Map(result.resources.map((one) => [`${one.kind}\n${one.key}`, one.labels]));
  const isOwn = ({ kind, key }: { kind: string; key: string }) => {
    const named: NamedResource = { kind, key, labels: labels.get(`${kind}\n${key}`) ?? null };
    return matches(named);
  };
  const own = (list: readonly FindingHistory[]) => list.filter(isOwn);
  const lists = {
    new: own(whole.new),
    reopened: own(whole.reopened),
    fixed: own(whole.fixed),
    gone: own(whole.gone),
    newlyWaived: own(whole.newlyWaived),
    noLongerWaived: own(whole.noLongerWaived),
    appeared: whole.appeared.filter(isOwn),
    disappeared: whole.disappeared.filter(isOwn),
  };
  const totals = Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.length]));
  return { ...whole, ...lists, known: 0, notJudged: 0, totals: totals as Drift['totals'] };
}

import { PlimsollError } from '../errors.ts';
import { endOf } from './dates.ts';
import { compileGlob } from './glob.ts';
import type { Finding, Outcome, Result, WaiverUse } from './schema.ts';
import { matchesOutcome, matchesPart, type Prepared, type WaiveContext, wasCovered } from './waiver-match.ts';
import type { Waiver } from './waivers.ts';

/** Longest life of a waiver in days: of any rule, and of one that is critical or high. */
const usualDays = { usual: 365, severe: 90 };
const day = 86_400_000;

export interface Waived {
  outcomes: Outcome[];
  waivers: Result['waivers'];
}

/**
 * Waives findings of `fail`. Where several waivers match, the one that lasts longest is named.
 * Throws `waiver-invalid` for one that lasts longer than allowed, or leaves it out where nobody is there to correct it.
 */
export function waive(outcomes: readonly Outcome[], waivers: readonly Waiver[], context: WaiveContext): Waived {
  const { prepared, refused } = prepare(waivers, context);
  const byRule = new Map<string, Prepared[]>();
  for (const each of prepared) {
    for (const rule of each.rules) byRule.set(rule, [...(byRule.get(rule) ?? []), each]);
  }
  const chosen = new Map<Finding, Prepared>();
  for (const outcome of outcomes) {
    const candidates = outcome.status === 'fail' ? (byRule.get(outcome.rule ?? '') ?? []) : [];
    for (const finding of candidates.length === 0 ? [] : outcome.findings) {
      const best = choose(candidates, outcome, finding, context);
      if (best === null) continue;
      best.applied += 1;
      chosen.set(finding, best);
    }
  }
  const applied = prepared.filter((each) => each.applied > 0);
  const positions = new Map(applied.map((each, index) => [each, index]));
  const marked = outcomes.map((outcome) => mark(outcome, chosen, positions));
  const left = [...(context.refused ?? []), ...refused].sort((a, b) => a.index - b.index);
  const now = newest(context);
  const rest = prepared.filter((each) => each.applied === 0);
  const expired = rest.filter((each) => each.end <= now);
  const unused = rest.filter((each) => each.end > now && wasCovered(each, outcomes, context));
  return {
    outcomes: marked,
    waivers: {
      applied: applied.map((each) => use(each, each.applied)),
      expired: expired.map((each) => use(each, each.expired)),
      unused: unused.map((each) => use(each, 0)),
      ...(left.length === 0 ? {} : { refused: left }),
    },
  };
}

function prepare(
  waivers: readonly Waiver[],
  context: WaiveContext,
): { prepared: Prepared[]; refused: { index: number; reason: string }[] } {
  const prepared: Prepared[] = [];
  const refused: { index: number; reason: string }[] = [];
  const now = newest(context);
  for (const [at, waiver] of waivers.entries()) {
    const index = context.positions?.[at] ?? at;
    const rules = new Set([waiver.rule].flat());
    const end = endOf(waiver.expires, context.timeZone);
    const most = longest(rules, context);
    // the day that is running when a waiver is written does not count
    if (end - now > (most + 1) * day) {
      refused.push({ index, reason: `it lasts until ${waiver.expires}, which is more than ${most} days ahead` });
      continue;
    }
    const globs = (list: string | string[] | undefined) => (list === undefined ? null : [list].flat().map(compileGlob));
    const { key, part } = waiver.match;
    prepared.push({ waiver, index, rules, end, key: globs(key), part: globs(part), applied: 0, expired: 0 });
  }
  if (refused.length > 0 && !context.unattended) {
    const [first, ...others] = refused.map(
      ({ index, reason }) =>
        new PlimsollError('waiver-invalid', `Entry ${index + 1} of waivers: ${reason}.`, {
          next: 'Shorten it; for a snapshot of long ago, set the time with --as-of.',
        }),
    );
    throw new PlimsollError('waiver-invalid', first!.message, { next: first!.next, others });
  }
  return { prepared, refused };
}

/** The instant that a run as a whole is judged at. */
function newest({ merged, instantOf }: WaiveContext): number {
  return Math.max(...merged.targets.map((target) => instantOf(target.id)), -Infinity);
}

function longest(rules: ReadonlySet<string>, context: WaiveContext): number {
  const { usual, severe } = context.days ?? usualDays;
  const severities = [...rules].map((id) => context.rules.get(id)?.severity);
  return severities.some((each) => each === 'critical' || each === 'high') ? severe : usual;
}

function choose(candidates: Prepared[], outcome: Outcome, finding: Finding, context: WaiveContext): Prepared | null {
  const instant = context.instantOf(outcome.target);
  let best: Prepared | null = null;
  for (const each of candidates) {
    if (!matchesOutcome(each, outcome, context) || !matchesPart(each, finding)) continue;
    if (each.end <= instant) each.expired += 1;
    else if (best === null || each.end > best.end) best = each;
  }
  return best;
}

function mark(outcome: Outcome, chosen: ReadonlyMap<Finding, Prepared>, positions: Map<Prepared, number>): Outcome {
  if (outcome.status !== 'fail' || !outcome.findings.some((finding) => chosen.has(finding))) return outcome;
  const findings = outcome.findings.map((finding) => {
    const waiver = chosen.get(finding);
    return waiver === undefined ? finding : { ...finding, waiver: positions.get(waiver)! };
  });
  const all = findings.every((finding) => finding.waiver !== undefined);
  return { ...outcome, status: all ? 'waived' : 'fail', findings };
}

function use(each: Prepared, findings: number): WaiverUse {
  const { kind, rule, reason, requestedBy, approvedBy, expires, ticket, compensatingControl } = each.waiver;
  return {
    index: each.index,
    kind,
    rules: [rule].flat(),
    reason,
    requestedBy,
    approvedBy,
    expires,
    ticket: ticket ?? null,
    compensatingControl: compensatingControl ?? null,
    findings,
  };
}

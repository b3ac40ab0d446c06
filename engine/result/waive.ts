import type { ResolvedRule } from '../bundle/resolved.ts';
import { PlimsollError } from '../errors.ts';
import { endOf } from './dates.ts';
import { compileGlob } from './glob.ts';
import type { Merged } from './merge-parts.ts';
import type { Finding, Outcome, Result, ResultResource, ResultTarget, WaiverUse } from './schema.ts';
import type { Waiver } from './waivers.ts';

/** Longest life of a waiver in days: of any rule, and of one that is critical or high. */
const usualDays = { usual: 365, severe: 90 };
const day = 86_400_000;

export interface WaiveContext {
  rules: ReadonlyMap<string, ResolvedRule>;
  merged: Merged;
  /** The instant (milliseconds) expiries of a target's findings are judged at. */
  instantOf(target: number | null): number;
  timeZone: string;
  days?: { usual: number; severe: number };
  unattended: boolean;
}

export interface Waived {
  outcomes: Outcome[];
  waivers: Result['waivers'];
}

interface Prepared {
  waiver: Waiver;
  index: number;
  rules: ReadonlySet<string>;
  /** Milliseconds from which it no longer holds. */
  end: number;
  key: ((text: string) => boolean)[] | null;
  part: ((text: string) => boolean)[] | null;
  applied: number;
  expired: number;
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
  const now = Math.max(...context.merged.targets.map((target) => context.instantOf(target.id)), -Infinity);
  const rest = prepared.filter((each) => each.applied === 0);
  const expired = rest.filter((each) => each.end <= now);
  const unused = rest.filter((each) => each.end > now && wasCovered(each, outcomes, context));
  return {
    outcomes: marked,
    waivers: {
      applied: applied.map((each) => use(each, each.applied)),
      expired: expired.map((each) => use(each, each.expired)),
      unused: unused.map((each) => use(each, 0)),
      ...(refused.length === 0 ? {} : { refused }),
    },
  };
}

function prepare(
  waivers: readonly Waiver[],
  context: WaiveContext,
): { prepared: Prepared[]; refused: { index: number; reason: string }[] } {
  const prepared: Prepared[] = [];
  const refused: { index: number; reason: string }[] = [];
  const now = Math.max(...context.merged.targets.map((target) => context.instantOf(target.id)), -Infinity);
  for (const [index, waiver] of waivers.entries()) {
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

function matchesPart(each: Prepared, finding: Finding): boolean {
  const { part } = finding;
  return each.part === null || (part !== null && each.part.some((matches) => matches(part)));
}

function matchesOutcome(each: Prepared, outcome: Outcome, context: WaiveContext): boolean {
  const { labels, imageDigest } = each.waiver.match;
  const { key } = outcome;
  if (key === null) return false;
  if (each.key !== null && !each.key.some((matches) => matches(key))) return false;
  if (labels === undefined && imageDigest === undefined) return true;
  const resource = resourceOf(outcome, context.merged);
  if (imageDigest !== undefined && !digestsOf(outcome, resource).some((own) => [imageDigest].flat().includes(own))) {
    return false;
  }
  return Object.entries(labels ?? {}).every(([name, wanted]) => {
    const own = resource !== undefined && Object.hasOwn(resource.labels, name) ? resource.labels[name] : undefined;
    return own !== undefined && [wanted].flat().includes(own);
  });
}

function digestsOf(outcome: Outcome, resource: ResultResource | undefined): string[] {
  const own = outcome.imageDigest === undefined ? [] : [outcome.imageDigest];
  return outcome.kind === 'image' && resource !== undefined ? [...own, resource.id] : own;
}

function resourceOf(outcome: Outcome, merged: Merged): ResultResource | undefined {
  return merged.byKey.get(`${outcome.kind}\n${outcome.target}\n${outcome.key}`);
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

/** Whether the run looked at everything that a waiver is for, so that "unused" is true and not merely unseen. */
function wasCovered(each: Prepared, outcomes: readonly Outcome[], context: WaiveContext): boolean {
  const rules = [...each.rules].flatMap((id) => context.rules.get(id) ?? []);
  const open = new Set(
    outcomes.flatMap(({ rule, target, status }) =>
      status === 'error' || status === 'not-evaluated' || status === 'excluded' ? [`${rule}\n${target}`] : [],
    ),
  );
  const covered = rules.map((rule) => {
    const targets = context.merged.targets.filter((target) => concerns(each, target));
    const having = targets.filter((target) => Object.hasOwn(target.kinds, rule.kind));
    if (having.length === 0) return false;
    return having.every(
      (target) => target.kinds[rule.kind]!.status === 'complete' && !open.has(`${rule.id}\n${target.id}`),
    );
  });
  return rules.length === each.rules.size && covered.every(Boolean);
}

/** Whether the key globs of a waiver can match anything of a target: keys begin with its name. */
function concerns(each: Prepared, target: ResultTarget): boolean {
  const globs = each.waiver.match.key;
  if (globs === undefined) return true;
  return [globs].flat().some((glob) => {
    const star = glob.indexOf('*');
    const start = star === -1 ? glob : glob.slice(0, star);
    const own = `${target.name}/`;
    return start.startsWith(own) || own.startsWith(start);
  });
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

import { PlimsollError } from '../errors.ts';
import { canonicalJson, compareText } from '../snapshot/canonical.ts';
import type { ExcludedRule, ResolvedRules } from './resolved.ts';

/** Which of a run's rules one target is judged by. */
export interface TargetScope {
  on: ReadonlySet<string>;
  /** Why the others are not: those its profile leaves out, with the profile's reason. */
  excluded: ReadonlyMap<string, ExcludedRule>;
}

/** The rules of a run, and for each target with bundles or a profile of its own which of them it is judged by. */
export interface ScopedRules {
  resolved: ResolvedRules;
  scopes: ReadonlyMap<number, TargetScope>;
}

/**
 * Unites what the run asks for with what single targets ask for instead. A rule has one severity and one value for each
 * parameter in a run, so two profiles that give it different ones cannot stand in one run.
 * @param base the run's own rules, over all bundles of the run; targets that are not in `own` are judged by them
 * @param own by number of the target, over the bundles of that target
 * @throws PlimsollError `bundle-conflict`
 */
export function scopeTargets(base: ResolvedRules, own: ReadonlyMap<number, ResolvedRules>): ScopedRules {
  if (own.size === 0) return { resolved: base, scopes: new Map() };
  const scopes = new Map<number, TargetScope>();
  const all = [base, ...own.values()];
  const on = new Set(all.flatMap((each) => each.on));
  for (const [target, resolved] of own) {
    requireAgreement(base, resolved);
    scopes.set(target, scopeOf(resolved));
  }
  const united: ResolvedRules = {
    ...base,
    on: base.rules.map(({ id }) => id).filter((id) => on.has(id)),
    excluded: base.excluded.filter(({ rule }) => !on.has(rule)),
    tailoring: [
      ...new Map(all.flatMap((each) => each.tailoring).map((entry) => [canonicalJson(entry), entry])).values(),
    ].sort((a, b) => compareText(canonicalJson([a.what, a.rule, a.detail]), canonicalJson([b.what, b.rule, b.detail]))),
  };
  return { resolved: united, scopes: new Map([[0, scopeOf(base)], ...scopes]) };
}

/** The scope of a target: its own, else that of the run (kept under 0), else everything that is switched on. */
export function scopeFor(scopes: ReadonlyMap<number, TargetScope>, target: number): TargetScope | null {
  return scopes.get(target) ?? scopes.get(0) ?? null;
}

function scopeOf(resolved: ResolvedRules): TargetScope {
  return { on: new Set(resolved.on), excluded: new Map(resolved.excluded.map((each) => [each.rule, each])) };
}

function requireAgreement(base: ResolvedRules, other: ResolvedRules): void {
  const rules = new Map(base.rules.map((rule) => [rule.id, rule]));
  for (const id of other.on) {
    const mine = rules.get(id);
    const theirs = other.rules.find((rule) => rule.id === id);
    if (mine === undefined || theirs === undefined) throw conflict(`${id} is in no bundle of the run`);
    if (mine.severity !== theirs.severity) {
      throw conflict(`${id} is ${mine.severity} by one profile and ${theirs.severity} by another`);
    }
    for (const owner of [id, ...(mine.uses ?? []).map(() => id.slice(0, id.indexOf('/')))]) {
      const [left, right] = [base.parameters[owner] ?? {}, other.parameters[owner] ?? {}];
      const name = Object.keys(right).find((each) => canonicalJson(left[each]) !== canonicalJson(right[each]));
      if (name !== undefined) throw conflict(`two profiles give the parameter ${name} of ${owner} different values`);
    }
  }
}

function conflict(what: string): PlimsollError {
  return new PlimsollError('bundle-conflict', `The profiles of the targets cannot stand in one run: ${what}.`, {
    next: 'Audit these targets in runs of their own, or give both profiles the same value.',
  });
}

import type { ResolvedRule, ResolvedRules } from '../bundle/resolved.ts';
import { scopeFor, type TargetScope } from '../bundle/scopes.ts';
import { PlimsollError } from '../errors.ts';
import { emptyCounts } from './counts.ts';
import type { Merged } from './merge-parts.ts';
import type { Outcome, Reason, ResultTarget, Status } from './schema.ts';

/** From so many traps on, a rule is in error on every resource of the run, so that no batch or shard matters. */
const trapLimit = 3;

/** Every outcome of the run that is not a pass, and how many passes there are by `<rule>\n<target>`. */
export interface Judged {
  outcomes: Outcome[];
  passes: ReadonlyMap<string, number>;
}

/**
 * Puts what the engine found beside what it could not see: rules that are left out, kinds that are empty or were not
 * read, resources that were not seen, rules that trapped too often. Throws `internal` where the engine gave another
 * number of verdicts than there are resources: a lost verdict would count as a pass.
 */
export function judgeAll(
  merged: Merged,
  resolved: ResolvedRules,
  scopes: ReadonlyMap<number, TargetScope> = new Map(),
): Judged {
  const on = new Set(resolved.on);
  const excluded = new Map(resolved.excluded.map((each) => [each.rule, each]));
  const byRule = Map.groupBy(merged.outcomes, (outcome) => outcome.rule ?? '');
  const outcomes: Outcome[] = [];
  const passes = new Map<string, number>();
  for (const rule of resolved.rules) {
    const targets = merged.targets.filter((target) => mayHave(target, rule.kind));
    const left = excluded.get(rule.id);
    if (left !== undefined || !on.has(rule.id)) {
      const message = left?.reason ?? 'not selected by the profile';
      outcomes.push(...onEach(targets, (target) => bare(rule, target, 'excluded', { code: 'excluded', message })));
      continue;
    }
    const given = Map.groupBy(byRule.get(rule.id) ?? [], (outcome) => outcome.target);
    const trapped = (merged.traps.get(rule.id) ?? 0) >= trapLimit;
    for (const target of targets) {
      const own = given.get(target.id) ?? [];
      given.delete(target.id);
      const scope = scopeFor(scopes, target.id);
      if (scope !== null && !scope.on.has(rule.id)) {
        const message = scope.excluded.get(rule.id)?.reason ?? `not among the rules for ${target.name}`;
        outcomes.push(bare(rule, target.id, 'excluded', { code: 'excluded', message }));
        continue;
      }
      outcomes.push(...(trapped ? trappedEverywhere(rule, target, merged) : own), ...unseen(rule, target));
      if (!trapped) passes.set(`${rule.id}\n${target.id}`, countPasses(rule, target, own, merged));
    }
    if (given.size > 0) throw fault(`outcomes of ${rule.id} on a target that has no ${rule.kind}`);
    if (targets.length === 0) outcomes.push(notApplicable(rule, null, `no target has the kind ${rule.kind}`));
  }
  const known = new Set(resolved.rules.map((rule) => rule.id));
  for (const id of byRule.keys()) {
    if (!known.has(id) || !on.has(id)) throw fault(`outcomes of ${id || 'no rule'}, which is not switched on`);
  }
  return { outcomes, passes };
}

/** Whether a target has a kind. One that failed before it could say what it has might have any. */
function mayHave(target: ResultTarget, kind: string): boolean {
  if (Object.hasOwn(target.kinds, kind)) return true;
  return target.status === 'failed' && Object.keys(target.kinds).length === 0;
}

function onEach(targets: readonly ResultTarget[], make: (target: number | null) => Outcome): Outcome[] {
  return targets.length === 0 ? [make(null)] : targets.map((target) => make(target.id));
}

/** What must be said about the resources of a target that nobody saw. */
function unseen(rule: ResolvedRule, target: ResultTarget): Outcome[] {
  const coverage = target.kinds[rule.kind];
  if (coverage === undefined) {
    const reason = { code: 'target-failed', message: `the target ${target.name} could not be read` };
    return [bare(rule, target.id, 'not-evaluated', reason)];
  }
  if (coverage.status === 'not-requested') {
    const reason = { code: 'not-requested', message: `${rule.kind} was not asked for` };
    return coverage.judged > 0 ? [] : [bare(rule, target.id, 'not-evaluated', reason)];
  }
  const named = coverage.unseen ?? [];
  const count = Math.max(coverage.expected - coverage.judged, named.length);
  if (count > 0) {
    return Array.from({ length: count }, (_, index) => {
      const one = named[index];
      const message = one === undefined ? 'listed and not read' : `${one.name} (${one.id}) was not read: ${one.code}`;
      return bare(rule, target.id, 'not-evaluated', { code: 'not-seen', message });
    });
  }
  if (coverage.judged > 0) return [];
  if (coverage.status === 'complete') return [notApplicable(rule, target.id, `${target.name} has no ${rule.kind}`)];
  const code = target.status === 'failed' ? 'target-failed' : 'not-seen';
  const reason = { code, message: `${rule.kind} of ${target.name} could not be read` };
  return [bare(rule, target.id, 'not-evaluated', reason)];
}

function notApplicable(rule: ResolvedRule, target: number | null, message: string): Outcome {
  return bare(rule, target, 'not-applicable', { code: 'empty', message });
}

function trappedEverywhere(rule: ResolvedRule, target: ResultTarget, merged: Merged): Outcome[] {
  const resources = merged.population.get(`${rule.kind}\n${target.id}`) ?? [];
  const message = `the rule ended in a fault on ${trapLimit} or more resources, so none of its verdicts counts`;
  return resources.map((each) => ({ ...bare(rule, target.id, 'error', { code: 'trap', message }), key: each.key }));
}

function countPasses(rule: ResolvedRule, target: ResultTarget, own: readonly Outcome[], merged: Merged): number {
  const name = `${rule.id}\n${target.id}`;
  const passes = (merged.counts.get(name) ?? emptyCounts()).pass;
  const resources = merged.population.get(`${rule.kind}\n${target.id}`)?.length ?? 0;
  const listed = own.filter((outcome) => outcome.status !== 'pass').length;
  if (passes + listed === resources && listed === own.length) return passes;
  throw fault(`${rule.id} has ${passes + listed} verdicts on ${resources} resources of ${target.name}`);
}

function fault(what: string): PlimsollError {
  return new PlimsollError('internal', `The evaluation lost or invented verdicts: ${what}.`);
}

/** An outcome without a resource. */
function bare(rule: ResolvedRule, target: number | null, status: Status, reason: Reason): Outcome {
  const { id, kind } = rule;
  const empty = { findings: [], reasons: [reason], questions: [] };
  return { rule: id, status, origin: 'rego', kind, key: null, target, ...empty };
}

import type { GapCount } from '../result/part.ts';
import type { Outcome, ResultResource } from '../result/schema.ts';
import { renderTemplate } from '../result/template.ts';
import type { HeadOfLine } from '../snapshot/line.ts';
import type { Head } from '../snapshot/schema.ts';
import { type Batch, lineOf } from './batch.ts';
import { attribute, type Element, headsOf, namesOf } from './elements.ts';
import { type NeededValues, valuesAt } from './evidence.ts';
import { type FactIndex, indexFacts } from './facts.ts';
import { type Failure, judgeCase, type Subject } from './judge.ts';
import type { Gap } from './needs.ts';
import type { Plan, RulePlan } from './plan.ts';

/** What came of one batch: everything but the passes, which are what is left. */
export interface Judged {
  kind: string;
  resources: ResultResource[];
  gaps: GapCount[];
  /** In the order of the lines, then of the rules' ids. */
  outcomes: Outcome[];
}

/** A rule that has no answer about one resource, by its index in the batch. */
export interface Failed extends Failure {
  rule: string;
  index: number;
}

/** Rules whose output fits no resource (run them again one resource at a time), or a policy that breaks its contract. */
export type Misfit = { stray: string[] } | { foreign: string };

interface KindRules {
  rules: ReadonlyMap<string, RulePlan>;
  gaps(missing: Head['missing']): ReadonlyMap<string, Gap[]>;
}

/**
 * Turns the output of a policy on a batch into outcomes.
 *
 * @param elements the output of all rules of the kind that were evaluated
 * @param failures rules that gave none about a resource
 */
export function judgeBatch(
  plan: Plan,
  kindRules: KindRules,
  batch: Batch,
  elements: readonly Element[],
  failures: readonly Failed[],
): Judged | Misfit {
  const heads = headsOf(batch);
  const { resources, stray, foreign } = attribute(elements, namesOf(heads), heads.length, kindRules.rules);
  if (foreign !== null) return { foreign };
  if (stray.size > 0) return { stray: [...stray.keys()].sort() };
  const limit = plan.limits.resourceLineBytes;
  const tooLong = batch.tooLong ? `The resource is larger than the limit resourceLineBytes (${limit}).` : null;
  const failed = byResource(failures);
  const tally = gapTally();
  const outcomes: Outcome[] = [];
  const namesIn = placeholderNames();
  for (const [index, found] of heads.entries()) {
    const { head } = found;
    const gaps = kindRules.gaps(head.missing);
    tally.add(head, gaps);
    const outputs = resources[index]!;
    const failuresHere = failed.get(index);
    const subject = subjectOf(lineOf(batch, index), found, namesIn);
    const open =
      tooLong === null ? [...outputs.keys(), ...gaps.keys(), ...(failuresHere?.keys() ?? [])] : kindRules.rules.keys();
    for (const id of [...new Set(open)].sort()) {
      const rule = kindRules.rules.get(id)!;
      const failure = failuresHere?.get(id);
      const given = { rule, head, output: outputs.get(id), gaps: gaps.get(id), failure, tooLong };
      const outcome = judgeCase(given, subject, plan.limits);
      if (outcome !== null) outcomes.push(outcome);
    }
  }
  return { kind: batch.kind, resources: heads.map(({ head }) => resourceOf(head)), gaps: tally.counts(), outcomes };
}

function byResource(failures: readonly Failed[]): Map<number, Map<string, Failure>> {
  const found = new Map<number, Map<string, Failure>>();
  for (const { rule, index, code, message } of failures) {
    const here = found.get(index) ?? new Map<string, Failure>();
    here.set(rule, { code, message });
    found.set(index, here);
  }
  return found;
}

/** Names at which a template may look, without what follows a dot. */
const placeholder = /\{([A-Za-z_][\w-]*)/g;

/** Finds them once for each template. */
function placeholderNames(): (template: string) => readonly string[] {
  const known = new Map<string, string[]>();
  return (template) => {
    let names = known.get(template);
    if (names === undefined) {
      names = Array.from(template.matchAll(placeholder), ([, name]) => name!);
      known.set(template, names);
    }
    return names;
  };
}

function subjectOf(
  line: Uint8Array,
  { head, factsOffset }: HeadOfLine,
  namesIn: (template: string) => readonly string[],
): Subject {
  let index: FactIndex | undefined;
  const needed = new Map<string, NeededValues>();
  // What templates see of the resource: its head, and facts as they are asked for.
  const seen: Record<string, unknown> = { ...head };
  function facts(): FactIndex {
    index ??= indexFacts(line, factsOffset);
    return index;
  }
  return {
    fact: (name) => facts().value(name),
    needed(rule) {
      let values = needed.get(rule.id);
      if (values === undefined) {
        values = valuesAt(facts(), rule.needs);
        needed.set(rule.id, values);
      }
      return values;
    },
    render(template, args) {
      for (const name of namesIn(template)) {
        if (!Object.hasOwn(args, name) && !Object.hasOwn(seen, name)) seen[name] = facts().value(name);
      }
      return renderTemplate(template, args, seen);
    },
  };
}

/** Counts missing facts of resources, whether a rule needs them or not. */
function gapTally(): { add(head: Head, gaps: ReadonlyMap<string, Gap[]>): void; counts(): GapCount[] } {
  const counts = new Map<string, GapCount>();
  return {
    add(head, gaps) {
      for (const fact of Object.keys(head.missing)) {
        const code = head.missing[fact]!;
        const name = `${head.target} ${fact} ${code}`;
        const count = counts.get(name) ?? { kind: head.kind, target: head.target, fact, code, resources: 0, checks: 0 };
        counts.set(name, count);
        count.resources += 1;
        for (const needs of gaps.values()) if (needs.some((gap) => gap.fact === fact)) count.checks += 1;
      }
    },
    counts: () => [...counts.values()],
  };
}

function resourceOf({ kind, key, id, name, target, labels }: Head): ResultResource {
  return { kind, key, id, name, target, labels };
}

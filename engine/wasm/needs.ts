import type { MissingCode } from '../snapshot/schema.ts';
import type { RulePlan } from './plan.ts';

/** A fact that a rule needs and that was not read. */
export interface Gap {
  fact: string;
  code: MissingCode;
}

/**
 * Which rules lack a fact, for one list of missing facts: rule id → its gaps, sorted by fact. A need is missing when
 * it, an ancestor or a descendant of it is listed. A rule for certain runtimes also needs the fact `runtime`.
 */
export function gapsOf(rules: readonly RulePlan[], missing: Readonly<Record<string, MissingCode>>): Map<string, Gap[]> {
  const listed = Object.keys(missing).sort();
  const gaps = new Map<string, Gap[]>();
  for (const rule of rules) {
    const needs = rule.runtimes === null ? rule.needs : [...rule.needs, 'runtime'];
    const facts = listed.filter((fact) => needs.some((need) => touches(need, fact)));
    if (facts.length > 0)
      gaps.set(
        rule.id,
        facts.map((fact) => ({ fact, code: missing[fact]! })),
      );
  }
  return gaps;
}

/** True when one dotted path is the other, or lies below it. */
export function touches(need: string, fact: string): boolean {
  return need === fact || need.startsWith(`${fact}.`) || fact.startsWith(`${need}.`);
}

/** {@link gapsOf} with a memory: snapshots repeat few lists of missing facts many times. */
export function gapFinder(
  rules: readonly RulePlan[],
): (missing: Readonly<Record<string, MissingCode>>) => ReadonlyMap<string, Gap[]> {
  const known = new Map<string, Map<string, Gap[]>>();
  const none: ReadonlyMap<string, Gap[]> = new Map();
  const most = 1_000;
  return (missing) => {
    const text = JSON.stringify(missing);
    if (text === '{}') return none;
    const found = known.get(text);
    if (found !== undefined) return found;
    const gaps = gapsOf(rules, missing);
    if (known.size >= most) known.clear();
    known.set(text, gaps);
    return gaps;
  };
}

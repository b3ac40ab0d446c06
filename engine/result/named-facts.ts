import type { Framework } from '../bundle/schema.ts';
import { canonicalJson, compareText } from '../snapshot/canonical.ts';
import { digestOf } from '../snapshot/digest.ts';
import type { KindCoverage } from '../snapshot/schema.ts';
import type { Merged } from './merge-parts.ts';
import { type FactsRead, type NamedFacts, resourcesPerFact } from './part.ts';
import type { NamedFact, ResultFramework } from './schema.ts';
import { shownValue } from './shown-value.ts';

/** Facts that frameworks name, to be read while a snapshot is judged. */
export function frameworkFacts(frameworks: readonly Framework[]): NamedFacts {
  const controls = frameworks.flatMap((framework) => framework.controls);
  const unique = (names: readonly string[]) => [...new Set(names)].sort(compareText);
  return {
    shown: unique(controls.flatMap(({ evidence }) => evidence ?? [])),
    digested: unique(controls.flatMap(({ lapseOn }) => lapseOn ?? [])),
  };
}

/**
 * `<framework>:<id>` → digest of the facts that an answer to the control depends on, over all resources of all targets.
 * A control is absent where one of them was not read whole: what is not known is not known to be the same.
 */
export function factDigests(
  frameworks: readonly Framework[],
  merged: Pick<Merged, 'facts' | 'targets'>,
): ReadonlyMap<string, string> {
  const read = Map.groupBy(merged.facts, ({ fact }) => fact);
  const digests = new Map<string, string>();
  for (const { framework, controls } of frameworks) {
    for (const { id, lapseOn = [] } of controls) {
      if (lapseOn.length === 0) continue;
      const values = lapseOn.toSorted(compareText).map((fact) => [fact, valuesOf(fact, read.get(fact) ?? [], merged)]);
      if (values.some(([, list]) => list === null)) continue;
      digests.set(`${framework}:${id}`, digestOf(canonicalJson(values)));
    }
  }
  return digests;
}

/** Digests of a fact by key; null where a resource lacks it, or not every resource of the kind was seen. */
function valuesOf(
  fact: string,
  read: readonly FactsRead[],
  { targets }: Pick<Merged, 'targets'>,
): [string, string][] | null {
  const kind = fact.slice(0, fact.indexOf('.'));
  const populations = targets.flatMap(({ kinds }) => (Object.hasOwn(kinds, kind) ? [kinds[kind]!] : []));
  const asked = populations.filter(({ status }) => status !== 'not-requested');
  if (asked.length === 0 || !asked.every(isSeenWhole)) return null;
  const values: [string, string][] = [];
  for (const { key, digest } of read.flatMap(({ digests }) => digests)) {
    if (digest === null) return null;
    values.push([key, digest]);
  }
  const expected = asked.reduce((sum, { judged }) => sum + judged, 0);
  if (values.length !== expected) return null;
  return values.sort(([a, x], [b, y]) => compareText(a, b) || compareText(x, y));
}

/** Whether no resource of a kind was left unseen. A kind is partial also where single facts of its resources are missing. */
function isSeenWhole({ status, expected, seen }: KindCoverage): boolean {
  return status === 'complete' || (status === 'partial' && expected > 0 && seen === expected);
}

/**
 * The facts beside the questions of a result, sorted by name; of each at most so many bytes of values, the first
 * resources by target and key.
 */
export function factsShown(
  frameworks: readonly ResultFramework[],
  { facts }: Pick<Merged, 'facts'>,
  bytes: number,
): NamedFact[] {
  const names = new Set(frameworks.flatMap(({ controls }) => controls.flatMap(({ evidence }) => evidence ?? [])));
  const read = Map.groupBy(facts, ({ fact }) => fact);
  return [...names].sort(compareText).map((fact) => factShown(fact, read.get(fact) ?? [], bytes));
}

function factShown(fact: string, read: readonly FactsRead[], bytes: number): NamedFact {
  const all = read
    .flatMap(({ target, resources }) => resources.map((resource) => ({ target, ...resource })))
    .sort((a, b) => a.target - b.target || compareText(a.key, b.key));
  const resources: NamedFact['resources'] = [];
  let left = bytes;
  for (const { value, cut, ...resource } of all.slice(0, resourcesPerFact)) {
    if (left <= 0) break;
    if (value === undefined) {
      resources.push(resource);
      continue;
    }
    // What was cut already is text, and is cut again as text.
    const text = cut && typeof value === 'string' ? value : canonicalJson(value);
    const shown = shownValue({ text, value: () => value }, left);
    left -= Buffer.byteLength(text);
    resources.push({ ...resource, ...shown, ...(cut ? { cut } : {}) });
  }
  const more = read.reduce((sum, each) => sum + each.more, 0) + all.length - resources.length;
  return { fact, resources, more };
}

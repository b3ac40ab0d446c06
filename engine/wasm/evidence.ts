import type { Evidence } from '../result/schema.ts';
import { beginning } from '../result/shown-value.ts';
import { canonicalJson, compareText } from '../snapshot/canonical.ts';
import { isObject } from './elements.ts';
import type { FactIndex } from './facts.ts';

/** A value at a need: its JSON, parsed only where it is shown whole. */
interface NeededValue {
  fact: string;
  text: string;
  value(): unknown;
}

/** Values of one resource at the facts a rule needs, read once for all its findings. */
export type NeededValues = readonly NeededValue[];

/** Reads the values at dotted facts, in the order given. What is absent is left out. */
export function valuesAt(facts: FactIndex, needs: readonly string[]): NeededValues {
  return needs.flatMap((fact): NeededValue[] => {
    const [top, ...path] = fact.split('.');
    if (path.length === 0) {
      const text = facts.text(top!);
      return text === undefined ? [] : [{ fact, text, value: () => facts.value(top!) }];
    }
    const value = valueAt(facts.value(top!), path);
    return value === undefined ? [] : [{ fact, text: canonicalJson(value), value: () => value }];
  });
}

/** The value at a path; inside a list it is the list of the items' values. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  const [segment, ...rest] = path;
  if (segment === undefined) return value;
  if (Array.isArray(value)) {
    return value.map((item) => valueAt(item, path)).filter((found) => found !== undefined);
  }
  if (!isObject(value) || !Object.hasOwn(value, segment)) return undefined;
  return valueAt(value[segment], rest);
}

/**
 * Evidence of one finding: what the rule handed over, by name, then the values at its needs; together at most
 * `limit` bytes of JSON. A value that does not fit is the beginning of its JSON as text, marked `cut`.
 */
export function evidenceOf(args: Readonly<Record<string, unknown>>, needed: NeededValues, limit: number): Evidence[] {
  const evidence: Evidence[] = [];
  let left = limit;
  function add(fact: string, text: string, value: () => unknown): void {
    // Never longer in characters than in bytes: a long text need not be measured.
    const bytes = text.length > left ? text.length : Buffer.byteLength(text);
    if (bytes <= left) {
      evidence.push({ fact, value: value() });
      left -= bytes;
      return;
    }
    evidence.push({ fact, value: beginning(text, left), cut: true });
    left = 0;
  }
  const names = Object.keys(args).sort(compareText);
  for (const name of names) add(`args.${name}`, canonicalJson(args[name]), () => args[name]);
  for (const { fact, text, value } of needed) add(fact, text, value);
  return evidence;
}

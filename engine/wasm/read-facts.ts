import { type FactsRead, type NamedFacts, resourcesPerFact } from '../result/part.ts';
import { shownValue } from '../result/shown-value.ts';
import { canonicalJson, compareText } from '../snapshot/canonical.ts';
import { digestOf } from '../snapshot/digest.ts';
import { readHead } from '../snapshot/line.ts';
import type { Head } from '../snapshot/schema.ts';
import { readKind } from './batch.ts';
import { type NeededValues, valuesAt } from './evidence.ts';
import { indexFacts } from './facts.ts';
import { touches } from './needs.ts';

/** Reads facts of resource lines that pass by on their way to the policy. */
export interface FactReader {
  /** The same lines, in the same order. */
  through(lines: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** What was read, sorted by fact and target. */
  read(): FactsRead[];
}

interface WantedFact {
  name: string;
  /** Its dotted path below the kind. */
  path: string;
  digested: boolean;
}

/**
 * Reads each fact of the first resources of its kind, and only counts the others, so that the cost does not grow with
 * their number; a digest is made for all of them.
 * @param valueBytes most bytes of JSON kept of one value
 */
export function readNamedFacts(names: NamedFacts, valueBytes: number): FactReader {
  const wanted = Map.groupBy(wantedFacts(names), ({ name }) => name.slice(0, name.indexOf('.')));
  const found = new Map<string, FactsRead>();

  function entryOf(fact: string, target: number): FactsRead {
    const name = `${fact} ${target}`;
    const entry = found.get(name) ?? { fact, target, resources: [], more: 0, digests: [] };
    found.set(name, entry);
    return entry;
  }

  function pass(line: Uint8Array, facts: readonly WantedFact[]): void {
    const { head, factsOffset } = readHead(line);
    const entries = facts.map((fact) => ({ fact, entry: entryOf(fact.name, head.target) }));
    const open = entries.filter(({ fact, entry }) => fact.digested || entry.resources.length < resourcesPerFact);
    const index = open.length === 0 ? null : indexFacts(line, factsOffset);
    for (const { fact, entry } of entries) {
      if (index === null || !open.some((each) => each.entry === entry)) {
        entry.more += 1;
        continue;
      }
      const [value] = valuesAt(index, [fact.path]);
      add(entry, head, fact, value);
    }
  }

  function add(entry: FactsRead, head: Head, fact: WantedFact, value: NeededValues[number] | undefined): void {
    const gap = Object.keys(head.missing)
      .sort(compareText)
      .find((name) => touches(fact.path, name));
    const missing = gap === undefined ? {} : { missing: head.missing[gap]! };
    if (fact.digested) {
      const text = canonicalJson(value === undefined ? null : value.value());
      entry.digests.push({ key: head.key, digest: gap === undefined ? digestOf(text) : null });
    }
    if (entry.resources.length >= resourcesPerFact) {
      entry.more += 1;
      return;
    }
    // A value that is not there although nothing is missing lies below one that is known to be nothing.
    const shown = value === undefined ? { value: null } : shownValue(value, valueBytes);
    const isRead = value !== undefined || gap === undefined;
    entry.resources.push({ key: head.key, ...(isRead ? shown : {}), ...missing });
  }

  return {
    async *through(lines) {
      for await (const line of lines) {
        const facts = wanted.get(readKind(line));
        if (facts !== undefined) pass(line, facts);
        yield line;
      }
    },
    read: () => [...found.values()].sort((a, b) => compareText(a.fact, b.fact) || a.target - b.target),
  };
}

function wantedFacts({ shown, digested }: NamedFacts): WantedFact[] {
  const names = [...new Set([...shown, ...digested])].filter((name) => name.includes('.')).sort(compareText);
  return names.map((name) => ({
    name,
    path: name.slice(name.indexOf('.') + 1),
    digested: digested.includes(name),
  }));
}

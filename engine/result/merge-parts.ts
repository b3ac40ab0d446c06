import { PlimsollError } from '../errors.ts';
import { canonicalJson, compareText } from '../snapshot/canonical.ts';
import type { FoundTarget, KindCoverage } from '../snapshot/schema.ts';
import { emptyCounts, sumCounts } from './counts.ts';
import type { FactsRead, GapCount, Part } from './part.ts';
import type { Outcome, ResultResource, ResultTarget, StatusCounts } from './schema.ts';

/** All parts of a run under one numbering of targets, in one order, whatever the order of the parts was. */
export interface Merged {
  snapshots: Part['snapshot'][];
  targets: ResultTarget[];
  resources: ResultResource[];
  /** `<kind>\n<target>` → resources of that kind there. */
  population: ReadonlyMap<string, ResultResource[]>;
  /** `<kind>\n<target>\n<key>` → the resource. */
  byKey: ReadonlyMap<string, ResultResource>;
  /** `<rule>\n<target>` → what the engine counted. */
  counts: ReadonlyMap<string, StatusCounts>;
  /** Rule → traps in the whole run. */
  traps: ReadonlyMap<string, number>;
  /** Outcomes as the engine gave them, targets renumbered. */
  outcomes: Outcome[];
  /** Facts that frameworks name, targets renumbered, as the parts read them. */
  facts: FactsRead[];
  found: FoundTarget[];
}

/**
 * Brings parts together. Throws `snapshot-repeated` where a (target name, kind, key) comes twice, `result-invalid`
 * where parts of one snapshot contradict each other.
 */
export function mergeParts(parts: readonly Part[], order: readonly string[] | undefined): Merged {
  const groups = groupBySnapshot(parts, order);
  const numbers = new Map<string, number>();
  const targets: ResultTarget[] = [];
  for (const [index, group] of groups.entries()) {
    const { header, end, digest } = group[0]!.snapshot;
    for (const target of header.targets) {
      const id = targets.length + 1;
      numbers.set(`${digest}\n${target.id}`, id);
      const ended = end.targets.find((each) => each.id === target.id);
      if (ended === undefined) throw contradiction(`target ${target.id} of ${digest} has no end`);
      const { status, problems, startedAt, finishedAt } = ended;
      const about = ended.about === undefined ? {} : { about: ended.about };
      const kinds = judgedKinds(ended.kinds);
      targets.push({
        ...target,
        ...about,
        id,
        snapshot: index,
        status,
        kinds,
        problems,
        startedAt,
        finishedAt,
        gaps: [],
      });
    }
  }

  function renumber(part: Part, target: number): number {
    const id = numbers.get(`${part.snapshot.digest}\n${target}`);
    if (id === undefined) throw contradiction(`${part.snapshot.digest} has no target ${target}`);
    return id;
  }

  const ordered = groups.flat();
  const resources = ordered
    .flatMap((part) => part.resources.map((each) => ({ ...each, target: renumber(part, each.target) })))
    .sort((a, b) => compareText(a.kind, b.kind) || a.target - b.target || compareText(a.key, b.key));
  refuseRepeated(resources, targets);
  const population = Map.groupBy(resources, (each) => `${each.kind}\n${each.target}`);
  for (const target of targets) {
    for (const [kind, coverage] of Object.entries(target.kinds)) {
      coverage.judged = population.get(`${kind}\n${target.id}`)?.length ?? 0;
    }
    const gaps = ordered.flatMap((part) => part.gaps.filter((gap) => renumber(part, gap.target) === target.id));
    target.gaps = sumGaps(gaps);
  }
  const { counts, traps } = sumRuleCounts(ordered, renumber);
  const outcomes = ordered.flatMap((part) =>
    part.outcomes.map((each) => (each.target === null ? each : { ...each, target: renumber(part, each.target) })),
  );
  const facts = ordered.flatMap((part) => part.facts.map((each) => ({ ...each, target: renumber(part, each.target) })));
  const found = uniqueFound(groups.flatMap((group) => group[0]!.snapshot.end.found));
  return {
    snapshots: groups.map((group) => group[0]!.snapshot),
    targets,
    resources,
    population,
    byKey: new Map(resources.map((each) => [`${each.kind}\n${each.target}\n${each.key}`, each])),
    counts,
    traps,
    outcomes,
    facts,
    found,
  };
}

function judgedKinds(kinds: Record<string, KindCoverage>): ResultTarget['kinds'] {
  const names = Object.keys(kinds).sort(compareText);
  return Object.fromEntries(names.map((kind) => [kind, { ...kinds[kind]!, judged: 0 }]));
}

function groupBySnapshot(parts: readonly Part[], order: readonly string[] | undefined): Part[][] {
  const groups = Map.groupBy(parts, (part) => part.snapshot.digest);
  for (const group of groups.values()) {
    const texts = group.map((part) => canonicalJson([part.snapshot.header, part.snapshot.end]));
    if (new Set(texts).size > 1) throw contradiction(`two parts of ${group[0]!.snapshot.digest} have different ends`);
  }
  const digests = [...new Set(order ?? groups.keys())];
  const unnamed = [...groups.keys()].find((digest) => !digests.includes(digest));
  if (unnamed !== undefined) throw contradiction(`a part belongs to ${unnamed}, which is not named`);
  return digests.map((digest) => {
    const group = groups.get(digest);
    if (group === undefined) throw contradiction(`there is no part of ${digest}`);
    return group;
  });
}

/** A key stands for one thing over time, so two snapshots of one run must not both hold it. */
function refuseRepeated(resources: readonly ResultResource[], targets: readonly ResultTarget[]): void {
  const seen = new Map<string, ResultTarget>();
  for (const { kind, key, target } of resources) {
    const here = targets[target - 1]!;
    const name = `${here.name}\n${kind}\n${key}`;
    const before = seen.get(name);
    seen.set(name, here);
    // within one snapshot the reader has seen to it, and two targets may share a name there
    if (before === undefined || (before.snapshot === here.snapshot && before.id !== here.id)) continue;
    throw new PlimsollError('snapshot-repeated', `${key} (${kind}, target ${here.name}) is in the snapshots twice.`);
  }
}

function sumGaps(gaps: readonly GapCount[]): ResultTarget['gaps'] {
  const sums = new Map<string, ResultTarget['gaps'][number]>();
  for (const { kind, fact, code, resources, checks } of gaps) {
    const name = `${kind}\n${fact}\n${code}`;
    const sum = sums.get(name);
    if (sum === undefined) {
      sums.set(name, { kind, fact, code: code as ResultTarget['gaps'][number]['code'], resources, checks });
    } else {
      sum.resources += resources;
      sum.checks += checks;
    }
  }
  return [...sums].sort(([a], [b]) => compareText(a, b)).map(([, sum]) => sum);
}

function sumRuleCounts(
  parts: readonly Part[],
  renumber: (part: Part, target: number) => number,
): Pick<Merged, 'counts' | 'traps'> {
  const counts = new Map<string, StatusCounts>();
  const traps = new Map<string, number>();
  for (const part of parts) {
    for (const each of part.counts) {
      const name = `${each.rule}\n${renumber(part, each.target)}`;
      counts.set(name, sumCounts([counts.get(name) ?? emptyCounts(), each.counts]));
      traps.set(each.rule, (traps.get(each.rule) ?? 0) + each.traps);
    }
  }
  return { counts, traps };
}

function uniqueFound(found: readonly FoundTarget[]): FoundTarget[] {
  const byText = new Map(found.map((each) => [canonicalJson(each), each]));
  return [...byText].sort(([a], [b]) => compareText(a, b)).map(([, each]) => each);
}

function contradiction(what: string): PlimsollError {
  return new PlimsollError('result-invalid', `The parts of the result contradict each other: ${what}.`);
}

import type { GapCount, NamedFacts, Part, RuleCount } from '../result/part.ts';
import type { Outcome, ResultResource } from '../result/schema.ts';
import { compareText } from '../snapshot/canonical.ts';
import type { End, Header } from '../snapshot/schema.ts';
import { type EvaluateContext, evaluate } from './evaluate.ts';
import { trapsToStop } from './isolate.ts';
import type { Policy } from './load.ts';
import { readNamedFacts } from './read-facts.ts';

/** What evaluation needs of a snapshot: the reader gives more. */
export interface SnapshotSource {
  digest: string;
  header: Header;
  end: End;
  lines(): AsyncIterable<Uint8Array>;
}

export interface PartOptions extends Omit<EvaluateContext, 'now'> {
  /** Facts that frameworks name, to be read while judging. */
  facts?: NamedFacts;
}

/**
 * Judges a snapshot, or a shard of one, at its own `createdAt` into a part for `combine()`. The part's lists are sorted,
 * so neither batches nor workers change a byte of it. A rule that trapped on three or more resources of the part has
 * counts of `error` only and no outcomes here: `combine()` writes the one error that then stands for all of them.
 */
export async function collectPart(snapshot: SnapshotSource, policy: Policy, options: PartOptions = {}): Promise<Part> {
  const resources: ResultResource[] = [];
  const counts = new Map<string, RuleCount>();
  const gaps = new Map<string, GapCount>();
  const outcomes: Outcome[] = [];
  const context: EvaluateContext = {
    ...options,
    now: snapshot.header.createdAt,
    onBatch(summary) {
      for (const resource of summary.resources) resources.push(resource);
      for (const count of summary.counts) addCount(counts, count);
      for (const gap of summary.gaps) addGap(gaps, gap);
      options.onBatch?.(summary);
    },
  };
  const { evidenceBytes } = options.limits ?? policy.plan.limits;
  const reader = readNamedFacts(options.facts ?? { shown: [], digested: [] }, evidenceBytes);
  for await (const outcome of evaluate(reader.through(snapshot.lines()), policy, context)) outcomes.push(outcome);
  const stopped = stopRules([...counts.values()]);
  return {
    snapshot: { digest: snapshot.digest, header: snapshot.header, end: snapshot.end },
    resources: resources.sort(byPlace),
    counts: [...counts.values()].sort((a, b) => compareText(a.rule, b.rule) || a.target - b.target),
    gaps: [...gaps.values()].sort(byFact),
    outcomes: outcomes.filter(({ rule }) => !stopped.has(rule!)).sort(byPlaceAndRule),
    facts: reader.read(),
  };
}

/** Makes the counts of rules that trapped too often independent of how far they got; gives their ids. */
function stopRules(counts: readonly RuleCount[]): Set<string> {
  const traps = new Map<string, number>();
  for (const count of counts) traps.set(count.rule, (traps.get(count.rule) ?? 0) + count.traps);
  const stopped = new Set([...traps].filter(([, number]) => number >= trapsToStop).map(([rule]) => rule));
  for (const count of counts) {
    if (!stopped.has(count.rule)) continue;
    let all = 0;
    for (const status of Object.keys(count.counts) as (keyof RuleCount['counts'])[]) {
      all += count.counts[status];
      count.counts[status] = 0;
    }
    count.counts.error = all;
    count.traps = trapsToStop;
  }
  return stopped;
}

function addCount(counts: Map<string, RuleCount>, added: RuleCount): void {
  const name = `${added.target} ${added.rule}`;
  const count = counts.get(name);
  if (count === undefined) {
    counts.set(name, added);
    return;
  }
  count.traps += added.traps;
  for (const status of Object.keys(added.counts) as (keyof RuleCount['counts'])[]) {
    count.counts[status] += added.counts[status];
  }
}

function addGap(gaps: Map<string, GapCount>, added: GapCount): void {
  const name = `${added.kind} ${added.target} ${added.fact} ${added.code}`;
  const gap = gaps.get(name);
  if (gap === undefined) {
    gaps.set(name, { ...added });
    return;
  }
  gap.resources += added.resources;
  gap.checks += added.checks;
}

interface Place {
  kind: string | null;
  target: number | null;
  key: string | null;
}

function byPlace(left: Place, right: Place): number {
  return (
    compareText(left.kind ?? '', right.kind ?? '') ||
    (left.target ?? 0) - (right.target ?? 0) ||
    compareText(left.key ?? '', right.key ?? '')
  );
}

function byPlaceAndRule(left: Outcome, right: Outcome): number {
  return byPlace(left, right) || compareText(left.rule ?? '', right.rule ?? '');
}

function byFact(left: GapCount, right: GapCount): number {
  return (
    compareText(left.kind, right.kind) ||
    left.target - right.target ||
    compareText(left.fact, right.fact) ||
    compareText(left.code, right.code)
  );
}

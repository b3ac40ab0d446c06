import { PlimsollError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import { compareText } from './canonical.ts';
import { fitLine, type SpoolEntry, withKeyPrefix } from './fit-line.ts';
import type { Problem } from './schema.ts';
import { mergeSorted, openRuns } from './spool-runs.ts';
import { type CollectedResource, validateResource } from './validate.ts';

/** Where resources wait until all of them are known, since a snapshot is sorted. Close it in any case. */
export interface Spools {
  /**
   * Takes one resource of a target: checks it against its kind and makes its canonical line. Calls may overlap.
   * Throws `internal` where the resource breaks the model, `limit-reached` beyond `snapshotResources`.
   */
  add(target: number, resource: CollectedResource): Promise<void>;
  /** The (kind, target) pairs that hold something, in the order of a snapshot. */
  groups(): { kind: string; target: number }[];
  /**
   * Lines of one pair in order of their keys, each key behind `<targetName>/`. A key that occurs again gets `#2`
   * by order of id, and a problem.
   */
  lines(kind: string, target: number, targetName: string): AsyncIterable<Buffer>;
  /** What went wrong with resources of a target so far. */
  problems(target: number): Problem[];
  /** Removes everything written to disk. */
  close(): Promise<void>;
}

interface Group {
  kind: string;
  target: number;
  entries: SpoolEntry[];
  bytes: number;
  runs: string[];
}

/** Memory that an entry costs beside its line. */
const entryOverhead = 200;

/**
 * Opens spools, one for each (kind, target), sorted in memory and, beyond `snapshotSpoolBytes` for all of them, in
 * files of `folder`, which must exist and belong to this process alone.
 */
export function openSpools(options: { folder: string; limits: Limits }): Spools {
  const { limits } = options;
  const groups = new Map<string, Group>();
  const problems = new Map<number, Problem[]>();
  const runs = openRuns(options.folder);
  let bytes = 0;
  let count = 0;
  let writing: Promise<void> = Promise.resolve();

  function note(target: number, found: readonly Problem[]): void {
    if (found.length > 0) problems.set(target, [...(problems.get(target) ?? []), ...found]);
  }

  function groupOf(kind: string, target: number): Group {
    const name = `${kind}\n${target}`;
    const group = groups.get(name) ?? { kind, target, entries: [], bytes: 0, runs: [] };
    groups.set(name, group);
    return group;
  }

  async function spill(): Promise<void> {
    const largest = [...groups.values()].reduce((a, b) => (b.bytes > a.bytes ? b : a));
    const entries = largest.entries;
    bytes -= largest.bytes;
    largest.entries = [];
    largest.bytes = 0;
    largest.runs.push(await runs.write(entries));
  }

  async function add(target: number, resource: CollectedResource): Promise<void> {
    count += 1;
    if (count > limits.snapshotResources) {
      throw new PlimsollError(
        'limit-reached',
        `The limit snapshotResources of ${limits.snapshotResources} is reached.`,
      );
    }
    const valid = validateResource(resource);
    const fitted = fitLine(resource, valid, target, limits.resourceLineBytes);
    note(target, valid.problems);
    note(target, fitted.problems);
    const group = groupOf(resource.kind, target);
    const cost = fitted.entry.line.length + entryOverhead;
    group.entries.push(fitted.entry);
    group.bytes += cost;
    bytes += cost;
    if (bytes <= limits.snapshotSpoolBytes) return;
    writing = writing.then(async () => {
      if (bytes > limits.snapshotSpoolBytes) await spill();
    });
    await writing;
  }

  async function* lines(kind: string, target: number, targetName: string): AsyncIterable<Buffer> {
    const group = groupOf(kind, target);
    await writing;
    for await (const entry of mergeSorted(group.entries, group.runs.map(runs.read))) {
      if (entry.repeats !== null) {
        const message = `${targetName}/${entry.repeats} names several resources; this one is ${targetName}/${entry.key}`;
        note(target, [{ code: 'key-repeated', message, kind, subject: entry.id }]);
      }
      yield withKeyPrefix(kind, targetName, entry);
    }
  }

  return {
    add,
    lines,
    groups: () =>
      [...groups.values()]
        .filter((group) => group.entries.length > 0 || group.runs.length > 0)
        .map(({ kind, target }) => ({ kind, target }))
        .sort((a, b) => compareText(a.kind, b.kind) || a.target - b.target),
    problems: (target) => [...(problems.get(target) ?? [])],
    close: () => writing.then(() => runs.close()),
  };
}

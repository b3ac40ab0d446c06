import type { KindCoverage, KindName, MissingCode, Problem } from '../../engine/index.ts';
import type { ApiFailure } from './api-failure.ts';

/** Keeps count of what was listed, read and not read, and says it once at the end. */
export interface Coverage {
  /** So many resources of a kind were listed. */
  listed(kind: KindName, count: number): void;
  saw(kind: KindName): void;
  /** One went away between the list and the look: it is expected no more, and that is no failure. */
  wentAway(kind: KindName, id: string, name: string): void;
  /** One was listed and could not be read. */
  unseen(kind: KindName, resource: { id: string; name: string }, failure: ApiFailure): void;
  /** The list itself could not be read. */
  failed(kind: KindName, failure: ApiFailure): void;
  /** A request beside the resource failed: some of its facts are missing. */
  incomplete(kind: KindName, what: string, subject: string, failure: ApiFailure): void;
  /** Anything else that the reader of the report must know. */
  problem(problem: Problem): void;
  kinds(): Partial<Record<KindName, KindCoverage>>;
  problems(): Problem[];
}

interface Count {
  expected: number;
  seen: number;
  unseen: { id: string; name: string; code: MissingCode }[];
  failed: boolean;
}

/** Problems of one sort are told once, with how many they are. */
interface Group {
  problem: Problem;
  count: number;
  sentence(count: number): string;
}

/** Starts counting. @param wanted - kinds that were asked for; the others are `not-requested`. */
export function newCoverage(all: readonly KindName[], wanted: ReadonlySet<KindName>): Coverage {
  const counts = new Map<KindName, Count>(
    all.map((kind) => [kind, { expected: 0, seen: 0, unseen: [], failed: false }]),
  );
  const groups = new Map<string, Group>();
  const countOf = (kind: KindName) => counts.get(kind)!;

  function group(kind: KindName, what: string, subject: string, failure: Failure, sentence: Group['sentence']) {
    const id = `${kind} ${what} ${failure.code} ${failure.limit ?? ''}`;
    const known = groups.get(id);
    if (known !== undefined) {
      known.count += 1;
      return;
    }
    const limit = failure.limit === null ? {} : { limit: failure.limit };
    const problem = { code: failure.code, message: '', ...limit, kind, ...(subject === '' ? {} : { subject }) };
    groups.set(id, { problem, count: 1, sentence });
  }

  return {
    listed(kind, count) {
      countOf(kind).expected += count;
    },
    saw(kind) {
      countOf(kind).seen += 1;
    },
    wentAway(kind, id, name) {
      countOf(kind).expected -= 1;
      group(kind, 'went away', id, { code: 'vanished', limit: null }, (count) =>
        count === 1
          ? `${kind} ${name} went away while it was read`
          : `${count} resources went away while they were read`,
      );
    },
    unseen(kind, resource, failure) {
      countOf(kind).unseen.push({ ...resource, code: failure.code });
      group(kind, 'unseen', resource.id, failure, (count) =>
        count === 1
          ? `${kind} ${resource.name} could not be read: ${failure.message}`
          : `${count} resources could not be read, the first of them ${resource.name}: ${failure.message}`,
      );
    },
    failed(kind, failure) {
      countOf(kind).failed = true;
      group(kind, 'list', '', failure, () => `resources of kind ${kind} could not be listed: ${failure.message}`);
    },
    incomplete(kind, what, subject, failure) {
      group(kind, what, subject, failure, (count) =>
        count === 1
          ? `${what} could not be read: ${failure.message}`
          : `${what} could not be read of ${count} resources, the first: ${failure.message}`,
      );
    },
    problem(problem) {
      groups.set(`problem ${groups.size}`, { problem, count: 1, sentence: () => problem.message });
    },
    kinds() {
      return Object.fromEntries([...counts].map(([kind, count]) => [kind, coverageOf(count, wanted.has(kind))]));
    },
    problems() {
      return [...groups.values()].map(({ problem, count, sentence }) => ({ ...problem, message: sentence(count) }));
    },
  };
}

type Failure = Pick<ApiFailure, 'code' | 'limit'>;

function coverageOf(count: Count, wanted: boolean): KindCoverage {
  if (!wanted) return { status: 'not-requested', expected: 0, seen: 0 };
  const { expected, seen } = count;
  const unseen = [...count.unseen].sort((one, other) => (one.id < other.id ? -1 : 1));
  if (count.failed || (seen === 0 && unseen.length > 0)) {
    return { status: 'failed', expected, seen, ...(unseen.length > 0 ? { unseen } : {}) };
  }
  if (unseen.length > 0) return { status: 'partial', expected, seen, unseen };
  return { status: 'complete', expected, seen };
}

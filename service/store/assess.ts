import { compareText, type Result, severities } from '../../engine/index.ts';
import type { FindingHistory } from './contract.ts';
import { absenceIn, type Listed, listedIn, type Observed, observe } from './observe.ts';
import { storable } from './text.ts';

export const findingChanges = ['new', 'reopened', 'fixed', 'gone', 'newlyWaived', 'noLongerWaived'] as const;
export const resourceChanges = ['appeared', 'disappeared'] as const;

type FindingChange = (typeof findingChanges)[number];

export interface ResourceName {
  kind: string;
  key: string;
}

/** What a result does to the history of its stream. */
export interface Assessed {
  /** Worst first. */
  changes: Record<FindingChange, FindingHistory[]>;
  /** Histories to write whole. */
  written: FindingHistory[];
  /** Fingerprints of which nothing changes but when they were last seen. */
  seen: string[];
  known: number;
  notJudged: number;
  appeared: ResourceName[];
  disappeared: ResourceName[];
}

/** The history of a stream as far as a result touches it. */
export interface Past {
  /** Everything open or waived, and what the result has of the rest. */
  findings: ReadonlyMap<string, FindingHistory>;
  /** Resources that are there. */
  resources: readonly ResourceName[];
}

/** Which run it is: the name under which a history notes it. */
export interface Moment {
  stream: string;
  run: string;
  at: string;
}

/** Puts a result beside the history of its stream. Pure: the same gives the same, in any order of findings. */
export function assess(past: Past, result: Result, moment: Moment): Assessed {
  const assessed: Assessed = {
    changes: { new: [], reopened: [], fixed: [], gone: [], newlyWaived: [], noLongerWaived: [] },
    ...{ written: [], seen: [], known: 0, notJudged: 0 },
    ...resourcesOf(past.resources, result),
  };
  const observed = observe(result);
  for (const each of observed.values()) see(each, past.findings.get(each.fingerprint), moment, assessed);
  const ask = absenceIn(result);
  for (const before of past.findings.values()) {
    if (observed.has(before.fingerprint) || isClosed(before)) continue;
    const absence = ask(before);
    if (absence === 'unknown') {
      assessed.notJudged += 1;
      continue;
    }
    const after: FindingHistory = { ...before, state: absence, closedAt: moment.at };
    assessed.written.push(after);
    assessed.changes[absence].push(after);
  }
  for (const list of Object.values(assessed.changes)) list.sort(worstFirst);
  return assessed;
}

function see(each: Observed, before: FindingHistory | undefined, moment: Moment, assessed: Assessed): void {
  const { waived, ...place } = each;
  const seen = { lastSeenRun: moment.run, lastSeenAt: moment.at };
  const state = waived ? 'waived' : 'open';
  if (before === undefined) {
    const first = { firstSeenRun: moment.run, firstSeenAt: moment.at, ...seen, closedAt: null, reopened: 0 };
    const fresh: FindingHistory = { stream: moment.stream, ...place, state, ...first };
    assessed.written.push(fresh);
    assessed.changes[waived ? 'newlyWaived' : 'new'].push(fresh);
    return;
  }
  const reopened = before.reopened + Number(isClosed(before));
  const after: FindingHistory = { ...before, ...place, state, ...seen, reopened };
  if (isClosed(before)) assessed.changes[waived ? 'newlyWaived' : 'reopened'].push(after);
  else if (before.state !== state) assessed.changes[waived ? 'newlyWaived' : 'noLongerWaived'].push(after);
  else if (!waived) assessed.known += 1;
  if (before.state === state && before.severity === after.severity) assessed.seen.push(after.fingerprint);
  else assessed.written.push(after);
}

function isClosed({ state }: FindingHistory): boolean {
  return state === 'fixed' || state === 'gone';
}

function resourcesOf(before: readonly ResourceName[], result: Result): Pick<Assessed, 'appeared' | 'disappeared'> {
  const listed: Listed = listedIn(result);
  const known = new Set(before.map(({ kind, key }) => `${kind}\n${key}`));
  const appeared = new Map<string, ResourceName>();
  for (const resource of result.resources) {
    const { kind } = resource;
    const key = storable(resource.key);
    if (!known.has(`${kind}\n${key}`)) appeared.set(`${kind}\n${key}`, { kind, key });
  }
  const disappeared = before.filter(({ kind, key }) => {
    const target = listed.targetOf(key);
    return target !== null && !listed.has(kind, key) && listed.isComplete(kind, target);
  });
  return { appeared: [...appeared.values()].sort(byName), disappeared: disappeared.toSorted(byName) };
}

function byName(a: ResourceName, b: ResourceName): number {
  return compareText(a.kind, b.kind) || compareText(a.key, b.key);
}

const rank = new Map(severities.map((severity, index) => [severity, index]));

function worstFirst(a: FindingHistory, b: FindingHistory): number {
  return (
    rank.get(a.severity)! - rank.get(b.severity)! ||
    compareText(a.rule, b.rule) ||
    compareText(a.key, b.key) ||
    compareText(a.part ?? '', b.part ?? '') ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

import { compareText } from '../snapshot/canonical.ts';
import type { Finding, Outcome, Result, Status } from './schema.ts';

/** A finding with where it is. */
export interface PlacedFinding {
  fingerprint: string;
  /** Full rule id; null for a control that a person answered. */
  rule: string | null;
  kind: string | null;
  key: string | null;
  part: string | null;
  message: string;
  waived: boolean;
}

/** What changed between two results. Every finding of either is in exactly one of the lists. */
export interface ResultDifference {
  /** Only in the later one. */
  added: PlacedFinding[];
  /** Only in the earlier one, and the later one judged the same thing and found it in order. */
  fixed: PlacedFinding[];
  /** Only in the earlier one, and the later one did not assess it: nobody knows. */
  unknown: PlacedFinding[];
  /** Only in the earlier one; the resource or the rule is no longer there. */
  gone: PlacedFinding[];
  /** In both. */
  same: PlacedFinding[];
  /** In both, and waived only in the later one. */
  newlyWaived: PlacedFinding[];
  /** In both, and waived only in the earlier one. */
  noLongerWaived: PlacedFinding[];
}

/** Compares two results by the fingerprints of their findings. */
export function diffResults(earlier: Result, later: Result): ResultDifference {
  const before = findingsOf(earlier);
  const after = findingsOf(later);
  const difference: ResultDifference = {
    ...{ added: [], fixed: [], unknown: [], gone: [], same: [], newlyWaived: [], noLongerWaived: [] },
  };
  for (const [fingerprint, finding] of after) {
    const old = before.get(fingerprint);
    if (old === undefined) difference.added.push(finding);
    else if (old.waived === finding.waived) difference.same.push(finding);
    else difference[finding.waived ? 'newlyWaived' : 'noLongerWaived'].push(finding);
  }
  const ask = verdictsOf(later);
  for (const [fingerprint, finding] of before) {
    if (!after.has(fingerprint)) difference[ask(finding)].push(finding);
  }
  for (const list of Object.values(difference)) list.sort(byPlace);
  return difference;
}

function findingsOf(result: Result): Map<string, PlacedFinding> {
  return new Map(
    result.outcomes.flatMap((outcome) =>
      outcome.findings.map((finding) => [finding.fingerprint, placed(outcome, finding)] as const),
    ),
  );
}

function placed({ rule, kind, key }: Outcome, { fingerprint, part, message, waiver }: Finding): PlacedFinding {
  return { fingerprint, rule, kind, key, part, message, waived: waiver !== undefined };
}

const notAssessed: ReadonlySet<Status> = new Set(['error', 'not-evaluated', 'manual']);
const notThere: ReadonlySet<Status> = new Set(['excluded', 'not-applicable']);

/** Answers what a result says about a finding it does not have. */
function verdictsOf(result: Result): (finding: PlacedFinding) => 'fixed' | 'unknown' | 'gone' {
  const rules = new Set(result.rules.map((rule) => rule.id));
  const resources = new Set(result.resources.map(({ kind, key }) => `${kind}\n${key}`));
  const targets = new Map(result.targets.map((target) => [target.name, target.id]));
  const statuses = new Map<string, Status>();
  const ofTargets = new Map<string, Set<Status>>();
  for (const { rule, kind, key, target, status } of result.outcomes) {
    if (key !== null) {
      statuses.set(`${rule}\n${kind}\n${key}`, status);
      continue;
    }
    const name = `${rule}\n${target}`;
    ofTargets.set(name, (ofTargets.get(name) ?? new Set()).add(status));
  }
  return ({ rule, kind, key }) => {
    if (rule === null || key === null || !rules.has(rule)) return 'gone';
    if (resources.has(`${kind}\n${key}`)) {
      const status = statuses.get(`${rule}\n${kind}\n${key}`) ?? 'pass';
      if (notAssessed.has(status)) return 'unknown';
      if (notThere.has(status) || isExcluded(rule, ofTargets)) return 'gone';
      return 'fixed';
    }
    const target = targets.get(key.slice(0, Math.max(0, key.indexOf('/'))));
    const said = ofTargets.get(`${rule}\n${target}`);
    // it may be among those that were listed and not read
    return said !== undefined && [...said].some((status) => notAssessed.has(status)) ? 'unknown' : 'gone';
  };
}

function isExcluded(rule: string, ofTargets: ReadonlyMap<string, ReadonlySet<Status>>): boolean {
  return [...ofTargets].some(([name, statuses]) => name.startsWith(`${rule}\n`) && statuses.has('excluded'));
}

function byPlace(a: PlacedFinding, b: PlacedFinding): number {
  return (
    compareText(a.rule ?? '', b.rule ?? '') ||
    compareText(a.key ?? '', b.key ?? '') ||
    compareText(a.part ?? '', b.part ?? '') ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

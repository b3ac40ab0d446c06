import type { Outcome, Result, Severity, Status } from '../../engine/index.ts';
import type { FindingHistory } from './contract.ts';
import { storable } from './text.ts';

/** A finding as one result shows it. */
export type Observed = Pick<FindingHistory, 'fingerprint' | 'rule' | 'severity' | 'kind' | 'key' | 'part'> & {
  waived: boolean;
};

/** What a result says about a finding that it does not have. */
export type Absence = 'fixed' | 'gone' | 'unknown';

/** The kind of findings of controls that a person answers: they have no resource. */
export const controlKind = 'control';

/** All findings of a result by fingerprint. */
export function observe(result: Result): Map<string, Observed> {
  const severities = new Map<string, Severity>(result.rules.map((rule) => [rule.id, rule.severity]));
  const observed = new Map<string, Observed>();
  for (const outcome of result.outcomes) {
    for (const { fingerprint, part, waiver } of outcome.findings) {
      const before = observed.get(fingerprint);
      // One that is waived in one place only is open.
      const waived = waiver !== undefined && (before?.waived ?? true);
      observed.set(fingerprint, {
        ...{ fingerprint, waived, part: part === null ? null : storable(part) },
        ...subjectOf(outcome),
        // A control without rules has no severity: it stands last.
        severity: severities.get(outcome.rule ?? '') ?? 'info',
      });
    }
  }
  return observed;
}

function subjectOf({ rule, control, kind, key }: Outcome): { rule: string; kind: string; key: string } {
  if (rule === null) return { rule: control ?? '', kind: controlKind, key: '' };
  return { rule, kind: kind ?? '', key: storable(key ?? '') };
}

const notAssessed: ReadonlySet<Status> = new Set(['error', 'not-evaluated', 'manual']);
const outOfScope: ReadonlySet<Status> = new Set(['excluded', 'not-applicable']);

/**
 * Answers what a result says about findings it does not have. Fixed is only what was judged and found in order; gone
 * is a resource that a complete list does not have, or a rule that no longer applies. All else is unknown, so is
 * everything of a target that the run did not ask.
 */
export function absenceIn(result: Result): (finding: { rule: string; kind: string; key: string }) => Absence {
  const rules = new Set(result.rules.map((rule) => rule.id));
  const listed = listedIn(result);
  const statuses = statusesIn(result);
  const controls = controlsIn(result);
  return ({ rule, kind, key }) => {
    if (kind === controlKind && key === '') return absenceOf(controls.get(rule) ?? 'excluded');
    const target = listed.targetOf(key);
    if (target === null) return 'unknown';
    if (!rules.has(rule)) return 'gone';
    const wide = statuses.ofTarget(rule, target);
    if (wide.has('excluded')) return 'gone';
    if (listed.has(kind, key)) return absenceOf(statuses.ofKey(rule, kind, key) ?? 'pass');
    const whole = listed.isComplete(kind, target) && ![...wide].some((status) => notAssessed.has(status));
    return whole ? 'gone' : 'unknown';
  };
}

function absenceOf(status: Status): Absence {
  if (notAssessed.has(status)) return 'unknown';
  return outOfScope.has(status) ? 'gone' : 'fixed';
}

/** Resources of a result, and whether its lists of them are complete. */
export interface Listed {
  has(kind: string, key: string): boolean;
  /** Null: the run did not ask a target of this name. */
  targetOf(key: string): number | null;
  isComplete(kind: string, target: number): boolean;
}

export function listedIn(result: Result): Listed {
  const resources = new Set(result.resources.map(({ kind, key }) => `${kind}\n${storable(key)}`));
  const targets = new Map(result.targets.map((target) => [storable(target.name), target]));
  const byId = new Map(result.targets.map((target) => [target.id, target]));
  return {
    has: (kind, key) => resources.has(`${kind}\n${key}`),
    targetOf(key) {
      const end = key.indexOf('/');
      return targets.get(end < 0 ? key : key.slice(0, end))?.id ?? null;
    },
    isComplete(kind, id) {
      const coverage = byId.get(id)?.kinds[kind];
      return coverage?.status === 'complete' && coverage.seen >= coverage.expected;
    },
  };
}

function statusesIn(result: Result) {
  const ofKeys = new Map<string, Status>();
  const ofTargets = new Map<string, Set<Status>>();
  for (const { rule, kind, key, target, status } of result.outcomes) {
    if (key !== null) {
      ofKeys.set(`${rule}\n${kind}\n${storable(key)}`, status);
      continue;
    }
    const name = `${rule}\n${target}`;
    ofTargets.set(name, (ofTargets.get(name) ?? new Set()).add(status));
  }
  const none: ReadonlySet<Status> = new Set();
  return {
    ofKey: (rule: string, kind: string, key: string) => ofKeys.get(`${rule}\n${kind}\n${key}`),
    ofTarget: (rule: string, target: number) => ofTargets.get(`${rule}\n${target}`) ?? none,
  };
}

/** Status of each control without rules by `<framework>:<id>`; what is listed and has no outcome was satisfied. */
function controlsIn(result: Result): Map<string, Status> {
  const controls = new Map<string, Status>();
  for (const framework of result.frameworks) {
    for (const { id, rules } of framework.controls)
      if (rules.length === 0) controls.set(`${framework.id}:${id}`, 'pass');
  }
  for (const { rule, control, status } of result.outcomes) {
    if (rule === null && control !== undefined) controls.set(control, status);
  }
  return controls;
}

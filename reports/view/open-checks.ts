import { type Outcome, rightFor } from '../../engine/index.ts';
import { groupBy, type ViewContext } from './context.ts';
import { ownerOf } from './owner.ts';
import { type ReasonWords, reasonWords } from './reasons.ts';

/** Checks not made for one reason on one target. */
export interface OpenGroup {
  code: string;
  target: number | null;
  /** Where root would make them: permission denied on a machine, to somebody who was not root. */
  root: boolean;
  words: ReasonWords;
  outcomes: Outcome[];
  /** Names of facts that were missing, in order of first appearance. */
  facts: string[];
  /** What they are about, by the name of its owner. */
  subjects: string[];
  /** What was said about them, each once. */
  messages: string[];
}

/** Every check that was not made, grouped by reason and target, the largest group first. */
export function openGroups(context: ViewContext): OpenGroup[] {
  const undone = context.result.outcomes.filter(isOpen);
  const groups = groupBy(undone, (outcome) => JSON.stringify([codeOf(outcome), outcome.target]));
  return groups.map((outcomes) => openGroup(context, outcomes)).sort((a, b) => b.outcomes.length - a.outcomes.length);
}

export function isOpen(outcome: Outcome): boolean {
  return outcome.status === 'error' || outcome.status === 'not-evaluated';
}

function openGroup(context: ViewContext, outcomes: Outcome[]): OpenGroup {
  const [first] = outcomes;
  const code = codeOf(first!);
  const target = first!.target;
  const asked = context.target(target ?? -1);
  const machine = asked !== undefined && /^(host|rootfs)(:|$)/.test(asked.uri);
  const unprivileged = machine && context.result.inputs.snapshots[asked.snapshot]?.operator !== 'root';
  const root = code === 'permission-denied' && unprivileged;
  const reasons = outcomes.flatMap((outcome) => outcome.reasons);
  const rights = outcomes.flatMap(({ kind, reasons: own }) =>
    own.flatMap(({ fact }) => (kind === null || fact === undefined ? [] : (rightFor(kind, fact) ?? []))),
  );
  return {
    code,
    target,
    root,
    words: reasonWords(code, { root, machine, rights: unique(rights) }),
    outcomes,
    facts: unique(reasons.flatMap((reason) => reason.fact ?? [])).map(context.show),
    subjects: unique(outcomes.flatMap((outcome) => subjectOf(context, outcome) ?? [])),
    messages: unique(reasons.map((reason) => reason.message)).map(context.show),
  };
}

function codeOf(outcome: Outcome): string {
  return outcome.reasons[0]?.code ?? 'unknown';
}

function subjectOf(context: ViewContext, outcome: Outcome): string | null {
  const resource = context.resource(outcome);
  if (resource === undefined) return outcome.key === null ? null : context.show(outcome.key);
  return context.show(ownerOf(resource).name);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

import type { Evidence, Finding, Outcome, Status } from '../../engine/index.ts';
import { label } from '../text.ts';
import { groupBy, type ViewContext } from './context.ts';
import { ownerOf, saidOf } from './owner.ts';
import { everyOf, listing, number, type Shape, statusShapes, statusWords } from './words.ts';

/** What was found at one owner: several instances with the same violation are one row. */
export interface FindingRow {
  name: string;
  /** `×6`; null for one instance. */
  times: string | null;
  target: string;
  owner: string | null;
  shape: Shape;
  status: string;
  message: string;
  location: string | null;
  evidence: { fact: string; value: string }[];
}

interface Entry {
  outcome: Outcome;
  finding: Finding | null;
  status: Status;
  name: string;
  owner: string | null;
  /** The message, about the owner rather than one of its instances. */
  message: string;
}

const distinctValues = 4;
const cutEvidenceCharacters = 120;

/** Rows of one rule: what fails, then what was accepted, then what was not made. */
export function findingRows(context: ViewContext, outcomes: readonly Outcome[]): FindingRow[] {
  const entries = outcomes.flatMap((outcome) => entriesOf(context, outcome));
  const groups = groupBy(entries, ({ outcome, finding, status, name, message }) =>
    JSON.stringify([status, outcome.target, name, finding?.part ?? null, message]),
  );
  return groups.sort((a, b) => rank(a[0]!.status) - rank(b[0]!.status)).map((group) => row(context, group));
}

function entriesOf(context: ViewContext, outcome: Outcome): Entry[] {
  const resource = context.resource(outcome);
  const name = resource === undefined ? (outcome.key ?? everyOf(outcome.kind)) : ownerOf(resource).name;
  const owner = resource === undefined ? null : context.owner(resource);
  const entry = (finding: Finding | null, status: Status): Entry => ({
    outcome,
    finding,
    status,
    name,
    owner,
    message: saidOf(resource, finding?.message ?? outcome.reasons[0]?.message ?? '', name),
  });
  if (outcome.status === 'error' || outcome.status === 'not-evaluated') return [entry(null, outcome.status)];
  return outcome.findings.map((finding) => entry(finding, finding.waiver === undefined ? 'fail' : 'waived'));
}

function row(context: ViewContext, group: readonly Entry[]): FindingRow {
  const { show } = context;
  const { outcome, finding, status, name, owner, message } = group[0]!;
  const target = context.targetName(outcome.target);
  return {
    name: show(name),
    times: group.length === 1 ? null : `×${number(group.length)}`,
    // A machine is its own target: said once.
    target: target === show(name) ? '' : target,
    owner: owner === null ? null : show(owner),
    shape: statusShapes[status],
    status: statusWords[status],
    message: show(message),
    location: locationText(context, finding),
    evidence: evidenceOf(context, group),
  };
}

/** Facts of a group in order; where instances differ, their distinct values. */
function evidenceOf(context: ViewContext, group: readonly Entry[]): FindingRow['evidence'] {
  const all: Evidence[] = group.flatMap(({ finding }) => finding?.evidence ?? []);
  return groupBy(all, (evidence) => evidence.fact).map((same) => {
    const values = [...new Set(same.map((one) => evidenceText(context, one)))];
    return { fact: context.show(same[0]!.fact), value: listing(values, distinctValues) };
  });
}

/** A value that was cut when it was found is the beginning of its JSON, so it is no string to quote again. */
function evidenceText(context: ViewContext, { value, cut }: Evidence): string {
  if (cut !== true) return context.showValue(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `${label(text, cutEvidenceCharacters).replace(/… \(cut;.*$/, '')}… (cut)`;
}

function locationText({ show }: ViewContext, finding: Finding | null): string | null {
  const location = finding?.location ?? null;
  if (location === null) return null;
  if ('pointer' in location) return show(location.pointer);
  return show(location.line === undefined ? location.file : `${location.file}:${location.line}`);
}

function rank(status: Status): number {
  return status === 'fail' ? 0 : status === 'waived' ? 1 : 2;
}

import { type Outcome, type ResultRule, type Severity, Status, type StatusCounts } from '../../../engine/index.ts';
import type { ViewContext } from '../context.ts';
import { type FindingRow, findingRows } from '../finding-rows.ts';
import { ownerOf } from '../owner.ts';
import { ruleSnippets, type Snippet } from '../snippets.ts';
import { number, type Shape, statusShapes, statusWords } from '../words.ts';

/** What one rule has to say about a control. */
export interface ControlRule {
  id: string;
  title: string;
  severity: Severity;
  /** How many checks had which outcome, worst first; what none had is left out. */
  counts: { shape: Shape; word: string; text: string }[];
  /** Reason why it does not apply or was left out; null where it does. */
  because: string | null;
  rows: FindingRow[];
  hidden: string | null;
  /** Null where nothing is to be done; `lead` says whether it is needed for certain. */
  remediation: { lead: string; text: string } | null;
  snippets: Snippet[];
}

/** One rule of a control: how it came out, on what, and what to do about it. */
export function controlRule(context: ViewContext, own: readonly Outcome[], rule: ResultRule): ControlRule {
  const counts = total(rule);
  const rows = findingRows(context, own);
  const shown = rows.slice(0, context.limits.reportRowsPerRule);
  const lead = leadOf(counts);
  const failing = own.filter((outcome) => outcome.findings.length > 0);
  const owners = new Set(failing.flatMap((one) => context.resource(one) ?? []).map((one) => ownerOf(one).sort));
  const aside = own.find((outcome) => outcome.status === 'not-applicable' || outcome.status === 'excluded');
  const because = aside?.reasons[0]?.message;
  return {
    id: context.show(rule.id),
    title: context.prose(rule.title),
    severity: rule.severity,
    counts: countParts(counts),
    because: because === undefined ? null : context.show(because),
    rows: shown,
    hidden: shown.length === rows.length ? null : number(rows.length - shown.length),
    remediation: lead === null ? null : { lead, text: context.prose(rule.remediation) },
    snippets: lead === null ? [] : ruleSnippets(rule, owners),
  };
}

/** What stands before the remedy: nobody is told to change what was not seen to be wrong. */
function leadOf(counts: StatusCounts): string | null {
  if (counts.fail + counts.waived > 0) return 'What to do.';
  if (counts.error + counts['not-evaluated'] > 0) return 'If the check fails once it is made.';
  return counts.manual > 0 ? 'If the answer is no.' : null;
}

const countOrder: readonly Status[] = [
  'fail',
  'error',
  'not-evaluated',
  'manual',
  'waived',
  'pass',
  'not-applicable',
  'excluded',
];

function countParts(counts: StatusCounts): ControlRule['counts'] {
  const words = new Map<string, { shape: Shape; count: number }>();
  for (const status of countOrder) {
    const word = statusWords[status];
    if (counts[status] > 0)
      words.set(word, { shape: statusShapes[status], count: counts[status] + (words.get(word)?.count ?? 0) });
  }
  return [...words].map(([word, { shape, count }]) => ({ shape, word, text: number(count) }));
}

function total(rule: ResultRule): StatusCounts {
  const sum = Object.fromEntries(Status.options.map((status) => [status, 0])) as StatusCounts;
  for (const { counts } of rule.counts) for (const status of Status.options) sum[status] += counts[status];
  return sum;
}

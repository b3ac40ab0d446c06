import { type Outcome, type ResultRule, type Severity, type Status, StatusCounts } from '../../engine/index.ts';
import { openFindings } from './actions.ts';
import { anchor, groupBy, type ViewContext } from './context.ts';
import { type FindingRow, findingRows } from './finding-rows.ts';
import { type Owner, ownerOf } from './owner.ts';
import { ruleSnippets, type Snippet } from './snippets.ts';
import { number, plural } from './words.ts';

/** A rule with what breaks it, what to do and where else the same is asked. */
export interface RuleFindings {
  anchor: string;
  id: string;
  severity: Severity;
  /** The severity of the catalogue, where the profile changed it. */
  originalSeverity: Severity | null;
  title: string;
  description: string;
  rationale: string | null;
  /** `11 findings; 2 not made, 1 accepted, 3 hold`. */
  counts: string;
  rows: FindingRow[];
  /** How many rows are not shown; null where all are. */
  hidden: string | null;
  remediation: string;
  snippets: Snippet[];
  controls: { framework: string; id: string }[];
  aliases: string[];
  references: { text: string; href: string | null }[];
}

/** Rules with at least one violation, worst first; accepted ones are shown as such. */
export function findingsView(context: ViewContext): RuleFindings[] {
  const ofRules = context.result.outcomes.filter((outcome) => outcome.rule !== null);
  const groups = groupBy(ofRules, (outcome) => outcome.rule!)
    .map((outcomes) => ({ rule: context.rule(outcomes[0]!.rule!), outcomes }))
    .filter((group): group is { rule: ResultRule; outcomes: Outcome[] } => group.rule !== undefined)
    .filter(({ outcomes }) => outcomes.some((outcome) => outcome.findings.length > 0));
  return groups
    .sort((a, b) => context.ruleRank(a.rule.id) - context.ruleRank(b.rule.id))
    .map(({ rule, outcomes }) => ruleFindings(context, rule, outcomes));
}

function ruleFindings(context: ViewContext, rule: ResultRule, outcomes: Outcome[]): RuleFindings {
  const { show, prose, limits } = context;
  const rows = findingRows(context, outcomes);
  const shown = rows.slice(0, limits.reportRowsPerRule);
  return {
    anchor: anchor('rule', rule.id),
    id: show(rule.id),
    severity: rule.severity,
    originalSeverity: rule.originalSeverity ?? null,
    title: prose(rule.title),
    description: prose(rule.description),
    rationale: rule.rationale === undefined ? null : prose(rule.rationale),
    counts: countsText(rule, outcomes),
    rows: shown,
    hidden: shown.length === rows.length ? null : number(rows.length - shown.length),
    remediation: prose(rule.remediation),
    snippets: ruleSnippets(rule, ownersOf(context, outcomes)),
    controls: controlsOf(context, rule.id),
    aliases: Object.entries(rule.aliases ?? {}).map(([tool, ids]) => show(`${tool} ${[ids].flat().join(', ')}`)),
    references: rule.references.map((text) => ({
      text: show(text),
      href: /^https?:\/\/[\x21-\x7e]+$/.test(text) ? text : null,
    })),
  };
}

function ownersOf(context: ViewContext, outcomes: readonly Outcome[]): Set<Owner['sort']> {
  const failing = outcomes.filter((outcome) => outcome.findings.length > 0);
  return new Set(
    failing.flatMap((outcome) => context.resource(outcome) ?? []).map((resource) => ownerOf(resource).sort),
  );
}

function countsText(rule: ResultRule, outcomes: readonly Outcome[]): string {
  const total = Object.fromEntries(Object.keys(StatusCounts.shape).map((status) => [status, 0])) as Record<
    Status,
    number
  >;
  for (const { counts } of rule.counts)
    for (const [status, count] of Object.entries(counts)) total[status as Status] += count;
  const findings = outcomes.reduce((sum, outcome) => sum + openFindings(outcome), 0);
  const parts = [
    [total.error + total['not-evaluated'], 'not made'],
    [total.waived, 'accepted'],
    [total.manual, 'to answer'],
    [total.pass, total.pass === 1 ? 'holds' : 'hold'],
  ] as const;
  const rest = parts.filter(([count]) => count > 0).map(([count, word]) => `${number(count)} ${word}`);
  return [plural(findings, 'finding'), ...rest].join(' · ');
}

function controlsOf(context: ViewContext, rule: string): RuleFindings['controls'] {
  return context.result.frameworks.flatMap((framework) =>
    framework.controls
      .filter((control) => control.rules.includes(rule))
      .map((control) => ({ framework: context.show(framework.id), id: context.show(control.id) })),
  );
}

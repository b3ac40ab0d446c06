import { type Outcome, type ResultRule, type Severity, severities } from '../../engine/index.ts';
import { anchor, type ViewContext } from './context.ts';
import { type Place, placeOf, placeText } from './place.ts';
import { placeSnippets, type Snippet } from './snippets.ts';
import { number, plural, sentence } from './words.ts';

/** One edit, the findings it closes and what to paste. */
export interface ActionView {
  anchor: string;
  /** `one edit in`, then the name. */
  lead: string;
  /** The same at the start of a sentence. */
  start: string;
  name: string;
  where: string | null;
  closes: number;
  /** `closes 7 findings`. */
  closesText: string;
  worst: Severity;
  /** `2 critical, 5 medium`. */
  severities: string;
  /** What to do, in one line. */
  gist: string;
  rules: { id: string; title: string; anchor: string; severity: Severity; count: string; remediation: string }[];
  snippets: Snippet[];
  note: string | null;
}

export interface ActionsView {
  /** Shown in full. */
  all: ActionView[];
  /** Shown as a line each, after those. */
  further: Pick<ActionView, 'anchor' | 'start' | 'name' | 'where' | 'closesText' | 'severities' | 'gist'>[];
  /** The first ones, for page one. */
  first: ActionView[];
  /** How many more there are; null where there are none. */
  more: string | null;
  hidden: string | null;
}

const onPageOne = 4;
/** What closing one finding is worth when edits are put in order: a critical one comes before any row of lesser ones. */
const weights: Readonly<Record<Severity, number>> = { critical: 1000, high: 10, medium: 3, low: 1, info: 0 };

export function actionsView(context: ViewContext): ActionsView {
  const places = new Map<string, { place: Place; found: Map<ResultRule, number> }>();
  for (const outcome of context.result.outcomes) {
    const rule = context.rule(outcome.rule ?? '');
    const count = openFindings(outcome);
    if (rule === undefined || count === 0) continue;
    const place = placeOf(context, rule, outcome);
    const key = JSON.stringify([place.sort, place.name, place.target]);
    const entry = places.get(key) ?? { place, found: new Map() };
    entry.found.set(rule, (entry.found.get(rule) ?? 0) + count);
    places.set(key, entry);
  }
  const ordered = [...places.values()]
    .map(({ place, found }) => ({ action: actionView(context, place, found), weight: weightOf(found) }))
    .sort((a, b) => b.weight - a.weight)
    .map(({ action }) => action);
  const { reportEdits, reportRows } = context.limits;
  const all = ordered.slice(0, reportEdits);
  const further = ordered.slice(reportEdits, reportEdits + reportRows);
  const hidden = ordered.length - all.length - further.length;
  return {
    all,
    further,
    first: all.slice(0, onPageOne),
    more: ordered.length <= onPageOne ? null : plural(ordered.length - onPageOne, 'more edit'),
    hidden: hidden === 0 ? null : number(hidden),
  };
}

/** Findings of a failing outcome that nobody accepted. */
export function openFindings(outcome: Outcome): number {
  if (outcome.status !== 'fail') return 0;
  return outcome.findings.filter((finding) => finding.waiver === undefined).length;
}

function actionView(context: ViewContext, place: Place, found: ReadonlyMap<ResultRule, number>): ActionView {
  const rules = [...found.keys()].sort((a, b) => context.ruleRank(a.id) - context.ruleRank(b.id));
  const closes = [...found.values()].reduce((sum, count) => sum + count, 0);
  const { lead, name } = placeText(place, context.show);
  return {
    anchor: anchor('edit', `${place.sort}-${place.target ?? ''}-${place.name}`),
    lead,
    start: sentence(lead),
    name,
    where: place.sort === 'host' || place.sort === 'engine' ? null : context.targetName(place.target),
    closes,
    closesText: `closes ${plural(closes, 'finding')}`,
    worst: rules[0]!.severity,
    severities: bySeverity(found),
    gist: gist(context.prose(rules[0]!.remediation), rules.length - 1),
    rules: rules.map((rule) => ({
      id: rule.id,
      title: context.prose(rule.title),
      anchor: anchor('rule', rule.id),
      severity: rule.severity,
      count: number(found.get(rule)!),
      remediation: context.prose(rule.remediation),
    })),
    snippets: placeSnippets(place, rules),
    note:
      place.sort === 'daemon-json' ? 'Then restart the engine; without live restore its containers restart too.' : null,
  };
}

function weightOf(found: ReadonlyMap<ResultRule, number>): number {
  return [...found].reduce((sum, [rule, count]) => sum + weights[rule.severity] * count, 0);
}

function bySeverity(found: ReadonlyMap<ResultRule, number>): string {
  const counts = new Map<Severity, number>();
  for (const [rule, count] of found) counts.set(rule.severity, (counts.get(rule.severity) ?? 0) + count);
  return severities
    .flatMap((severity) => (counts.has(severity) ? `${number(counts.get(severity)!)} ${severity}` : []))
    .join(', ');
}

function gist(first: string, others: number): string {
  return others === 0 ? first : `${first} And ${plural(others, 'more change')} there.`;
}

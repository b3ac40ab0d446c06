import {
  type Limits,
  limitsWith,
  type Outcome,
  type Result,
  type ResultResource,
  type ResultRule,
  type ResultTarget,
  type RunRecord,
  severities,
} from '../../engine/index.ts';
import type { ReportInput } from '../contract.ts';
import type { ReportSettings } from '../settings.ts';
import { label, valueText } from '../text.ts';
import { ownerFinder } from './owner.ts';

/** What the parts of the view share: the result with its indexes, and how foreign text is shown. */
export interface ViewContext {
  result: Result;
  run: RunRecord | null;
  settings: ReportSettings;
  limits: Limits;
  /** Foreign text made visible and cut to the limit `reportLabelCharacters`. */
  show(text: string): string;
  /** A sentence or paragraph of a bundle: line breaks of its source are spaces. */
  prose(text: string): string;
  showValue(value: unknown): string;
  rule(id: string): ResultRule | undefined;
  target(id: number): ResultTarget | undefined;
  targetName(id: number | null): string;
  resource(outcome: Outcome): ResultResource | undefined;
  /** Who must act on a resource; null: nobody is named. */
  owner(resource: ResultResource): string | null;
  /** The name of a resource; its key where the result does not list it. Foreign, not made visible. */
  named(target: number, kind: string, key: string): string;
  /** Where a rule's findings are in the report; null where it has none there. */
  ruleRank(id: string | null): number;
}

/** Evidence says where to look; the whole value is in result.json. */
const evidenceCharacters = 160;

export function viewContext(input: ReportInput): ViewContext {
  const { result, run, settings } = input;
  const limits = input.limits ?? limitsWith();
  const rules = new Map(result.rules.map((rule) => [rule.id, rule]));
  const targets = new Map(result.targets.map((target) => [target.id, target]));
  const resources = new Map(result.resources.map((one) => [resourceKey(one.target, one.kind, one.key), one]));
  const show = (text: string) => label(text, limits.reportLabelCharacters);
  return {
    result,
    run,
    settings,
    limits,
    show,
    prose: (text) => show(text.trim().replace(/\s+/g, ' ')),
    showValue: (value) => label(valueText(value), Math.min(limits.reportLabelCharacters, evidenceCharacters)),
    rule: (id) => rules.get(id),
    target: (id) => targets.get(id),
    targetName: (id) => show(targets.get(id ?? -1)?.name ?? ''),
    resource: (outcome) => resources.get(resourceKey(outcome.target, outcome.kind, outcome.key)),
    owner: ownerFinder(input.owners ?? []),
    named: (target, kind, key) => resources.get(resourceKey(target, kind, key))?.name ?? key,
    ruleRank(id) {
      const rule = rules.get(id ?? '');
      return rule === undefined ? severities.length : severities.indexOf(rule.severity);
    },
  };
}

/** The name of a fragment for a rule, framework or place; unique as long as the names are. */
export function anchor(prefix: string, name: string): string {
  return `${prefix}-${name.replace(/[^A-Za-z0-9.-]/g, (character) => `_${character.codePointAt(0)!.toString(16)}`)}`;
}

/** Groups in the order of their first member. */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): T[][] {
  return [...Map.groupBy(items, keyOf).values()];
}

function resourceKey(target: number | null, kind: string | null, key: string | null): string {
  return JSON.stringify([target, kind, key]);
}

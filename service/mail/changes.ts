import { type ResultRule, type Severity, severities } from '../../engine/index.ts';
import type { Drift, FindingHistory } from '../store/contract.ts';
import { type MailDates, number, plural, shown } from './words.ts';

/** One line of a list of findings. */
export interface ChangeRow {
  severity: Severity;
  title: string;
  key: string;
}

export interface ChangesView {
  /** The first sentence: since when, and how much. */
  lead: string;
  groups: { heading: string; rows: ChangeRow[]; more: string | null }[];
  /** Resources and inputs, a sentence each. */
  notes: string[];
}

/** What changed since the last report. */
export function changesView(
  drift: Drift | null,
  rules: readonly ResultRule[],
  severe: ReadonlySet<Severity>,
  dates: MailDates,
  rows: number,
): ChangesView {
  if (drift === null) return { lead: 'Changes were not looked up for this report.', groups: [], notes: [] };
  if (drift.previous === null || drift.previousAt === null) {
    return { lead: 'This is the first report: there is nothing to compare it with.', groups: [], notes: [] };
  }
  const titles = new Map(rules.map((rule) => [rule.id, rule.title]));
  const since = `since ${dates.moment(drift.previousAt)}`;
  const { totals } = drift;
  const counted = [
    ['new', totals.new],
    ['found again', totals.reopened],
    ['fixed', totals.fixed],
    ['gone with their resource', totals.gone],
    ['newly accepted', totals.newlyWaived],
    ['no longer accepted', totals.noLongerWaived],
  ] as const;
  const some = counted.filter(([, count]) => count > 0).map(([word, count]) => `${number(count)} ${word}`);
  const group = (heading: string, list: readonly FindingHistory[], total: number) => {
    const kept = list.filter((one) => severe.has(one.severity)).toSorted(bySeverity);
    const first = kept.slice(0, rows);
    const rest = total - list.length + kept.length - first.length;
    if (first.length === 0) return [];
    const changed = first.map(({ severity, rule, key }) => ({
      severity,
      title: shown(titles.get(rule) ?? rule),
      key: shown(key),
    }));
    return [{ heading, rows: changed, more: rest <= 0 ? null : `and ${number(rest)} more` }];
  };
  return {
    lead: some.length === 0 ? `No finding changed ${since}.` : `${capital(since)}: ${some.join(', ')}.`,
    groups: [
      ...group('New', drift.new, totals.new),
      ...group('Found again', drift.reopened, totals.reopened),
      ...group('No longer accepted', drift.noLongerWaived, totals.noLongerWaived),
      ...group('Fixed', drift.fixed, totals.fixed),
      ...group('Gone with their resource', drift.gone, totals.gone),
    ],
    notes: notesOf(drift),
  };
}

function notesOf(drift: Drift): string[] {
  const { totals, changedInputs, notJudged } = drift;
  const notes: string[] = [];
  if (totals.appeared + totals.disappeared > 0) {
    notes.push(`${plural(totals.appeared, 'resource')} appeared, ${number(totals.disappeared)} disappeared.`);
  }
  if (changedInputs.length > 0) {
    const names = changedInputs.map(({ name }) => shown(name, 60)).join(', ');
    notes.push(`What decides the result changed too: ${names}. Some changes may come from there.`);
  }
  if (notJudged > 0) {
    const was = notJudged === 1 ? 'was' : 'were';
    notes.push(`${plural(notJudged, 'earlier finding')} ${was} not judged this time and may still be there.`);
  }
  return notes;
}

function bySeverity(a: FindingHistory, b: FindingHistory): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether anything at all changed; a first report and an unknown change count as changed. */
export function hasChanged(drift: Drift | null): boolean {
  if (drift === null || drift.previous === null) return true;
  return (
    Object.values(drift.totals).some((count) => count > 0) || drift.changedInputs.length > 0 || drift.notJudged > 0
  );
}

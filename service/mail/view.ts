/** What a mail says, in words and numbers; HTML and text are two writings of it. Foreign text is already visible. */
import { limitsWith, type Result, type RunRecord, type Severity, severities } from '../../engine/index.ts';
import { viewModel } from '../../reports/index.ts';
import { type ActorRow, actorRows } from './actors.ts';
import { type ChangesView, changesView } from './changes.ts';
import { type ChartPart, chartParts } from './chart.ts';
import type { MailReport, Recipient } from './contract.ts';
import type { ScopedResult } from './scope.ts';
import { waiverSentences } from './waivers.ts';
import { mailDates, number, shown } from './words.ts';

export interface MailView {
  subject: string;
  classification: string | null;
  /** `Retail AG / shop`, or the name of the owner whose part this is. */
  title: string;
  moment: string;
  /** Whose part of the whole this is; null: all of it. */
  scope: string | null;
  tiles: { severity: Severity; count: string }[];
  parts: (ChartPart & { text: string; mark: string })[];
  /** What the picture shows, for those who do not see it. */
  chartText: string;
  score: string;
  changes: ChangesView;
  gap: { complete: boolean; heading: string; note: string; items: { text: string; advice: string | null }[] };
  waivers: string[];
  actors: ActorRow[];
  actions: { start: string; name: string; where: string | null; closes: string; severities: string; gist: string }[];
  moreActions: string | null;
  leftOut: string | null;
  next: string;
  /** What is attached, or where the report is. */
  files: string[];
  /** Run, rules and digest, to find this run again. */
  origin: string[];
}

export interface ViewInput {
  report: MailReport;
  recipient: Recipient;
  subject: string;
  /** The result this recipient may see. */
  scoped: ScopedResult;
  drift: MailReport['drift'];
  files: readonly string[];
}

const shownActions = 4;

/** Builds the view. Pure. */
export function mailView({ report, recipient, subject, scoped, drift, files }: ViewInput): MailView {
  const { settings } = report;
  const { result } = scoped;
  const dates = mailDates(settings.timeZone ?? result.timeZone);
  const rows = limitsWith().mailRows;
  const severe = severitiesFrom(recipient.minimumSeverity);
  const pages = viewModel({ result: onlySevere(result, severe), run: null, settings: reportSettings(settings) });
  const all = viewModel({ result, run: null, settings: reportSettings(settings) });
  const owner = recipient.scope?.owner ?? null;
  const parts = chartParts(result).map((part) => ({
    ...part,
    text: `${number(part.count)} ${part.label}`,
    // Hatched in the picture, so also here where colours are not seen.
    mark: part.name === 'unknown' ? '▨' : '■',
  }));
  const names = [settings.entity, settings.system].flatMap((name) => (name === undefined ? [] : [shown(name, 80)]));
  return {
    subject,
    classification: settings.classification === undefined ? null : shown(settings.classification, 80),
    title: names.length === 0 ? 'Container compliance report' : names.join(' / '),
    moment: dates.moment(result.createdAt),
    scope:
      owner === null ? null : `Only what belongs to ${shown(owner, 80)}: ${number(result.resources.length)} resources.`,
    tiles: severities.map((severity) => ({ severity, count: number(result.summary.findings[severity]) })),
    parts,
    chartText: `Checks: ${parts.map((part) => part.text).join(', ')}.`,
    score: `${all.figures.score} ${all.figures.scoreNote}`,
    changes: changesView(drift, result.rules, severe, dates, rows),
    gap: gapOf(all.gap, scoped, owner !== null, rows),
    waivers: waiverSentences(result, dates, rows),
    actors: owner === null ? actorRows(onlySevere(result, severe), report.owners).slice(0, rows) : [],
    actions: pages.actions.all.slice(0, shownActions).map((action) => ({
      start: action.start,
      name: action.name,
      where: action.where,
      closes: action.closesText,
      severities: action.severities,
      gist: action.gist,
    })),
    moreActions: moreActions(pages.actions.all.length + pages.actions.further.length),
    leftOut:
      severe.size === severities.length
        ? null
        : `Findings below ${recipient.minimumSeverity} are counted above and not listed here.`,
    next:
      report.nextDueAt === null
        ? 'No further report is scheduled.'
        : `The next report is due ${dates.moment(report.nextDueAt)}.`,
    files: [...files],
    origin: originOf(report, result, report.record),
  };
}

function moreActions(count: number): string | null {
  const rest = count - shownActions;
  return rest <= 0 ? null : `And ${number(rest)} more ${rest === 1 ? 'edit' : 'edits'} in the report.`;
}

function severitiesFrom(minimum: Severity | null): ReadonlySet<Severity> {
  return new Set(minimum === null ? severities : severities.slice(0, severities.indexOf(minimum) + 1));
}

/** The result without outcomes of rules that this reader did not ask for; for lists only, never for figures. */
function onlySevere(result: Result, severe: ReadonlySet<Severity>): Result {
  if (severe.size === severities.length) return result;
  const kept = new Set(result.rules.filter((rule) => severe.has(rule.severity)).map((rule) => rule.id));
  return { ...result, outcomes: result.outcomes.filter((outcome) => outcome.rule === null || kept.has(outcome.rule)) };
}

function gapOf(
  gap: ReturnType<typeof viewModel>['gap'],
  { unreadElsewhere }: ScopedResult,
  isPart: boolean,
  rows: number,
): MailView['gap'] {
  const elsewhere =
    isPart && unreadElsewhere
      ? [
          {
            text: 'Some targets were not read, or not wholly. What is there of yours is not in this report.',
            advice: null,
          },
        ]
      : [];
  const items = [...gap.items.map(({ text, advice }) => ({ text, advice })), ...elsewhere];
  const more = items.length - rows;
  const first = items.slice(0, rows);
  if (more > 0) first.push({ text: `And ${number(more)} more in the report.`, advice: null });
  return { complete: gap.complete && elsewhere.length === 0, heading: gap.heading, note: gap.note, items: first };
}

function originOf(report: MailReport, result: Result, record: RunRecord): string[] {
  const bundles = result.inputs.bundles.map(({ id, version }) => `${shown(id, 80)} ${shown(version, 40)}`);
  return [
    `Run ${shown(report.runId, 80)}${report.schedule === null ? '' : ` of the schedule ${shown(report.schedule, 80)}`} on ${shown(record.machine, 80)}`,
    `Judged by ${bundles.join(', ')}; plimsoll ${shown(result.engine.version, 40)}`,
  ];
}

/** Only what was stated, as the reports' own settings want it. */
function reportSettings({
  entity,
  system,
  timeZone,
  classification,
}: MailReport['settings']): Parameters<typeof viewModel>[0]['settings'] {
  return {
    ...(entity === undefined ? {} : { entity }),
    ...(system === undefined ? {} : { system }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(classification === undefined ? {} : { classification }),
  };
}

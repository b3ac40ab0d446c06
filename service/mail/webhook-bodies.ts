/** What a webhook is told, composed once like a mail. Text of inspected systems is not in it: only counts and names of ours. */
import { canonicalJson, type Severity, severities } from '../../engine/index.ts';
import type { MailReport } from './contract.ts';
import { countsInWords, reportSubject } from './subject.ts';
import { mailDates, shown } from './words.ts';

export type WebhookBody = 'plimsoll' | 'slack' | 'teams';

/** The body for a report. */
export function reportBody(report: MailReport, form: WebhookBody): string {
  const subject = reportSubject(report, report.result, null);
  const lines = reportLines(report);
  return form === 'plimsoll' ? canonicalJson(ownBody(report, subject)) : bodyOf(form, subject, lines, report.location);
}

function bodyOf(form: 'slack' | 'teams', title: string, lines: readonly string[], link: string | null): string {
  const address = link !== null && /^https?:\/\//.test(link) ? link : null;
  return canonicalJson(form === 'slack' ? slack(title, lines, address) : teams(title, lines, address));
}

function reportLines(report: MailReport): string[] {
  const { result, drift, nextDueAt, settings } = report;
  const dates = mailDates(settings.timeZone ?? result.timeZone);
  const totals = drift?.totals;
  return [
    `Assessed ${dates.moment(result.createdAt)}: ${countsInWords(result)}.`,
    totals === undefined || drift?.previous === null
      ? 'There is nothing to compare it with.'
      : `Since the last report: ${totals.new} new, ${totals.reopened} found again, ${totals.fixed} fixed.`,
    ...(result.summary.complete ? [] : ['Incomplete: something that was asked for was not examined.']),
    ...(nextDueAt === null ? [] : [`The next report is due ${dates.moment(nextDueAt)}.`]),
  ];
}

function ownBody(report: MailReport, subject: string): object {
  const { result, drift, record } = report;
  const failed = result.targets.filter((target) => target.status === 'failed').length;
  return {
    type: 'report',
    run: report.runId,
    schedule: report.schedule,
    subject,
    assessedAt: result.createdAt,
    complete: result.summary.complete,
    findings: Object.fromEntries(severities.map((name: Severity) => [name, result.summary.findings[name]])),
    targets: result.targets.length,
    targetsNotAssessed: failed,
    changes: drift === null || drift.previous === null ? null : drift.totals,
    exitCode: record.exitCode,
    nextDueAt: report.nextDueAt,
    location: report.location,
    files: report.files.map((file) => ({ name: file.name, bytes: file.bytes.length })),
  };
}

/** Slack's incoming webhooks (Block Kit). `<`, `>` and `&` are its markup. */
function slack(title: string, lines: readonly string[], link: string | null): object {
  const safe = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const text = [
    ...lines.map(safe),
    ...(link === null ? [] : [`<${encodeURI(link).replace(/[|<>]/g, '')}|Whole report>`]),
  ];
  return {
    text: safe(title),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: shown(title, 150), emoji: false } },
      { type: 'section', text: { type: 'mrkdwn', text: text.join('\n').slice(0, 3000), verbatim: true } },
    ],
  };
}

/** Microsoft Teams: an Adaptive Card 1.4 as workflows take it. Markdown of its text blocks is escaped. */
function teams(title: string, lines: readonly string[], link: string | null): object {
  const safe = (text: string) => text.replace(/[\\*_[\]()#~`>|-]/g, '\\$&');
  const block = (text: string, more: object) => ({ type: 'TextBlock', text: safe(text), wrap: true, ...more });
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [block(title, { weight: 'Bolder', size: 'Medium' }), ...lines.map((line) => block(line, {}))],
          actions: link === null ? [] : [{ type: 'Action.OpenUrl', title: 'Whole report', url: link }],
        },
      },
    ],
  };
}

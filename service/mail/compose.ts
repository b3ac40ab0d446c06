import { digestOf } from '../../engine/index.ts';
import { parseMailbox } from './address.ts';
import { type Attachment, scopedFiles, usualFiles } from './attachments.ts';
import { chartPicture, chartSize } from './chart.ts';
import type { ComposedMail, MailReport, Recipient } from './contract.ts';
import { mailHtml } from './html.ts';
import { deliveryId, messageIdOf, smallField } from './identity.ts';
import { type MessageParts, writeMessage } from './mime.ts';
import { type ScopedResult, scopeDrift, scopeResult } from './scope.ts';
import type { MailServer } from './server.ts';
import { reportSubject } from './subject.ts';
import { mailText } from './text.ts';
import { type MailView, mailView } from './view.ts';
import { shown } from './words.ts';

const pictureId = 'checks@plimsoll';

/**
 * Composes the report for one recipient. A recipient with a scope gets a message made of their own resources only,
 * attachments included. Equal inputs give equal bytes.
 * @throws PlimsollError `configuration-invalid` for an address that cannot be used
 */
export async function composeReportMail(
  report: MailReport,
  recipient: Recipient,
  server: MailServer,
): Promise<ComposedMail> {
  const to = {
    ...parseMailbox(recipient.address),
    ...(recipient.name === null ? {} : { name: shown(recipient.name, 80) }),
  };
  const scoped = scopeOf(report, recipient);
  const drift = driftOf(report, recipient);
  const owner = recipient.scope?.owner ?? null;
  const id = deliveryId(report.runId, 'mail', to.address, owner === null ? 'report' : `report of ${owner}`);
  const subject = reportSubject(report, scoped.result, owner);
  const files = owner === null ? usualFiles(report) : await scopedFiles(report, scoped.result, owner);
  const base = { report, recipient, subject, scoped, drift };
  const head = {
    id,
    messageId: messageIdOf(id, server.from.address),
    to,
    subject,
    date: new Date(report.record.finishedAt),
  };
  const write = async (attached: readonly Attachment[], notes: readonly string[], headers: MessageParts['headers']) => {
    const view = mailView({ ...base, files: [...attachedLines(attached), ...notes] });
    const parts = await bodyOf(view);
    return writeMessage({ ...head, ...parts, attachments: attached, headers }, server);
  };
  const where = report.location === null ? 'It is kept with the run.' : `It is at ${shown(report.location, 300)}`;
  const choice = chooseFiles(files, recipient.attach, owner !== null);
  const tooLarge = `The report is larger than the mail server takes. ${where}`;
  const small = choice.attached.length === 0 ? null : await write([], [tooLarge], {});
  const named: Record<string, string> = small === null ? {} : { [smallField]: digestOf(small) };
  const envelope = { from: server.from.address, to: [to.address] };
  const notes = [
    ...choice.notes,
    ...(choice.attached.length < files.length || files.length === 0 ? [`Whole report: ${where}`] : []),
  ];
  let bytes = await write(choice.attached, notes, named);
  let fallback: string | null = null;
  if (bytes.length > server.maximumBytes && choice.attached.length > 0) {
    fallback = tooLarge;
    const summary = choice.attached.filter((file) => file.isSummary);
    const some = summary.length > 0 && summary.length < choice.attached.length;
    bytes = some ? await write(summary, [...choice.notes, tooLarge], named) : small!;
    if (bytes.length > server.maximumBytes) bytes = small!;
  }
  return { messageId: head.messageId, subject, envelope, bytes, fallback, small };
}

/** The HTML of the same message, for a preview in a browser: its picture is inside. */
export async function previewHtml(report: MailReport, recipient: Recipient): Promise<string> {
  const scoped = scopeOf(report, recipient);
  const owner = recipient.scope?.owner ?? null;
  const subject = reportSubject(report, scoped.result, owner);
  const all = owner === null ? usualFiles(report) : await scopedFiles(report, scoped.result, owner);
  const { attached, notes } = chooseFiles(all, recipient.attach, owner !== null);
  const files = [...attachedLines(attached), ...notes];
  const view = mailView({ report, recipient, subject, scoped, drift: driftOf(report, recipient), files });
  const { html, picture } = await bodyOf(view);
  const data = `data:image/png;base64,${Buffer.from(picture?.bytes ?? []).toString('base64')}`;
  return html.replace(`cid:${pictureId}`, () => data);
}

function scopeOf(report: MailReport, recipient: Recipient): ScopedResult {
  if (recipient.scope === null) return { result: report.result, unreadElsewhere: false };
  return scopeResult(report.result, recipient.scope.match);
}

/** What changed of what this recipient may see. */
export function driftOf(report: MailReport, recipient: Recipient): MailReport['drift'] {
  if (report.drift === null || recipient.scope === null) return report.drift;
  return scopeDrift(report.drift, report.result, recipient.scope.match);
}

async function bodyOf(view: MailView): Promise<Pick<MessageParts, 'text' | 'html' | 'picture'>> {
  const picture = { id: pictureId, width: chartSize.width, height: chartSize.height };
  const html = await mailHtml('mail', { ...view, picture });
  return {
    text: mailText(view),
    html,
    picture: { id: pictureId, name: 'checks.png', bytes: chartPicture(view.parts) },
  };
}

function chooseFiles(
  files: readonly Attachment[],
  attach: Recipient['attach'],
  isPart: boolean,
): { attached: Attachment[]; notes: string[] } {
  if (attach === 'link-only') return { attached: [], notes: [] };
  const attached = attach === 'full' ? [...files] : files.filter((file) => file.isSummary);
  const notes = isPart && attached.length > 0 ? ['The files hold the same part of the report as this message.'] : [];
  return { attached, notes };
}

function attachedLines(files: readonly Attachment[]): string[] {
  return files.length === 0 ? [] : [`Attached: ${files.map((file) => shown(file.name, 80)).join(', ')}.`];
}

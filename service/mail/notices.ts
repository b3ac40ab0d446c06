/** Short mails to the operator about the service itself. Composed and kept like reports, under ids of their own. */
import { canonicalJson, digestOf, limitsWith, type Result, sha256Hex } from '../../engine/index.ts';
import type { ArtifactStore, Delivery } from '../store/contract.ts';
import { headerText, parseMailbox } from './address.ts';
import { mailHtml } from './html.ts';
import { deliveryId, messageIdOf } from './identity.ts';
import { writeMessage } from './mime.ts';
import { newDelivery } from './new-delivery.ts';
import type { MailServer } from './server.ts';
import { wrapped } from './text.ts';
import { endingWaivers } from './waivers.ts';
import { mailDates, number, plural, shown } from './words.ts';

export type NoticePurpose = 'missed-slots' | 'failed-targets' | 'expiring-waivers' | 'failed-delivery' | 'failed-run';

/** What happened, in words. */
export interface Notice {
  purpose: NoticePurpose;
  /** What it is about: equal subjects of one purpose give one notice, however often they are told. */
  about: unknown;
  run: string | null;
  title: string;
  lead: string;
  rows: { name: string; text: string }[];
  next: string;
}

export interface NoticeContext {
  recipients: readonly string[];
  server: MailServer;
  artifacts: Pick<ArtifactStore, 'put'>;
  settings: { entity?: string; system?: string; classification?: string };
  now: Date;
}

/** Slots of a schedule that were missed. */
export function missedSlots(
  missed: { schedule: string; count: number; from: string; to: string },
  timeZone: string,
): Notice {
  const dates = mailDates(timeZone);
  const times =
    missed.count === 1 ? dates.moment(missed.from) : `${dates.moment(missed.from)} to ${dates.moment(missed.to)}`;
  return {
    purpose: 'missed-slots',
    about: [missed.schedule, missed.from, missed.to],
    run: null,
    title: `${shown(missed.schedule, 60)}: ${plural(missed.count, 'audit')} missed`,
    lead: `${plural(missed.count, 'audit')} of the schedule ${shown(missed.schedule, 60)} did not start when due.`,
    rows: [{ name: 'Due', text: times }],
    next: 'plimsoll schedule next shows when it is due again; plimsoll schedule run starts it now.',
  };
}

/** Targets that were not read, or not wholly; null: all were. */
export function failedTargets(run: string, result: Result): Notice | null {
  const failed = result.targets.filter((target) => target.status !== 'collected');
  if (failed.length === 0) return null;
  return {
    purpose: 'failed-targets',
    about: run,
    run,
    title: `${plural(failed.length, 'target')} not assessed, or in part`,
    lead: `Of ${plural(result.targets.length, 'target')}, ${number(failed.length)} could not be read, or not wholly.`,
    rows: failed.map((target) => ({
      name: shown(target.name, 80),
      text: `${target.status === 'failed' ? 'not read' : 'read in part'}: ${shown(target.problems[0]?.message ?? 'no reason is known')}`,
    })),
    next: 'plimsoll doctor TARGET says what is in the way.',
  };
}

/** Waivers that ended or end within 30 days, and those that could not be used; null: none. */
export function expiringWaivers(run: string, result: Result): Notice | null {
  const ending = endingWaivers(result);
  const refused = result.waivers.refused ?? [];
  if (ending.length + refused.length === 0) return null;
  const dates = mailDates(result.timeZone);
  return {
    purpose: 'expiring-waivers',
    // The same waivers are told of once, however many runs see them.
    about: [ending.map(({ waiver, ended }) => [waiver.rules, waiver.expires, waiver.requestedBy, ended]), refused],
    run,
    title: `${plural(ending.length + refused.length, 'waiver')} to look at`,
    lead: 'Waivers have ended, end within 30 days, or could not be used. Findings they accept come back.',
    rows: [
      ...ending.map(({ waiver, ended }) => ({
        name: `${ended ? 'Ended' : 'Ends'} ${dates.day(waiver.expires)}`,
        text: `${waiver.rules.map((rule) => shown(rule, 80)).join(', ')}; asked for by ${shown(waiver.requestedBy, 80)}`,
      })),
      ...refused.map(({ index, reason }) => ({ name: `Entry ${index + 1} was left out`, text: shown(reason) })),
    ],
    next: 'Renew or remove them in waivers.yaml.',
  };
}

/** A delivery that was given up. */
export function failedDelivery(delivery: Delivery, settled: Pick<Delivery, 'attempts' | 'answer'>): Notice {
  return {
    purpose: 'failed-delivery',
    about: [delivery.id, settled.attempts],
    run: delivery.run,
    title: `Not delivered: ${shown(delivery.subject, 120)}`,
    lead: `A delivery by ${delivery.channel} was given up after ${plural(settled.attempts, 'try', 'tries')}.`,
    rows: [
      { name: 'To', text: shown(delivery.recipient, 120) },
      { name: 'Answer', text: shown(settled.answer ?? 'none', 300) },
    ],
    next: `plimsoll mail outbox --retry ${delivery.id} tries it again.`,
  };
}

/** A run that failed as a whole: no report comes. */
export function failedRun(run: string, schedule: string | null, reason: string): Notice {
  const name = schedule === null ? 'An audit' : `The audit of ${shown(schedule, 60)}`;
  return {
    purpose: 'failed-run',
    about: run,
    run,
    title: `${schedule === null ? 'audit' : shown(schedule, 60)}: failed, no report`,
    lead: `${name} failed as a whole, and there is no report.`,
    rows: [{ name: 'Reason', text: shown(reason, 300) }],
    next: `plimsoll runs show ${run} tells more.`,
  };
}

/** Composes a notice for each recipient, keeps the bytes and answers the rows for the outbox. */
export async function composeNotice(notice: Notice, context: NoticeContext): Promise<Delivery[]> {
  const { server, settings, now, artifacts } = context;
  const names = [settings.entity, settings.system].flatMap((name) =>
    name === undefined ? [] : [headerText(name, 60)],
  );
  const subject = headerText(`[${names.length === 0 ? 'plimsoll' : names.join('/')}] ${notice.title}`);
  const view = noticeView(notice, subject, settings.classification);
  const html = await mailHtml('notice', view);
  const deliveries: Delivery[] = [];
  for (const recipient of new Set(context.recipients)) {
    const to = parseMailbox(recipient);
    const about = sha256Hex(canonicalJson(notice.about));
    const id = deliveryId(notice.purpose, about, 'mail', to.address);
    const messageId = messageIdOf(id, server.from.address);
    const head = { id, messageId, to, subject, date: now, headers: {}, picture: null, attachments: [] };
    const bytes = await writeMessage({ ...head, html, text: noticeText(view) }, server);
    await artifacts.put(bytes);
    const composed = {
      id,
      run: notice.run,
      channel: 'mail' as const,
      recipient: to.address,
      purpose: notice.purpose,
      messageId,
      subject,
      digest: digestOf(bytes),
    };
    deliveries.push(newDelivery(composed, now));
  }
  return deliveries;
}

interface NoticeView {
  subject: string;
  classification: string | null;
  title: string;
  lead: string;
  rows: Notice['rows'];
  more: string | null;
  next: string;
}

function noticeView(notice: Notice, subject: string, classification: string | undefined): NoticeView {
  const rows = limitsWith().mailRows;
  const rest = notice.rows.length - rows;
  return {
    subject,
    classification: classification === undefined ? null : shown(classification, 80),
    title: notice.title,
    lead: notice.lead,
    rows: notice.rows.slice(0, rows),
    more: rest > 0 ? `And ${number(rest)} more.` : null,
    next: notice.next,
  };
}

function noticeText(view: NoticeView): string {
  const lines = [...wrapped(view.title), '', ...wrapped(view.lead), ''];
  if (view.classification !== null) lines.unshift(view.classification.toUpperCase(), '');
  for (const { name, text } of view.rows) lines.push(...wrapped(`${name}: ${text}`, '- '));
  if (view.more !== null) lines.push(view.more);
  return `${[...lines, '', ...wrapped(view.next)].join('\n')}\n`;
}

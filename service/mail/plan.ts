/** From the configuration to deliveries: who gets what of one report. Everything is composed before anything is sent. */
import { digestOf, PlimsollError } from '../../engine/index.ts';
import type { DeliverySettings, Owner } from '../config/scheduling.ts';
import type { ArtifactStore, Delivery } from '../store/contract.ts';
import { parseMailbox } from './address.ts';
import { hasChanged } from './changes.ts';
import { composeReportMail, driftOf } from './compose.ts';
import type { MailReport, Recipient } from './contract.ts';
import { folderContent, folderName } from './folder.ts';
import { deliveryId } from './identity.ts';
import { newDelivery } from './new-delivery.ts';
import { matchesOf } from './owners.ts';
import type { MailServer } from './server.ts';
import { reportSubject } from './subject.ts';
import { reportBody } from './webhook-bodies.ts';

export interface PlanContext {
  deliveries: readonly DeliverySettings[];
  owners: readonly Owner[];
  /** Null: no mail server is configured; then a delivery by mail is an error. */
  server: MailServer | null;
  artifacts: Pick<ArtifactStore, 'put'>;
  now: Date;
}

/** What a report becomes: rows for the outbox, and the artifacts they need beside the files of the run. */
export interface Plan {
  deliveries: Delivery[];
  artifacts: { name: string; kind: 'mail'; digest: string; bytes: number }[];
}

/**
 * Composes a report for everybody who gets it and keeps the bytes. Equal inputs give equal rows: called again after a
 * crash it adds nothing new.
 * @throws PlimsollError `configuration-invalid` for an owner, address or server that is missing
 */
export async function planDeliveries(report: MailReport, context: PlanContext): Promise<Plan> {
  const plan: Plan = { deliveries: [], artifacts: [] };
  for (const settings of context.deliveries) {
    const from = { ...report, location: settings.location ?? report.location };
    for (const recipient of recipientsOf(settings, context.owners)) await planMail(plan, from, recipient, context);
    if (settings.folder !== undefined) await planFolder(plan, from, settings, context);
    if (settings.webhook !== undefined) await planWebhook(plan, from, settings, context);
  }
  return plan;
}

/**
 * Who gets a delivery by mail. An owner gets their own resources; somebody in two lists gets both messages.
 * @throws PlimsollError `configuration-invalid`
 */
export function recipientsOf(settings: DeliverySettings, owners: readonly Owner[]): Recipient[] {
  const { mail, attach, minimumSeverity, onlyWhenChanged } = settings;
  if (mail === undefined) return [];
  const same = { attach, minimumSeverity: minimumSeverity ?? null, onlyWhenChanged };
  const whole = (mail.to ?? []).map((text) => ({ ...parseMailbox(text), scope: null, ...same }));
  const named = mail.owners === 'all' ? owners : (mail.owners ?? []).map((name) => ownerNamed(name, settings, owners));
  const parts = named.flatMap((owner) =>
    (owner.mail ?? []).map((text) => ({
      ...parseMailbox(text),
      scope: { owner: owner.name, match: matchesOf(owner) },
      ...same,
    })),
  );
  return [...whole, ...parts];
}

function ownerNamed(name: string, { name: delivery }: DeliverySettings, owners: readonly Owner[]): Owner {
  const owner = owners.find((each) => each.name === name);
  if (owner === undefined) {
    throw new PlimsollError(
      'configuration-invalid',
      `the delivery ${delivery} names the owner ${name}, who is not under owners:`,
    );
  }
  if ((owner.mail ?? []).length === 0) {
    throw new PlimsollError(
      'configuration-invalid',
      `the delivery ${delivery} is for ${name}, who has no mail address under owners:`,
    );
  }
  return owner;
}

async function planMail(plan: Plan, report: MailReport, recipient: Recipient, context: PlanContext): Promise<void> {
  if (recipient.onlyWhenChanged && !hasChanged(driftOf(report, recipient))) return;
  if (context.server === null) {
    throw new PlimsollError(
      'configuration-invalid',
      'a delivery is by mail, and there is no mail: in the configuration',
    );
  }
  const mail = await composeReportMail(report, recipient, context.server);
  const owner = recipient.scope?.owner ?? null;
  const id = mail.messageId.slice(1, mail.messageId.indexOf('@'));
  if (plan.deliveries.some((each) => each.id === id)) return;
  const kept = await keep(plan, `${id}.eml`, mail.bytes, context);
  if (mail.small !== null) await keep(plan, `${id}-small.eml`, mail.small, context);
  const purpose = owner === null ? 'report' : `report of ${owner}`;
  const { messageId, subject, envelope } = mail;
  add(
    plan,
    { id, report, channel: 'mail', recipient: envelope.to[0] ?? '', purpose, messageId, subject, digest: kept },
    context,
  );
}

async function planFolder(
  plan: Plan,
  report: MailReport,
  settings: DeliverySettings,
  context: PlanContext,
): Promise<void> {
  const folder = settings.folder ?? '';
  const files = [];
  for (const { name, bytes } of report.files) {
    await context.artifacts.put(bytes);
    files.push({ name, digest: digestOf(bytes) });
  }
  const content = folderContent({ name: folderName(report.record.finishedAt, report.runId), files });
  const id = deliveryId(report.runId, 'folder', folder, 'report');
  const digest = await keep(plan, `${id}.json`, content, context);
  const subject = reportSubject(report, report.result, null);
  add(
    plan,
    { id, report, channel: 'folder', recipient: folder, purpose: 'report', messageId: id, subject, digest },
    context,
  );
}

async function planWebhook(
  plan: Plan,
  report: MailReport,
  settings: DeliverySettings,
  context: PlanContext,
): Promise<void> {
  if (settings.onlyWhenChanged && !hasChanged(report.drift)) return;
  const body = new TextEncoder().encode(reportBody(report, settings.webhook?.body ?? 'plimsoll'));
  const id = deliveryId(report.runId, 'webhook', settings.name, 'report');
  const digest = await keep(plan, `${id}.json`, body, context);
  const subject = reportSubject(report, report.result, null);
  const row = {
    id,
    report,
    channel: 'webhook',
    recipient: settings.name,
    purpose: 'report',
    messageId: id,
    subject,
    digest,
  } as const;
  add(plan, row, context);
}

async function keep(plan: Plan, name: string, bytes: Uint8Array, { artifacts }: PlanContext): Promise<string> {
  const kept = await artifacts.put(bytes);
  plan.artifacts.push({ name, kind: 'mail', ...kept });
  return kept.digest;
}

type Row = Pick<Delivery, 'id' | 'channel' | 'recipient' | 'purpose' | 'messageId' | 'subject' | 'digest'> & {
  report: MailReport;
};

function add(plan: Plan, { report, ...row }: Row, { now }: PlanContext): void {
  plan.deliveries.push(newDelivery({ ...row, run: report.runId }, now));
}

import { PlimsollError, type Result, type RunRecord } from '../../engine/index.ts';
import type { LoadedConfiguration } from '../config/read.ts';
import type { DeliverySettings, ScheduleSettings } from '../config/scheduling.ts';
import type { Configuration } from '../config/schema.ts';
import {
  composeNotice,
  expiringWaivers,
  failedTargets,
  type MailReport,
  type MailServer,
  type Notice,
  openMailServer,
  type Plan,
  planDeliveries,
} from '../mail/index.ts';
import { matchesOf } from '../mail/owners.ts';
import type { ArtifactStore, Delivery, Drift } from '../store/index.ts';
import type { RunFile } from './artifacts.ts';
import { ownersOfConfiguration } from './owners.ts';

/** A run that was judged and printed, before anything of it is recorded. */
export interface PrintedRun {
  id: string;
  schedule: ScheduleSettings;
  result: Result;
  record: RunRecord;
  drift: Drift;
  files: RunFile[];
  nextDueAt: string | null;
}

export interface OutgoingContext {
  loaded: LoadedConfiguration;
  artifacts: Pick<ArtifactStore, 'put'>;
  environment: NodeJS.ProcessEnv;
  now(): Date;
}

/**
 * The deliveries of a schedule: those it names, else all.
 * @throws PlimsollError `configuration-invalid` for a name that is not configured
 */
export function deliveriesOf(
  configuration: Pick<Configuration, 'deliveries'>,
  schedule: Pick<ScheduleSettings, 'name' | 'deliver'>,
): DeliverySettings[] {
  const all = configuration.deliveries ?? [];
  if (schedule.deliver === undefined) return [...all];
  return schedule.deliver.map((name) => {
    const found = all.find((each) => each.name === name);
    if (found !== undefined) return found;
    throw new PlimsollError(
      'configuration-invalid',
      `schedule ${schedule.name} delivers to ${name}, which is no name`,
      {
        next: `Names under deliveries: are ${all.map((each) => each.name).join(', ') || 'none'}.`,
      },
    );
  });
}

/**
 * Composes everything that goes out for a run: the report to its recipients, notices to the operator. The bytes are in
 * the store before a row names them.
 * @throws PlimsollError `configuration-invalid`, `secret-unreadable`, `store-failed`
 */
export async function planOutgoing(run: PrintedRun, context: OutgoingContext): Promise<Plan> {
  const { configuration } = context.loaded;
  const plan = await planDeliveries(mailReport(run, configuration), {
    deliveries: deliveriesOf(configuration, run.schedule),
    owners: ownersOfConfiguration(configuration),
    server: await mailServerOf(context),
    artifacts: context.artifacts,
    now: context.now(),
  });
  for (const notice of [failedTargets(run.id, run.result), expiringWaivers(run.id, run.result)]) {
    if (notice !== null) plan.deliveries.push(...(await noticesFor(notice, context)));
  }
  return plan;
}

/** The rows of a notice to the operator; none where the configuration names no operator or no mail server. */
export async function noticesFor(notice: Notice, context: OutgoingContext): Promise<Delivery[]> {
  const { configuration } = context.loaded;
  const recipients = configuration.server?.operator ?? [];
  const server = await mailServerOf(context);
  if (recipients.length === 0 || server === null) return [];
  const { artifacts, now } = context;
  return composeNotice(notice, { recipients, server, artifacts, settings: mailSettings(configuration), now: now() });
}

/** The mail server of the configuration; null: none. */
export async function mailServerOf({
  loaded,
  environment,
}: Pick<OutgoingContext, 'loaded' | 'environment'>): Promise<MailServer | null> {
  const { mail } = loaded.configuration;
  return mail === undefined ? null : openMailServer(mail, loaded.folder, environment);
}

function mailReport(run: PrintedRun, configuration: Configuration): MailReport {
  const { id, schedule, result, record, drift, files, nextDueAt } = run;
  const owners = ownersOfConfiguration(configuration).map((owner) => ({ name: owner.name, match: matchesOf(owner) }));
  return {
    ...{ runId: id, schedule: schedule.name, result, record, drift, files, nextDueAt, owners, location: null },
    settings: mailSettings(configuration),
  };
}

function mailSettings({ report }: Configuration): MailReport['settings'] {
  const { entity, system, timeZone, classification } = report ?? {};
  const settings = Object.entries({ entity, system, timeZone, classification });
  return Object.fromEntries(settings.filter(([, value]) => value !== undefined));
}

/** The configuration in force, with everything that is made from it. A broken one never replaces one that works. */
import { canonicalJson, type LimitName, type Limits, limitsWith, PlimsollError } from '../../engine/index.ts';
import { type LoadedConfiguration, loadConfiguration } from '../config/read.ts';
import type { DeliverySettings } from '../config/scheduling.ts';
import type { Configuration } from '../config/schema.ts';
import { readSecret, type Secret, SecretReference } from '../config/secret.ts';
import { configuredAddresses, openTransports, recipientsOf, type Transports } from '../mail/index.ts';
import { type Schedule, scheduleOf } from '../schedule/index.ts';
import { deliveriesOf, mailServerOf, ownersOfConfiguration, targetsOfSchedule } from '../scheduled/index.ts';
import type { ArtifactStore } from '../store/index.ts';

/** Where the pages are served unless the configuration says otherwise. */
export const usualListen = '127.0.0.1:9187';

export interface Live {
  loaded: LoadedConfiguration;
  limits: Limits;
  /** The same objects until the next reload. */
  schedules: readonly Schedule[];
  /** The ways out, over what a store keeps. */
  transports(artifacts: Pick<ArtifactStore, 'open'>): Promise<Transports>;
  /** Every secret that the configuration refers to. */
  secrets: readonly Secret[];
}

export interface LiveOptions {
  workingFolder: string;
  file: string | undefined;
  environment: NodeJS.ProcessEnv;
}

/**
 * Reads the configuration and everything it refers to, so that a mistake is met now and not at night.
 * @throws PlimsollError with the place
 */
export async function readLive({ workingFolder, file, environment }: LiveOptions): Promise<Live> {
  const loaded = await loadConfiguration(workingFolder, file);
  const { configuration, folder } = loaded;
  const place = loaded.file === null ? undefined : { file: loaded.file };
  const schedules = (configuration.schedules ?? []).map((settings) => scheduleOf(settings, place));
  refuseRepeated(schedules);
  const { parseTarget } = await import('../../collectors/index.ts');
  for (const schedule of configuration.schedules ?? []) {
    for (const [index, target] of targetsOfSchedule(configuration, schedule.targets).entries()) {
      parseTarget(typeof target === 'string' ? target : target.uri, index + 1);
    }
    for (const delivery of deliveriesOf(configuration, schedule)) checkDelivery(configuration, delivery);
  }
  const secrets: Secret[] = [];
  for (const reference of referencesIn(configuration)) secrets.push(await readSecret(reference, folder, environment));
  const out = {
    server: await mailServerOf({ loaded, environment }),
    deliveries: configuration.deliveries ?? [],
    addresses: configuredAddresses(configuration),
    folder,
    environment,
  };
  return {
    loaded,
    limits: limitsWith(defined(configuration.limits ?? {})),
    schedules,
    transports: (artifacts) => openTransports({ ...out, artifacts }),
    secrets,
  };
}

function checkDelivery(configuration: Configuration, delivery: DeliverySettings): void {
  const recipients = recipientsOf(delivery, ownersOfConfiguration(configuration));
  if (recipients.length === 0 || configuration.mail !== undefined) return;
  throw new PlimsollError('configuration-invalid', `delivery ${delivery.name} goes by mail, and mail: names no server`);
}

function refuseRepeated(schedules: readonly Schedule[]): void {
  const names = schedules.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated === undefined) return;
  throw new PlimsollError('configuration-invalid', `two schedules have the name ${repeated}`);
}

/** Every reference to a secret, wherever it stands. */
function referencesIn(value: unknown): SecretReference[] {
  if (typeof value !== 'object' || value === null) return [];
  const reference = SecretReference.safeParse(value);
  if (reference.success) return [reference.data];
  return Object.values(value).flatMap(referencesIn);
}

/** Keys that a running server does not change: they need a new start. */
export function needsRestart(before: Configuration, after: Configuration): string[] {
  const keys = (of: Configuration): Record<string, unknown> => ({
    store: of.store ?? {},
    'server.listen': of.server?.listen ?? usualListen,
    'server.concurrency': of.server?.concurrency ?? 1,
  });
  const [old, fresh] = [keys(before), keys(after)];
  return Object.keys(old).filter((name) => canonicalJson(old[name]) !== canonicalJson(fresh[name]));
}

function defined(limits: NonNullable<Configuration['limits']>): Partial<Record<LimitName, number>> {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}

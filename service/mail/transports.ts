import path from 'node:path';
import type { DeliverySettings } from '../config/scheduling.ts';
import type { Configuration } from '../config/schema.ts';
import { readSecret } from '../config/secret.ts';
import type { ArtifactStore } from '../store/contract.ts';
import { parseMailbox } from './address.ts';
import { deliverToFolder } from './folder.ts';
import type { Transports } from './outbox.ts';
import type { MailServer } from './server.ts';
import { createMailTransport } from './smtp.ts';
import { callWebhook, type Webhook } from './webhook.ts';

/** Every mail address of the configuration. Mail goes to no other, whatever a row of the store says. */
export function configuredAddresses({
  deliveries = [],
  owners = [],
  server,
}: Pick<Configuration, 'deliveries' | 'owners' | 'server'>): Set<string> {
  const texts = [
    ...deliveries.flatMap((each) => each.mail?.to ?? []),
    ...owners.flatMap((owner) => owner.mail ?? []),
    ...(server?.operator ?? []),
  ];
  return new Set(texts.map((text) => parseMailbox(text).address));
}

export interface TransportContext {
  server: MailServer | null;
  deliveries: readonly DeliverySettings[];
  /** Addresses that mail may go to: {@link configuredAddresses}. */
  addresses: ReadonlySet<string>;
  artifacts: Pick<ArtifactStore, 'open'>;
  /** Folder of plimsoll.yaml. */
  folder: string;
  environment: NodeJS.ProcessEnv;
}

/**
 * The ways out that the configuration has now. A delivery to something it no longer has waits and is then given up.
 * @throws PlimsollError `secret-unreadable`
 */
export async function openTransports(context: TransportContext): Promise<Transports> {
  const { server, deliveries, addresses, artifacts, folder, environment } = context;
  const webhooks = new Map<string, Webhook>();
  for (const { name, webhook } of deliveries) {
    if (webhook === undefined) continue;
    const url = await readSecret(webhook.url, folder, environment);
    const key = webhook.key === undefined ? null : await readSecret(webhook.key, folder, environment);
    webhooks.set(name, { name, url, key });
  }
  const folders = new Set(deliveries.flatMap((each) => each.folder ?? []));
  const mail = server === null ? null : createMailTransport(server);
  return {
    ...(mail === null || server === null
      ? {}
      : {
          async mail(delivery, bytes, options) {
            if (!addresses.has(delivery.recipient)) return gone('recipient');
            const envelope = { from: server.from.address, to: [delivery.recipient] };
            const answers = await mail.send({ envelope, bytes }, options);
            return answers.get(delivery.recipient) ?? { outcome: 'again', answer: 'no answer for the recipient' };
          },
        }),
    async folder(delivery, bytes) {
      if (!folders.has(delivery.recipient)) return gone('folder');
      return deliverToFolder(path.resolve(folder, delivery.recipient), delivery, bytes, artifacts);
    },
    async webhook(delivery, bytes, options) {
      const webhook = webhooks.get(delivery.recipient);
      return webhook === undefined ? gone('webhook') : callWebhook(webhook, delivery, bytes, options);
    },
  };
}

function gone(what: string): { outcome: 'again'; answer: string } {
  return { outcome: 'again', answer: `the configuration has no such ${what} any more` };
}

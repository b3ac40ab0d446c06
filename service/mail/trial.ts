/** A message that says nothing but that mail arrives, and messages that are looked at and not sent. */
import { PlimsollError } from '../../engine/index.ts';
import type { MailServer as MailServerSettings } from '../config/scheduling.ts';
import { parseMailbox } from './address.ts';
import type { TryResult } from './contract.ts';
import { mailHtml } from './html.ts';
import { deliveryId, messageIdOf } from './identity.ts';
import { writeMessage } from './mime.ts';
import type { MailServer } from './server.ts';
import { createMailTransport } from './smtp.ts';

const title = 'plimsoll can reach you';
const lead = 'This message was sent by plimsoll mail test. Reports will come from this sender.';
const next = 'Nothing needs to be done.';

/**
 * Sends a test message.
 * @param allowed addresses of the configuration: nobody else gets mail
 * @returns the server's answer
 * @throws PlimsollError `usage` for an address that is not in the configuration
 */
export async function sendTrial(
  text: string,
  {
    server,
    allowed,
    now,
    signal,
  }: { server: MailServer; allowed: ReadonlySet<string>; now: Date; signal: AbortSignal },
): Promise<TryResult> {
  const to = parseMailbox(text);
  if (!allowed.has(to.address)) {
    throw new PlimsollError('usage', `${to.address} is no address of the configuration, and mail goes to those only`, {
      next: 'Add it to deliveries:, owners: or server.operator in plimsoll.yaml.',
    });
  }
  const id = deliveryId('trial', to.address, now.toISOString());
  const view = { subject: title, classification: null, title, lead, rows: [], more: null, next };
  const bytes = await writeMessage(
    {
      id,
      messageId: messageIdOf(id, server.from.address),
      to,
      subject: title,
      date: now,
      text: `${title}\n\n${lead}\n${next}\n`,
      html: await mailHtml('notice', view),
      picture: null,
      attachments: [],
      headers: {},
    },
    server,
  );
  const envelope = { from: server.from.address, to: [to.address] };
  const answers = await createMailTransport(server).send({ envelope, bytes }, { now, signal });
  return answers.get(to.address) ?? { outcome: 'again', answer: 'no answer for the recipient' };
}

/** A server to compose for and not to send by: no secret is read for a preview, so it is not signed. */
export function previewServer(settings: MailServerSettings | undefined): MailServer {
  return {
    host: settings?.host ?? 'localhost',
    port: settings?.port ?? 25,
    tls: settings?.tls ?? 'starttls',
    ca: null,
    login: null,
    from: parseMailbox(settings?.from ?? 'plimsoll@localhost'),
    replyTo: settings?.replyTo === undefined ? null : parseMailbox(settings.replyTo),
    dkim: null,
    maximumBytes: settings?.maximumBytes ?? 20_000_000,
  };
}

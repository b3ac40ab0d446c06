/** Messages as bytes (RFC 5322, MIME), written and signed by nodemailer. Nothing is read from a file or the network. */
import { PlimsollError } from '../../engine/index.ts';
import type { Mailbox } from './address.ts';
import type { MailServer } from './server.ts';

export interface MessageParts {
  /** Hexadecimal, the same for the same message: the boundary is made of it. */
  id: string;
  messageId: string;
  to: Mailbox;
  subject: string;
  date: Date;
  text: string;
  html: string;
  picture: { id: string; name: string; bytes: Uint8Array } | null;
  attachments: readonly { name: string; mediaType: string; bytes: Uint8Array }[];
  /** Further fields of the head. */
  headers: Readonly<Record<string, string>>;
}

/** Writes a message. Equal parts give equal bytes: boundary, date and Message-ID are given, and RSA signs the same way. */
export async function writeMessage(parts: MessageParts, server: MailServer): Promise<Uint8Array> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const { from, replyTo } = server;
  const composer = new MailComposer({
    from: written(from),
    to: written(parts.to),
    ...(replyTo === null ? {} : { replyTo: written(replyTo) }),
    subject: parts.subject,
    messageId: parts.messageId,
    date: parts.date,
    text: parts.text,
    html: parts.html,
    // Quoted-printable keeps every line short, so that no server breaks one and the signature with it.
    encoding: 'quoted-printable',
    headers: { 'Auto-Submitted': 'auto-generated', ...parts.headers },
    attachments: [
      ...(parts.picture === null
        ? []
        : [
            {
              cid: parts.picture.id,
              filename: parts.picture.name,
              contentType: 'image/png',
              content: Buffer.from(parts.picture.bytes),
            },
          ]),
      ...parts.attachments.map(({ name, mediaType, bytes }) => ({
        filename: name,
        contentType: mediaType,
        contentDisposition: 'attachment',
        content: Buffer.from(bytes),
      })),
    ],
    baseBoundary: parts.id.slice(0, 24),
    boundaryPrefix: '=_plimsoll',
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const message = await composer.compile().build();
  return server.dkim === null ? message : signed(message, server.dkim);
}

/** Signs with DKIM (RFC 6376, rsa-sha256, relaxed/relaxed). */
async function signed(message: Buffer, dkim: NonNullable<MailServer['dkim']>): Promise<Uint8Array> {
  const { default: Signer } = await import('nodemailer/lib/dkim');
  const signer = new Signer({
    domainName: dkim.domain,
    keySelector: dkim.selector,
    privateKey: dkim.key.reveal(),
    cacheDir: false,
  });
  const chunks: Buffer[] = [];
  for await (const chunk of signer.sign(message)) chunks.push(Buffer.from(chunk as Uint8Array));
  const bytes = Buffer.concat(chunks);
  // The signer answers an unsigned message where a key cannot be used, and that must not go out.
  if (!bytes.subarray(0, 20).toString('latin1').toLowerCase().startsWith('dkim-signature:')) {
    throw new PlimsollError('configuration-invalid', 'the message could not be signed with the key of mail.dkim');
  }
  return bytes;
}

function written({ name, address }: Mailbox): { name: string; address: string } {
  return { name: name ?? '', address };
}

import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../../service/config/secret.ts';
import { composeReportMail } from '../../../service/mail/compose.ts';
import { createMailTransport } from '../../../service/mail/smtp.ts';
import { startPostfix, type TestPostfix } from '../../support/postfix.ts';
import { findOnPath, skipUnless } from '../../support/real-parts.ts';
import { type Certificate, testCertificate } from '../../support/smtp.ts';
import { sampleRecipient, sampleReport, sampleServer } from './support.ts';

const here = process.getuid?.() === 0 && existsSync('/usr/lib/postfix/sbin/master') && findOnPath('openssl');

describe('a true delivery', skipUnless(here, 'no postfix and openssl, or not root'), () => {
  let postfix: TestPostfix;
  let certificate: Certificate;

  beforeAll(async () => {
    certificate = await testCertificate();
    postfix = await startPostfix('ciso@box.example', certificate);
  });

  afterAll(async () => {
    await postfix.stop();
  });

  test('a signed report goes through TLS into a mailbox and is read back whole', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = new Secret(privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
    const server = sampleServer({
      port: postfix.port,
      tls: 'starttls',
      ca: certificate.cert,
      dkim: { domain: 'example.org', selector: 'audit', key },
    });
    const recipient = sampleRecipient({ address: 'CISO <ciso@box.example>' });
    const composed = await composeReportMail(sampleReport(), recipient, server);
    const transport = createMailTransport(server);
    const answers = await transport.send(composed, { now: new Date(), signal: new AbortController().signal });
    expect([...answers].map(([address, { outcome }]) => [address, outcome])).toEqual([
      ['ciso@box.example', 'accepted'],
    ]);
    const stored = await postfix.mail();
    // The server adds its own fields in front and stores line feeds; what we signed is unchanged.
    const text = stored.toString('latin1');
    const ours = text.slice(text.indexOf('DKIM-Signature:')).replaceAll('\n', '\r\n');
    expect(Buffer.from(ours, 'latin1').equals(Buffer.from(composed.bytes))).toBe(true);
    const mail = await PostalMime.parse(stored);
    expect([mail.subject, mail.messageId, mail.attachments.length]).toEqual([composed.subject, composed.messageId, 4]);
    expect(mail.deliveredTo).toBe('ciso@box.example');
    expect(text).toMatch(/Received: .*TLSv1\.[23]/s);
  });

  test('a stranger is refused for good', async () => {
    const server = sampleServer({ port: postfix.port, tls: 'starttls', ca: certificate.cert });
    const message = {
      envelope: { from: 'audit@example.org', to: ['nobody@box.example'] },
      bytes: Buffer.from('Subject: x\r\n\r\nx\r\n'),
    };
    const answers = await createMailTransport(server).send(message, {
      now: new Date(),
      signal: new AbortController().signal,
    });
    expect([...answers.values()].map(({ outcome }) => outcome)).toEqual(['never']);
  });
});

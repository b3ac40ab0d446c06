import { createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto';
import PostalMime, { type Email } from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { digestOf, parseResult } from '../../../engine/index.ts';
import { Secret } from '../../../service/config/secret.ts';
import { composeReportMail, previewHtml } from '../../../service/mail/compose.ts';
import type { ComposedMail, MailReport, Recipient } from '../../../service/mail/contract.ts';
import { smallDigest } from '../../../service/mail/kept.ts';
import { hostileStrings } from '../../support/sample-world.ts';
import { sampleRecipient, sampleReport, sampleServer } from './support.ts';

async function read(bytes: Uint8Array): Promise<Email> {
  return PostalMime.parse(bytes);
}

const compose = (report: Partial<MailReport> = {}, recipient: Partial<Recipient> = {}, server = {}) =>
  composeReportMail(sampleReport(report), sampleRecipient(recipient), sampleServer(server));

const shop = { owner: 'team-shop', match: [{ labels: { owner: 'team-shop' } }] };

describe('the mail of a report', () => {
  test('says what it is and is the same each time', async () => {
    const [one, two] = await Promise.all([compose(), compose()]);
    expect(Buffer.from(one.bytes).equals(Buffer.from(two.bytes))).toBe(true);
    const mail = await read(one.bytes);
    expect({ ...mail.from, subject: mail.subject, to: mail.to, date: mail.date, messageId: mail.messageId }).toEqual({
      name: 'Plimsoll',
      address: 'audit@example.org',
      subject: '[Example Retail AG/shop] November 2026: 2 critical, 16 high, 1 target not assessed',
      to: [{ name: '', address: 'ciso@example.org' }],
      date: '2026-11-22T05:00:09.000Z',
      messageId: one.messageId,
    });
    expect(mail.attachments.map(({ filename, mimeType, disposition }) => [filename, mimeType, disposition])).toEqual([
      ['checks.png', 'image/png', 'inline'],
      ['report.pdf', 'application/pdf', 'attachment'],
      ['report.html', 'text/html', 'attachment'],
      ['result.json', 'application/json', 'attachment'],
    ]);
    expect(one.envelope).toEqual({ from: 'audit@example.org', to: ['ciso@example.org'] });
  });

  test('text and page tell the same in the same order', async () => {
    const mail = await read((await compose()).bytes);
    const plain = (mail.html ?? '')
      .replace(/<style.*?<\/style>/gs, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
    const text = (mail.text ?? '').replace(/\s+/g, ' ');
    const wanted = [
      'Since 22 October 2026, 07:00 Europe/Berlin: 2 new, 1 found again, 1 fixed, 1 gone with their resource.',
      'web-01/container/old-worker',
      'What decides the result changed too: waivers.',
      '2 earlier findings were not judged this time and may still be there.',
      'Incomplete: 22 of 176 checks were not made.',
      'Ended 31 October 2026: 10 findings of plimsoll/container-memory-limit.',
      'The next report is due 31 December 2026, 06:00 Europe/Berlin.',
    ];
    for (const content of [plain, text]) {
      const places = wanted.map((sentence) => content.indexOf(sentence));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places.every((place) => place >= 0)).toBe(true);
    }
    expect(text).not.toMatch(/compliant|certified/i);
  });

  test('its picture is a PNG inside the message, and nothing is loaded from elsewhere', async () => {
    const mail = await read((await compose()).bytes);
    expect(mail.html).toContain('src="cid:checks@plimsoll"');
    expect(mail.html).not.toMatch(/<script|<link|src="(?!cid:)|url\(|http:\/\//);
    expect(mail.html).toMatch(/<h2 style="[^"]*border-top/);
    expect(mail.html).toContain('prefers-color-scheme');
    const png = Buffer.from(mail.attachments[0]?.content as ArrayBuffer);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
  });

  test('a first report and one without a drift say so', async () => {
    const first = await read((await compose({ drift: null })).bytes);
    expect(first.text).toContain('Changes were not looked up for this report.');
  });

  test('hostile names stay words', async () => {
    const report = sampleReport(
      { settings: { entity: 'Evil\r\nBcc: all@example.org', system: '<b>x</b>' } },
      { hostile: true },
    );
    const { bytes, subject } = await composeReportMail(
      report,
      sampleRecipient({ attach: 'link-only' }),
      sampleServer(),
    );
    expect(subject).toMatch(/^\[Evil Bcc: all@example.org\/<b>x<\/b>\]/);
    const mail = await read(bytes);
    expect(mail.headers.filter(({ key }) => key === 'bcc')).toEqual([]);
    for (const text of hostileStrings.filter((each) => /[<\u202e\u001b\u0000]/.test(each))) {
      expect(mail.html).not.toContain(text);
    }
    expect(mail.html).not.toMatch(/<script|onerror=alert\(1\)>|[\u202e\u200b\u2066\u001b]/);
    const head = Buffer.from(bytes).toString('latin1').split('\r\n\r\n')[0] ?? '';
    expect(head).not.toMatch(/^Bcc:/m);
  });

  test('every line is short enough and ends as mail lines do', async () => {
    const text = Buffer.from((await compose()).bytes).toString('latin1');
    const lines = text.split('\r\n');
    expect(lines.filter((line) => line.length > 998 || /[\r\n]/.test(line))).toEqual([]);
  });
});

describe('attachments', () => {
  const names = async (mail: ComposedMail) => (await read(mail.bytes)).attachments.map((each) => each.filename);

  test('summary and link only', async () => {
    expect(await names(await compose({}, { attach: 'summary' }))).toEqual(['checks.png', 'report.pdf']);
    const link = await compose({}, { attach: 'link-only' });
    expect(await names(link)).toEqual(['checks.png']);
    expect((await read(link.bytes)).text).toContain('https://reports.example.org/shop');
    expect([link.small, link.fallback]).toEqual([null, null]);
  });

  test('what is larger than the server takes is left out, and the mail says so', async () => {
    const big = { name: 'result.json', mediaType: 'application/json', bytes: Buffer.alloc(100_000, 'x') };
    const pdf = { name: 'report.pdf', mediaType: 'application/pdf', bytes: Buffer.alloc(50_000, 'x') };
    const some = await compose({ files: [pdf, big] }, {}, { maximumBytes: 120_000 });
    expect(await names(some)).toEqual(['checks.png', 'report.pdf']);
    const none = await compose({ files: [pdf, big] }, {}, { maximumBytes: 60_000 });
    expect(await names(none)).toEqual(['checks.png']);
    for (const mail of [some, none]) {
      expect(mail.bytes.length).toBeLessThanOrEqual(120_000);
      expect(mail.fallback).toBe(
        'The report is larger than the mail server takes. It is at https://reports.example.org/shop',
      );
      expect((await read(mail.bytes)).text?.replace(/\s+/g, ' ')).toContain(mail.fallback);
    }
  });

  test('a whole message names its small form by digest', async () => {
    const mail = await compose();
    expect(smallDigest(mail.bytes)).toBe(digestOf(mail.small!));
    const small = await read(mail.small!);
    expect(small.messageId).toBe(mail.messageId);
    expect(small.attachments.map((each) => each.filename)).toEqual(['checks.png']);
    expect(small.text).toContain('The report is larger than the mail server takes.');
    expect(smallDigest(mail.small!)).toBe(null);
  });
});

describe('the mail of an owner', () => {
  // Names and keys of everybody else in the sample, and the total figures.
  const others = [
    'ci-runner',
    'traefik',
    'mailer',
    'batch-7',
    'grafana',
    'monitoring',
    'team-build',
    'db-02',
    'old-worker',
    'RISK-118',
    'OPS-77',
    'everybody',
  ];

  test('nothing of anybody else is in any part', async () => {
    const mail = await compose({}, { scope: shop, address: 'shop@example.org' });
    expect(mail.subject).toBe('[Example Retail AG/shop] team-shop, November 2026: 0 critical, 9 high, incomplete');
    const parts = await read(mail.bytes);
    const texts = [
      parts.subject ?? '',
      parts.text ?? '',
      parts.html ?? '',
      ...parts.attachments.map((each) => Buffer.from(each.content as ArrayBuffer).toString('utf8')),
      Buffer.from(mail.small ?? []).toString('utf8'),
    ];
    expect(parts.attachments.map((each) => each.filename)).toEqual(['checks.png', 'report.html', 'result.json']);
    for (const text of texts) for (const name of others) expect(text).not.toContain(name);
    expect(parts.text).toContain('shop/web');
    expect(parts.text).not.toMatch(/\b176\b|\b2 critical/);
  });

  test('its result is a valid one whose figures are its own', async () => {
    const report = sampleReport();
    const mail = await composeReportMail(report, sampleRecipient({ scope: shop }), sampleServer());
    const parts = await read(mail.bytes);
    const json = parts.attachments.find((each) => each.filename === 'result.json');
    const result = parseResult(Buffer.from(json?.content as ArrayBuffer).toString('utf8'), { file: 'result.json' });
    const own = report.result.resources.filter((one) => one.labels['owner'] === 'team-shop');
    expect(result.resources).toEqual(own);
    const keys = new Set(own.map((one) => one.key));
    expect(result.outcomes.every((outcome) => outcome.key !== null && keys.has(outcome.key))).toBe(true);
    expect(result.outcomes).toEqual(report.result.outcomes.filter((outcome) => keys.has(outcome.key ?? '')));
    const checks = Object.values(result.summary.counts).reduce((sum, count) => sum + count, 0);
    const rules = result.rules.filter((rule) => rule.kind === 'container').length;
    expect(checks).toBe(rules * own.length);
    expect(result.summary.complete).toBe(false);
  });

  test('an owner of nothing gets no figures of others, and is told that something was not read', async () => {
    const mail = await compose({}, { scope: { owner: 'nobody', match: [{ key: 'web-09/**' }] } });
    const text = ((await read(mail.bytes)).text ?? '').replace(/\s+/g, ' ');
    expect(text).toContain('0 critical, 0 high, 0 medium, 0 low, 0 info');
    expect(text).toContain('Some targets were not read, or not wholly.');
    expect(text).not.toContain('web-01');
  });

  test('the owner of a whole target sees that it was not read', async () => {
    const mail = await compose(
      {},
      { scope: { owner: 'databases', match: [{ key: 'db-02.example.org/**' }, { key: 'db-02/**' }] } },
    );
    expect((await read(mail.bytes)).text).toMatch(/db-02/);
  });
});

test('only severe findings are listed where that was asked for, and all are counted', async () => {
  const text = (await read((await compose({}, { minimumSeverity: 'critical' })).bytes)).text ?? '';
  expect(text).toContain('42 medium');
  expect(text).not.toContain('web-01/container/batch-7');
  expect(text).toContain('Findings below critical are counted above and not listed here.');
});

test('a preview needs nothing beside it', async () => {
  const html = await previewHtml(sampleReport(), sampleRecipient());
  expect(html).toContain('src="data:image/png;base64,iVBOR');
  expect(html).not.toContain('cid:');
});

test('DKIM: the signature holds for the bytes that are sent, and breaks with them', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = new Secret(privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
  const dkim = { domain: 'example.org', selector: 'audit', key };
  const { bytes, small } = await compose({}, {}, { dkim });
  const spki = publicKey.export({ type: 'spki', format: 'pem' }) as string;
  for (const message of [bytes, small!]) {
    const text = Buffer.from(message).toString('latin1');
    expect(verifyDkim(text, spki)).toEqual({ body: true, signature: true, domain: 'example.org', selector: 'audit' });
    expect(verifyDkim(text.replace('CHANGES', 'CHANCES'), spki).body).toBe(false);
    expect(verifyDkim(text.replace('Subject: [', 'Subject: (['), spki).signature).toBe(false);
  }
});

/** RFC 6376 with relaxed/relaxed, written for this test alone. */
function verifyDkim(message: string, publicKey: string) {
  const end = message.indexOf('\r\n\r\n');
  const fields = message.slice(0, end).split(/\r\n(?![ \t])/);
  const relaxed = (field: string) => {
    const colon = field.indexOf(':');
    const value = field
      .slice(colon + 1)
      .replace(/\r\n/g, '')
      .replace(/[ \t]+/g, ' ')
      .trim();
    return `${field.slice(0, colon).trim().toLowerCase()}:${value}`;
  };
  const own = fields.find((field) => /^dkim-signature:/i.test(field)) ?? '';
  const tags = new Map(
    own
      .slice(own.indexOf(':') + 1)
      .split(';')
      .map((tag) => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replace(/\s+/g, '')]),
  );
  const body = `${message
    .slice(end + 4)
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
    .join('\r\n')
    .replace(/(\r\n)*$/, '')}\r\n`;
  const signed = (tags.get('h') ?? '').split(':').map((name) => {
    const field = fields.findLast((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}:`));
    return field === undefined ? '' : `${relaxed(field)}\r\n`;
  });
  const bare = relaxed(own.replace(/(\bb=)[^;]*$/, '$1').replace(/(;\s*b=)[^;]*/, '$1'));
  const verify = createVerify('RSA-SHA256').update(`${signed.join('')}${bare}`, 'latin1');
  return {
    body:
      `sha256:${Buffer.from(tags.get('bh') ?? '', 'base64').toString('hex')}` === digestOf(Buffer.from(body, 'latin1')),
    signature: verify.verify(createPublicKey(publicKey), tags.get('b') ?? '', 'base64'),
    domain: tags.get('d'),
    selector: tags.get('s'),
  };
}

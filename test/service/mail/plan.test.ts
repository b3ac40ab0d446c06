import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { DeliverySettings, MailServer as MailServerSettings, type Owner } from '../../../service/config/scheduling.ts';
import {
  composeNotice,
  expiringWaivers,
  failedDelivery,
  failedRun,
  failedTargets,
  missedSlots,
} from '../../../service/mail/notices.ts';
import { deliverDue } from '../../../service/mail/outbox.ts';
import { planDeliveries } from '../../../service/mail/plan.ts';
import { openMailServer } from '../../../service/mail/server.ts';
import { configuredAddresses, openTransports } from '../../../service/mail/transports.ts';
import type { Drift } from '../../../service/store/index.ts';
import { canary, leaksIn } from '../../support/canaries.ts';
import { memoryDeliveries } from '../../support/memory-deliveries.ts';
import { startSmtp } from '../../support/smtp.ts';
import { sampleReport, sampleServer } from './support.ts';

const now = new Date('2026-11-22T05:00:10.000Z');
const owners: Owner[] = [
  { name: 'team-shop', labels: { owner: 'team-shop' }, mail: ['shop@example.org', 'Shop Lead <lead@example.org>'] },
  { name: 'team-build', keys: ['web-01/container/ci-*'], mail: ['build@example.org'] },
  { name: 'team-silent' },
];
const settings = (...list: unknown[]) => list.map((each) => DeliverySettings.parse(each));

function plan(deliveries: readonly DeliverySettings[], report = sampleReport(), server = sampleServer()) {
  const { artifacts } = memoryDeliveries();
  return planDeliveries(report, { deliveries, owners, server, artifacts, now });
}

describe('who gets what', () => {
  test('by recipient, owner, folder and webhook', async () => {
    const deliveries = settings(
      { name: 'officer', mail: { to: ['CISO <ciso@example.org>'] } },
      { name: 'teams', mail: { owners: ['team-shop', 'team-build'] }, attach: 'link-only' },
      { name: 'share', folder: '/srv/reports' },
      { name: 'chat', webhook: { url: { env: 'HOOK' }, body: 'slack' } },
    );
    const { deliveries: rows } = await plan(deliveries);
    expect(rows.map(({ channel, recipient, purpose, state }) => [channel, recipient, purpose, state])).toEqual([
      ['mail', 'ciso@example.org', 'report', 'pending'],
      ['mail', 'shop@example.org', 'report of team-shop', 'pending'],
      ['mail', 'lead@example.org', 'report of team-shop', 'pending'],
      ['mail', 'build@example.org', 'report of team-build', 'pending'],
      ['folder', '/srv/reports', 'report', 'pending'],
      ['webhook', 'chat', 'report', 'pending'],
    ]);
    expect(new Set(rows.map((row) => row.id)).size).toBe(6);
  });

  test('the same report gives the same rows, so that a crash adds none', async () => {
    const deliveries = settings({ name: 'a', mail: { to: ['a@example.org'], owners: 'all' }, folder: 'x' });
    const [one, two] = [await plan(deliveries), await plan(deliveries)];
    expect(two).toEqual(one);
  });

  test('somebody named twice gets it once', async () => {
    const deliveries = settings(
      { name: 'a', mail: { to: ['a@example.org', 'A <a@example.org>'] } },
      { name: 'b', mail: { to: ['a@example.org'] } },
    );
    expect((await plan(deliveries)).deliveries.length).toBe(1);
  });

  test('only when changed: each by what they may see', async () => {
    const report = sampleReport();
    const drift = report.drift as Drift;
    const quiet: Drift = { ...drift, changedInputs: [], notJudged: 0 };
    // What changed is of team-shop alone.
    const shopOnly = Object.fromEntries(
      Object.entries(quiet).map(([name, list]) => [
        name,
        Array.isArray(list) ? list.filter((one) => 'key' in one && one.key.includes('/shop/')) : list,
      ]),
    ) as unknown as Drift;
    const deliveries = settings({
      name: 'teams',
      mail: { owners: ['team-shop', 'team-build'] },
      onlyWhenChanged: true,
    });
    const rows = (await plan(deliveries, { ...report, drift: shopOnly })).deliveries;
    expect(rows.map((row) => row.recipient)).toEqual(['shop@example.org', 'lead@example.org']);
    const always = settings({ name: 'teams', mail: { owners: ['team-build'] } });
    expect((await plan(always, { ...report, drift: shopOnly })).deliveries.length).toBe(1);
  });

  test.each([
    ['an owner nobody knows', { name: 'x', mail: { owners: ['nobody'] } }, /nobody/],
    ['an owner without an address', { name: 'x', mail: { owners: ['team-silent'] } }, /no mail address/],
    [
      'an address with a line break',
      { name: 'x', mail: { to: ['a@example.org\nBcc: b@example.org'] } },
      /cannot be used/,
    ],
  ])('%s is an error', async (_what, given, message) => {
    await expect(plan(settings(given))).rejects.toThrow(message);
  });
});

test('mail goes to addresses of the configuration only, whatever a row says', async () => {
  const smtp = await startSmtp();
  const outbox = memoryDeliveries();
  const deliveries = settings({ name: 'a', mail: { to: ['a@example.org'] } });
  const server = sampleServer({ port: smtp.port });
  const { deliveries: rows } = await planDeliveries(sampleReport(), {
    deliveries,
    owners,
    server,
    artifacts: outbox.artifacts,
    now,
  });
  await outbox.deliveries.add(rows.map((row) => ({ ...row, recipient: 'thief@example.net' })));
  const addresses = configuredAddresses({ deliveries, owners });
  const context = { server, deliveries, addresses, artifacts: outbox.artifacts, folder: '/', environment: {} };
  await deliverDue(outbox, await openTransports(context), () => now);
  expect(outbox.rows()[0]?.answer).toBe('the configuration has no such recipient any more');
  expect(smtp.sessions).toBe(0);
  await smtp.close();
});

describe('notices', () => {
  const report = sampleReport();
  const context = () => ({
    recipients: ['ops@example.org'],
    server: sampleServer(),
    artifacts: memoryDeliveries().artifacts,
    settings: { entity: 'Example Retail AG', system: 'shop', classification: 'Confidential' },
    now,
  });
  const missed = { schedule: 'nightly', count: 3, from: '2026-11-19T05:00:00.000Z', to: '2026-11-21T05:00:00.000Z' };

  test.each([
    ['missed slots', missedSlots(missed, 'UTC'), '[Example Retail AG/shop] nightly: 3 audits missed'],
    [
      'failed targets',
      failedTargets('r1', report.result),
      '[Example Retail AG/shop] 2 targets not assessed, or in part',
    ],
    ['ending waivers', expiringWaivers('r1', report.result), '[Example Retail AG/shop] 1 waiver to look at'],
    ['a failed run', failedRun('r1', 'nightly', 'disk full'), '[Example Retail AG/shop] nightly: failed, no report'],
  ])('%s', async (_what, notice, subject) => {
    const outbox = context();
    const kept: Uint8Array[] = [];
    const artifacts = {
      async put(bytes: Uint8Array | AsyncIterable<Uint8Array>) {
        kept.push(bytes as Uint8Array);
        return { digest: '', bytes: 0 };
      },
    };
    const [row] = await composeNotice(notice!, { ...outbox, artifacts });
    const mail = await PostalMime.parse(kept[0]!);
    expect([row?.subject, mail.subject, mail.to?.[0]?.address]).toEqual([subject, subject, 'ops@example.org']);
    for (const { name, text } of notice!.rows) {
      expect(mail.text?.replace(/\s+/g, ' ')).toContain(`${name}: ${text}`);
    }
    expect(mail.html).toContain(notice!.title);
  });

  test('nothing to say is no notice', () => {
    const complete = sampleReport({}, { complete: true }).result;
    expect(failedTargets('r1', complete)).toBe(null);
    expect(expiringWaivers('r1', { ...complete, waivers: { applied: [], expired: [], unused: [] } })).toBe(null);
  });

  test('the same waivers in two runs give one notice', async () => {
    const ids = await Promise.all(
      ['r1', 'r2'].map(async (run) => (await composeNotice(expiringWaivers(run, report.result)!, context()))[0]?.id),
    );
    expect(ids[0]).toBe(ids[1]);
  });

  test('failed deliveries: one a delivery and round of tries', async () => {
    const { deliveries } = await plan(settings({ name: 'a', mail: { to: ['a@example.org'] } }));
    const of = async (attempts: number) =>
      (await composeNotice(failedDelivery(deliveries[0]!, { attempts, answer: '550' }), context()))[0]?.id;
    expect(await of(1)).toBe(await of(1));
    expect(await of(2)).not.toBe(await of(1));
  });
});

describe('the mail server of the configuration', () => {
  const read = (given: object, environment = {}) => {
    const parsed = MailServerSettings.parse({ host: 'mail.example.org', from: 'audit@example.org', ...given });
    return openMailServer(parsed, '/', environment);
  };

  test('TLS is on unless it is turned off, and off is for this machine only', async () => {
    expect((await read({})).tls).toBe('starttls');
    for (const host of ['localhost', '127.0.0.1', '127.8.8.8', '::1']) {
      expect((await read({ host, tls: 'off' })).tls).toBe('off');
    }
    for (const host of ['mail.example.org', '10.0.0.1', 'localhost.example.org', '127.0.0.1.example.org', '0.0.0.0']) {
      await expect(read({ host, tls: 'off' })).rejects.toThrow(/in the clear/);
    }
  });

  test.each([
    [{ host: 'a b' }, /no host name/],
    [{ host: 'a\r\nb' }, /no host name/],
    [{ from: 'audit' }, /cannot be used/],
    [{ replyTo: 'x\r\ny@example.org' }, /cannot be used/],
    [{ password: { env: 'P' } }, /mail.user is missing/],
    [{ user: 'u', password: { env: 'NONE' } }, /cannot be read/],
    [{ ca: 'nowhere.pem' }, /cannot be read/],
    [{ user: 'u', oauth2: { tokenUrl: 'http://t.example.org', clientId: 'c', clientSecret: { env: 'P' } } }, /https/],
    [
      { user: 'u', oauth2: { tokenUrl: 'https://u:p@t.example.org', clientId: 'c', clientSecret: { env: 'P' } } },
      /https/,
    ],
    [{ dkim: { domain: 'example.org', selector: 'a', key: { env: 'P' } } }, /not a private RSA key/],
    [{ dkim: { domain: 'x; y', selector: 'a', key: { env: 'P' } } }, /no name of the DNS/],
  ])('%j is refused, and no secret is in the words', async (given, message) => {
    const secret = canary('mail-secret');
    const error: unknown = await read(given, { P: secret.text }).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(String(error)).toMatch(message);
    expect(leaksIn(`${String(error)} ${JSON.stringify(error)} ${(error as Error).stack}`, [secret])).toEqual([]);
  });

  test('secrets print as such', async () => {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-mail-'));
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await fs.writeFile(path.join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
    const secret = canary('mail-password');
    const dkim = { domain: 'example.org', selector: 'a', key: { file: path.join(folder, 'key.pem') } };
    const server = await read({ user: 'u', password: { env: 'P' }, dkim }, { P: secret.text });
    expect(leaksIn(JSON.stringify(server), [secret])).toEqual([]);
    expect(JSON.stringify(server)).not.toContain('PRIVATE KEY');
    await fs.rm(folder, { recursive: true });
  });
});

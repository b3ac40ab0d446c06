import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../../engine/index.ts';
import { type Delivery, openStore } from '../../service/store/index.ts';
import { canary, leaksIn } from '../support/canaries.ts';
import { type CliRun, runCli } from '../support/cli.ts';
import { sampleResult, sampleRun } from '../support/sample-result.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';

const password = canary('mail-password');
const runs: CliRun[] = [];

describe('plimsoll mail', () => {
  let folder: string;
  let smtp: TestSmtp;

  const plimsoll = async (...line: string[]) => {
    const run = await runCli(line, { folder, environment: { SMTP_PASSWORD: password.text } });
    runs.push(run);
    return run;
  };

  beforeAll(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-mail-cli-'));
    smtp = await startSmtp({ login: { user: 'plimsoll', password: password.text } });
    const latest = path.join(folder, 'plimsoll-report', 'latest');
    await fs.mkdir(latest, { recursive: true });
    await fs.writeFile(path.join(latest, 'result.json'), JSON.stringify(sampleResult()));
    await fs.writeFile(path.join(latest, 'run.json'), JSON.stringify(sampleRun()));
    await fs.writeFile(path.join(latest, 'report.html'), '<p>the page</p>');
    await fs.writeFile(
      path.join(folder, 'plimsoll.yaml'),
      JSON.stringify({
        report: { entity: 'Example', system: 'shop' },
        owners: [{ name: 'team-shop', labels: { owner: 'team-shop' }, mail: ['shop@example.org'] }],
        mail: {
          host: '127.0.0.1',
          port: smtp.port,
          tls: 'off',
          user: 'plimsoll',
          password: { env: 'SMTP_PASSWORD' },
          from: 'Plimsoll <audit@example.org>',
        },
        deliveries: [{ name: 'all', mail: { to: ['ciso@example.org'] }, attach: 'full' }],
      }),
    );
  });

  afterAll(async () => {
    await smtp.close();
    await fs.rm(folder, { recursive: true });
  });

  test('preview writes the message of the last audit', async () => {
    const { code, stdout, stderr } = await plimsoll('mail', 'preview');
    expect(code, stderr).toBe(0);
    const mail = await PostalMime.parse(stdout);
    expect(mail.subject).toBe('[Example/shop] November 2026: 2 critical, 16 high, 1 target not assessed');
    expect(mail.attachments.map((each) => each.filename)).toEqual(['checks.png', 'report.html', 'result.json']);
  });

  test('preview of an owner is a page of their own', async () => {
    const { code, stderr } = await plimsoll('mail', 'preview', '--html', '--owner', 'team-shop', '-o', 'mail.html');
    expect([code, stderr]).toEqual([0, 'Preview   mail.html\n']);
    const page = await fs.readFile(path.join(folder, 'mail.html'), 'utf8');
    expect(page).toContain('Only what belongs to team-shop');
    expect(page).not.toContain('ci-runner');
  });

  test('test sends to an address of the configuration, and to no other', async () => {
    const sent = await plimsoll('mail', 'test', 'ciso@example.org');
    expect([sent.code, sent.stderr]).toEqual([0, `Accepted  127.0.0.1:${smtp.port} said: 250 2.0.0 kept as 4711\n`]);
    const refused = await plimsoll('mail', 'test', 'somebody@example.net');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('mail goes to those only');
    expect(smtp.received.map(({ to }) => to)).toEqual([['ciso@example.org']]);
  });

  test('outbox lists what was given up, and retry makes it due and is noted', async () => {
    const context = { folder, environment: {}, clock: () => new Date('2026-11-22T05:00:00.000Z') };
    const store = await openStore({}, context);
    const { digest } = await store.artifacts.put(Buffer.from('x'));
    const row: Delivery = {
      id: 'd1',
      run: null,
      channel: 'mail',
      recipient: 'ciso@example.org',
      purpose: 'report',
      messageId: '<d1@example.org>',
      subject: 'a report',
      digest,
      state: 'failed',
      attempts: 1,
      nextAttemptAt: null,
      createdAt: '2026-11-22T05:00:00.000Z',
      acceptedAt: null,
      answer: '550 5.1.1 nobody',
    };
    expect(digest).toBe(digestOf('x'));
    await store.deliveries.add([
      row,
      { ...row, id: 'd2', state: 'accepted', acceptedAt: row.createdAt, answer: '250 ok' },
    ]);
    const listed = await plimsoll('mail', 'outbox');
    expect(listed.code).toBe(1);
    expect(
      listed.stdout
        .split('\n')
        .slice(0, 3)
        .map((line) => line.split(/\s{2,}/)),
    ).toEqual([
      ['delivery', 'state', 'by', 'to', 'about', 'tries', 'accepted or next', 'subject', 'answer'],
      ['d2', 'accepted', 'mail', 'ciso@example.org', 'report', '1', row.createdAt, 'a report', '250 ok'],
      ['d1', 'failed', 'mail', 'ciso@example.org', 'report', '1', '-', 'a report', '550 5.1.1 nobody'],
    ]);
    expect((await plimsoll('mail', 'outbox', '--state', 'accepted')).code).toBe(0);
    expect((await plimsoll('mail', 'outbox', '--retry', 'd2')).code).toBe(2);
    expect((await plimsoll('mail', 'outbox', '--retry', 'd9')).code).toBe(2);
    expect((await plimsoll('mail', 'outbox', '--retry', 'd1')).code).toBe(0);
    const [again] = await store.deliveries.list({ state: 'pending', limit: 1 });
    const [noted] = await store.audit.list(1);
    expect([again?.id, noted?.action, noted?.subject]).toEqual(['d1', 'retry delivery', 'd1']);
    await store.close();
  });

  test('the password is nowhere', async () => {
    expect(runs.length).toBeGreaterThan(5);
    for (const { stdout, stderr } of runs) expect(leaksIn(`${stdout}${stderr}`, [password])).toEqual([]);
    for (const { bytes } of smtp.received) expect(leaksIn(bytes, [password])).toEqual([]);
    for (const name of await fs.readdir(folder, { recursive: true })) {
      const bytes = await fs.readFile(path.join(folder, name)).catch(() => Buffer.alloc(0));
      expect(leaksIn(bytes, [password]), name).toEqual([]);
    }
  });
});

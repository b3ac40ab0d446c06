import { createHmac } from 'node:crypto';
import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { digestOf } from '../../../engine/index.ts';
import { Secret } from '../../../service/config/secret.ts';
import { deliverToFolder, folderContent, folderName } from '../../../service/mail/folder.ts';
import { callHeartbeat } from '../../../service/mail/heartbeat.ts';
import { callWebhook, webhookSignature } from '../../../service/mail/webhook.ts';
import { reportBody } from '../../../service/mail/webhook-bodies.ts';
import { memoryDeliveries } from '../../support/memory-deliveries.ts';
import { sampleReport } from './support.ts';

const now = new Date('2026-11-22T05:00:00Z');
const idle = new AbortController().signal;
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

interface Seen {
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

async function receiver(status: number, text = 'ok', headers: http.OutgoingHttpHeaders = {}) {
  const seen: Seen[] = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ path: request.url ?? '', headers: request.headers, body });
      response.writeHead(status, headers).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  open.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const token = 'canary-webhook-token-4711';
const call = (url: string, key: string | null = null) =>
  callWebhook(
    { name: 'chat', url: new Secret(url), key: key === null ? null : new Secret(key) },
    { id: 'd1' },
    Buffer.from('{"a":1}'),
    { now, signal: idle },
  );

describe('webhook', () => {
  test('the body arrives as it was kept, and its signature can be checked', async () => {
    const { url, seen } = await receiver(204, '');
    expect(await call(`${url}/hook/${token}`, 'key')).toEqual({ outcome: 'accepted', answer: 'status 204' });
    const [{ headers, body, path: where }] = seen as [Seen];
    expect([where, body]).toEqual([`/hook/${token}`, '{"a":1}']);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'plimsoll-delivery': 'd1',
      'plimsoll-timestamp': '1795323600',
    });
    const mac = createHmac('sha256', 'key').update('1795323600.{"a":1}').digest('hex');
    expect(headers['plimsoll-signature']).toBe(`sha256=${mac}`);
    expect(webhookSignature('key', '1795323600', '{"a":2}')).not.toBe(`sha256=${mac}`);
  });

  test('without a key there is no signature', async () => {
    const { url, seen } = await receiver(200);
    await call(url);
    expect(seen[0]?.headers['plimsoll-signature']).toBe(undefined);
  });

  test.each([
    [200, 'accepted'],
    [408, 'again'],
    [429, 'again'],
    [500, 'again'],
    [503, 'again'],
    [400, 'never'],
    [404, 'never'],
    [410, 'never'],
  ] as const)('status %i is %s', async (status, outcome) => {
    const { url } = await receiver(status);
    expect((await call(url)).outcome).toBe(outcome);
  });

  test.each([301, 302, 307, 308])('%i is not followed', async (status) => {
    const other = await receiver(200);
    const { url } = await receiver(status, '', { location: `${other.url}/stolen` });
    expect((await call(url, 'key')).outcome).toBe('never');
    expect(other.seen).toEqual([]);
  });

  test('the address is in no answer, however the other side repeats it', async () => {
    const at = `/hook/${token}?sig=${token}`;
    const { url } = await receiver(500, `no such hook ${token} at ${at}`);
    const answers = [
      await call(`${url}${at}`, 'canary-hmac-key'),
      await call(`http://127.0.0.1:1/${token}`),
      await call(`http://hooks.example.org/${token}`),
      await call(`not a url ${token}`),
      await call(`https://user:${token}@127.0.0.1:1/`),
    ];
    expect(JSON.stringify(answers)).not.toMatch(/canary/);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['again', 'again', 'again', 'again', 'again']);
  });

  test('an endless answer is cut', async () => {
    const { url } = await receiver(200, 'x'.repeat(1_000_000));
    expect((await call(url)).answer.length).toBeLessThan(400);
  });

  test('bodies', () => {
    const report = sampleReport();
    expect(JSON.parse(reportBody(report, 'plimsoll'))).toEqual({
      type: 'report',
      run: report.runId,
      schedule: 'monthly',
      subject: '[Example Retail AG/shop] November 2026: 2 critical, 16 high, 1 target not assessed',
      assessedAt: '2026-11-22T05:00:00Z',
      complete: false,
      findings: { critical: 2, high: 16, medium: 42, low: 5, info: 0 },
      targets: 3,
      targetsNotAssessed: 1,
      changes: report.drift?.totals,
      exitCode: 1,
      nextDueAt: '2026-12-31T05:00:00.000Z',
      location: 'https://reports.example.org/shop',
      files: report.files.map((file) => ({ name: file.name, bytes: file.bytes.length })),
    });
    const evil = sampleReport({ settings: { entity: '<!channel>', system: '[x](http://evil.example)' } });
    expect(reportBody(evil, 'slack')).toContain('&lt;!channel&gt;');
    expect(JSON.parse(reportBody(evil, 'slack')).text).not.toContain('<!channel>');
    const card = JSON.parse(reportBody(evil, 'teams')).attachments[0].content;
    expect(card.body[0].text).toContain('\\[x\\]\\(http://evil.example\\)');
    expect(card.actions[0].url).toBe('https://reports.example.org/shop');
  });
});

test('the heartbeat address is called, and is in no message', async () => {
  const { url, seen } = await receiver(200);
  expect(await callHeartbeat(new Secret(`${url}/ping/${token}`), idle)).toBe(null);
  expect(seen[0]?.path).toBe(`/ping/${token}`);
  const gone = await receiver(404);
  expect(await callHeartbeat(new Secret(`${gone.url}/${token}`), idle)).toBe('the heartbeat address answered 404');
  expect(await callHeartbeat(new Secret(`http://127.0.0.1:1/${token}`), idle)).not.toContain(token);
});

describe('folder', () => {
  const name = folderName('2026-11-22T05:00:09Z', '01939f3a-0000');
  const files = [
    { name: 'report.html', digest: digestOf('page') },
    { name: 'result.json', digest: digestOf('{}') },
  ];

  async function bench() {
    const parent = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-folder-'));
    open.push({ close: () => fs.rm(parent, { recursive: true }) });
    const { artifacts, damage } = memoryDeliveries();
    for (const text of ['page', '{}']) await artifacts.put(Buffer.from(text));
    const deliver = (content = { name, files }) =>
      deliverToFolder(path.join(parent, 'reports'), { id: 'd1' }, folderContent(content), artifacts);
    return { parent: path.join(parent, 'reports'), deliver, damage };
  }

  test('is there whole, and a second try finds it', async () => {
    const { parent, deliver } = await bench();
    expect(await deliver()).toEqual({ outcome: 'accepted', answer: `2 files in ${name}` });
    expect(name).toBe('20261122T050009Z-01939f3a-0000');
    expect(await fs.readdir(parent)).toEqual([name]);
    expect(await fs.readFile(path.join(parent, name, 'report.html'), 'utf8')).toBe('page');
    expect(await deliver()).toEqual({ outcome: 'accepted', answer: `${name} was there already` });
  });

  test('what a killed try left is replaced', async () => {
    const { parent, deliver } = await bench();
    await fs.mkdir(path.join(parent, '.unfinished-d1'), { recursive: true });
    await fs.writeFile(path.join(parent, '.unfinished-d1', 'report.html'), 'pa');
    expect((await deliver()).outcome).toBe('accepted');
    expect(await fs.readdir(parent)).toEqual([name]);
  });

  test('another run of that name is not overwritten', async () => {
    const { parent, deliver } = await bench();
    await fs.mkdir(path.join(parent, name), { recursive: true });
    await fs.writeFile(path.join(parent, name, 'report.html'), 'other');
    expect((await deliver()).outcome).toBe('never');
    expect(await fs.readdir(parent)).toEqual([name]);
    expect(await fs.readFile(path.join(parent, name, 'report.html'), 'utf8')).toBe('other');
  });

  test('bytes that are gone leave no folder', async () => {
    const { parent, deliver, damage } = await bench();
    damage(digestOf('{}'), null);
    await expect(deliver()).rejects.toThrow(/nothing is kept/);
    expect(await fs.readdir(parent)).toEqual([]);
  });

  test('a folder that cannot be made is tried again', async () => {
    const { parent, deliver } = await bench();
    await fs.writeFile(parent, 'a file');
    expect((await deliver()).outcome).toBe('again');
  });

  test.each(['../evil', '.hidden', 'a/b', ''])('the name %j stays outside', async (bad) => {
    const { deliver } = await bench();
    expect((await deliver({ name, files: [{ name: bad, digest: digestOf('page') }] })).outcome).toBe('never');
    expect((await deliver({ name: bad, files })).outcome).toBe('never');
  });
});

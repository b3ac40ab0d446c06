import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { limitsWith } from '../../../engine/index.ts';
import { Secret } from '../../../service/config/secret.ts';
import type { MailServer } from '../../../service/mail/server.ts';
import { createMailTransport } from '../../../service/mail/smtp.ts';
import { canary, leaksIn } from '../../support/canaries.ts';
import { findOnPath, skipUnless } from '../../support/real-parts.ts';
import {
  type Certificate,
  type SmtpOptions,
  startLines,
  startSmtp,
  type TestSmtp,
  testCertificate,
} from '../../support/smtp.ts';
import { passwordLogin, sampleServer } from './support.ts';

const bytes = Buffer.from('From: audit@example.org\r\nTo: a@example.org\r\nSubject: x\r\n\r\nhello\r\n');
const now = new Date('2026-11-22T05:00:00Z');
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function serve(options: SmtpOptions = {}): Promise<TestSmtp> {
  const server = await startSmtp(options);
  open.push(server);
  return server;
}

function send(server: Partial<MailServer>, to: readonly string[] = ['a@example.org'], limits = limitsWith()) {
  const transport = createMailTransport(sampleServer(server), limits);
  const message = { envelope: { from: 'audit@example.org', to }, bytes };
  return transport.send(message, { now, signal: new AbortController().signal });
}

const outcomes = async (answers: ReturnType<typeof send>) =>
  Object.fromEntries([...(await answers)].map(([address, { outcome }]) => [address, outcome]));

describe('what a server says decides', () => {
  test('a message that is taken arrives byte for byte', async () => {
    const server = await serve();
    expect([...(await send({ port: server.port }))]).toEqual([
      ['a@example.org', { outcome: 'accepted', answer: '250 2.0.0 kept as 4711' }],
    ]);
    expect(server.received).toEqual([
      { from: 'audit@example.org', to: ['a@example.org'], bytes, secure: false, user: null },
    ]);
  });

  test.each([
    ['greeting', { greeting: { code: 421, text: '4.3.2 closing' } }, 'again'],
    ['greeting', { greeting: { code: 554, text: '5.3.2 no mail here' } }, 'again'],
    ['sender', { mailFrom: { code: 451, text: '4.7.1 greylisted' } }, 'again'],
    ['sender', { mailFrom: { code: 550, text: '5.7.1 not you' } }, 'never'],
    ['recipient', { rcpt: () => ({ code: 450, text: '4.2.1 busy' }) }, 'again'],
    ['recipient', { rcpt: () => ({ code: 550, text: '5.1.1 nobody here' }) }, 'never'],
    ['message', { data: { code: 452, text: '4.3.1 disk full' } }, 'again'],
    ['message', { data: { code: 554, text: '5.7.0 spam' } }, 'never'],
    ['message', { data: 'drop' }, 'again'],
  ] as const)('refused at the %s: %j is %s', async (_where, script, outcome) => {
    const server = await serve({ scripts: [script] });
    expect(await outcomes(send({ port: server.port }))).toEqual({ 'a@example.org': outcome });
  });

  test('each recipient has an answer of its own', async () => {
    const refused = new Map([
      ['b@example.org', { code: 550, text: '5.1.1 nobody' }],
      ['c@example.org', { code: 451, text: '4.2.0 later' }],
    ]);
    const server = await serve({ scripts: [{ rcpt: (address) => refused.get(address) ?? null }] });
    const to = ['a@example.org', 'b@example.org', 'c@example.org'];
    expect(await outcomes(send({ port: server.port }, to))).toEqual({
      'a@example.org': 'accepted',
      'b@example.org': 'never',
      'c@example.org': 'again',
    });
    expect(server.received.map((mail) => mail.to)).toEqual([['a@example.org']]);
  });

  test('all recipients refused in different ways', async () => {
    const server = await serve({
      scripts: [{ rcpt: (address) => ({ code: address.startsWith('a') ? 450 : 550, text: '4.0.0 no' }) }],
    });
    expect(await outcomes(send({ port: server.port }, ['a@example.org', 'b@example.org']))).toEqual({
      'a@example.org': 'again',
      'b@example.org': 'never',
    });
  });

  test.each([
    ['at the sender', { mailFrom: { code: 552, text: '5.3.4 too large' } }, true],
    ['after the message', { data: { code: 552, text: '5.3.4 too large' } }, true],
    ['of a full mailbox', { data: { code: 552, text: '5.2.2 mailbox full' } }, undefined],
    ['of a recipient', { rcpt: () => ({ code: 552, text: '5.2.2 mailbox full' }) }, undefined],
  ] as const)('552 %s', async (_where, script, tooLarge) => {
    const server = await serve({ scripts: [script] });
    const answer = (await send({ port: server.port })).get('a@example.org');
    expect([answer?.outcome, answer?.tooLarge]).toEqual(['never', tooLarge]);
  });

  test('a size that the server names is kept to without sending', async () => {
    const server = await serve({ size: 20 });
    const answer = (await send({ port: server.port })).get('a@example.org');
    expect([answer?.outcome, answer?.tooLarge, server.received]).toEqual(['never', true, []]);
  });

  test('nobody listens: again', async () => {
    const server = await startSmtp();
    await server.close();
    expect(await outcomes(send({ port: server.port }))).toEqual({ 'a@example.org': 'again' });
  });

  test('a server that never greets ends at the limit', async () => {
    const lines = await startLines(null, () => null);
    open.push(lines);
    const answer = await send({ port: lines.port }, undefined, limitsWith({ mailConnectMilliseconds: 50 }));
    expect(answer.get('a@example.org')?.outcome).toBe('again');
  });

  test('a server that never answers the message ends at the limit', async () => {
    const server = await serve({ scripts: [{ data: 'hang' }] });
    const answer = await send({ port: server.port }, undefined, limitsWith({ mailMilliseconds: 300 }));
    expect(answer.get('a@example.org')).toEqual({
      outcome: 'again',
      answer: 'stopped, or longer than the limit mailMilliseconds',
    });
  });

  test('an endless answer ends the session', async () => {
    const endless = `220-${'x'.repeat(100_000)}`;
    const lines = await startLines(endless, () => null);
    open.push(lines);
    const answer = (await send({ port: lines.port })).get('a@example.org');
    expect(answer?.outcome).toBe('again');
    expect(answer?.answer.length).toBeLessThan(400);
  });

  test('what a server says is made visible', async () => {
    const lines = await startLines('220 hi', (line) => {
      if (line.startsWith('EHLO')) return '250 ok';
      return '550 5.7.1 \u001b[31mred\u001b[0m password=hunter2hunter2';
    });
    open.push(lines);
    const answer = (await send({ port: lines.port })).get('a@example.org');
    expect(answer).toEqual({ outcome: 'never', answer: '550 5.7.1 \\u{1b}[31mred\\u{1b}[0m password=***' });
  });
});

describe('TLS', skipUnless(findOnPath('openssl'), 'no openssl to make certificates'), () => {
  let own: Certificate;
  let foreign: Certificate;

  beforeAll(async () => {
    [own, foreign] = await Promise.all([testCertificate(), testCertificate('mail.example.net')]);
  });

  test.each(['starttls', 'implicit'] as const)('%s with a CA of our own', async (tls) => {
    const server = await serve({ tls, certificate: own });
    expect(await outcomes(send({ port: server.port, tls, ca: own.cert }))).toEqual({ 'a@example.org': 'accepted' });
    expect(server.received.map((mail) => mail.secure)).toEqual([true]);
  });

  test.each([
    ['a CA that is not known', { own: true, trusted: false }],
    ['a certificate of another name', { own: false, trusted: true }],
  ])('nothing is sent to %s', async (_what, given) => {
    const certificate = given.own ? own : foreign;
    for (const tls of ['starttls', 'implicit'] as const) {
      const server = await serve({ tls, certificate, login: { user: 'u', password: 'p' } });
      const ca = given.trusted ? certificate.cert : null;
      const login = passwordLogin('u', 'p');
      expect(await outcomes(send({ port: server.port, tls, ca, login }))).toEqual({ 'a@example.org': 'again' });
      expect(server.received).toEqual([]);
    }
  });

  test('nothing older than TLS 1.2', async () => {
    const server = await serve({ tls: 'implicit', certificate: own, maximumVersion: 'TLSv1.1' });
    const answers = send({ port: server.port, tls: 'implicit', ca: own.cert });
    expect(await outcomes(answers)).toEqual({ 'a@example.org': 'again' });
    expect(server.received).toEqual([]);
  });
});

describe('STARTTLS that somebody took out', () => {
  const said = { EHLO: '250-me\r\n250 AUTH PLAIN LOGIN', STARTTLS: '502 5.5.1 not known' };

  test.each([
    ['not offered', (line: string) => (line.startsWith('EHLO') ? said.EHLO : said.STARTTLS)],
    ['EHLO refused', (line: string) => (line.startsWith('HELO') ? '250 me' : '502 no')],
    ['refused for now', (line: string) => (line.startsWith('EHLO') ? said.EHLO : '454 4.7.0 later')],
    ['agreed, then no TLS', (line: string) => (line.startsWith('EHLO') ? said.EHLO : '220 go\r\n250 injected')],
  ])('%s: neither password nor message leaves', async (_how, answer) => {
    const lines = await startLines('220 me', answer);
    open.push(lines);
    const login = passwordLogin('user', 'not to be seen');
    const limits = limitsWith({ mailMilliseconds: 3_000, mailConnectMilliseconds: 1_000 });
    expect(await outcomes(send({ port: lines.port, tls: 'starttls', login }, undefined, limits))).toEqual({
      'a@example.org': 'again',
    });
    expect(lines.lines.filter((line) => /AUTH|MAIL|RCPT|DATA/.test(line))).toEqual([]);
  });
});

describe('log-in', () => {
  const secret = canary('smtp-password');
  const token = canary('oauth-token').text.replace(/[ "]/g, '');

  test('a password', async () => {
    const server = await serve({ login: { user: 'plimsoll', password: secret.text } });
    const login = passwordLogin('plimsoll', secret.text);
    expect(await outcomes(send({ port: server.port, login }))).toEqual({ 'a@example.org': 'accepted' });
    expect(server.received.map((mail) => mail.user)).toEqual(['plimsoll']);
  });

  test('a refused password is tried again later, and a server that repeats it gives nothing away', async () => {
    const base64 = Buffer.from(secret.text).toString('base64');
    const refusal = `5.7.8 ${secret.text} and ${base64} are wrong`;
    const server = await serve({ login: { user: 'plimsoll', password: 'another', refusal } });
    const answers = await send({ port: server.port, login: passwordLogin('plimsoll', secret.text) });
    const [answer] = [...answers.values()];
    expect(answer?.outcome).toBe('again');
    expect(answer?.answer).toMatch(/^535 /);
    expect(leaksIn(JSON.stringify([...answers]), [secret])).toEqual([]);
  });

  async function tokenServer(status: number, body: object): Promise<{ url: string; forms: URLSearchParams[] }> {
    const forms: URLSearchParams[] = [];
    const server = http.createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        forms.push(new URLSearchParams(text));
        response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    open.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`, forms };
  }

  function oauth2(tokenUrl: string, refreshToken: string | null): MailServer['login'] {
    return {
      kind: 'oauth2',
      user: 'plimsoll',
      tokenUrl,
      clientId: 'client',
      clientSecret: new Secret(secret.text),
      refreshToken: refreshToken === null ? null : new Secret(refreshToken),
      scope: 'mail.send',
    };
  }

  test.each([
    ['client_credentials', null],
    ['refresh_token', 'refresh me'],
  ])('a token by %s, fetched once for two messages', async (grant, refreshToken) => {
    const tokens = await tokenServer(200, { access_token: token, expires_in: 3600 });
    const server = await serve({ login: { user: 'plimsoll', token } });
    const transport = createMailTransport(sampleServer({ port: server.port, login: oauth2(tokens.url, refreshToken) }));
    for (const _ of [1, 2]) {
      const message = { envelope: { from: 'audit@example.org', to: ['a@example.org'] }, bytes };
      const answers = await transport.send(message, { now, signal: new AbortController().signal });
      expect([...answers.values()].map(({ outcome }) => outcome)).toEqual(['accepted']);
    }
    expect(tokens.forms.map((form) => Object.fromEntries(form))).toEqual([
      {
        client_id: 'client',
        client_secret: secret.text,
        grant_type: grant,
        ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
        scope: 'mail.send',
      },
    ]);
  });

  test('a token that the server refuses is forgotten', async () => {
    const tokens = await tokenServer(200, { access_token: token, expires_in: 3600 });
    const server = await serve({ login: { user: 'plimsoll', token: 'another', refusal: `5.7.8 ${token}` } });
    const transport = createMailTransport(sampleServer({ port: server.port, login: oauth2(tokens.url, null) }));
    for (const _ of [1, 2]) {
      const message = { envelope: { from: 'audit@example.org', to: ['a@example.org'] }, bytes };
      const [answer] = (await transport.send(message, { now, signal: new AbortController().signal })).values();
      expect(answer?.outcome).toBe('again');
      expect(answer?.answer).not.toContain(token);
    }
    expect(tokens.forms.length).toBe(2);
  });

  test.each([
    ['refused', 401, { error: 'invalid_client', error_description: secret.text }],
    ['sent elsewhere', 302, {}],
    ['no token', 200, { token_type: 'bearer' }],
    ['a token with a line break', 200, { access_token: 'a\r\nQUIT' }],
  ])('%s: again, and the secret is nowhere', async (_what, status, body) => {
    const tokens = await tokenServer(status, body);
    const server = await serve({ login: { user: 'plimsoll', token } });
    const answers = await send({ port: server.port, login: oauth2(tokens.url, null) });
    expect([...answers.values()].map(({ outcome }) => outcome)).toEqual(['again']);
    expect(leaksIn(JSON.stringify([...answers]), [secret])).toEqual([]);
    expect(server.received).toEqual([]);
  });
});

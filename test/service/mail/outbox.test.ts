import { afterEach, describe, expect, test } from 'vitest';
import { digestOf } from '../../../engine/index.ts';
import { composeReportMail } from '../../../service/mail/compose.ts';
import type { TryResult } from '../../../service/mail/contract.ts';
import { composeNotice, failedDelivery } from '../../../service/mail/notices.ts';
import { deliverDue, type OutboxOptions, type Transports } from '../../../service/mail/outbox.ts';
import { afterTry, retryPauses } from '../../../service/mail/retry.ts';
import { createMailTransport } from '../../../service/mail/smtp.ts';
import type { Delivery, Store } from '../../../service/store/index.ts';
import { memoryDeliveries } from '../../support/memory-deliveries.ts';
import { type SmtpOptions, startSmtp, type TestSmtp } from '../../support/smtp.ts';
import { onBoth } from '../store/engines.ts';
import { sampleRecipient, sampleReport, sampleServer } from './support.ts';

type Outbox = Pick<Store, 'deliveries'> & { artifacts: Pick<Store['artifacts'], 'open' | 'put'> };

const start = Date.parse('2026-11-22T05:00:00.000Z');
const at = (milliseconds: number) => new Date(start + milliseconds);
const hour = 3_600_000;
const servers: TestSmtp[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(options: SmtpOptions): Promise<TestSmtp> {
  const server = await startSmtp(options);
  servers.push(server);
  return server;
}

async function queue(outbox: Outbox, recipient: string, bytes: Uint8Array, changes: Partial<Delivery> = {}) {
  await outbox.artifacts.put(bytes);
  const delivery: Delivery = {
    id: `delivery to ${recipient}`,
    run: null,
    channel: 'mail',
    recipient,
    purpose: 'report',
    messageId: '<1@example.org>',
    subject: 'a report',
    digest: digestOf(bytes),
    state: 'pending',
    attempts: 0,
    nextAttemptAt: at(0).toISOString(),
    createdAt: at(0).toISOString(),
    acceptedAt: null,
    answer: null,
    ...changes,
  };
  await outbox.deliveries.add([delivery]);
  return delivery;
}

const message = Buffer.from('Message-ID: <1@example.org>\r\nSubject: a report\r\n\r\nhello\r\n');

function by(port: number): Transports {
  const transport = createMailTransport(sampleServer({ port }));
  return {
    async mail({ recipient }, bytes, options) {
      const envelope = { from: 'audit@example.org', to: [recipient] };
      return (await transport.send({ envelope, bytes }, options)).get(recipient)!;
    },
  };
}

const saying = (...results: TryResult[]): { transports: Transports; tries: Uint8Array[] } => {
  const tries: Uint8Array[] = [];
  const mail: Transports['mail'] = async (_delivery, bytes) => {
    tries.push(bytes);
    return results[Math.min(tries.length, results.length) - 1]!;
  };
  return { transports: { mail }, tries };
};

async function row(outbox: Outbox): Promise<Delivery> {
  return (await outbox.deliveries.list({ limit: 1 }))[0]!;
}

const deliver = (outbox: Outbox, transports: Transports, time: Date, options: OutboxOptions = {}) =>
  deliverDue(outbox, transports, () => time, options);

function outboxTests(fresh: () => Promise<Outbox>): void {
  test('a delivery is made once', async () => {
    const outbox = await fresh();
    const server = await serve({});
    await queue(outbox, 'a@example.org', message);
    expect(await deliver(outbox, by(server.port), at(0))).toEqual({ tried: 1, accepted: 1, again: 0, givenUp: 0 });
    expect(await deliver(outbox, by(server.port), at(100 * hour))).toEqual({
      tried: 0,
      accepted: 0,
      again: 0,
      givenUp: 0,
    });
    expect(server.received.map((mail) => mail.bytes.equals(message))).toEqual([true]);
    const { state, attempts, acceptedAt, answer, nextAttemptAt } = await row(outbox);
    expect({ state, attempts, acceptedAt, answer, nextAttemptAt }).toEqual({
      state: 'accepted',
      attempts: 1,
      acceptedAt: at(0).toISOString(),
      answer: '250 2.0.0 kept as 4711',
      nextAttemptAt: null,
    });
  });

  test('4xx: the same bytes after 1 m, 5 m, 15 m, 1 h … 24 h, then dead; by hand it starts again', async () => {
    const outbox = await fresh();
    await queue(outbox, 'a@example.org', message);
    const { transports, tries } = saying({ outcome: 'again', answer: '450 4.2.1 busy' });
    let time = 0;
    for (const pause of [...retryPauses, null]) {
      await deliver(outbox, transports, at(time));
      if (pause === null) break;
      expect((await row(outbox)).nextAttemptAt).toBe(at(time + pause).toISOString());
      const before = tries.length;
      await deliver(outbox, transports, at(time + pause - 1));
      expect(tries.length).toBe(before);
      time += pause;
    }
    expect(tries.length).toBe(10);
    expect(tries.every((bytes) => Buffer.from(bytes).equals(message))).toBe(true);
    expect([(await row(outbox)).state, (await row(outbox)).nextAttemptAt]).toEqual(['dead', null]);
    await deliver(outbox, transports, at(time + 1000 * hour));
    expect(tries.length).toBe(10);
    await outbox.deliveries.retry('delivery to a@example.org', at(time).toISOString());
    await deliver(outbox, saying({ outcome: 'accepted', answer: '250' }).transports, at(time));
    expect((await row(outbox)).state).toBe('accepted');
  });

  test('5xx: never again by itself', async () => {
    const outbox = await fresh();
    const server = await serve({ scripts: [{ rcpt: () => ({ code: 550, text: '5.1.1 nobody' }) }] });
    await queue(outbox, 'a@example.org', message);
    await deliver(outbox, by(server.port), at(0));
    await deliver(outbox, by(server.port), at(1000 * hour));
    expect(server.sessions).toBe(1);
    expect([(await row(outbox)).state, (await row(outbox)).nextAttemptAt]).toEqual(['failed', null]);
  });

  test('of two recipients only the one that was refused is tried again', async () => {
    const outbox = await fresh();
    const busy = (address: string) => (address === 'b@example.org' ? { code: 450, text: '4.2.1 busy' } : null);
    const server = await serve({ scripts: [{ rcpt: busy }, { rcpt: busy }, {}] });
    await queue(outbox, 'a@example.org', message);
    await queue(outbox, 'b@example.org', message);
    await deliver(outbox, by(server.port), at(0), { lanes: 1 });
    await deliver(outbox, by(server.port), at(hour));
    expect(server.received.map((mail) => mail.to)).toEqual([['a@example.org'], ['b@example.org']]);
  });

  test('an answer that was lost: once more, with the same Message-ID', async () => {
    const outbox = await fresh();
    const server = await serve({ scripts: [{ data: 'drop' }, {}] });
    await queue(outbox, 'a@example.org', message);
    await deliver(outbox, by(server.port), at(0));
    expect((await row(outbox)).state).toBe('pending');
    await deliver(outbox, by(server.port), at(60_000));
    expect(server.received.map((mail) => mail.bytes.equals(message))).toEqual([true, true]);
    expect((await row(outbox)).state).toBe('accepted');
  });

  test('a process that died while it sent: after its lease, with the same bytes', async () => {
    const outbox = await fresh();
    await queue(outbox, 'a@example.org', message);
    await outbox.deliveries.take(at(0).toISOString(), at(20 * 60_000).toISOString(), 1);
    const { transports, tries } = saying({ outcome: 'accepted', answer: '250' });
    await deliver(outbox, transports, at(10 * 60_000));
    expect(tries.length).toBe(0);
    await deliver(outbox, transports, at(20 * 60_000));
    expect(tries.map((bytes) => Buffer.from(bytes).equals(message))).toEqual([true]);
  });

  test('too large: the small form goes out at the same try, once', async () => {
    const outbox = await fresh();
    const mail = await composeReportMail(sampleReport(), sampleRecipient(), sampleServer());
    await outbox.artifacts.put(mail.small!);
    const server = await serve({ scripts: [{ data: { code: 552, text: '5.3.4 too large' } }, {}] });
    await queue(outbox, 'ciso@example.org', mail.bytes);
    await deliver(outbox, by(server.port), at(0));
    expect(server.received.map(({ bytes }) => digestOf(bytes))).toEqual([digestOf(mail.bytes), digestOf(mail.small!)]);
    expect(await row(outbox)).toMatchObject({
      state: 'accepted',
      answer: '250 2.0.0 kept as 4711 (without attachments; of the whole message: 552 5.3.4 too large)',
    });
  });

  test('too large even so: refused, after two messages and no more', async () => {
    const outbox = await fresh();
    const mail = await composeReportMail(sampleReport(), sampleRecipient(), sampleServer());
    await outbox.artifacts.put(mail.small!);
    await queue(outbox, 'ciso@example.org', mail.bytes);
    const { transports, tries } = saying({ outcome: 'never', answer: '552 5.3.4', tooLarge: true });
    await deliver(outbox, transports, at(0));
    expect([tries.length, (await row(outbox)).state]).toEqual([2, 'failed']);
  });

  test('bytes that are not there are never sent, nor half of them', async () => {
    const outbox = await fresh();
    await queue(outbox, 'a@example.org', message, { digest: digestOf('something else') });
    const { transports, tries } = saying({ outcome: 'accepted', answer: '250' });
    await deliver(outbox, transports, at(0));
    expect([tries.length, (await row(outbox)).state]).toEqual([0, 'failed']);
  });

  test('what throws is tried again, and its words are redacted', async () => {
    const outbox = await fresh();
    await queue(outbox, 'a@example.org', message);
    const mail: Transports['mail'] = () => Promise.reject(new Error('broken, password=hunter2hunter2'));
    await deliver(outbox, { mail }, at(0));
    expect(await row(outbox)).toMatchObject({ state: 'pending', answer: 'broken, password=***' });
  });

  test('a stopped try is handed back and does not count', async () => {
    const outbox = await fresh();
    await queue(outbox, 'a@example.org', message);
    const stop = new AbortController();
    const mail: Transports['mail'] = async () => {
      stop.abort();
      return { outcome: 'again', answer: 'stopped' };
    };
    await deliver(outbox, { mail }, at(0), { signal: stop.signal });
    expect(await row(outbox)).toMatchObject({ state: 'pending', attempts: 0, nextAttemptAt: at(0).toISOString() });
  });

  test('two senders at the same time send nothing twice', async () => {
    const outbox = await fresh();
    const recipients = Array.from({ length: 20 }, (_, index) => `r${index}@example.org`);
    for (const recipient of recipients) await queue(outbox, recipient, message);
    const sent: string[] = [];
    const mail: Transports['mail'] = async ({ recipient }) => {
      sent.push(recipient);
      return { outcome: 'accepted', answer: '250' };
    };
    await Promise.all([deliver(outbox, { mail }, at(0)), deliver(outbox, { mail }, at(0))]);
    expect(sent.toSorted()).toEqual(recipients.toSorted());
  });

  test('a delivery that is given up is told of once, and a notice about that is not', async () => {
    const outbox = await fresh();
    await queue(outbox, 'a@example.org', message);
    const { transports, tries } = saying({ outcome: 'never', answer: '550 5.1.1 nobody' });
    const server = sampleServer();
    const onGivenUp: OutboxOptions['onGivenUp'] = async (delivery, settled) => {
      const recipients = ['operator@example.org'];
      const context = { recipients, server, artifacts: outbox.artifacts, settings: {}, now: at(0) };
      const notice = await composeNotice(failedDelivery(delivery, settled), context);
      await outbox.deliveries.add(notice);
      // As after a crash between the notice and the end of the delivery.
      await outbox.deliveries.add(await composeNotice(failedDelivery(delivery, settled), context));
    };
    for (const time of [0, hour, 100 * hour]) await deliver(outbox, transports, at(time), { onGivenUp });
    const rows = await outbox.deliveries.list({ limit: 10 });
    expect(rows.map(({ purpose, state }) => [purpose, state]).toSorted()).toEqual([
      ['failed-delivery', 'failed'],
      ['report', 'failed'],
    ]);
    expect(tries.length).toBe(2);
  });
}

describe('outbox in memory', () => outboxTests(async () => memoryDeliveries()));
onBoth('outbox', (bench) => outboxTests(async () => (await bench.fresh()).store));

test('damaged bytes are not sent', async () => {
  const outbox = memoryDeliveries();
  await queue(outbox, 'a@example.org', message);
  outbox.damage(digestOf(message), message.subarray(0, 20));
  const { transports, tries } = saying({ outcome: 'accepted', answer: '250' });
  await deliver(outbox, transports, at(0));
  expect([tries.length, outbox.rows()[0]?.state]).toEqual([0, 'failed']);
});

test('the pauses', () => {
  expect(retryPauses.map((pause) => pause / 60_000)).toEqual([1, 5, 15, 60, 120, 240, 480, 960, 1440]);
  expect(afterTry({ attempts: 3 }, { outcome: 'again', answer: 'x' }, at(0))).toEqual({
    state: 'pending',
    attempts: 4,
    nextAttemptAt: at(hour).toISOString(),
    acceptedAt: null,
    answer: 'x',
  });
});

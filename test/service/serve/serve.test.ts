import { execFileSync } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scheduleOf } from '../../../service/schedule/index.ts';
import { adoptionName } from '../../../service/schedule/recurrence.ts';
import { openStore } from '../../../service/store/index.ts';
import { skipUnless } from '../../support/real-parts.ts';
import { type ServeProcess, startServe } from '../../support/serve.ts';
import { startSmtp } from '../../support/smtp.ts';

let folder: string;
let server: ServeProcess;

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-serve-'));
  await fs.mkdir(path.join(folder, 'tree', 'etc'), { recursive: true });
});

afterEach(async () => {
  await server?.kill();
  await fs.rm(folder, { recursive: true, force: true });
});

async function write(more: object = {}): Promise<void> {
  const configuration = {
    targets: [{ uri: `rootfs:${path.join(folder, 'tree')}`, name: 'tree' }],
    schedules: [{ name: 'yearly', cron: '0 0 1 1 *', formats: ['json'] }],
    ...more,
  };
  await fs.writeFile(path.join(folder, 'plimsoll.yaml'), JSON.stringify(configuration));
}

async function get(page: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`http://${await server.address}${page}`);
  return { status: response.status, text: await response.text() };
}

const ready = async () => (await get('/readyz')).status;
const entries = () => server.log.map((line) => JSON.parse(line) as Record<string, unknown>);
const said = (message: string) => entries().filter((entry) => entry['message'] === message);

describe('serve', () => {
  test('answers its pages, keeps its folder to itself and ends in order', async () => {
    await write();
    server = startServe(folder);
    expect(await get('/healthz')).toEqual({ status: 200, text: '{"alive":true}' });
    expect(await get('/readyz')).toEqual({ status: 200, text: '{"ready":true,"problems":[]}' });
    const metrics = (await get('/metrics')).text;
    expect(metrics).toMatch(/^plimsoll_outbox_deliveries\{state="pending"\} 0$/m);
    expect(metrics).toMatch(/^plimsoll_configuration_reload_success 1$/m);
    expect((await get('/other')).status).toBe(404);
    expect((await fs.stat(path.join(folder, 'plimsoll-state'))).mode & 0o777).toBe(0o700);
    const limits = await fs.readFile(`/proc/${server.pid}/limits`, 'utf8');
    expect(limits).toMatch(/^Max core file size +0 +0 /m);
    expect(await server.stop()).toBe(0);
    expect(entries().at(-1)).toMatchObject({ level: 'info', message: 'stopped' });
  });

  test('refuses a broken configuration while it runs, and takes a good one', async () => {
    await write();
    server = startServe(folder);
    await server.address;
    await fs.writeFile(path.join(folder, 'plimsoll.yaml'), 'schedules: [{name: a, cron: "61 * * * *"}]\n');
    const refused = server.reloaded();
    server.signal('SIGHUP');
    await refused;
    expect(said('the new configuration is refused, the old one stays')).toMatchObject([{ code: 'schedule-invalid' }]);
    expect((await get('/metrics')).text).toMatch(/^plimsoll_configuration_reload_success 0$/m);
    await write({ schedules: [{ name: 'daily', every: 'day', at: '06:00' }], server: { listen: '127.0.0.1:1' } });
    const taken = server.reloaded();
    server.signal('SIGHUP');
    await taken;
    expect(said('configuration reloaded')).toMatchObject([{ schedules: ['daily'] }]);
    expect(said('changed keys that need a new start')).toMatchObject([{ keys: ['server.listen'] }]);
    expect((await get('/metrics')).text).toMatch(/^plimsoll_configuration_reload_success 1$/m);
  });

  test('does not start with a secret that cannot be read, and prints none that can', async () => {
    await write({ server: { heartbeat: { env: 'PLIMSOLL_TEST_ABSENT' } } });
    server = startServe(folder);
    expect(await server.exited).not.toBe(0);
    expect(server.log.join('\n')).toContain('PLIMSOLL_TEST_ABSENT');
    const address = 'http://127.0.0.1:9/canary-heartbeat-token';
    await write({ server: { heartbeat: { env: 'PLIMSOLL_TEST_BEAT' } } });
    server = startServe(folder, { environment: { PLIMSOLL_TEST_BEAT: address } });
    await expect.poll(() => said('heartbeat failed').length, { timeout: 20_000 }).toBe(1);
    expect(server.log.join('\n')).not.toContain('canary-heartbeat-token');
  });

  test('ends a run once whose process was killed', async () => {
    await write();
    const context = { folder, environment: process.env, clock: () => new Date() };
    const store = await openStore({}, context);
    const payload = { schedule: 'yearly', at: null };
    const job = { id: 'by-hand', kind: 'slot', key: 'yearly by hand', payload, runAfter: new Date(0).toISOString() };
    await store.jobs.add(job);
    server = startServe(folder);
    await server.stage((stage) => stage === 'started');
    await server.kill();
    server = startServe(folder);
    await expect.poll(() => said('run finished').length, { timeout: 60_000 }).toBe(1);
    expect(await server.stop()).toBe(0);
    const runs = await store.runs.list({ schedule: 'yearly', limit: 10 });
    expect(runs.map(({ state, slotAt }) => [state, slotAt])).toEqual([['finished', null]]);
    expect((await store.jobs.list()).map(({ state, attempts }) => [state, attempts])).toEqual([['done', 2]]);
    expect(await fs.readdir(path.join(folder, 'plimsoll-state', 'runs'))).toEqual([]);
    await store.close();
  });

  test('ends in order while a run is under way', async () => {
    await write();
    const store = await openStore({}, { folder, environment: process.env, clock: () => new Date() });
    const payload = { schedule: 'yearly', at: null };
    await store.jobs.add({ id: 'by-hand', kind: 'slot', key: null, payload, runAfter: new Date(0).toISOString() });
    server = startServe(folder);
    await server.stage((stage) => stage === 'started');
    expect(await server.stop()).toBe(0);
    // What fits into the grace is ended, anything longer goes back into the queue.
    const [run] = await store.runs.list({ schedule: 'yearly', limit: 10 });
    const [job] = await store.jobs.list();
    expect([
      ['finished', 'done'],
      ['running', 'waiting'],
    ]).toContainEqual([run?.state, job?.state]);
    expect(await fs.readdir(path.join(folder, 'plimsoll-state', 'runs'))).toEqual([]);
    await store.close();
  });

  test('fails a run whose configuration is wrong at once, and tells the operator', async () => {
    const mail = { host: '127.0.0.1', port: 9, tls: 'off', from: 'plimsoll@example.org' };
    await write({ mail, server: { operator: ['root@example.org'] }, profile: 'absent.yaml' });
    const store = await openStore({}, { folder, environment: process.env, clock: () => new Date() });
    const payload = { schedule: 'yearly', at: null };
    await store.jobs.add({ id: 'by-hand', kind: 'slot', key: null, payload, runAfter: new Date(0).toISOString() });
    server = startServe(folder);
    await expect.poll(() => said('job given up').length, { timeout: 60_000 }).toBe(1);
    await expect.poll(async () => (await store.jobs.list('dead')).length, { timeout: 10_000 }).toBe(1);
    const [run] = await store.runs.list({ schedule: 'yearly', limit: 10 });
    expect([run?.state, run?.error]).toEqual(['failed', expect.stringContaining('absent.yaml')]);
    const deliveries = await store.deliveries.list({ limit: 10 });
    expect(deliveries.map(({ purpose, recipient }) => [purpose, recipient])).toEqual([
      ['failed-run', 'root@example.org'],
    ]);
    await store.close();
  });
  test('tells the operator of missed slots and of deliveries that were refused, and then it ends', async () => {
    const refused = { code: 550, text: '5.1.1 no such mailbox' };
    const rcpt = (address: string) => (address === 'late@example.org' ? null : refused);
    const smtp = await startSmtp({ scripts: [{ rcpt }] });
    const schedule = { name: 'hourly', cron: '0 * * * *', timeZone: 'UTC' } as const;
    const store = await openStore({}, { folder, environment: process.env, clock: () => new Date() });
    try {
      await write({
        schedules: [{ ...schedule, missed: 'skip', formats: ['json'] }],
        mail: { host: '127.0.0.1', port: smtp.port, tls: 'off', from: 'plimsoll@example.org' },
        deliveries: [{ name: 'all', mail: { to: ['gone@example.org'] } }],
        server: { operator: ['late@example.org', 'also-gone@example.org'] },
      });
      const adopted = scheduleOf({ ...schedule, missed: 'skip', overlap: 'skip', enabled: true });
      await store.slots.adopt(adoptionName(adopted), new Date(Date.now() - 5 * 3_600_000).toISOString());
      const payload = { schedule: 'hourly', at: null };
      await store.jobs.add({ id: 'hand', kind: 'slot', key: null, payload, runAfter: new Date(0).toISOString() });
      server = startServe(folder);
      const states = async () => {
        const deliveries = await store.deliveries.list({ limit: 100 });
        return deliveries.map(({ purpose, recipient, state }) => `${purpose} ${recipient} ${state}`).toSorted();
      };
      await expect.poll(states, { timeout: 30_000, interval: 250 }).toEqual([
        // One of each for the report, and for the notice about slots that one operator did not get.
        'failed-delivery also-gone@example.org failed',
        'failed-delivery also-gone@example.org failed',
        'failed-delivery late@example.org accepted',
        'failed-delivery late@example.org accepted',
        'missed-slots also-gone@example.org failed',
        'missed-slots late@example.org accepted',
        'report gone@example.org failed',
      ]);
      expect(said('slots were missed')).toMatchObject([{ schedule: 'hourly', purpose: 'missed-slots' }]);
      expect((await get('/metrics')).text).toMatch(/^plimsoll_outbox_deliveries\{state="failed"\} 4$/m);
    } finally {
      await store.close();
      await smtp.close();
    }
  });
});

const canMount = process.getuid?.() === 0 && mounts();

function mounts(): boolean {
  try {
    execFileSync('unshare', ['-m', 'true']);
    return true;
  } catch {
    return false;
  }
}

describe('a state folder', skipUnless(canMount, 'not root, or mounts are forbidden'), () => {
  let state: string;

  beforeEach(async () => {
    state = path.join(folder, 'state');
    await fs.mkdir(state);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', state]);
    await write({ store: { state: 'state' } });
    server = startServe(folder);
    await expect.poll(ready, { timeout: 20_000 }).toBe(200);
  });

  afterEach(async () => {
    await server.kill();
    execFileSync('umount', ['-l', state]);
  });

  test.each([
    ['on a full disk', fill, empty],
    ['that can no longer be written', () => forbid('+i'), () => forbid('-i')],
  ])('%s is said at /readyz and in the log, and the server goes on afterwards', async (_, breaks, mends) => {
    const store = await openStore({ state: 'state' }, { folder, environment: process.env, clock: () => new Date() });
    const payload = { schedule: 'yearly', at: null };
    const runAfter = new Date(Date.now() + 1_000).toISOString();
    await store.jobs.add({ id: 'meanwhile', kind: 'slot', key: null, payload, runAfter });
    await breaks();
    await expect.poll(ready, { timeout: 10_000 }).toBe(503);
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/readyz')).text).toContain('the state folder');
    await expect.poll(() => said('not ready').length, { timeout: 10_000 }).toBe(1);
    // The job that came due meanwhile was met by the fault: by the run itself, or already by the queue.
    const faults = () => entries().filter(({ level, message }) => level === 'error' && message !== 'not ready');
    await expect.poll(() => faults().length, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(said('run finished')).toEqual([]);
    await mends();
    await expect.poll(ready, { timeout: 10_000 }).toBe(200);
    await expect.poll(() => said('ready again').length, { timeout: 10_000 }).toBe(1);
    await expect.poll(() => said('run finished').length, { timeout: 90_000 }).toBe(1);
    const runs = await store.runs.list({ schedule: 'yearly', limit: 10 });
    expect(runs.map((run) => run.state)).toEqual(['finished']);
    await store.close();
  });

  async function fill(): Promise<void> {
    await fs.writeFile(path.join(state, 'ballast'), Buffer.alloc(16 * 1024 * 1024)).catch(() => undefined);
  }

  function empty(): Promise<void> {
    return fs.rm(path.join(state, 'ballast'));
  }

  /** Root may write where the mode forbids it, but not into a folder that is marked as unchangeable. */
  async function forbid(attribute: '+i' | '-i'): Promise<void> {
    execFileSync('chattr', [attribute, state]);
  }
});

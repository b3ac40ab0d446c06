/**
 * Kills a server with everything it started at random points of its pipeline, starts it again, and tells what is there in
 * the end. The points are seeded: a share of the time that a whole run took, from its start to the accepted delivery.
 */
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { scheduleOf, slotsBetween } from '../../service/schedule/index.ts';
import { adoptionName } from '../../service/schedule/recurrence.ts';
import { openStore, type Store, type StoreSettings } from '../../service/store/index.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';
import { type ServeProcess, startServe } from './serve.ts';
import { startSmtp, type TestSmtp } from './smtp.ts';

export interface KillOptions {
  engine: 'sqlite' | 'postgres';
  points: number;
  seed: number;
  formats: readonly string[];
}

/** What is found when everything is quiet. */
export interface KillReport {
  /** Slots that were due, and how many of them have exactly one finished run. */
  due: number;
  done: number;
  /** Runs of each state. */
  runs: Record<string, number>;
  /** Deliveries of each state. */
  deliveries: Record<string, number>;
  /** Whole messages at the mail server, by Message-ID; the second number: those that came once more. */
  messages: { different: number; again: number; altered: number };
  /** Files that are not whole or not expected. */
  halfFiles: string[];
  unfinishedJobs: number;
  kills: number;
  /** Kills by the stage that the run had reached. */
  killedAt: Record<string, number>;
  wholeRunMilliseconds: number;
}

const schedule = { name: 'hourly', cron: '0 * * * *', timeZone: 'UTC', missed: 'all', overlap: 'skip' } as const;
const hour = 3_600_000;
const patience = 300_000;
/** Tries of one job that are killed at most: the queue gives a job up after six. */
const mostKillsOfOneJob = 3;

export async function killPoints(options: KillOptions): Promise<KillReport> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-killed-serve-'));
  const smtp = await startSmtp();
  let postgres: TestPostgres | null = null;
  let server: ServeProcess | null = null;
  let store: Store | null = null;
  try {
    if (options.engine === 'postgres') postgres = await startPostgres();
    const settings: StoreSettings = postgres === null ? {} : { postgres: await postgres.database() };
    const environment = postgres?.environment ?? {};
    await writeConfiguration(folder, smtp.port, settings, options.formats);
    const context = { folder, environment: { ...process.env, ...environment }, clock: () => new Date() };
    store = await openStore(settings, context);
    const adoptedAt = new Date(Math.floor(Date.now() / hour) * hour - (options.points + 1) * hour + 1).toISOString();
    await store.slots.adopt(adoptionName(scheduleOf({ ...schedule, enabled: true })), adoptedAt);
    const start = () => startServe(folder, { environment, times: timesOf(options) });
    const random = seeded(options.seed);
    const killedAt: Record<string, number> = {};

    server = start();
    await server.stage((stage) => stage === 'started');
    const began = performance.now();
    await until(() => smtp.received.length > 0, 'the first report', server);
    const whole = performance.now() - began;

    for (let point = 0; point < options.points; point++) {
      await nextStart(server);
      const reached = watchStages(server);
      await pause(random() * whole * 1.1);
      await server.kill();
      const stage = reached();
      killedAt[stage] = (killedAt[stage] ?? 0) + 1;
      server = start();
    }
    const due = () =>
      slotsBetween(scheduleOf({ ...schedule, enabled: true }), adoptedAt, new Date().toISOString(), 1e4);
    await quiet(store, due, server);
    const code = await server.stop();
    if (code !== 0) throw new Error(`the server ended with ${code}:\n${server.log.slice(-20).join('\n')}`);
    const report = await inspect(store, smtp, folder, due());
    if (settings.postgres !== undefined)
      report.unfinishedJobs += await unfinishedInQueue(settings.postgres, environment);
    return { ...report, kills: options.points, killedAt, wholeRunMilliseconds: Math.round(whole) };
  } catch (error) {
    process.stderr.write(`${server?.log.slice(-40).join('\n')}\n`);
    throw error;
  } finally {
    await server?.kill();
    await store?.close();
    await postgres?.stop();
    await smtp.close();
    await fs.rm(folder, { recursive: true, force: true });
  }
}

function timesOf({ engine }: KillOptions) {
  // Ten seconds are the shortest lease of the queue on PostgreSQL.
  return { jobLease: engine === 'postgres' ? 10_000 : 1_500, deliveryLease: 1_500, poll: 100, upkeep: 1_000 };
}

async function writeConfiguration(
  folder: string,
  port: number,
  store: object,
  formats: readonly string[],
): Promise<void> {
  await fs.mkdir(path.join(folder, 'tree', 'etc'), { recursive: true });
  await fs.writeFile(path.join(folder, 'tree', 'etc', 'hostname'), 'recorded\n');
  const configuration = {
    store,
    targets: [{ uri: `rootfs:${path.join(folder, 'tree')}`, name: 'recorded' }],
    schedules: [{ ...schedule, formats }],
    mail: { host: '127.0.0.1', port, tls: 'off', from: 'plimsoll@example.org' },
    deliveries: [{ name: 'officers', mail: { to: ['officer@example.org'] }, folder: 'out' }],
  };
  await fs.writeFile(path.join(folder, 'plimsoll.yaml'), JSON.stringify(configuration));
}

/** Waits until a run starts that may still be killed. */
async function nextStart(server: ServeProcess): Promise<void> {
  for (;;) {
    await server.stage((stage) => stage === 'started');
    const line = server.log.findLast((each) => each.includes('"message":"run started"')) ?? '{}';
    if (((JSON.parse(line) as { attempt?: number }).attempt ?? 1) <= mostKillsOfOneJob) return;
  }
}

/** Follows the stages of a run; answers the last one reached. */
function watchStages(server: ServeProcess): () => string {
  let last = 'started';
  const follow = (): void => {
    server
      .stage(() => true)
      .then(
        (stage) => {
          last = stage.startsWith('rootfs:') ? 'collect' : stage;
          follow();
        },
        () => undefined,
      );
  };
  follow();
  return () => (server.log.some((line) => line.includes('"message":"run finished"')) ? `${last} or after` : last);
}

async function quiet(store: Store, due: () => string[], server: ServeProcess): Promise<void> {
  await until(
    async () => {
      const slots = await store.slots.list({ schedule: schedule.name, limit: 10_000 });
      if (slots.length < due().length || slots.some(({ state }) => state === 'claimed')) return false;
      const states = await Promise.all(
        (['pending', 'sending'] as const).map((state) => store.deliveries.list({ state, limit: 1 })),
      );
      return states.every((rows) => rows.length === 0) && (await store.jobs.list('active')).length === 0;
    },
    'quiet',
    server,
  );
}

async function inspect(
  store: Store,
  smtp: TestSmtp,
  folder: string,
  due: string[],
): Promise<Omit<KillReport, 'kills' | 'killedAt' | 'wholeRunMilliseconds'>> {
  const runs = await store.runs.list({ schedule: schedule.name, limit: 10_000 });
  const deliveries = await store.deliveries.list({ limit: 10_000 });
  const slots = await store.slots.list({ schedule: schedule.name, limit: 10_000 });
  const finished = Map.groupBy(
    runs.filter(({ state }) => state === 'finished'),
    ({ slotAt }) => slotAt,
  );
  const done = due.filter((at) => {
    const slot = slots.find((each) => each.at === at);
    const own = finished.get(at) ?? [];
    const sent = deliveries.filter(({ run, state }) => run === slot?.run && state === 'accepted');
    const channels = sent.map(({ channel }) => channel).toSorted();
    return slot?.state === 'done' && own.length === 1 && own[0]!.id === slot.run && String(channels) === 'folder,mail';
  });
  const unfinished = [...(await store.jobs.list('waiting')), ...(await store.jobs.list('active'))];
  return {
    due: due.length,
    done: done.length,
    runs: countBy(runs.map(({ state }) => state)),
    deliveries: countBy(deliveries.map(({ state }) => state)),
    messages: await messagesOf(store, smtp),
    halfFiles: await halfFiles(store, folder),
    unfinishedJobs: unfinished.length,
  };
}

/** Jobs that the queue on PostgreSQL still means to do, its dead letters among them. */
async function unfinishedInQueue(
  settings: NonNullable<StoreSettings['postgres']>,
  environment: Record<string, string>,
): Promise<number> {
  const { password: reference } = settings;
  const password = reference !== undefined && 'env' in reference ? environment[reference.env] : undefined;
  const client = new pg.Client({
    ...{ host: settings.host, port: settings.port, database: settings.database, user: settings.user },
    ...(password === undefined ? {} : { password }),
  });
  await client.connect();
  try {
    const { rows } = await client.query<{ open: string }>(
      `select count(*) as open from plimsoll_jobs.job where state in ('created', 'retry', 'active', 'failed')
       and name not like '\\_\\_%'`,
    );
    return Number(rows[0]?.open);
  } finally {
    await client.end();
  }
}

/** Only whole messages count: of a client that was killed while it sent, the server took nothing. */
async function messagesOf(store: Store, smtp: TestSmtp): Promise<KillReport['messages']> {
  const kept = new Map<string, Buffer>();
  for (const { messageId, digest, channel } of await store.deliveries.list({ limit: 10_000 })) {
    if (channel === 'mail') kept.set(messageId, await contentOf(store, digest));
  }
  const ids: string[] = [];
  let altered = 0;
  for (const { bytes } of smtp.received) {
    const id = /^Message-ID: *(<[^>]+>)/im.exec(bytes.toString('latin1'))?.[1] ?? '';
    const whole = kept.get(id)?.toString('latin1').trimEnd();
    const text = bytes.toString('latin1').trimEnd();
    if (whole === text) ids.push(id);
    else if (whole?.startsWith(text) !== true) altered++;
  }
  const different = new Set(ids).size;
  return { different, again: ids.length - different, altered };
}

async function halfFiles(store: Store, folder: string): Promise<string[]> {
  const bad: string[] = [];
  for (const entry of await fs.readdir(path.join(folder, 'plimsoll-state', 'runs')).catch(() => [])) {
    bad.push(`runs/${entry}`);
  }
  for (const { id } of await store.runs.list({ schedule: schedule.name, state: 'finished', limit: 10_000 })) {
    const artifacts = await store.artifacts.list(id);
    for (const { digest, name, bytes } of artifacts) {
      const length = await contentOf(store, digest).then(
        (content) => content.length,
        () => -1,
      );
      if (length !== bytes) bad.push(`${id}/${name}`);
    }
    const copies = (await fs.readdir(path.join(folder, 'out'))).filter((name) => name.endsWith(id));
    if (copies.length !== 1) bad.push(`out: ${copies.length} of ${id}`);
    for (const copy of copies) {
      for (const name of await fs.readdir(path.join(folder, 'out', copy))) {
        const { size } = await fs.stat(path.join(folder, 'out', copy, name));
        if (artifacts.find((each) => each.name === name)?.bytes !== size) bad.push(`out/${copy}/${name}`);
      }
    }
  }
  const odd = (await fs.readdir(path.join(folder, 'out'))).filter((name) => name.startsWith('.'));
  return [...bad, ...odd.map((name) => `out/${name}`)];
}

async function contentOf(store: Store, digest: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await store.artifacts.open(digest)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function until(condition: () => boolean | Promise<boolean>, what: string, server: ServeProcess): Promise<void> {
  const end = performance.now() + patience;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`${what} did not come:\n${server.log.slice(-30).join('\n')}`);
    await pause(100);
  }
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** A small generator of numbers from 0 to 1 (mulberry32): the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

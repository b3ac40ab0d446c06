import { spawnSync } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { digestOf, limitsWith, PlimsollError } from '../../../engine/index.ts';
import { openStore, postgresConnection, type StoreSettings } from '../../../service/store/index.ts';
import { skipUnless } from '../../support/real-parts.ts';
import { minute, onBoth, type Place } from './engines.ts';
import { idAt, record, type World } from './results.ts';

const world: World = { targets: [{ name: 'a', state: 'complete', containers: { web: { root: 'fail' } } }] };

/** Mounts a small file system of its own; false where that is not allowed here. */
function mount(folder: string, ...options: string[]): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options.join(','), 'tmpfs', folder]).status === 0;
}

const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

onBoth('a store in trouble', (bench, engine) => {
  test('two that open it at once make it once, and it opens again', async () => {
    const place = await bench.place();
    const stores = await Promise.all([bench.open(place), bench.open(place), bench.open(place)]);
    for (const store of stores) await store.check();
    await record(stores[0]!, 's', 1, world);
    expect((await stores[2]!.runs.get(idAt(1)))?.state).toBe('finished');
  });

  test('a store of a newer version is refused and left alone', async () => {
    const { store, place } = await bench.fresh();
    await store.close();
    await setVersion(place, 999);
    expect(await codeOf(openStore(place.settings, place.context))).toMatch(/^store-version: .*999/);
    await setVersion(place, 1);
    await (await openStore(place.settings, place.context)).close();
  });

  test('bytes that are not those of their digest are an error at their end', async () => {
    const { store, place } = await bench.fresh();
    const { digest } = await store.artifacts.put(Buffer.from('evidence'));
    if (engine === 'sqlite') {
      const file = path.join(place.folder, 'plimsoll-state', 'artifacts', digest.slice(7, 9), digest.slice(7));
      await fs.writeFile(file, 'Evidence');
    } else {
      await raw(place, `update plimsoll.chunks set data = 'Evidence'`);
    }
    const read = async () => {
      for await (const _ of await store.artifacts.open(digest));
    };
    expect(await codeOf(read())).toMatch(/^store-corrupt: /);
  });

  test('a lock that another holds is one clear error, and nothing is half there', async () => {
    const { store, place } = await bench.fresh();
    await record(store, 's', 1, world);
    await store.close();
    const limits = limitsWith({ storeBusyMilliseconds: 50 });
    const impatient = await openStore(place.settings, { ...place.context, limits });
    const release = await holdLock(place);
    try {
      expect(await codeOf(record(impatient, 's', 2, world))).toMatch(/^store-failed: .*another process holds/);
      expect(await codeOf(impatient.check())).toMatch(/^store-failed: .*another process holds/);
    } finally {
      await release();
    }
    expect(await impatient.runs.get(idAt(2))).toBeNull();
    await record(impatient, 's', 2, world);
    await impatient.check();
    await impatient.close();
  });
});

async function raw(place: Place, statement: string): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client(await postgresConnection(place.settings.postgres!, place.context));
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function setVersion(place: Place, version: number): Promise<void> {
  if (place.settings.postgres !== undefined) {
    return raw(place, `update plimsoll.plimsoll_version set number = ${version}`);
  }
  const database = new DatabaseSync(path.join(place.folder, 'plimsoll-state', 'plimsoll.db'));
  database.exec(`update plimsoll_version set number = ${version}`);
  database.close();
}

async function holdLock(place: Place): Promise<() => Promise<void>> {
  if (place.settings.postgres === undefined) {
    const database = new DatabaseSync(path.join(place.folder, 'plimsoll-state', 'plimsoll.db'));
    database.exec('begin immediate');
    return async () => database.close();
  }
  const { default: pg } = await import('pg');
  const client = new pg.Client(await postgresConnection(place.settings.postgres, place.context));
  await client.connect();
  await client.query('begin; lock table plimsoll.streams, plimsoll.plimsoll_version in access exclusive mode');
  return () => client.end();
}

describe('a SQLite store', () => {
  const clock = () => new Date(minute(0));

  async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
    const folder = await fs.mkdtemp('/tmp/plimsoll-trouble-');
    try {
      await work(folder);
    } finally {
      spawnSync('umount', ['-l', folder]);
      await fs.rm(folder, { recursive: true, force: true });
    }
  }

  test('is readable by its owner only', () =>
    inFolder(async (folder) => {
      const store = await openStore({}, { folder, environment: {}, clock });
      await record(store, 's', 1, world);
      const state = path.join(folder, 'plimsoll-state');
      for (const entry of await fs.readdir(state, { withFileTypes: true, recursive: true })) {
        const { mode } = await fs.stat(path.join(entry.parentPath, entry.name));
        expect([entry.name, mode & 0o077]).toEqual([entry.name, 0]);
      }
      expect((await fs.stat(state)).mode & 0o777).toBe(0o700);
      await store.close();
    }));

  test.each([
    ['no database', Buffer.from('this is no database, and longer than the header of one\n'.repeat(40))],
    ['a damaged one', null],
  ])('that is %s is refused as damaged', (_, bytes) =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'runs.db');
      const settings = { sqlite: file };
      if (bytes === null) {
        const store = await openStore(settings, { folder, environment: {}, clock });
        await record(store, 's', 1, world);
        await store.close();
        const whole = await fs.readFile(file);
        await fs.writeFile(file, Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(whole.length - 4096, 0xa5)]));
      } else {
        await fs.writeFile(file, bytes);
      }
      const read = async () => {
        const store = await openStore(settings, { folder, environment: {}, clock });
        try {
          return await store.runs.list({ limit: 9 });
        } finally {
          await store.close();
        }
      };
      expect(await codeOf(read())).toMatch(/^store-corrupt: .*runs\.db is damaged/);
    }),
  );

  test('in a folder that is not writable is one clear error', skipUnless(canMount, 'mounting needs root'), () =>
    inFolder(async (folder) => {
      expect(mount(folder, 'size=4m', 'ro')).toBe(true);
      expect(await codeOf(openStore({}, { folder, environment: {}, clock }))).toMatch(/^store-failed: .*read-only/);
    }),
  );

  test('on a full disk keeps what it had and takes nothing half', skipUnless(canMount, 'mounting needs root'), () =>
    inFolder(async (folder) => {
      expect(mount(folder, 'size=1m')).toBe(true);
      const store = await openStore({}, { folder, environment: {}, clock });
      const before = await store.artifacts.put(Buffer.from('before'));
      const large = Buffer.alloc(2_000_000, 1);
      expect(await codeOf(store.artifacts.put(large))).toMatch(/^store-failed: .*the disk is full/);
      expect(await codeOf(store.artifacts.open(digestOf(large)))).toMatch(/^not-found/);
      const files = await fs.readdir(path.join(folder, 'plimsoll-state', 'artifacts'), { recursive: true });
      expect(files.sort()).toEqual([
        before.digest.slice(7, 9),
        `${before.digest.slice(7, 9)}/${before.digest.slice(7)}`,
      ]);
      const containers = Object.fromEntries(
        Array.from({ length: 5000 }, (_, n) => [`c${n}`, { root: 'fail' as const }]),
      );
      const { endOf, resultOf } = await import('./results.ts');
      const full = resultOf({ targets: [{ name: 'a', state: 'complete', containers }] });
      await store.runs.begin({ id: idAt(1), stream: 's', schedule: null, slotAt: null, startedAt: minute(1) });
      const small = { ...(await endOf(store, idAt(1), 1, resultOf(world))), result: full };
      expect(await codeOf(store.runs.finish(small))).toMatch(/^store-failed: .*the disk is full/);
      expect(await store.runs.get(idAt(1))).toMatchObject({ state: 'running' });
      expect(await store.artifacts.list(idAt(1))).toEqual([]);
      await store.close();
    }),
  );
});

describe('a PostgreSQL store', () => {
  const context = { folder: '/', environment: { SECRET: 'canary-password' } };
  const settings: NonNullable<StoreSettings['postgres']> = {
    ...{ host: '127.0.0.1', port: 1, database: 'plimsoll', user: 'plimsoll', schema: 'plimsoll', connections: 2 },
    ...{ password: { env: 'SECRET' }, tls: 'off' },
  };

  test('that does not answer is one clear error without the password', async () => {
    const open = openStore({ postgres: settings }, { ...context, clock: () => new Date(minute(0)) });
    const error: PlimsollError = await open.then(
      () => expect.unreachable(),
      (thrown) => thrown,
    );
    expect(`${error.code}: ${error.message}`).toMatch(/^store-failed: .*plimsoll on 127\.0\.0\.1:1.*nothing answers/);
    expect(inspect(error, { depth: 9 })).not.toContain('canary-password');
  });

  test('is reached in the clear on this machine only, and checks certificates unless told otherwise', async () => {
    const far = { ...settings, host: 'db.example.org' };
    expect(await codeOf(postgresConnection(far, context))).toMatch(/^configuration-invalid: /);
    expect(await postgresConnection({ ...far, tls: 'verify' }, context)).toMatchObject({
      ssl: { rejectUnauthorized: true },
    });
    expect(await postgresConnection({ ...far, tls: 'require' }, context)).toMatchObject({
      ssl: { rejectUnauthorized: false },
    });
    expect(await codeOf(postgresConnection({ ...far, tls: 'verify', ca: 'none.pem' }, context))).toMatch(
      /^file-unreadable/,
    );
    expect(await codeOf(postgresConnection(settings, { ...context, environment: {} }))).toMatch(/^secret-unreadable/);
  });
});

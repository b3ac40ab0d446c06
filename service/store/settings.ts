import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { type Limits, limitsWith, PlimsollError } from '../../engine/index.ts';
import { reasonOf } from '../config/read.ts';
import type { StoreSettings } from '../config/scheduling.ts';
import { readSecret } from '../config/secret.ts';

export type { StoreSettings };

export interface StoreContext {
  /** Folder that relative paths start from: that of plimsoll.yaml. */
  folder: string;
  environment: NodeJS.ProcessEnv;
  clock(): Date;
  /** Default: the limits of the table. */
  limits?: Limits;
}

/** Settings of a connection to PostgreSQL, as pg and what builds on it take them. */
export interface PostgresConnection {
  host: string;
  port: number;
  database: string;
  user: string;
  password?: string;
  ssl: false | ConnectionOptions;
  max: number;
  application_name: string;
}

/** Folder of the state: everything the server keeps on this machine. */
export function stateFolder(settings: StoreSettings, folder: string): string {
  return path.resolve(folder, settings.state ?? 'plimsoll-state');
}

/** Path of the SQLite file. */
export function sqliteFile(settings: StoreSettings, folder: string): string {
  if (settings.sqlite !== undefined) return path.resolve(folder, settings.sqlite);
  return path.join(stateFolder(settings, folder), 'plimsoll.db');
}

/** The limits in force for a store. */
export function limitsOf(context: StoreContext): Limits {
  return context.limits ?? limitsWith();
}

/**
 * How to reach the PostgreSQL server of the settings. Without TLS it is only reached on this machine.
 * @throws PlimsollError `configuration-invalid`, `secret-unreadable`, `file-unreadable`
 */
export async function postgresConnection(
  settings: NonNullable<StoreSettings['postgres']>,
  context: Pick<StoreContext, 'folder' | 'environment'>,
): Promise<PostgresConnection> {
  const { host, port, database, user, tls } = settings;
  if (tls === 'off' && !isHere(host)) {
    throw new PlimsollError('configuration-invalid', `store.postgres.tls is off, and ${host} is another machine`, {
      next: 'Set tls to verify or require: off is for loopback and sockets only.',
    });
  }
  const { folder, environment } = context;
  const password = settings.password === undefined ? null : await readSecret(settings.password, folder, environment);
  const ca = settings.ca === undefined ? undefined : await readCertificate(path.resolve(folder, settings.ca));
  const verified = { rejectUnauthorized: tls === 'verify', ...(ca === undefined ? {} : { ca }) };
  return {
    ...{ host, port, database, user, max: settings.connections, application_name: 'plimsoll' },
    ...(password === null ? {} : { password: password.reveal() }),
    ssl: tls === 'off' ? false : verified,
  };
}

function isHere(host: string): boolean {
  return host.startsWith('/') || host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

async function readCertificate(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new PlimsollError('file-unreadable', `${file} cannot be read: ${reasonOf(cause)}`, {
      place: { file },
      cause,
    });
  }
}

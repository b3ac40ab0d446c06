import { PlimsollError } from '../../engine/index.ts';
import { reasonOf } from '../config/read.ts';

/** Result codes of SQLite (their low byte), in words. */
const sqliteReasons: Record<number, string> = {
  5: 'another process holds its lock',
  6: 'another process holds its lock',
  8: 'it is read-only',
  10: 'the disk failed',
  13: 'the disk is full',
  14: 'its file cannot be opened',
  23: 'permission denied',
};
const sqliteCorrupt: ReadonlySet<number> = new Set([11, 26]);

/** SQLSTATE codes of PostgreSQL, or the start of them, in words. */
const postgresReasons: [string, string][] = [
  ['28', 'the server refused the user or the password'],
  ['3D000', 'the database does not exist'],
  ['42501', 'the user has not the rights'],
  ['53100', 'the disk of the server is full'],
  ['53300', 'the server has no connection left'],
  ['53', 'the server has no resources left'],
  ['55P03', 'another process holds a lock'],
  ['57014', 'a statement took longer than the limit storeStatementMilliseconds'],
  ['57P', 'the server is stopping or starting'],
  ['08', 'the connection broke'],
  ['40', 'another process changed the same rows'],
];
const postgresCorrupt = ['XX001', 'XX002'];

/**
 * One clear error from what a database or the file system threw.
 * @param what the store as people know it: its path, or its server
 */
export function storeFailure(thrown: unknown, what: string): PlimsollError {
  if (thrown instanceof PlimsollError) return thrown;
  const { errcode, code } = (thrown ?? {}) as { errcode?: unknown; code?: unknown };
  const cause = { cause: thrown };
  if (typeof errcode === 'number') {
    const low = errcode & 0xff;
    if (sqliteCorrupt.has(low)) return corrupt(`the store ${what} is damaged, or is no database`, thrown);
    return failed(what, sqliteReasons[low] ?? reasonOf(thrown), cause);
  }
  if (typeof code === 'string') {
    if (postgresCorrupt.includes(code)) return corrupt(`the store ${what} is damaged`, thrown);
    if (code === 'ENOSPC' || code === 'EDQUOT') return failed(what, 'the disk is full', cause);
    if (code === 'EROFS') return failed(what, 'it is read-only', cause);
    if (code === 'ECONNREFUSED') return failed(what, 'nothing answers there', cause);
    if (code === 'ENOTFOUND') return failed(what, 'there is no such host', cause);
    const known = postgresReasons.find(([start]) => code.startsWith(start));
    if (/^[0-9A-Z]{5}$/.test(code) && known !== undefined) return failed(what, known[1], cause);
  }
  return failed(what, reasonOf(thrown), cause);
}

/** What is stored is not what was stored. */
export function corrupt(message: string, cause?: unknown): PlimsollError {
  return new PlimsollError('store-corrupt', message, cause === undefined ? {} : { cause });
}

function failed(what: string, reason: string, details: { cause: unknown }): PlimsollError {
  return new PlimsollError('store-failed', `the store ${what} failed: ${reason}`, details);
}

/** The same functions, whose errors are ours. */
export function guarded<T extends object>(methods: T, what: string): T {
  const entries = Object.entries(methods).map(([name, method]) => [
    name,
    async (...given: unknown[]) => {
      try {
        return await (method as (...given: unknown[]) => Promise<unknown>)(...given);
      } catch (thrown) {
        throw storeFailure(thrown, what);
      }
    },
  ]);
  return Object.fromEntries(entries) as T;
}

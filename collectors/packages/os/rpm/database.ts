import type { Budget } from '../budget.ts';
import { asBuffer } from '../database-text.ts';
import { isBdb, readBdb } from './bdb.ts';
import type { Blobs } from './blobs.ts';
import { isNdb, readNdb } from './ndb.ts';
import { type RpmPackages, readRpmPackages } from './package.ts';
import { isSqlite, readSqlite } from './sqlite.ts';

/** Sizes of what SQLite leaves beside a database; 0 or null: not there. */
export interface Companions {
  /** `-wal`: changes that are not in the file yet. */
  log: number | null;
  /** `-journal`: what an interrupted change must be undone with. */
  journal: number | null;
}

/** Bytes of the head of a write-ahead log, which alone holds no change. */
const logHead = 32;

/**
 * Reads a database of rpm in any of its three forms, told by content. Never throws for bad content, and never gives
 * some packages of a damaged one as all: `corrupt` then says why. Packages and files are counted against the budget.
 */
export async function readRpmDatabase(bytes: Uint8Array, companions: Companions, budget: Budget): Promise<RpmPackages> {
  if ((companions.log ?? 0) > logHead) return unread('changes stand in a log beside it (-wal) and not in it');
  if ((companions.journal ?? 0) > 0) return unread('a change was interrupted, and its journal is beside it');
  const { blobs, corrupt } = await readBlobs(asBuffer(bytes), budget.packages);
  return corrupt === null ? readRpmPackages(blobs, budget) : unread(corrupt);
}

function unread(why: string): RpmPackages {
  return { packages: [], headers: 0, corrupt: why };
}

async function readBlobs(bytes: Buffer, most: number): Promise<Blobs> {
  if (isSqlite(bytes)) return readSqlite(bytes, most);
  if (isNdb(bytes)) return readNdb(bytes, most);
  if (isBdb(bytes)) return readBdb(bytes, most);
  return { blobs: [], corrupt: bytes.length === 0 ? 'it is empty' : 'it is of no known form' };
}

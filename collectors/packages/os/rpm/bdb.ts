import { type Blobs, corrupt } from './blobs.ts';

/** Marks of Berkeley DB's hash format, versions 8 to 10 (db: dbinc/db_page.h). Numbers are in the writer's order. */
const hashMagic = 0x061561;
const pageTypes = { free: 0, unsortedHash: 2, overflow: 7, meta: 8, hash: 13 } as const;
const itemTypes = { inline: 1, overflow: 3 } as const;
const pageHead = 26;

interface Database {
  bytes: Buffer;
  pageSize: number;
  pages: number;
  u16(position: number): number;
  u32(position: number): number;
}

/** What the pages hold: all pairs are counted, those of packages are kept. */
interface Pairs {
  count: number;
  blobs: Uint8Array[];
}

/** Whether bytes are a hash database of Berkeley DB. */
export function isBdb(bytes: Buffer): boolean {
  return bytes.length >= 512 && (bytes.readUInt32LE(12) === hashMagic || bytes.readUInt32BE(12) === hashMagic);
}

/**
 * Reads the headers out of a Berkeley DB database (`Packages` of older distributions): pairs of a number and a header,
 * large ones on chains of overflow pages. Fewer pairs than its head counts, or a chain that no pair names, tell of a
 * lost page.
 */
export function readBdb(bytes: Buffer, most: number): Blobs {
  const database = openDatabase(bytes);
  if (typeof database === 'string') return corrupt(database);
  const used = new Set<number>();
  const pairs: Pairs = { count: 0, blobs: [] };
  for (let page = 1; page < database.pages; page++) {
    const start = page * database.pageSize;
    const type = bytes[start + 25] ?? 0;
    if (type === pageTypes.free || type === pageTypes.overflow) continue;
    if (type !== pageTypes.hash && type !== pageTypes.unsortedHash) return corrupt(`page ${page} has an unknown type`);
    if (database.u32(start + 8) !== page) return corrupt(`page ${page} has a wrong number`);
    const problem = readPairs(database, start, used, pairs);
    if (problem !== null) return corrupt(`page ${page}: ${problem}`);
    if (pairs.blobs.length > most) return { blobs: pairs.blobs, corrupt: null };
  }
  for (let page = 1; page < database.pages; page++) {
    if (bytes[page * database.pageSize + 25] === pageTypes.overflow && !used.has(page)) {
      return corrupt(`page ${page} belongs to no package`);
    }
  }
  const counted = database.u32(88);
  if (pairs.count < counted) return corrupt(`it has ${pairs.count} of ${counted} entries`);
  return { blobs: pairs.blobs, corrupt: null };
}

function openDatabase(bytes: Buffer): Database | string {
  const little = bytes.readUInt32LE(12) === hashMagic;
  const u16 = (position: number) => (little ? bytes.readUInt16LE(position) : bytes.readUInt16BE(position));
  const u32 = (position: number) => (little ? bytes.readUInt32LE(position) : bytes.readUInt32BE(position));
  const [version, pageSize, lastPage] = [u32(16), u32(20), u32(32)];
  if (version < 8 || version > 10 || bytes[25] !== pageTypes.meta) return 'it is of an unknown form';
  if (pageSize < 512 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0) return 'its page size is not valid';
  if (bytes[24] !== 0 || bytes[26] !== 0) return 'it is encrypted, or has checksums or parts, which rpm never uses';
  if (bytes.length < (lastPage + 1) * pageSize) return 'it is cut off';
  return { bytes, pageSize, pages: Math.floor(bytes.length / pageSize), u16, u32 };
}

/** Keys and values take turns on a page. The value of key 0 is the last number given out, no header. */
function readPairs(database: Database, start: number, used: Set<number>, pairs: Pairs): string | null {
  const entries = database.u16(start + 20);
  if (entries % 2 !== 0 || pageHead + entries * 2 > database.pageSize) return 'its entries are damaged';
  let end = database.pageSize;
  let key: Buffer | null = null;
  for (let entry = 0; entry < entries; entry++) {
    const offset = database.u16(start + pageHead + entry * 2);
    if (offset >= end || offset < pageHead + entries * 2) return 'its entries are damaged';
    const item = database.bytes.subarray(start + offset, start + end);
    end = offset;
    const value = readItem(database, item, start + offset, used);
    if (value === null) return 'an entry is damaged';
    if (entry % 2 === 0) {
      if (value.length !== 4) return 'a key is damaged';
      key = value;
    } else {
      pairs.count++;
      if (key?.some((byte) => byte !== 0)) pairs.blobs.push(value);
    }
  }
  return null;
}

function readItem(database: Database, item: Buffer, position: number, used: Set<number>): Buffer | null {
  if (item[0] === itemTypes.inline) return item.subarray(1);
  if (item[0] !== itemTypes.overflow || item.length < 12) return null;
  return readChain(database, database.u32(position + 4), database.u32(position + 8), used);
}

/** A value on pages of its own, each naming the next. No page may be used twice, so that no chain is endless. */
function readChain(database: Database, first: number, length: number, used: Set<number>): Buffer | null {
  const { bytes, pageSize } = database;
  if (length > bytes.length) return null;
  const parts: Buffer[] = [];
  let total = 0;
  for (let page = first; page !== 0; page = database.u32(page * pageSize + 16)) {
    if (page >= database.pages || used.has(page)) return null;
    const start = page * pageSize;
    const size = database.u16(start + 22);
    if (bytes[start + 25] !== pageTypes.overflow || database.u32(start + 8) !== page) return null;
    if (size === 0 || pageHead + size > pageSize) return null;
    used.add(page);
    parts.push(bytes.subarray(start + pageHead, start + pageHead + size));
    total += size;
  }
  return total === length ? Buffer.concat(parts) : null;
}

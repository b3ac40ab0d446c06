import { createHash } from 'node:crypto';

/** One entry of the index of a header. */
interface IndexEntry {
  type: number;
  /** Where its data begin, in the blob. */
  start: number;
  count: number;
}

/** The header of one installed package, checked and indexed; values are read when asked for. */
export interface RpmHeader {
  /** A text, or the first of several (translations begin with the untranslated one); null: not stated. */
  text(tag: number): string | null;
  /** How many values it has; 0: not stated. */
  count(tag: number): number;
  /** Names as bytes; empty: not stated. */
  names(tag: number): Buffer[];
  /** Whole numbers of 16, 32 or 64 bits without sign; empty: not stated. */
  numbers(tag: number): number[];
}

/** A header, or why it is none. */
export type ReadHeader = { ok: true; header: RpmHeader } | { ok: false; why: string };

/** Bounds that rpm itself keeps: entries of the index, bytes of data. */
const maximumEntries = 0xffff;
const maximumData = 0x0fffffff;

/** Types of entries, and the bytes of one value; 0: a text ended by a zero byte. */
const sizes: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 0, 7: 1, 8: 0, 9: 0 };

/** What precedes a header in a package file, and is part of the digest. */
const fileMagic = Buffer.from('8eade80100000000', 'hex');

const imageTag = 61;
const immutableTag = 63;
const sha1Tag = 269;
const sha256Tag = 273;

/**
 * Reads the header of a package as rpm's databases hold it (rpm file format, "header structure", without magic):
 * two counts, the index, the data. Everything must lie inside, and where the header carries a digest of its
 * unchangeable part, that must match.
 */
export function readHeader(blob: Uint8Array): ReadHeader {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  if (bytes.length < 8) return { ok: false, why: 'a header is cut off' };
  const [entries, dataSize] = [bytes.readUInt32BE(0), bytes.readUInt32BE(4)];
  if (entries === 0 || entries > maximumEntries || dataSize > maximumData)
    return { ok: false, why: 'a header has no valid size' };
  const dataStart = 8 + entries * 16;
  if (bytes.length !== dataStart + dataSize) return { ok: false, why: 'a header is cut off' };
  const index = new Map<number, IndexEntry>();
  for (let position = 8; position < dataStart; position += 16) {
    const tag = bytes.readInt32BE(position);
    const entry = readEntry(bytes, position, dataStart);
    if (entry === null) return { ok: false, why: `entry ${tag} of a header lies outside of it` };
    // Entries after the unchangeable part replace those in it.
    index.set(tag, entry);
  }
  const header = headerOf(bytes, index);
  if (!matchesDigest(bytes, dataStart, index, header)) return { ok: false, why: 'a header does not match its digest' };
  return { ok: true, header };
}

function readEntry(bytes: Buffer, position: number, dataStart: number): IndexEntry | null {
  const type = bytes.readUInt32BE(position + 4);
  const start = dataStart + bytes.readUInt32BE(position + 8);
  const count = bytes.readUInt32BE(position + 12);
  const size = sizes[type];
  if (size === undefined || count === 0 || start > bytes.length) return null;
  // A text needs its end at least.
  return count * Math.max(size, 1) > bytes.length - start ? null : { type, start, count };
}

function headerOf(bytes: Buffer, index: ReadonlyMap<number, IndexEntry>): RpmHeader {
  return {
    text(tag) {
      const entry = index.get(tag);
      return entry === undefined ? null : (pieces(bytes, entry, 1)[0]?.toString('utf8') ?? null);
    },
    count: (tag) => index.get(tag)?.count ?? 0,
    names(tag) {
      const entry = index.get(tag);
      return entry === undefined ? [] : pieces(bytes, entry, entry.count);
    },
    numbers(tag) {
      const entry = index.get(tag);
      return entry === undefined ? [] : numbersOf(bytes, entry);
    },
  };
}

/** Texts one after the other, each ended by a zero byte; fewer than counted where the data end before. */
function pieces(bytes: Buffer, entry: IndexEntry, wanted: number): Buffer[] {
  const found: Buffer[] = [];
  if (entry.type !== 6 && entry.type !== 8 && entry.type !== 9) return found;
  let start = entry.start;
  while (found.length < wanted) {
    const end = bytes.indexOf(0, start);
    if (end < 0) break;
    found.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return found;
}

function numbersOf(bytes: Buffer, entry: IndexEntry): number[] {
  const size = sizes[entry.type] ?? 0;
  if (entry.type < 3 || entry.type > 5) return [];
  const numbers: number[] = [];
  for (let position = entry.start; numbers.length < entry.count; position += size) {
    numbers.push(size === 8 ? Number(bytes.readBigUInt64BE(position)) : bytes.readUIntBE(position, size));
  }
  return numbers;
}

/**
 * The unchangeable part (a "region") is the head of the index and of the data, up to a trailer that says how many
 * entries it has. Headers of very old packages have neither region nor digest: nothing to check.
 */
function matchesDigest(
  bytes: Buffer,
  dataStart: number,
  index: ReadonlyMap<number, IndexEntry>,
  header: RpmHeader,
): boolean {
  const sha256 = header.text(sha256Tag);
  const stated = sha256 ?? header.text(sha1Tag);
  const region = index.get(immutableTag);
  if (stated === null || region === undefined || bytes.readInt32BE(8) !== immutableTag) return true;
  const trailer = region.start;
  if (trailer + 16 > bytes.length || bytes.readUInt32BE(trailer) < imageTag) return false;
  const indexSize = -bytes.readInt32BE(trailer + 8);
  if (indexSize < 16 || indexSize % 16 !== 0 || 8 + indexSize > dataStart) return false;
  const counts = Buffer.alloc(8);
  counts.writeUInt32BE(indexSize / 16, 0);
  counts.writeUInt32BE(trailer + 16 - dataStart, 4);
  const hash = createHash(sha256 === null ? 'sha1' : 'sha256');
  for (const part of [fileMagic, counts, bytes.subarray(8, 8 + indexSize), bytes.subarray(dataStart, trailer + 16)]) {
    hash.update(part);
  }
  return hash.digest('hex') === stated;
}

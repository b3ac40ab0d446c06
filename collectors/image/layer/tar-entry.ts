import type { ByteString } from './names.ts';
import { HeaderFault, type TarHeader, tarType } from './tar-header.ts';
import { checkPaxTime, type PaxRecords, parsePax, paxLowNumber, paxNumber } from './tar-pax.ts';
import { paxSparseOf, type SparsePart } from './tar-sparse.ts';

/** An entry of an archive, with what pax and GNU headers before it said. */
export interface TarEntry {
  /** One of {@link tarType}, or another character that some tool means something by. */
  type: number;
  name: ByteString;
  link: ByteString;
  /** Bytes of the content, holes of sparse files included. */
  size: number;
  mode: number;
  uid: number;
  gid: number;
  /** Value of `security.capability` as hex; null: none. */
  capability: string | null;
  /** Parts of a sparse file that lie in the archive; null: not sparse. */
  sparse: SparsePart[] | null;
}

export interface AppliedEntry {
  entry: TarEntry;
  /** Bytes that follow in the archive. */
  packed: number;
  /** Map of a sparse file from pax records; `in-front`: it precedes the content. */
  map: SparsePart[] | 'in-front' | null;
}

/** Collects the entries that describe the next one, and applies them. */
export interface MetaReader {
  /** True where a header is one of those; its content is then handed over. @throws HeaderFault */
  begins(header: TarHeader): boolean;
  content(bytes: Buffer): void;
  end(): void;
  apply(header: TarHeader): AppliedEntry;
}

/** As in Go: no entry that describes another is longer. */
const metaBytes = 1024 * 1024;

export function createMetaReader(): MetaReader {
  let records: PaxRecords | null = null;
  let longName = '';
  let longLink = '';
  let type = 0;
  let pieces: Buffer[] = [];

  function begins(header: TarHeader): boolean {
    type = header.type;
    if (!isMeta(type)) return false;
    if (header.size < 0 || header.size > metaBytes) throw new HeaderFault('a header of headers is too long');
    pieces = [];
    return true;
  }

  function end(): void {
    const content = Buffer.concat(pieces).toString('latin1');
    pieces = [];
    if (type === tarType.pax) records = parsePax(content);
    else if (type === tarType.longName) longName = untilNul(content);
    else if (type === tarType.longLink) longLink = untilNul(content);
    else {
      // Engines pass over global headers, and with them over what described the next entry.
      parsePax(content);
      forget();
    }
  }

  function forget(): void {
    records = null;
    longName = '';
    longLink = '';
  }

  function apply(header: TarHeader): AppliedEntry {
    const entry: TarEntry = {
      type: header.type,
      name: header.name,
      link: header.link,
      size: header.size,
      mode: header.mode,
      uid: header.uid,
      gid: header.gid,
      capability: null,
      sparse: null,
    };
    if (records !== null) mergeRecords(entry, records);
    if (longName !== '') entry.name = longName;
    if (longLink !== '') entry.link = longLink;
    if (entry.type === tarType.oldFile) entry.type = entry.name.endsWith('/') ? tarType.directory : tarType.file;
    const bare = hasNoContent(entry.type);
    if (!bare && entry.size < 0) throw new HeaderFault('a negative size');
    const packed = bare ? 0 : entry.size;
    const sparse = records === null || entry.type === tarType.sparse ? null : paxSparseOf(records);
    forget();
    if (sparse === null) return { entry, packed, map: null };
    if (bare) throw new HeaderFault('a sparse entry that is not a file');
    if (sparse.name !== null) entry.name = sparse.name;
    if (sparse.size !== null) entry.size = sparse.size;
    return { entry, packed, map: sparse.parts ?? 'in-front' };
  }

  return { begins, content: (bytes) => void pieces.push(Buffer.from(bytes)), end, apply };
}

function mergeRecords(entry: TarEntry, records: PaxRecords): void {
  for (const [key, value] of records) {
    if (value === '') continue;
    if (key === 'path') entry.name = value;
    else if (key === 'linkpath') entry.link = value;
    else if (key === 'size') entry.size = paxNumber(value);
    else if (key === 'uid') entry.uid = paxLowNumber(value);
    else if (key === 'gid') entry.gid = paxLowNumber(value);
    else if (key === 'atime' || key === 'mtime' || key === 'ctime') checkPaxTime(value);
    else if (key === 'SCHILY.xattr.security.capability') {
      entry.capability = Buffer.from(value, 'latin1').toString('hex');
    }
  }
}

function isMeta(type: number): boolean {
  return type === tarType.pax || type === tarType.globalPax || type === tarType.longName || type === tarType.longLink;
}

/** Types that have no content, whatever their size says. */
export function hasNoContent(type: number): boolean {
  return type >= tarType.hardlink && type <= tarType.fifo;
}

function untilNul(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** Reads zip archives in memory, at once: inspectors have no time to wait. The one file that imports yauzl. */
import { EventEmitter } from 'node:events';
import { crc32, inflateRawSync } from 'node:zlib';
import yauzl from 'yauzl';

export interface ZipEntry {
  name: string;
  /** Unpacked bytes, as the archive says. */
  size: number;
  /** Unpacks it. Null: it is damaged, encrypted, packed in another way, or larger than it says. */
  read(): Buffer | null;
}

export type Zip = { entries: ZipEntry[] } | { damaged: string } | 'no-zip' | 'too-many';

const endMark = Buffer.from('PK\u0005\u0006', 'latin1');
const startMark = Buffer.from('PK', 'latin1');
const endBytes = 22;
const stored = 0;
const deflated = 8;

/** Lists a zip archive, also behind a script that starts it. `no-zip`: it does not look like one at all. */
export function openZip(whole: Buffer, mostEntries: number): Zip {
  const end = whole.lastIndexOf(endMark);
  if (end < 0) {
    return whole.subarray(0, startMark.length).equals(startMark) ? { damaged: 'its end is missing' } : 'no-zip';
  }
  const bytes = whole.subarray(startOf(whole, end));
  let file: yauzl.ZipFile | null = null;
  let failure: string | null = null;
  const take = (error: Error | null, opened: yauzl.ZipFile) => {
    if (error) failure = error.message;
    else file = opened;
  };
  const options = { lazyEntries: true, decodeStrings: false, validateEntrySizes: true, autoClose: false };
  yauzl.fromRandomAccessReader(memoryReader(bytes), bytes.length, options, take);
  if (file === null) return { damaged: plainReason(failure) };
  return listEntries(file, bytes, mostEntries);
}

/** Where the archive begins: its end tells how long its list is and where it should lie. */
function startOf(whole: Buffer, end: number): number {
  if (end + endBytes > whole.length || whole.subarray(0, 2).equals(startMark)) return 0;
  const start = end - whole.readUInt32LE(end + 12) - whole.readUInt32LE(end + 16);
  return start > 0 && whole.subarray(start, start + 2).equals(startMark) ? start : 0;
}

function listEntries(file: yauzl.ZipFile, bytes: Buffer, most: number): Zip {
  if (file.entryCount > most) return 'too-many';
  const entries: ZipEntry[] = [];
  let failure: string | null = null;
  file.on('error', (error: Error) => {
    failure ??= error.message;
  });
  file.on('entry', (entry: yauzl.Entry) => entries.push(zipEntry(file, bytes, entry)));
  for (let count = 1; count <= file.entryCount; count += 1) {
    file.readEntry();
    if (failure !== null || entries.length !== count) return { damaged: plainReason(failure) };
  }
  return { entries };
}

function zipEntry(file: yauzl.ZipFile, bytes: Buffer, entry: yauzl.Entry): ZipEntry {
  const { uncompressedSize: size, compressedSize: packedSize, compressionMethod: method } = entry;
  function read(): Buffer | null {
    if (entry.isEncrypted() || (method !== stored && method !== deflated)) return null;
    let start: number | null = null;
    file.readLocalFileHeader(entry, { minimal: true }, (error, header) => {
      if (!error) start = header.fileDataStart;
    });
    if (start === null) return null;
    const packed = bytes.subarray(start, start + packedSize);
    const content = method === stored ? packed : inflate(packed, size);
    return content?.length === size && crc32(content) === entry.crc32 ? content : null;
  }
  return { name: (entry.fileName as unknown as Buffer).toString('utf8'), size, read };
}

function inflate(packed: Buffer, size: number): Buffer | null {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch {
    return null;
  }
}

/** A reader of yauzl that answers at once. */
function memoryReader(bytes: Buffer): yauzl.RandomAccessReader {
  return Object.assign(new EventEmitter(), {
    ref() {},
    unref() {},
    close: (done: (error: Error | null) => void) => done(null),
    read(target: Buffer, at: number, length: number, position: number, done: (error: Error | null) => void) {
      if (position < 0 || position + length > bytes.length) return done(new Error('unexpected end'));
      bytes.copy(target, at, position, position + length);
      done(null);
    },
  }) as unknown as yauzl.RandomAccessReader;
}

function plainReason(failure: string | null): string {
  return failure === null ? 'its list of entries breaks off' : `it is no valid archive (${failure})`.slice(0, 200);
}

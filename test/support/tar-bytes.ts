/** Writes tar archives field by field, so that a test can write what no tool would. */

export interface RawEntry {
  name?: string | Buffer;
  /** Type character; `0`: a file. */
  type?: string;
  content?: string | Uint8Array;
  /** As the header says it, where that is not the length of the content. */
  size?: number;
  mode?: number;
  uid?: number;
  gid?: number;
  link?: string | Buffer;
  /** Magic and version: `ustar\0` `00` by default. */
  magic?: string;
  prefix?: string;
  /** Records of a pax header in front. */
  pax?: Record<string, string | Buffer>;
  /** Last changes to the header block, before its checksum. */
  change?(block: Buffer): void;
  /** The checksum itself is wrong. */
  badChecksum?: boolean;
}

const blockSize = 512;

/** An entry with its content and padding. */
export function tarEntry(entry: RawEntry): Buffer {
  const content = Buffer.from(entry.content ?? '');
  const parts = [headerBlock(entry, content.length), content, padding(content.length)];
  if (entry.pax !== undefined) parts.unshift(paxEntry(entry.pax));
  return Buffer.concat(parts);
}

/** An archive of entries, closed by two blocks of zeros. */
export function rawTar(...entries: readonly (RawEntry | Buffer)[]): Buffer {
  const parts = entries.map((entry) => (Buffer.isBuffer(entry) ? entry : tarEntry(entry)));
  return Buffer.concat([...parts, Buffer.alloc(2 * blockSize)]);
}

/** A pax header for the next entry; type `g` for all that follow. */
export function paxEntry(records: Record<string, string | Buffer>, type = 'x'): Buffer {
  const content = Buffer.concat(Object.entries(records).map(([key, value]) => paxRecord(key, value)));
  return tarEntry({ name: 'PaxHeaders/next', type, content });
}

export function paxRecord(key: string, value: string | Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value as string), Buffer.from('\n')]);
  let length = rest.length + 1;
  while (length !== rest.length + String(length).length) length = rest.length + String(length).length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** GNU's header for a long name (`L`) or link (`K`) of the next entry. */
export function longEntry(type: 'L' | 'K', text: string): Buffer {
  return tarEntry({ name: '././@LongLink', type, magic: 'ustar  \0', content: `${text}\0` });
}

function headerBlock(entry: RawEntry, length: number): Buffer {
  const block = Buffer.alloc(blockSize);
  Buffer.from(entry.name ?? '').copy(block, 0, 0, 100);
  octal(block, 100, 8, entry.mode ?? 0o644);
  octal(block, 108, 8, entry.uid ?? 0);
  octal(block, 116, 8, entry.gid ?? 0);
  octal(block, 124, 12, entry.size ?? length);
  octal(block, 136, 12, 0);
  block.write(entry.type ?? '0', 156, 'latin1');
  Buffer.from(entry.link ?? '').copy(block, 157, 0, 100);
  block.write(entry.magic ?? 'ustar\x0000', 257, 'latin1');
  octal(block, 329, 8, 0);
  octal(block, 337, 8, 0);
  block.write(entry.prefix ?? '', 345, 'latin1');
  entry.change?.(block);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0) + (entry.badChecksum === true ? 1 : 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** Octal digits where they fit, else base 256. */
export function octal(block: Buffer, at: number, length: number, value: number): void {
  const digits = value.toString(8);
  if (value >= 0 && digits.length < length) {
    block.write(`${digits.padStart(length - 1, '0')}\0`, at, 'latin1');
    return;
  }
  let rest = BigInt(value);
  for (let index = at + length - 1; index >= at; index--) {
    block[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  block[at] = block[at]! | 0x80;
}

function padding(length: number): Buffer {
  return Buffer.alloc((blockSize - (length % blockSize)) % blockSize);
}

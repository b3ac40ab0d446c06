/** Writes tar archives entry by entry, also such as no good tool would write. */
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';

export interface TarEntry {
  path: string;
  content?: string | Uint8Array;
  /** As node-tar names types; `File` without one. */
  type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO';
  linkpath?: string;
  /** The type as written into the archive, where node-tar has no name for it. */
  typeByte?: string;
}

/** The archive, not compressed. */
export function tarOf(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, content = '', type = 'File', linkpath = '', typeByte }) => {
    const bytes = Buffer.from(content);
    const header = new Header({ path, mode: 0o600, size: bytes.byteLength, type, linkpath, mtime: new Date(0) });
    header.encode();
    if (typeByte !== undefined) retype(header.block!, typeByte);
    return [header.block!, bytes, Buffer.alloc((512 - (bytes.byteLength % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** Writes another type into a header, with the checksum that goes with it: the sum of all bytes, its own as spaces. */
function retype(block: Buffer, typeByte: string): void {
  block.write(typeByte, 156, 'latin1');
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
}

/** The archive, gzipped. */
export function tarGzipOf(entries: readonly TarEntry[]): Buffer {
  return gzipSync(tarOf(entries));
}

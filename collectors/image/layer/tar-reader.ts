/**
 * Reads a tar archive as it streams by, without copying content. It sees what Go's archive/tar sees, since engines
 * unpack with that one; docs/decisions/0010-own-tar-reader.md tells why it is our own.
 */
import { PlimsollError } from '../../../engine/index.ts';
import { createMetaReader, type TarEntry } from './tar-entry.ts';
import { blockSize, HeaderFault, isZeroBlock, parseHeader, tarType } from './tar-header.ts';
import { checkSparseMap, createSparseMapReader, oldSparseSize, readOldSparse, type SparsePart } from './tar-sparse.ts';

export type { TarEntry };

export interface TarVisitor {
  /** A new entry; true: its content is wanted. Entries of pax and GNU that describe others are not shown. */
  entry(entry: TarEntry): boolean;
  /** A piece of wanted content and where it belongs; of a sparse file holes are left out. Valid during the call only. */
  piece(bytes: Buffer, position: number): void;
  /** The entry that was last shown is complete. */
  end(): void;
}

export interface TarEnd {
  /** Bytes behind the end of the archive that are not zero; null: none. */
  trailing: { offset: number } | null;
}

export interface TarReader {
  /** @throws PlimsollError `archive-invalid` */
  push(chunk: Uint8Array): void;
  /** The input is over. @throws PlimsollError `archive-invalid` where it is cut off */
  finish(): TarEnd;
}

type State = 'header' | 'second-zero' | 'old-sparse' | 'sparse-map' | 'content' | 'meta' | 'padding' | 'ended';

/** @param name how messages call the archive */
export function createTarReader(name: string, visitor: TarVisitor): TarReader {
  const meta = createMetaReader();
  const carry = Buffer.alloc(blockSize);
  let carried = 0;
  let state: State = 'header';
  /** Where the chunk that is being read begins. */
  let base = 0;
  /** Bytes of content or padding to come. */
  let remaining = 0;
  let padding = 0;
  let current: TarEntry | null = null;
  let wanted = false;
  let position = 0;
  let sparse: SparsePart[] = [];
  let sparseAt = 0;
  let mapReader = createSparseMapReader();
  let trailing: TarEnd['trailing'] = null;

  function push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let at = 0;
    try {
      while (at < bytes.length) at = state === 'ended' ? drain(bytes, at) : step(bytes, at);
    } catch (thrown) {
      if (!(thrown instanceof HeaderFault)) throw thrown;
      const message = `The ${name} is not a whole tar archive: ${thrown.message}, near byte ${base + at}.`;
      throw new PlimsollError('archive-invalid', message);
    }
    base += bytes.length;
  }

  function step(bytes: Buffer, at: number): number {
    if (state === 'content' || state === 'meta' || state === 'padding') return consume(bytes, at);
    if (carried === 0 && bytes.length - at >= blockSize) {
      block(bytes, at);
      return at + blockSize;
    }
    const taken = bytes.copy(carry, carried, at, at + blockSize - carried);
    carried += taken;
    if (carried === blockSize) {
      carried = 0;
      block(carry, 0);
    }
    return at + taken;
  }

  function block(bytes: Buffer, at: number): void {
    if (state === 'sparse-map') {
      mapBlock(bytes, at);
      return;
    }
    if (state === 'old-sparse') {
      if (!readOldSparse(bytes, at, 'extension', sparse).more) show();
      return;
    }
    if (isZeroBlock(bytes, at)) {
      state = state === 'second-zero' ? 'ended' : 'second-zero';
      return;
    }
    if (state === 'second-zero') throw new HeaderFault('one block of zeros and then something else');
    header(bytes, at);
  }

  function header(bytes: Buffer, at: number): void {
    const raw = parseHeader(bytes, at);
    if (meta.begins(raw)) {
      remaining = raw.size;
      padding = paddingOf(remaining);
      enter('meta');
      return;
    }
    const { entry, packed, map } = meta.apply(raw);
    current = entry;
    remaining = packed;
    padding = paddingOf(packed);
    sparse = [];
    if (raw.type === tarType.sparse) {
      if (raw.format !== 'gnu') throw new HeaderFault('a sparse file that is not of GNU tar');
      entry.size = oldSparseSize(bytes, at);
      entry.sparse = sparse;
      if (readOldSparse(bytes, at, 'header', sparse).more) state = 'old-sparse';
      else show();
      return;
    }
    if (map === 'in-front') {
      mapReader = createSparseMapReader();
      state = 'sparse-map';
      return;
    }
    if (map !== null) {
      sparse = map;
      entry.sparse = sparse;
    }
    show();
  }

  function mapBlock(bytes: Buffer, at: number): void {
    remaining -= blockSize;
    if (remaining < 0) throw new HeaderFault('a sparse map is cut off');
    const parts = mapReader.block(bytes, at);
    if (parts === null) return;
    sparse = parts;
    current!.sparse = parts;
    show();
  }

  /** All is known of the entry: its content begins. */
  function show(): void {
    const entry = current!;
    if (entry.sparse !== null) checkSparseMap(entry.sparse, entry.size, remaining);
    position = 0;
    sparseAt = 0;
    wanted = visitor.entry(entry);
    enter('content');
  }

  function enter(next: 'content' | 'meta'): void {
    state = next;
    if (remaining === 0) leave();
  }

  function leave(): void {
    if (state === 'meta') meta.end();
    if (state === 'content') visitor.end();
    remaining = state === 'padding' ? 0 : padding;
    state = remaining > 0 ? 'padding' : 'header';
  }

  function consume(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + remaining);
    if (state === 'meta') meta.content(bytes.subarray(at, end));
    else if (state === 'content' && wanted) give(bytes.subarray(at, end));
    remaining -= end - at;
    if (remaining === 0) leave();
    return end;
  }

  function give(bytes: Buffer): void {
    if (current!.sparse === null) {
      visitor.piece(bytes, position);
      position += bytes.length;
      return;
    }
    let at = 0;
    while (at < bytes.length) {
      const part = sparse[sparseAt]!;
      const end = Math.min(bytes.length, at + part.length - position);
      if (end > at) visitor.piece(bytes.subarray(at, end), part.offset + position);
      position += end - at;
      at = end;
      if (position === part.length) {
        sparseAt++;
        position = 0;
      }
    }
  }

  function drain(bytes: Buffer, at: number): number {
    if (trailing !== null) return bytes.length;
    const first = bytes.subarray(at).findIndex((byte) => byte !== 0);
    if (first >= 0) trailing = { offset: base + at + first };
    return bytes.length;
  }

  function finish(): TarEnd {
    const cut =
      carried > 0 || (remaining > 0 && state !== 'padding') || state === 'old-sparse' || state === 'sparse-map';
    if (!cut) return { trailing };
    throw new PlimsollError('archive-invalid', `The ${name} is cut off after ${base} bytes.`);
  }

  return { push, finish };
}

function paddingOf(size: number): number {
  return (blockSize - (size % blockSize)) % blockSize;
}

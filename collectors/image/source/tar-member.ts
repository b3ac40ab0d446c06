/** Members of tar archives, the outer ones that hold an image, one header at a time. */
import { PlimsollError } from '../../../engine/index.ts';
import type { ByteString } from '../layer/names.ts';
import { type AppliedEntry, createMetaReader } from '../layer/tar-entry.ts';
import { blockSize, HeaderFault, isZeroBlock, parseHeader, tarType } from '../layer/tar-header.ts';

/** One member of an archive, in the order in which it lies. */
export interface Member {
  /** Without `./` and slashes at its ends. */
  path: string;
  type: 'file' | 'link' | 'other';
  size: number;
  /** Path inside the archive that a symbolic or hard link means; null: no link, or one that leads outside. */
  target: string | null;
}

/** Gives bytes in order. */
export interface Blocks {
  readonly name: string;
  /** So many bytes; null: nothing is left. @throws PlimsollError `archive-invalid` where only some are left. */
  take(length: number): Promise<Uint8Array | null>;
}

/** Bytes of content with the padding after it. */
export function paddedSize(size: number): number {
  return Math.ceil(size / blockSize) * blockSize;
}

/**
 * Reads the headers up to the next member; its content comes next.
 * @returns null at the end.
 * @throws PlimsollError `archive-invalid`
 */
export async function nextMember(blocks: Blocks): Promise<Member | null> {
  const meta = createMetaReader();
  for (;;) {
    const block = bufferOf(await blocks.take(blockSize));
    if (block === null || isZeroBlock(block, 0)) return null;
    const content = await sound(blocks.name, async () => {
      const header = parseHeader(block, 0);
      if (!meta.begins(header)) return memberOf(meta.apply(header));
      const extra = header.size === 0 ? Buffer.alloc(0) : bufferOf(await blocks.take(paddedSize(header.size)));
      if (extra === null) throw new HeaderFault('it ends too early');
      meta.content(extra.subarray(0, header.size));
      meta.end();
      return null;
    });
    if (content !== null) return content;
  }
}

function bufferOf(bytes: Uint8Array | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whatever is wrong with a header makes the archive invalid: what follows could not be told apart. */
async function sound<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof HeaderFault)) throw error;
    const message = `${name} is not a tar archive, or is damaged: ${error.message}.`;
    throw new PlimsollError('archive-invalid', message, { place: { file: name }, cause: error });
  }
}

function memberOf({ entry, packed, map }: AppliedEntry): Member {
  const path = cleanPath(textOf(entry.name));
  const link = textOf(entry.link);
  switch (entry.type) {
    case tarType.file:
    case tarType.oldFile:
    case tarType.contiguous:
      // Nobody writes a layer as a sparse file; what is in one cannot be handed over as it lies.
      if (map !== null || entry.sparse !== null || entry.name.endsWith('/')) break;
      return { path, type: 'file', size: packed, target: null };
    case tarType.hardlink:
      return { path, type: 'link', size: packed, target: insidePath('', link) };
    case tarType.symlink:
      return { path, type: 'link', size: packed, target: insidePath(path.split('/').slice(0, -1).join('/'), link) };
  }
  return { path, type: 'other', size: packed, target: null };
}

function textOf(name: ByteString): string {
  return Buffer.from(name, 'latin1').toString('utf8');
}

/** A path without `./`, doubled slashes and slashes at its ends. */
export function cleanPath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** A path relative to a folder of the archive; null: it leads outside. */
export function insidePath(folder: string, target: string): string | null {
  const parts = target.startsWith('/') ? [] : folder.split('/').filter((part) => part !== '');
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

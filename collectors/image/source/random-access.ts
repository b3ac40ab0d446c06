import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { PlimsollError } from '../../../engine/index.ts';

/** Bytes that can be read at any place: a file, or a buffer in tests. */
export interface RandomAccess {
  /** How messages call it: the path as it was given. */
  readonly name: string;
  readonly size: number;
  /** Exactly so many bytes from a place. @throws PlimsollError `archive-invalid` where there are fewer. */
  read(position: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

const chunkBytes = 1024 * 1024;

/**
 * Opens a regular file; anything else (a fifo, a device) is refused unopened or unread.
 * @throws PlimsollError `file-unreadable`
 */
export async function openFileAccess(file: string): Promise<RandomAccess> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const status = await handle.stat();
    if (!status.isFile()) throw new PlimsollError('file-unreadable', `${file} is not a regular file.`);
    return fileAccess(file, handle, status.size);
  } catch (error) {
    await handle?.close();
    if (error instanceof PlimsollError) throw error;
    const code = String((error as NodeJS.ErrnoException).code ?? 'unknown');
    const message = code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read (${code}).`;
    throw new PlimsollError('file-unreadable', message, { place: { file }, cause: error });
  }
}

function fileAccess(name: string, handle: FileHandle, size: number): RandomAccess {
  return {
    name,
    size,
    async read(position, length) {
      const bytes = Buffer.allocUnsafe(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled);
        if (bytesRead === 0) throw endsEarly(name);
        filled += bytesRead;
      }
      return bytes;
    },
    close: () => handle.close(),
  };
}

/** A buffer as something that can be read at any place. */
export function accessOf(bytes: Uint8Array, name = 'archive'): RandomAccess {
  return {
    name,
    size: bytes.byteLength,
    async read(position, length) {
      if (position + length > bytes.byteLength) throw endsEarly(name);
      return bytes.subarray(position, position + length);
    },
    close: async () => {},
  };
}

/** Streams a range in chunks of at most 1 MiB. */
export async function* streamRange(access: RandomAccess, start: number, length: number): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < length; ) {
    const size = Math.min(chunkBytes, length - done);
    yield await access.read(start + done, size);
    done += size;
  }
}

/** The error of an archive that is shorter than it says. */
export function endsEarly(name: string): PlimsollError {
  return new PlimsollError('archive-invalid', `${name} ends too early: it was cut off.`, { place: { file: name } });
}

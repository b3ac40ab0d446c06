import fs from 'node:fs';
import { createZstdDecompress } from 'node:zlib';
import { PlimsollError } from '../errors.ts';

/** Opens the bytes of a snapshot from their beginning; called again for each pass over them. */
export type OpenBytes = () => AsyncIterable<Uint8Array>;

const zstdMagic = [0x28, 0xb5, 0x2f, 0xfd];
const chunkBytes = 1 << 18;

/** The bytes of a file, in large chunks. Throws `file-unreadable` when they are read and cannot be. */
export function fileBytes(file: string): OpenBytes {
  return async function* open(): AsyncIterable<Uint8Array> {
    try {
      yield* fs.createReadStream(file, { highWaterMark: chunkBytes });
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new PlimsollError('file-unreadable', `The snapshot cannot be read: ${why}.`, { place: { file }, cause });
    }
  };
}

/** The same bytes, uncompressed where they are zstd: recognised by content, never by name. */
export function uncompressed(open: OpenBytes): OpenBytes {
  return async function* read(): AsyncIterable<Uint8Array> {
    const chunks = open()[Symbol.asyncIterator]();
    try {
      const begun = await firstBytes(chunks);
      if (!zstdMagic.every((byte, index) => begun[index] === byte)) {
        if (begun.length > 0) yield begun;
        yield* rest(chunks);
        return;
      }
      yield* unpack(begun, chunks);
    } finally {
      await chunks.return?.();
    }
  };
}

async function firstBytes(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let begun: Uint8Array = new Uint8Array();
  while (begun.length < zstdMagic.length) {
    const next = await chunks.next();
    if (next.done) break;
    begun = begun.length === 0 ? next.value : Buffer.concat([begun, next.value]);
  }
  return begun;
}

async function* rest(chunks: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
}

/** Unpacks one frame. What follows it is not read: the digest inside covers all that counts. */
async function* unpack(begun: Uint8Array, chunks: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  const decompress = createZstdDecompress();
  let failed: unknown;
  const feeding = feed(begun, chunks, decompress).catch((error: unknown) => {
    failed = error;
    decompress.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    yield* decompress as AsyncIterable<Uint8Array>;
    await feeding;
  } catch (cause) {
    throw failed ?? compressionError(cause);
  } finally {
    decompress.destroy();
    await feeding;
  }
}

async function feed(
  begun: Uint8Array,
  chunks: AsyncIterator<Uint8Array>,
  into: NodeJS.WritableStream & { destroyed: boolean },
): Promise<void> {
  async function* all(): AsyncIterable<Uint8Array> {
    yield begun;
    yield* rest(chunks);
  }
  for await (const chunk of all()) {
    if (into.destroyed) return;
    if (into.write(chunk)) continue;
    await new Promise<void>((resolve) => {
      const done = () => {
        into.off('drain', done).off('close', done);
        resolve();
      };
      into.on('drain', done).on('close', done);
    });
  }
  if (!into.destroyed) into.end();
}

function compressionError(cause: unknown): unknown {
  if (cause instanceof PlimsollError || !(cause instanceof Error)) return cause;
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'Z_BUF_ERROR') {
    return new PlimsollError('snapshot-truncated', 'The compressed snapshot ends early or is damaged.', { cause });
  }
  return new PlimsollError('snapshot-corrupt', `The compressed snapshot is damaged: ${cause.message}.`, { cause });
}

import { pipeline, Readable } from 'node:stream';
import zlib from 'node:zlib';
import { PlimsollError } from '../../../engine/index.ts';
import { zstdFrames } from './zstd-frames.ts';

export type Compression = 'none' | 'gzip' | 'zstd';

/** A blob as it is unpacked. */
export interface Unpacking {
  chunks: AsyncIterable<Uint8Array>;
  /** How many bytes of the blob were read so far. */
  bytesRead(): number;
}

const chunkSize = 256 * 1024;

/**
 * Unpacks gzip (all members) and zstd (all frames), recognised by content; anything else passes as it is.
 *
 * @param name how messages call the blob
 * The chunks throw PlimsollError `archive-invalid` where the compressed data are broken, cut off, or followed by others.
 */
export function unpack(blob: AsyncIterable<Uint8Array>, name: string): Unpacking {
  let read = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of blob) {
      read += chunk.byteLength;
      if (chunk.byteLength > 0) yield chunk;
    }
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const { start, all } = await peek(counted());
    const compression = compressionOf(start);
    if (compression === 'gzip') yield* gunzipped(all, name, () => read);
    else if (compression === 'zstd')
      yield* decompressed(zstdFrames(all, name), zlib.createZstdDecompress({ chunkSize }), name);
    else if (compression === 'none') yield* all;
    else
      throw new PlimsollError(
        'archive-invalid',
        `The ${name} is compressed with ${compression}, which layers never are.`,
      );
  }
  return { chunks: chunks(), bytesRead: () => read };
}

/** What the first bytes say; another name: a compression that layers do not have. */
export function compressionOf(start: Uint8Array): Compression | 'bzip2' | 'xz' {
  const bytes = Buffer.from(start.buffer, start.byteOffset, Math.min(start.byteLength, 6));
  const hex = bytes.toString('hex');
  if (hex.startsWith('1f8b')) return 'gzip';
  if (hex.startsWith('28b52ffd') || /^5.2a4d18/.test(hex)) return 'zstd';
  if (hex.startsWith('fd377a585a00')) return 'xz';
  if (hex.startsWith('425a68') && /^[1-9]1$/.test(bytes.toString('latin1', 3, 5))) return 'bzip2';
  return 'none';
}

async function peek(
  source: AsyncGenerator<Uint8Array>,
): Promise<{ start: Uint8Array; all: AsyncGenerator<Uint8Array> }> {
  const held: Uint8Array[] = [];
  let length = 0;
  while (length < 6) {
    const { value, done } = await source.next();
    if (done === true) break;
    held.push(value);
    length += value.byteLength;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* held;
      yield* source;
    } finally {
      await source.return(undefined);
    }
  }
  return { start: Buffer.concat(held), all: all() };
}

async function* gunzipped(
  source: AsyncIterable<Uint8Array>,
  name: string,
  given: () => number,
): AsyncGenerator<Uint8Array> {
  const decoder = zlib.createGunzip({ chunkSize });
  yield* decompressed(source, decoder, name);
  // Zeros behind the last member end the decoder without an error, whatever follows them.
  if (decoder.bytesWritten !== given()) {
    throw new PlimsollError(
      'archive-invalid',
      `The ${name} goes on after its gzip data, at byte ${decoder.bytesWritten}.`,
    );
  }
}

async function* decompressed(
  source: AsyncIterable<Uint8Array>,
  decoder: zlib.Gunzip | zlib.ZstdDecompress,
  name: string,
): AsyncGenerator<Uint8Array> {
  // Its error reaches the loop below, which the decoder is destroyed with.
  pipeline(Readable.from(source, { objectMode: true, highWaterMark: 2 }), decoder, () => undefined);
  try {
    for await (const chunk of decoder) yield chunk as Uint8Array;
  } catch (thrown) {
    if (thrown instanceof PlimsollError || !isDataError(thrown)) throw thrown;
    throw new PlimsollError('archive-invalid', `The ${name} cannot be decompressed: ${thrown.message}.`, {
      cause: thrown,
    });
  } finally {
    decoder.destroy();
  }
}

function isDataError(thrown: unknown): thrown is Error {
  const code = (thrown as { code?: unknown }).code;
  return thrown instanceof Error && typeof code === 'string' && /^(?:Z_|ZSTD_)/.test(code);
}

import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { type Limits, PlimsollError } from '../../../engine/index.ts';

export type Compression = 'gzip' | 'zstd' | 'none';

/** How bytes are compressed, by their first four. */
export function compressionOf(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  return 'none';
}

/**
 * Unpacks a stream, all members and frames of it.
 * @param size - bytes of the packed stream, for the limit archiveRatio.
 * @throws PlimsollError `archive-invalid`, `limit-reached`
 */
export async function* unpacked(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  compression: Exclude<Compression, 'none'>,
  limits: Pick<Limits, 'archiveRatio' | 'archiveRatioFrom' | 'imageBytes'>,
): AsyncGenerator<Uint8Array> {
  let packed = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      packed += chunk.byteLength;
      yield chunk;
    }
  }
  const unpacker = compression === 'gzip' ? createGunzip() : createZstdDecompress();
  const source = Readable.from(counted(), { objectMode: false });
  source.on('error', (error) => unpacker.destroy(error));
  source.pipe(unpacker);
  let total = 0;
  try {
    for await (const chunk of unpacker as AsyncIterable<Buffer>) {
      total += chunk.byteLength;
      if (total > limits.imageBytes) throw reached(name, 'imageBytes');
      if (total > limits.archiveRatioFrom && total > packed * limits.archiveRatio) throw reached(name, 'archiveRatio');
      yield chunk;
    }
  } catch (error) {
    if (error instanceof PlimsollError) throw error;
    const message = `${name} is damaged: its ${compression} data cannot be unpacked.`;
    throw new PlimsollError('archive-invalid', message, { place: { file: name }, cause: error });
  } finally {
    source.destroy();
    unpacker.destroy();
  }
}

function reached(name: string, limit: 'imageBytes' | 'archiveRatio'): PlimsollError {
  return new PlimsollError('limit-reached', `${name} unpacks to more than the limit ${limit} allows.`, {
    place: { file: name },
  });
}

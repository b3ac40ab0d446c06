import { createHash } from 'node:crypto';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { ImageSource } from '../../../../collectors/image/contract.ts';
import { PlimsollError } from '../../../../engine/index.ts';

/** Reads the layers of a source; digests of what they unpack to, by diff id. */
export async function digestsOf(source: ImageSource, wanted?: readonly string[]): Promise<Record<string, string>> {
  const read: Record<string, string> = {};
  const all = source.about.layers.map(({ diffId }) => diffId);
  await source.readLayers(new Set(wanted ?? all), async ({ diffId, bytes }) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of bytes) chunks.push(chunk);
    const digest = `sha256:${createHash('sha256')
      .update(unpacked(Buffer.concat(chunks)))
      .digest('hex')}`;
    read[diffId ?? digest] = digest;
  });
  return read;
}

/** What reading all layers rightly gives: each diff id is the digest of its content. */
export function rightDigests(source: ImageSource): Record<string, string> {
  return Object.fromEntries(source.about.layers.map(({ diffId }) => [diffId, diffId]));
}

function unpacked(bytes: Buffer): Buffer {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes);
  return bytes.readUInt32LE(0) === 0xfd2fb528 ? zstdDecompressSync(bytes) : bytes;
}

/** What an attempt fails with: code, place and message. */
export async function failureOf(
  attempt: () => Promise<unknown>,
): Promise<{ code: string; place: string; text: string }> {
  try {
    await attempt();
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
    return { code: error.code, place: error.place?.file ?? '', text: `${error.message} ${error.next}` };
  }
  throw new Error('it did not fail');
}

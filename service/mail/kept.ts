import { digestOf, limitsWith, PlimsollError } from '../../engine/index.ts';
import type { ArtifactStore } from '../store/contract.ts';
import { smallField } from './identity.ts';

/**
 * Reads kept bytes whole, checking them against their digest.
 * @throws PlimsollError `not-found`, `store-corrupt`, `limit-reached`
 */
export async function readArtifact(artifacts: Pick<ArtifactStore, 'open'>, digest: string): Promise<Uint8Array> {
  const limit = limitsWith().resultFileBytes;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of await artifacts.open(digest)) {
    size += chunk.length;
    if (size > limit) {
      throw new PlimsollError('limit-reached', `a kept message is longer than the limit resultFileBytes (${limit})`);
    }
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  if (digestOf(bytes) !== digest) {
    throw new PlimsollError('store-corrupt', `the kept bytes ${digest} do not match their digest`);
  }
  return bytes;
}

/** The digest of the small form that a message names in its head; null: it names none. */
export function smallDigest(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes.subarray(0, 16_384)).toString('latin1');
  const head = text.slice(0, text.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  const found = new RegExp(`^${smallField}: *(sha256:[0-9a-f]{64})$`, 'mi').exec(head);
  return found?.[1] ?? null;
}

import type { LimitName } from '../../../engine/index.ts';
import { LimitError } from './registry-error.ts';
import type { Answer } from './transport.ts';

/**
 * Reads a body to its end, counting.
 * @throws PlimsollError `limit-reached` with the limit's name; LinkError where it ends early.
 */
export async function readAll(answer: Answer, most: number, limit: LimitName, what: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.length;
    if (size > most) {
      throw new LimitError(limit, most, `Registry ${answer.url.host}: ${what} has more bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

import type { IncomingMessage } from 'node:http';
import type { Limits } from '../../engine/index.ts';
import { ApiFailure } from './api-failure.ts';

/**
 * Reads an answer's body as text, counting while it comes.
 * @throws ApiFailure `limit` above apiJsonBytes, `parse-error` where the body ends early.
 */
export async function readBody(response: IncomingMessage, limits: Pick<Limits, 'apiJsonBytes'>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limits.apiJsonBytes)
        throw new ApiFailure('limit', 'the answer is longer than apiJsonBytes', { limit: 'apiJsonBytes' });
      chunks.push(chunk);
    }
  } catch (error) {
    response.destroy();
    if (error instanceof ApiFailure) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ECONNRESET' || !response.complete) {
      throw new ApiFailure('parse-error', 'the answer ends too early', { cause: error });
    }
    throw error;
  }
  return Buffer.concat(chunks).toString('utf8');
}

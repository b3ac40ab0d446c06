import type { IncomingMessage } from 'node:http';
import type { Limits } from '../../engine/index.ts';
import { ApiFailure, failureOf } from './api-failure.ts';

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

/**
 * Streams an answer's body. An engine that is silent for too long is given up; the time that the reader takes between
 * two chunks does not count.
 * @throws ApiFailure `timeout`, and `parse-error` where the body ends early.
 */
export async function* streamBody(
  response: IncomingMessage,
  options: { limits: Pick<Limits, 'apiRequestMilliseconds'>; signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const chunks = response[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const patience = setTimeout(
        () => response.destroy(new ApiFailure('timeout', 'the engine fell silent while it was exporting an image')),
        options.limits.apiRequestMilliseconds,
      );
      const next = await chunks.next().finally(() => clearTimeout(patience));
      if (next.done === true) break;
      yield next.value;
    }
    if (!response.complete) throw new ApiFailure('parse-error', 'the answer ends too early');
  } catch (error) {
    if (error instanceof ApiFailure) throw error;
    if (!response.complete && !options.signal.aborted) {
      throw new ApiFailure('parse-error', 'the answer ends too early', { cause: error });
    }
    throw failureOf(error, options.signal);
  } finally {
    response.destroy();
  }
}

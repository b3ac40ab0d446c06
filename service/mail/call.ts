/** HTTP calls of the service to addresses of the configuration: token, webhook, heartbeat. */
import { limitsWith } from '../../engine/index.ts';
import { isLoopback } from './server.ts';

export interface HttpCall {
  /** May hold a secret: it is in no error and no answer. */
  url: string;
  method: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  signal?: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  /** The body up to the limit `webhookAnswerBytes`. */
  text: string;
}

/**
 * Makes one call. Redirects are not followed: they would carry the body and its signature to an address nobody
 * configured. Plain http is for this machine only.
 * @throws Error with a short reason in which the address does not occur
 */
export async function httpCall({ url, method, headers, body, signal }: HttpCall): Promise<HttpAnswer> {
  const parsed = URL.parse(url);
  if (parsed === null) throw new Error('the address is not a URL');
  const secure = parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLoopback(parsed.hostname));
  if (!secure) throw new Error('the address must begin with https://');
  const limits = limitsWith();
  const timeout = AbortSignal.timeout(limits.webhookMilliseconds);
  try {
    const response = await fetch(parsed, {
      method,
      redirect: 'manual',
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, text: await limited(response, limits.webhookAnswerBytes) };
  } catch (error) {
    // Messages of fetch may hold the address.
    throw new Error(timeout.aborted ? 'no answer in time (webhookMilliseconds)' : callFault(error), {
      cause: undefined,
    });
  }
}

async function limited(response: Response, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit).toString('utf8');
}

function callFault(error: unknown): string {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const code = (each as NodeJS.ErrnoException).code;
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) return `the call failed (${code})`;
  }
  return 'the call failed';
}

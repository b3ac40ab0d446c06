import type { IncomingMessage } from 'node:http';
import type { LimitName, MissingCode } from '../../engine/index.ts';
import { redactText } from '../redact.ts';

const messageCharacters = 300;
const refusalBytes = 64 * 1024;

/** Why a request brought nothing, under the code that facts are missing by. */
export class ApiFailure extends Error {
  readonly code: MissingCode;
  /** HTTP status of a refusal; null where there was no answer. */
  readonly status: number | null;
  /** The limit that was reached, if one was. */
  readonly limit: LimitName | null;
  /** Whether asking again may help. */
  readonly retry: boolean;

  constructor(
    code: MissingCode,
    message: string,
    details: { status?: number; limit?: LimitName; retry?: boolean; cause?: unknown } = {},
  ) {
    super(redactText(message).slice(0, messageCharacters), { cause: details.cause });
    this.code = code;
    this.status = details.status ?? null;
    this.limit = details.limit ?? null;
    this.retry = details.retry ?? false;
  }
}

/** The failure behind an answer that is no 200, with the engine's own words. */
export async function statusFailure(response: IncomingMessage): Promise<ApiFailure> {
  const status = response.statusCode ?? 0;
  const words = await refusalText(response).catch(() => '');
  return new ApiFailure(codeOfStatus(status), words === '' ? `HTTP ${status}` : `HTTP ${status}: ${words}`, { status });
}

function codeOfStatus(status: number): MissingCode {
  if (status === 401 || status === 403 || status === 407) return 'permission-denied';
  if (status === 404 || status === 410) return 'vanished';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 400 || status === 405 || status === 501 || status === 503) return 'not-supported';
  return 'parse-error';
}

async function refusalText(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response as AsyncIterable<Buffer>) {
    text += chunk.toString('utf8');
    if (text.length > refusalBytes) break;
  }
  try {
    const value: unknown = JSON.parse(text);
    const message = (value as { message?: unknown }).message;
    return typeof message === 'string' ? message.trim() : '';
  } catch {
    return text.trim();
  }
}

const permissionCodes: ReadonlySet<string> = new Set(['EACCES', 'EPERM']);
const brokenCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE']);

/** Turns anything thrown while asking into a failure. `signal` is the request's own, to tell deadlines apart. */
export function failureOf(error: unknown, signal: AbortSignal): ApiFailure {
  if (error instanceof ApiFailure) return error;
  if (signal.aborted) return new ApiFailure('timeout', 'the engine did not answer in time', { cause: error });
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  const message = error instanceof Error ? error.message : String(error);
  if (permissionCodes.has(code)) return new ApiFailure('permission-denied', message, { cause: error });
  if (brokenCodes.has(code)) return new ApiFailure('vanished', message, { retry: true, cause: error });
  if (code.startsWith('HPE_')) return new ApiFailure('parse-error', `not HTTP: ${message}`, { cause: error });
  if (code.startsWith('ERR_TLS') || code.includes('CERT') || code.startsWith('ERR_SSL')) {
    return new ApiFailure('permission-denied', `TLS: ${message}`, { cause: error });
  }
  return new ApiFailure('vanished', message, { cause: error });
}

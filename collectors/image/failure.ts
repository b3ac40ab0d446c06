import { type ErrorCode, type LimitName, limitTable, type MissingCode, PlimsollError } from '../../engine/index.ts';
import { ApiFailure } from '../docker/api-failure.ts';
import { EndpointError } from '../docker/endpoint.ts';
import { Unreadable } from '../docker/shape.ts';
import { RegistryError } from './registry/registry-error.ts';

/** Why an image could not be read, in the terms of problems and of missing facts. */
export interface ImageFailure {
  /** Code of the problem. */
  code: string;
  /** Code of facts and resources that are missing by it. */
  missing: MissingCode;
  message: string;
  next: string;
  limit: LimitName | null;
  /** The blob or file. */
  subject: string | null;
}

const missingByCode: Partial<Record<ErrorCode, MissingCode>> = {
  'limit-reached': 'limit',
  'image-unknown': 'vanished',
  'image-layer-missing': 'vanished',
  'registry-failed': 'not-supported',
  'file-unreadable': 'permission-denied',
};

/** Codes of what a collector must not keep to itself: what was read cannot be written down. */
const passedOn: ReadonlySet<ErrorCode> = new Set(['internal', 'output-unwritable', 'usage', 'snapshot-invalid']);

/**
 * Turns what was thrown while an image was opened or read into a failure.
 * @throws what is no failure of an image
 */
export function failureOfImage(error: unknown, signal: AbortSignal): ImageFailure {
  if (signal.aborted) return endedEarly(signal);
  if (error instanceof ApiFailure) {
    const { code, message, limit } = error;
    return { code, missing: code, message: `The engine: ${message}`, next: '', limit, subject: null };
  }
  if (error instanceof EndpointError) {
    return {
      code: 'not-supported',
      missing: 'not-supported',
      message: error.message,
      next: '',
      limit: null,
      subject: null,
    };
  }
  if (error instanceof Unreadable) {
    const message = `An answer cannot be understood: ${error.message}.`;
    return { code: error.code, missing: error.code, message, next: '', limit: null, subject: null };
  }
  if (!(error instanceof PlimsollError) || passedOn.has(error.code)) throw error;
  return {
    code: error.code,
    missing: error instanceof RegistryError ? error.missing : (missingByCode[error.code] ?? 'parse-error'),
    message: error.message,
    next: error.next,
    limit: error.code === 'limit-reached' ? limitIn(error.message) : null,
    subject: error.place?.file ?? null,
  };
}

function endedEarly(signal: AbortSignal): ImageFailure {
  const timeout = signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError';
  return {
    code: 'timeout',
    missing: 'timeout',
    message: timeout ? 'It was not read in time.' : 'The collection was ended from outside.',
    next: '',
    limit: timeout ? 'targetMilliseconds' : null,
    subject: null,
  };
}

/** The limit that a message names: messages of reached limits always do. */
export function limitIn(message: string): LimitName | null {
  for (const [word] of message.matchAll(/\b[a-z]+[A-Z]\w*/g)) {
    if (Object.hasOwn(limitTable, word)) return word as LimitName;
  }
  return null;
}

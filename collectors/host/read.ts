import type { MissingCode } from '../../engine/index.ts';

/** Why something was not read: a code of a missing fact, or that it is not there, which is an answer. */
export type ReadFailure = MissingCode | 'absent';

/** What reading gives: a value, or why there is none. Failure is a value, never thrown. */
export type Read<T> = { ok: true; value: T } | { ok: false; code: ReadFailure };

export function got<T>(value: T): Read<T> {
  return { ok: true, value };
}

export function failed(code: ReadFailure): { ok: false; code: ReadFailure } {
  return { ok: false, code };
}

/** The value, or a stand-in where there is none for whatever reason. */
export function valueOr<T, U>(read: Read<T>, otherwise: U): T | U {
  return read.ok ? read.value : otherwise;
}

/** The code of a missing fact; null: read, or known to be absent. */
export function missingCode(read: Read<unknown>): MissingCode | null {
  if (read.ok || read.code === 'absent') return null;
  return read.code;
}

const systemCodes: Readonly<Record<string, ReadFailure>> = {
  ENOENT: 'absent',
  ENOTDIR: 'absent',
  ENXIO: 'absent',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  ESRCH: 'vanished',
  ESTALE: 'vanished',
  ELOOP: 'parse-error',
  EINVAL: 'not-supported',
  EISDIR: 'not-supported',
  EOPNOTSUPP: 'not-supported',
  ENAMETOOLONG: 'limit',
  EFBIG: 'limit',
  ETIMEDOUT: 'timeout',
};

/** Translates an error of the operating system. What is not in the table counts as not supported. */
export function failureOf(thrown: unknown): ReadFailure {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return systemCodes[code] ?? 'not-supported';
}

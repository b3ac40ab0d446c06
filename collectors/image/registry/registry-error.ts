import { type LimitName, type MissingCode, PlimsollError } from '../../../engine/index.ts';

/** A registry that cannot be reached or refuses, with the code that what depends on it is missing under. */
export class RegistryError extends PlimsollError {
  readonly missing: MissingCode;

  constructor(host: string, message: string, missing: MissingCode, next?: string) {
    super('registry-failed', `Registry ${host}: ${message}.`, next === undefined ? {} : { next });
    this.missing = missing;
  }
}

/** A limit that was reached, by its name. */
export class LimitError extends PlimsollError {
  readonly limit: LimitName;

  constructor(limit: LimitName, most: number, what: string) {
    super('limit-reached', `${what}, more than ${limit} allows (${most}).`);
    this.limit = limit;
  }
}

/** Why something is missing, from the error that kept it away. */
export function missingCodeOf(error: PlimsollError): MissingCode {
  if (error instanceof RegistryError) return error.missing;
  if (error.code === 'limit-reached') return 'limit';
  return error.code === 'image-unknown' || error.code === 'image-layer-missing' ? 'vanished' : 'parse-error';
}

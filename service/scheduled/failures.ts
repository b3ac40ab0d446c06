import { errorCodes, PlimsollError, toPlimsollError } from '../../engine/index.ts';
import type { PermanentFailure } from '../jobs/index.ts';

/** Faults of the machine among those that count as mistakes of the user on a command line: they pass. */
const passing: ReadonlySet<string> = new Set(['output-unwritable', 'store-version']);

/** A failure that another try would meet again: a mistake in the configuration or in a file that it names. */
export class HopelessRun extends PlimsollError implements PermanentFailure {
  readonly permanent = true;
}

/** What the queue is told: mistakes of the configuration are not tried again, everything else is. */
export function failureOf(thrown: unknown): PlimsollError {
  const error = toPlimsollError(thrown);
  if (errorCodes[error.code].exit !== 2 || passing.has(error.code)) return error;
  const { place, next, others } = error;
  const details = { next, cause: error, others: [...others] };
  return new HopelessRun(error.code, error.message, place === undefined ? details : { ...details, place });
}

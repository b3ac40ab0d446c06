import { type LimitName, type Limits, limitTable, PlimsollError, type Problem } from '../../../engine/index.ts';

/** What the layers of one image used up so far of the limits they share. */
export interface ImageBudget {
  /** Bytes unpacked, of `imageBytes`. */
  bytes: number;
  /** Entries, of `imageEntries`. */
  entries: number;
  /** Bytes of kept contents, of `imageKeptBytes`. */
  kept: number;
}

export function openBudget(): ImageBudget {
  return { bytes: 0, entries: 0, kept: 0 };
}

/** @throws PlimsollError `limit-reached`: what was not read of an image would look as if it were not there */
export function checkBudget(budget: ImageBudget, limits: Limits, name: string): void {
  if (budget.bytes > limits.imageBytes) throw limitError('imageBytes', limits, name);
  if (budget.entries > limits.imageEntries) throw limitError('imageEntries', limits, name);
}

/** @throws PlimsollError `limit-reached` where compressed data grow beyond `archiveRatio` */
export function checkRatio(unpacked: number, read: number, limits: Limits, name: string): void {
  if (unpacked <= limits.archiveRatioFrom || unpacked <= read * limits.archiveRatio) return;
  throw limitError('archiveRatio', limits, name);
}

function limitError(limit: LimitName, limits: Limits, name: string): PlimsollError {
  const message = `The ${name} reaches the limit ${limit} (${limits[limit]}): ${limitTable[limit].meaning}.`;
  return new PlimsollError('limit-reached', message);
}

/** The problem of one path that a limit was reached for. */
export function limitProblem(limit: LimitName, limits: Limits, path: string): Problem {
  const message = `${limit} (${limits[limit]}) is reached: ${limitTable[limit].meaning}; it was not looked into`;
  return { code: 'limit-reached', message, limit, kind: 'image', subject: path };
}

/** The problem of one entry that cannot be what it says. */
export function entryProblem(path: string, why: string): Problem {
  return { code: 'archive-entry', message: why, kind: 'image', subject: path };
}

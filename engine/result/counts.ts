import type { Outcome, StatusCounts } from './schema.ts';
import { Status } from './schema.ts';

/** Counts with nothing counted. */
export function emptyCounts(): StatusCounts {
  return Object.fromEntries(Status.options.map((status) => [status, 0])) as StatusCounts;
}

/** The sum of several counts. */
export function sumCounts(all: Iterable<StatusCounts>): StatusCounts {
  const sum = emptyCounts();
  for (const counts of all) {
    for (const status of Status.options) sum[status] += counts[status];
  }
  return sum;
}

/** How many of these outcomes have each status. */
export function countOutcomes(outcomes: Iterable<Outcome>): StatusCounts {
  const counts = emptyCounts();
  for (const outcome of outcomes) counts[outcome.status] += 1;
  return counts;
}

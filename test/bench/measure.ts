import { performance } from 'node:perf_hooks';

/** Minimum, median and maximum of some runs, in milliseconds. */
export interface Spread {
  min: number;
  median: number;
  max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number) => round(sorted[index] ?? Number.NaN);
  return { min: at(0), median: at(Math.floor(sorted.length / 2)), max: at(sorted.length - 1) };
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

/**
 * Runs two pieces of work in turn, A B A B …, so that a machine whose speed drifts is fair to both.
 * @returns both spreads in milliseconds and the median of the ratios A/B, pair by pair
 */
export async function inTurn(
  runs: number,
  a: () => Promise<unknown> | unknown,
  b: () => Promise<unknown> | unknown,
): Promise<{ a: Spread; b: Spread; ratio: number }> {
  await a();
  await b();
  const times: [number, number][] = [];
  for (let run = 0; run < runs; run++) times.push([await timed(a), await timed(b)]);
  return {
    a: spreadOf(times.map(([first]) => first)),
    b: spreadOf(times.map(([, second]) => second)),
    ratio: spreadOf(times.map(([first, second]) => first / second)).median,
  };
}

async function timed(work: () => Promise<unknown> | unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

import { type Batch, batchSize } from './batch.ts';
import { type Element, fitsBatch } from './elements.ts';
import type { Failed } from './judge-batch.ts';
import type { RunAnswer, RunRequest } from './runner.ts';

/** Resources on which a rule may trap in a run before it is not run any more; `combine()` draws the same line. */
export const trapsToStop = 3;

/** What is left of a batch when the rules that stopped the policy are known. */
export interface Isolated {
  elements: Element[];
  failures: Failed[];
}

/** How often each rule trapped so far in a run, by its id. */
export type TrapCounts = Map<string, number>;

/**
 * Finds out which rules stop a policy on which resources: each rule alone on the batch, then a bad rule on each
 * resource alone. A generator, so that a worker with a deadline and the resident form drive the same steps: it yields
 * what to run and is given the answer.
 *
 * @param rules the rules under suspicion, sorted
 * @param traps counts of this run, kept up to date: a rule is not run again after {@link trapsToStop}
 */
export function* isolate(
  batch: Batch,
  rules: readonly string[],
  traps: TrapCounts,
  base: Pick<RunRequest, 'now'>,
): Generator<RunRequest, Isolated, Exclude<RunAnswer, { fault: unknown }>> {
  const elements: Element[] = [];
  const failures: Failed[] = [];
  const size = batchSize(batch);
  const request = (rule: string, only: number | null): RunRequest => ({
    ...base,
    batch,
    rules: [rule],
    only,
    stopped: [],
  });
  for (const rule of rules) {
    const whole = yield request(rule, null);
    if ('elements' in whole && fitsBatch(batch, whole.elements, null)) {
      elements.push(...whole.elements);
      continue;
    }
    for (let index = 0; index < size; index += 1) {
      if ((traps.get(rule) ?? 0) >= trapsToStop) {
        failures.push({ rule, index, ...stoppedFailure });
        continue;
      }
      const single = size === 1 ? whole : yield request(rule, index);
      if ('trap' in single) {
        traps.set(rule, (traps.get(rule) ?? 0) + 1);
        failures.push({ rule, index, ...single.trap });
      } else if (fitsBatch(batch, single.elements, index)) {
        elements.push(...single.elements);
      } else {
        failures.push({ rule, index, code: 'malformed', message: 'its output is about another resource' });
      }
    }
  }
  return { elements, failures };
}

/** The failure of a rule that is not run any more. */
export const stoppedFailure = {
  code: 'trap',
  message: `it stopped on ${trapsToStop} resources of this run and is not run any more`,
} as const;

import { PlimsollError } from '../errors.ts';
import type { Outcome } from '../result/schema.ts';
import { answerWith } from './answer.ts';
import { batchOf, readKind } from './batch.ts';
import type { TrapCounts } from './isolate.ts';
import type { Policy } from './load.ts';
import { batchSteps } from './run-batch.ts';
import type { Runner } from './runner.ts';

/** Judges one resource at a time, on the calling thread: admission, editors. */
export interface Judge {
  /** Outcomes of a resource line that are not passes, in the order of rules. */
  judge(line: Uint8Array): Outcome[];
  close(): void;
}

/**
 * The resident form: the same verdicts as `evaluate`, at once and without a thread. There is no deadline here: nothing
 * can end a rule on the thread that asks. Each call stands alone, so no rule is stopped for what it did before.
 * Throws as `loadPolicy` does.
 */
export async function openJudge(policy: Policy, context: { now: string }): Promise<Judge> {
  // The policy's runtime is loaded where it is used: everybody else leaves it to worker threads.
  const { createRunner } = await import('./runner.ts');
  let runner: Runner | null = createRunner(policy.plan);
  const fault = runner.load();
  if (fault !== null) throw new PlimsollError(fault.code, fault.message);
  return {
    judge(line) {
      if (runner === null) throw new PlimsollError('internal', 'This judge is closed.');
      const traps: TrapCounts = new Map();
      const steps = batchSteps(policy.plan, batchOf(readKind(line), [line]), context.now, traps);
      let step = steps.next();
      while (!step.done) step = steps.next(answerWith(runner, policy.plan, step.value));
      return step.value.outcomes;
    },
    close() {
      runner = null;
    },
  };
}

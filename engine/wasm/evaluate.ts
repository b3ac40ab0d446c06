import type { Limits } from '../limits.ts';
import type { GapCount, RuleCount } from '../result/part.ts';
import type { Outcome, ResultResource } from '../result/schema.ts';
import { type Batch, batchesOf, batchMemory, batchSize } from './batch.ts';
import type { TrapCounts } from './isolate.ts';
import { defaultWorkers, type Policy } from './load.ts';
import { batchSteps, countsOf, type Done } from './run-batch.ts';
import type { Thread } from './thread.ts';

/** What came of one batch beside its outcomes. */
export interface BatchSummary {
  /** The resources seen, in the order of the lines. */
  resources: ResultResource[];
  /** For each rule that is on and each target; passes are only here. */
  counts: RuleCount[];
  gaps: GapCount[];
}

export interface EvaluateContext {
  /** `createdAt` of the snapshot: the only time rules see. */
  now: string;
  limits?: Limits;
  /** Most worker threads; without it one for each processor. The first 500 or so lines are always left to one. */
  workers?: number;
  /** Most lines of a batch; without it the limit `batchResources`. It never changes an outcome. */
  batch?: number;
  onBatch?(summary: BatchSummary): void;
}

/**
 * Judges resource lines of one snapshot: yields the outcomes that are not passes, in the order of lines and rules.
 * Bytes go to the policy in batches and facts are not parsed, except of a resource with something to report.
 * Memory does not depend on the number of lines. Rules that trap, are too slow or take too much memory give `error`
 * on the resources concerned; only a policy that breaks its contract as a whole throws (`policy-refused`, `internal`).
 *
 * @param lines resource lines only, sorted by kind; header, end and digest were checked by the snapshot's reader
 */
export async function* evaluate(
  lines: AsyncIterable<Uint8Array>,
  policy: Policy,
  context: EvaluateContext,
): AsyncGenerator<Outcome> {
  const limits = context.limits ?? policy.plan.limits;
  const crew = crewOf(policy, context);
  const cut = {
    resources: context.batch ?? limits.batchResources,
    bytes: limits.batchBytes,
    lineBytes: limits.resourceLineBytes,
  };
  const memory = batchMemory(cut.bytes);
  const queue: Promise<Done>[] = [];
  function* deliver(done: Done): Generator<Outcome> {
    const { resources, gaps, outcomes } = done;
    context.onBatch?.({ resources, counts: countsOf(policy.plan, done), gaps });
    yield* outcomes;
  }
  try {
    for await (const batch of batchesOf(lines, cut, memory)) {
      const done = crew.judge(batch).finally(() => memory.give(batch));
      // Awaited in the order of the lines; one that fails meanwhile must not count as unhandled.
      done.catch(() => undefined);
      queue.push(done);
      while (queue.length >= crew.room()) yield* deliver(await queue.shift()!);
    }
    for (const done of queue) yield* deliver(await done);
  } finally {
    await crew.leave(queue);
  }
}

interface Crew {
  judge(batch: Batch): Promise<Done>;
  /** Batches that may be under way at once: enough that no thread waits for the next. */
  room(): number;
  leave(pending: readonly Promise<Done>[]): Promise<void>;
}

/** The threads of one evaluation: one at first, more once there are lines enough to be worth their start. */
function crewOf(policy: Policy, context: EvaluateContext): Crew {
  const limits = context.limits ?? policy.plan.limits;
  const most = Math.max(1, context.workers ?? defaultWorkers());
  const traps: TrapCounts = new Map();
  const free: Thread[] = [];
  const waiting: ((thread: Thread) => void)[] = [];
  const hired: Thread[] = [];
  let seen = 0;

  async function takeThread(): Promise<Thread> {
    const thread = free.pop();
    if (thread !== undefined) return thread;
    const worth = seen > limits.workerThreshold ? most : 1;
    if (hired.length < worth) {
      const next = policy.threads.take();
      hired.push(next);
      return next;
    }
    return new Promise((resolve) => waiting.push(resolve));
  }

  return {
    async judge(batch) {
      seen += batchSize(batch);
      const thread = await takeThread();
      try {
        const steps = batchSteps(policy.plan, batch, context.now, traps);
        let step = steps.next();
        while (!step.done) step = steps.next(await thread.ask(step.value));
        return step.value;
      } finally {
        const next = waiting.shift();
        if (next === undefined) free.push(thread);
        else next(thread);
      }
    },
    room: () => most * 2,
    async leave(pending) {
      await Promise.allSettled(pending);
      for (const thread of hired) policy.threads.put(thread);
    },
  };
}

import { PlimsollError } from '../errors.ts';
import type { RuleCount } from '../result/part.ts';
import type { Status, StatusCounts } from '../result/schema.ts';
import { failuresOf } from './answer.ts';
import type { Batch } from './batch.ts';
import { type Isolated, isolate, type TrapCounts, trapsToStop } from './isolate.ts';
import type { Failed, Judged } from './judge-batch.ts';
import type { Question, Reply } from './messages.ts';
import { type Plan, rulesOfKind } from './plan.ts';

/** A batch that was judged, with the rules that failed on it. */
export interface Done extends Judged {
  failures: readonly Failed[];
}

/** Steps that judge one batch: yields what to ask a runner and is given its replies. */
export type Steps = Generator<Question, Done, Reply>;

/**
 * Judges a batch whatever its rules do: in the good case with one question; when a policy stopped, by finding out which
 * rule on which resource did it. Throws the fault of a policy that breaks its contract.
 *
 * @param traps counts of the whole run, shared by all its batches
 */
export function* batchSteps(plan: Plan, batch: Batch, now: string, traps: TrapCounts): Steps {
  const stopped = [...traps]
    .filter(([, count]) => count >= trapsToStop)
    .map(([rule]) => rule)
    .sort();
  const before = failuresOf(plan, { batch, stopped });
  const reply = sound(yield { ask: 'batch', request: { batch, rules: null, only: null, stopped, now } });
  if ('judged' in reply) return { ...reply.judged, failures: before };
  const stray = 'stray' in reply ? reply.stray : null;
  const suspects = stray ?? rulesOfKind(plan, batch.kind).filter((id) => !stopped.includes(id));
  const found = yield* isolated(batch, suspects, traps, now);
  // Where only some rules strayed, the others' output stands.
  const kept =
    stray !== null && 'elements' in reply
      ? reply.elements.filter((element) => !stray.includes((element as [string])[0]))
      : [];
  const elements = [...kept, ...found.elements];
  const failures = [...before, ...found.failures];
  const last = sound(yield { ask: 'judge', batch, elements, failures });
  if ('judged' in last) return { ...last.judged, failures };
  const why = 'trap' in last ? last.trap.message : 'it has no answer';
  throw new PlimsollError('internal', `A batch of kind ${batch.kind} could not be judged: ${why}.`);
}

function* isolated(
  batch: Batch,
  suspects: readonly string[],
  traps: TrapCounts,
  now: string,
): Generator<Question, Isolated, Reply> {
  const steps = isolate(batch, suspects, traps, { now });
  let step = steps.next();
  while (!step.done) {
    const reply = sound(yield { ask: 'run', request: step.value });
    if (!('elements' in reply) && !('trap' in reply)) throw new PlimsollError('internal', 'A worker gave no answer.');
    step = steps.next(reply);
  }
  return step.value;
}

function sound(reply: Reply): Exclude<Reply, { fault: unknown }> {
  if ('fault' in reply) throw new PlimsollError(reply.fault.code, reply.fault.message);
  return reply;
}

const noCounts: StatusCounts = {
  pass: 0,
  fail: 0,
  waived: 0,
  error: 0,
  'not-evaluated': 0,
  manual: 0,
  'not-applicable': 0,
  excluded: 0,
};

/** Counts of one batch for each rule of its kind and each target in it; what has no outcome is a pass. */
export function countsOf(plan: Plan, done: Done): RuleCount[] {
  const targets = new Map<number, number>();
  for (const { target } of done.resources) targets.set(target, (targets.get(target) ?? 0) + 1);
  const counts = new Map<string, RuleCount>();
  for (const rule of rulesOfKind(plan, done.kind)) {
    for (const [target, resources] of targets) {
      const count = { rule, kind: done.kind, target, counts: { ...noCounts, pass: resources }, traps: 0 };
      counts.set(`${target} ${rule}`, count);
    }
  }
  for (const outcome of done.outcomes) {
    const { counts: here } = counts.get(`${outcome.target} ${outcome.rule}`)!;
    here.pass -= 1;
    here[outcome.status as Status] += 1;
  }
  for (const { rule, index, code } of done.failures) {
    if (code === 'malformed') continue;
    counts.get(`${done.resources[index]!.target} ${rule}`)!.traps += 1;
  }
  return [...counts.values()];
}

import { availableParallelism } from 'node:os';
import { bundleId } from '../bundle/read.ts';
import type { ResolvedRule, ResolvedRules } from '../bundle/resolved.ts';
import type { Bundle } from '../bundle/schema.ts';
import { PlimsollError } from '../errors.ts';
import { type Limits, limitsWith } from '../limits.ts';
import { compareText } from '../snapshot/canonical.ts';
import { compilePolicy } from './inspect.ts';
import type { BundlePlan, Plan, RulePlan } from './plan.ts';
import { type SpareThread, startThread, type Thread } from './thread.ts';

/** Bundles that are ready to judge. Close it in a process that goes on; at the end of a program it need not be. */
export interface Policy {
  bundles: readonly Bundle[];
  resolved: ResolvedRules;
  plan: Plan;
  /** Worker threads, the first of which has proved that the policies load. */
  threads: Threads;
  close(): Promise<void>;
}

/** Threads of one policy, kept from one evaluation to the next. */
export interface Threads {
  /** A thread nobody uses, or a new one. */
  take(): Thread;
  /** Gives a thread back. */
  put(thread: Thread): void;
  close(): Promise<void>;
}

/**
 * Compiles the policies of the bundles, one module each, and loads them once in a worker thread under the deadline
 * `batchMilliseconds`, since a policy made by hand could already loop there.
 * Throws `policy-refused`: not wasm, imports or built-ins the host does not give, an older ABI, a missing entrypoint.
 */
export async function loadPolicy(given: {
  bundles: readonly Bundle[];
  resolved: ResolvedRules;
  limits?: Limits;
  /** A thread that was started beforehand, under the same limits. */
  spare?: SpareThread;
}): Promise<Policy> {
  const { bundles, resolved, limits = limitsWith() } = given;
  const compiled = await Promise.all(bundles.map((bundle) => compilePolicy(bundle.policy, bundleId(bundle.catalogue))));
  const on = new Set(resolved.on);
  const rules = resolved.rules.filter((rule) => on.has(rule.id));
  const plan: Plan = {
    limits,
    parameters: resolved.parameters,
    bundles: bundles.map((bundle, index) => bundlePlan(bundle, compiled[index]!, rules, index)),
    rules: Object.fromEntries(rules.map((rule) => [rule.id, rulePlan(rule)])),
  };
  const threads = threadsFor(plan, given.spare);
  const first = threads.take();
  const reply = await first.ask({ ask: 'load' });
  if (!('loaded' in reply)) {
    await first.close();
    if ('fault' in reply) throw new PlimsollError(reply.fault.code, reply.fault.message);
    const { code, message } = 'trap' in reply ? reply.trap : { code: 'trap', message: 'no answer' };
    const error = code === 'trap' ? 'internal' : 'policy-refused';
    throw new PlimsollError(error, `The policies could not be loaded: ${message}.`);
  }
  threads.put(first);
  return { bundles, resolved, plan, threads, close: () => threads.close() };
}

/** How many worker threads there may be, where nothing else is said: one for each processor. */
export function defaultWorkers(): number {
  return availableParallelism();
}

function threadsFor(plan: Plan, given: SpareThread | undefined): Threads {
  let spare = given;
  const idle: Thread[] = [];
  const all = new Set<Thread>();
  return {
    take() {
      const thread = idle.pop() ?? startThread(plan, spare);
      spare = undefined;
      all.add(thread);
      return thread;
    },
    put: (thread) => void idle.push(thread),
    async close() {
      idle.length = 0;
      const closing = [...all].map((thread) => thread.close());
      all.clear();
      await Promise.all(closing);
    },
  };
}

function bundlePlan(
  bundle: Bundle,
  module: WebAssembly.Module,
  rules: readonly ResolvedRule[],
  index: number,
): BundlePlan {
  const own = rules.filter((rule) => rule.bundle === index);
  const groups = [...Map.groupBy(own, (rule) => rule.kind)];
  const kinds = Object.fromEntries(groups.map(([kind, list]) => [kind, list.map((rule) => rule.id).sort()]));
  return { id: bundleId(bundle.catalogue), module, data: JSON.stringify(bundle.data), kinds };
}

function rulePlan(rule: ResolvedRule): RulePlan {
  return {
    id: rule.id,
    kind: rule.kind,
    needs: [...rule.needs].sort(compareText),
    sets: rule.sets,
    message: rule.message,
    reasons: rule.reasons ?? {},
    question: rule.question ?? null,
    runtimes: rule.runtimes ?? null,
  };
}

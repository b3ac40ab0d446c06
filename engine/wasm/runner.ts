import type { PlimsollError } from '../errors.ts';
import { type Batch, inputOf } from './batch.ts';
import { createBuiltins } from './builtins/index.ts';
import type { Element } from './elements.ts';
import { refusalOf } from './inspect.ts';
import { type Failed, type Judged, judgeBatch, type Misfit } from './judge-batch.ts';
import { gapFinder } from './needs.ts';
import { type BundlePlan, entrypointOf, type Plan, type RulePlan, rulesOfKind } from './plan.ts';
import { instantiate, type PolicyInstance, type Trap } from './policy.ts';

/** Which rules to run on which lines of a batch. */
export interface RunRequest {
  batch: Batch;
  /** Ids of the rules to run; null for all of the kind but those in `stopped`. */
  rules: readonly string[] | null;
  /** Index of the one line to run them on; null for all. */
  only: number | null;
  /** Rules that trapped too often in this run: their outcomes are errors without running them. */
  stopped: readonly string[];
  /** `data.plimsoll.now`: RFC 3339. */
  now: string;
}

/** Output of the policies, or why there is none. `fault` is the engine's or the bundle's own and ends the run. */
export type RunAnswer = { elements: Element[] } | { trap: Trap } | { fault: Fault };

export interface Fault {
  code: Extract<PlimsollError['code'], 'policy-refused' | 'internal'>;
  message: string;
}

/** Runs and judges on this thread: the body of a worker, and of the resident form. Not safe against endless rules. */
export interface Runner {
  /** Loads every policy; says why one of them is refused. */
  load(): Fault | null;
  run(request: RunRequest): RunAnswer;
  /** Judges a batch by what {@link Runner.run} gave. */
  judge(batch: Batch, elements: readonly Element[], failures: readonly Failed[]): Judged | Misfit;
}

interface Slot {
  bundle: BundlePlan;
  instance: PolicyInstance | null;
  /** What its data was made from, to change it only when needed. */
  dataKey: string;
}

/** Sets up the policies of a plan, each with one instance that is used again until it traps or has grown. */
export function createRunner(plan: Plan): Runner {
  const builtins = createBuiltins();
  const slots: Slot[] = plan.bundles.map((bundle) => ({ bundle, instance: null, dataKey: '' }));
  const kinds = new Map<string, ReturnType<typeof kindRulesOf>>();

  function kindRulesFor(kind: string): ReturnType<typeof kindRulesOf> {
    let rules = kinds.get(kind);
    if (rules === undefined) {
      rules = kindRulesOf(plan, kind);
      kinds.set(kind, rules);
    }
    return rules;
  }

  function load(): Fault | null {
    for (const slot of slots) {
      const { id, module, kinds: wanted } = slot.bundle;
      try {
        slot.instance ??= instantiate(module, builtins, plan.limits);
      } catch (thrown) {
        return { code: 'policy-refused', message: refusal(id, `it does not load (${messageOf(thrown)})`) };
      }
      const entrypoints = Object.keys(wanted).flatMap((kind) => [entrypointOf(kind, 'out'), entrypointOf(kind, 'on')]);
      const why = refusalOf(slot.instance.self, entrypoints);
      if (why !== null) return { code: 'policy-refused', message: refusal(id, why) };
    }
    return null;
  }

  function run(request: RunRequest): RunAnswer {
    const { batch, only } = request;
    const elements: Element[] = [];
    if (batch.tooLong) return { elements };
    const input = only === null ? batch.input : inputOf(batch, only);
    for (const slot of slots) {
      const answer = runSlot(slot, request, input);
      if ('elements' in answer) {
        for (const element of answer.elements) elements.push(element);
        continue;
      }
      slot.instance = null;
      return answer;
    }
    return { elements };
  }

  function runSlot(slot: Slot, request: RunRequest, input: Uint8Array): RunAnswer {
    const { kind } = request.batch;
    const on = rulesOn(slot.bundle, request);
    if (!Object.hasOwn(on, kind) || on[kind]!.length === 0) return { elements: [] };
    if (slot.instance !== null && slot.instance.usedBytes() > plan.limits.wasmRecycleBytes) slot.instance = null;
    if (slot.instance === null) {
      slot.instance = instantiate(slot.bundle.module, builtins, plan.limits);
      slot.dataKey = '';
    }
    const refusedData = switchOn(plan, slot, on, request.now);
    if (refusedData !== null) return refusedData;
    const answer = slot.instance.evaluate(entrypointOf(kind, 'out'), input);
    if ('trap' in answer) return answer;
    const found = readSet(answer.text);
    if (found !== null) return { elements: found };
    return { fault: { code: 'policy-refused', message: refusal(slot.bundle.id, `${kind} gives no set of outcomes`) } };
  }

  return {
    load,
    run,
    judge: (batch, elements, failures) => judgeBatch(plan, kindRulesFor(batch.kind), batch, elements, failures),
  };
}

function kindRulesOf(plan: Plan, kind: string) {
  const list = rulesOfKind(plan, kind).map((id) => plan.rules[id]!);
  const rules: ReadonlyMap<string, RulePlan> = new Map(list.map((rule) => [rule.id, rule]));
  return { rules, gaps: gapFinder(list) };
}

/** Kind → rules of a bundle that a request switches on. */
function rulesOn(bundle: BundlePlan, { rules, stopped }: RunRequest): BundlePlan['kinds'] {
  if (rules === null && stopped.length === 0) return bundle.kinds;
  const wanted = (id: string): boolean => rules?.includes(id) ?? !stopped.includes(id);
  return Object.fromEntries(Object.entries(bundle.kinds).map(([kind, ids]) => [kind, ids.filter(wanted)]));
}

/**
 * Switches exactly these rules on, and proves it for each kind: a name that the policy does not look up would make
 * everything pass.
 */
function switchOn(plan: Plan, slot: Slot, on: BundlePlan['kinds'], now: string): RunAnswer | null {
  const rules = Object.values(on).flat();
  const key = `${now} ${rules.join(' ')}`;
  if (key === slot.dataKey) return null;
  slot.dataKey = '';
  const instance = slot.instance!;
  const trap = instance.setData(dataFor(plan, slot.bundle, rules, now));
  if (trap !== null) return { trap };
  for (const [kind, ids] of Object.entries(on)) {
    const answer = instance.evaluate(entrypointOf(kind, 'on'), null);
    if ('trap' in answer) return answer;
    const found = readSet(answer.text)?.map(String).sort().join(' ');
    if (found !== [...ids].sort().join(' ')) {
      const message = `The rules of kind ${kind} in the bundle ${slot.bundle.id} could not be switched on as asked.`;
      return { fault: { code: 'internal', message } };
    }
  }
  slot.dataKey = key;
  return null;
}

/** The data document: the bundle's tables, with what the engine provides laid over `plimsoll`. */
function dataFor(plan: Plan, bundle: BundlePlan, rules: readonly string[], now: string): string {
  const data = JSON.parse(bundle.data) as Record<string, Record<string, unknown>>;
  const on = Object.fromEntries(rules.map((id) => [id, true]));
  return JSON.stringify({ ...data, plimsoll: { ...data['plimsoll'], on, params: plan.parameters, now } });
}

/** The members of the one set in a result set's JSON, `[{"result":[…]}]`; null where it is anything else. */
function readSet(text: string): unknown[] | null {
  if (text === '[{"result":[]}]') return [];
  const results: unknown = JSON.parse(text);
  if (!Array.isArray(results) || results.length !== 1) return null;
  const { result } = results[0] as { result?: unknown };
  return Array.isArray(result) ? result : null;
}

function refusal(bundle: string, why: string): string {
  return `The policy of the bundle ${bundle} is refused: ${why}.`;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

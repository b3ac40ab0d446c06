import type { Batch } from './batch.ts';
import type { Element } from './elements.ts';
import type { Failed, Judged } from './judge-batch.ts';
import type { Plan } from './plan.ts';
import type { Trap } from './policy.ts';
import type { Fault, RunRequest } from './runner.ts';

/** What a worker is told first: the policies it is for. It gives no answer to that. */
export interface Commission {
  plan: Plan;
}

/** What a worker is asked, one thing at a time. */
export type Question =
  /** Load all policies. */
  | { ask: 'load' }
  /** Run all rules of the batch's kind and judge. */
  | { ask: 'batch'; request: RunRequest }
  /** Run some rules, without judging. */
  | { ask: 'run'; request: RunRequest }
  /** Judge what was run. */
  | { ask: 'judge'; batch: Batch; elements: Element[]; failures: Failed[] };

/** What it answers. */
export type Reply =
  | { loaded: true }
  | { judged: Judged }
  | { elements: Element[] }
  /** Output of these rules fits no line; the output of the others goes with it. */
  | { stray: string[]; elements: Element[] }
  | { trap: Trap }
  | { fault: Fault };

/** The first message of a worker: its code is loaded, questions may come. */
export const ready = 'ready';

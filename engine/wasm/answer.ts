import { batchSize } from './batch.ts';
import type { Element } from './elements.ts';
import { stoppedFailure } from './isolate.ts';
import type { Failed } from './judge-batch.ts';
import type { Question, Reply } from './messages.ts';
import { type Plan, rulesOfKind } from './plan.ts';
import type { Runner, RunRequest } from './runner.ts';

/** Answers one question with a runner: what a worker does, and what the resident form does on its own thread. */
export function answerWith(runner: Runner, plan: Plan, question: Question): Reply {
  if (question.ask === 'load') {
    const fault = runner.load();
    return fault === null ? { loaded: true } : { fault };
  }
  if (question.ask === 'run') return runner.run(question.request);
  if (question.ask === 'judge') return judgeWith(runner, question);
  const { request } = question;
  const answer = runner.run(request);
  if (!('elements' in answer)) return answer;
  return judgeWith(runner, { batch: request.batch, elements: answer.elements, failures: failuresOf(plan, request) });
}

/** Failures of the rules that are not run any more: one for each line. */
export function failuresOf(plan: Plan, { batch, stopped }: Pick<RunRequest, 'batch' | 'stopped'>): Failed[] {
  if (stopped.length === 0) return [];
  const rules = rulesOfKind(plan, batch.kind).filter((id) => stopped.includes(id));
  const lines = Array.from({ length: batchSize(batch) }, (_, index) => index);
  return rules.flatMap((rule) => lines.map((index) => ({ rule, index, ...stoppedFailure })));
}

function judgeWith(
  runner: Runner,
  { batch, elements, failures }: Pick<Question & { ask: 'judge' }, 'batch' | 'failures'> & { elements: Element[] },
): Reply {
  const judged = runner.judge(batch, elements, failures);
  if ('foreign' in judged)
    return { fault: { code: 'policy-refused', message: `A policy is refused: ${judged.foreign}.` } };
  if ('stray' in judged) return { stray: judged.stray, elements };
  return { judged };
}

/** Body of a worker thread: is told its policies, then answers questions one after the other until it is ended from outside. */
import { parentPort } from 'node:worker_threads';
import { answerWith } from './answer.ts';
import { type Commission, type Question, ready } from './messages.ts';
import type { Plan } from './plan.ts';
import { createRunner } from './runner.ts';

let work: { plan: Plan; runner: ReturnType<typeof createRunner> } | null = null;

parentPort!.on('message', (message: Commission | Question) => {
  if ('plan' in message) {
    work = { plan: message.plan, runner: createRunner(message.plan) };
    return;
  }
  // As text: JSON costs a third of what structured cloning of many small objects does.
  parentPort!.postMessage(JSON.stringify(answerWith(work!.runner, work!.plan, message)));
});

parentPort!.postMessage(ready);

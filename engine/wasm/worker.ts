/** Body of a worker thread: answers questions one after the other until it is ended from outside. */
import { parentPort, workerData } from 'node:worker_threads';
import { answerWith } from './answer.ts';
import { type Question, ready, type WorkerData } from './messages.ts';
import { createRunner } from './runner.ts';

const { plan } = workerData as WorkerData;
const runner = createRunner(plan);

parentPort!.on('message', (question: Question) => {
  // As text: JSON costs a third of what structured cloning of many small objects does.
  parentPort!.postMessage(JSON.stringify(answerWith(runner, plan, question)));
});

parentPort!.postMessage(ready);

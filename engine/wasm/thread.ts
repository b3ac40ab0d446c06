import { Worker } from 'node:worker_threads';
import { moduleUrl } from '../../root.ts';
import { PlimsollError } from '../errors.ts';
import type { Question, Reply, WorkerData } from './messages.ts';
import type { Plan } from './plan.ts';
import type { Trap } from './policy.ts';

/** One worker thread that is asked one thing at a time, and is replaced when it does not answer in time. */
export interface Thread {
  /** Never rejects for what a policy does: a thread that died or was too slow is a trap. */
  ask(question: Question): Promise<Reply>;
  close(): Promise<void>;
}

const MiB = 1024 * 1024;

/** Starts a worker thread. It does not keep the process alive while it has nothing to do. */
export function startThread(plan: Plan): Thread {
  let worker: Worker | null = null;

  function start(): Worker {
    const data: WorkerData = { plan };
    const started = new Worker(moduleUrl('engine/wasm/worker'), {
      workerData: data,
      // Nothing of the environment, command line or standard input is a policy's business.
      env: {},
      argv: [],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: Math.ceil(plan.limits.wasmMemoryBytes / MiB) },
    });
    started.unref();
    return started;
  }

  async function ask(question: Question): Promise<Reply> {
    worker ??= start();
    const asked = worker;
    asked.ref();
    try {
      return await answerOf(asked, question, plan.limits.batchMilliseconds);
    } catch (thrown) {
      if (worker === asked) worker = null;
      await asked.terminate();
      return { trap: trapFor(thrown, plan) };
    } finally {
      asked.unref();
    }
  }

  worker = start();
  return {
    ask,
    async close() {
      const closing = worker;
      worker = null;
      await closing?.terminate();
    },
  };
}

/** Thrown inside only: the deadline passed. */
const tooSlow = Symbol('too slow');

function answerOf(worker: Worker, question: Question, milliseconds: number): Promise<Reply> {
  return new Promise<Reply>((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(tooSlow)), milliseconds);
    function settle(how: () => void): void {
      clearTimeout(timer);
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      how();
    }
    function onMessage(reply: string): void {
      settle(() => resolve(JSON.parse(reply) as Reply));
    }
    function onError(error: unknown): void {
      settle(() => reject(error));
    }
    function onExit(): void {
      settle(() => reject(new PlimsollError('internal', 'a worker thread ended by itself')));
    }
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage(question);
  });
}

function trapFor(thrown: unknown, plan: Plan): Trap {
  if (thrown === tooSlow) {
    const message = `the limit batchMilliseconds (${plan.limits.batchMilliseconds}) was reached`;
    return { code: 'timeout', message };
  }
  const memory = (thrown as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY';
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: memory ? 'memory' : 'trap', message };
}

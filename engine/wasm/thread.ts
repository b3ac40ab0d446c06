import { Worker } from 'node:worker_threads';
import { moduleUrl } from '../../root.ts';
import { PlimsollError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import { type Commission, type Question, type Reply, ready } from './messages.ts';
import type { Plan } from './plan.ts';
import type { Trap } from './policy.ts';

/** One worker thread that is asked one thing at a time, and is replaced when it does not answer in time. */
export interface Thread {
  /** Never rejects for what a policy does: a thread that died or was too slow is a trap. */
  ask(question: Question): Promise<Reply>;
  close(): Promise<void>;
}

const MiB = 1024 * 1024;
/** Our own code loads in far less, on the slowest machine; it is not a policy's time. */
const startMilliseconds = 120_000;

/** A worker whose code is being loaded, before or after it is known what it will judge. */
export interface SpareThread {
  worker: Worker;
  ready: Promise<unknown>;
}

/**
 * Starts a worker for a policy that is still being opened, since its start takes as long as that. It does not keep the
 * process alive; one that is given to no policy is ended by whoever started it.
 */
export function startSpareThread(limits: Limits): SpareThread {
  const worker = new Worker(moduleUrl('engine/wasm/worker'), {
    // Nothing of the environment, command line or standard input is a policy's business.
    env: {},
    argv: [],
    execArgv: [],
    // Garbage of a batch is small: a small nursery keeps a worker small.
    resourceLimits: {
      maxOldGenerationSizeMb: Math.ceil(limits.wasmMemoryBytes / MiB),
      maxYoungGenerationSizeMb: 8,
    },
  });
  const loaded = messageOf(worker, startMilliseconds);
  // Looked at when something is asked; until then a failure is nobody's.
  loaded.catch(() => undefined);
  worker.unref();
  return { worker, ready: loaded };
}

/** Starts a worker thread, or takes a spare one. It does not keep the process alive while it has nothing to do. */
export function startThread(plan: Plan, spare?: SpareThread): Thread {
  let current: SpareThread | null = null;

  function start(started = startSpareThread(plan.limits)): SpareThread {
    started.worker.postMessage({ plan } satisfies Commission);
    return started;
  }

  async function ask(question: Question): Promise<Reply> {
    current ??= start();
    const asked = current;
    const { worker } = asked;
    worker.ref();
    try {
      if ((await asked.ready) !== ready) throw new PlimsollError('internal', 'a worker thread did not start');
      const reply = messageOf(worker, plan.limits.batchMilliseconds);
      worker.postMessage(question);
      return JSON.parse(await reply) as Reply;
    } catch (thrown) {
      if (current === asked) current = null;
      await worker.terminate();
      return { trap: trapFor(thrown, plan) };
    } finally {
      worker.unref();
    }
  }

  current = start(spare);
  return {
    ask,
    async close() {
      const closing = current;
      current = null;
      await closing?.worker.terminate();
    },
  };
}

/** Thrown inside only: the deadline passed. */
const tooSlow = Symbol('too slow');

/** The next message of a worker. Rejects with {@link tooSlow} after so long, and when the worker fails or ends. */
function messageOf(worker: Worker, milliseconds: number): Promise<string> {
  return new Promise((resolve, reject) => {
    // The worker keeps the process alive while it is asked; the timer alone need not.
    const timer = setTimeout(() => settle(() => reject(tooSlow)), milliseconds).unref();
    function settle(how: () => void): void {
      clearTimeout(timer);
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      how();
    }
    function onMessage(message: string): void {
      settle(() => resolve(message));
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
  });
}

function trapFor(thrown: unknown, plan: Plan): Trap {
  if (thrown === tooSlow) {
    const message = `the limit batchMilliseconds (${plan.limits.batchMilliseconds}) was reached`;
    return { code: 'timeout', message };
  }
  const memory = (thrown as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (memory) return { code: 'memory', message: 'its output is too large' };
  return { code: 'trap', message: thrown instanceof Error ? thrown.message : String(thrown) };
}

import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Limits, limitsWith, PlimsollError } from '../engine/index.ts';
import { moduleUrl } from '../root.ts';
import { ensureCompilerModule, type Progress } from './compiler-module.ts';
import { defaultCacheFolder } from './paths.ts';
import type { Answer, Request } from './protocol.ts';

export type { Answer, Problem, Request } from './protocol.ts';

export interface CompilerOptions {
  /** Where the compiler itself is kept; by default {@link defaultCacheFolder}. */
  cacheFolder?: string;
  /** Gets a line for each long step, such as the first build. */
  onProgress?: Progress;
  limits?: Limits;
}

/** OPA's toolchain in a process of its own, which serves many requests one after the other. */
export interface Compiler {
  /**
   * Answers one request. Faults of the Rego are in `errors` of the answer.
   * @throws PlimsollError `limit-reached` after compileMilliseconds, `internal` where the process ended by itself;
   * in both cases the next request starts a new process
   */
  request(request: Request): Promise<Answer>;
  /** Version of OPA. */
  version(): Promise<string>;
  close(): Promise<void>;
}

/** The request that the process is working on. */
interface Current {
  id: number;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
  timer: NodeJS.Timeout;
}

/**
 * Makes the compiler ready. The process is started by the first request.
 * @throws PlimsollError `compiler-missing`
 */
export async function openCompiler(options: CompilerOptions = {}): Promise<Compiler> {
  const { cacheFolder = defaultCacheFolder(), onProgress = () => {}, limits = limitsWith() } = options;
  const wasm = await ensureCompilerModule(cacheFolder, onProgress);
  const client = new CompilerProcess(wasm, limits.compileMilliseconds);
  let version: Promise<string> | undefined;
  return {
    request: (request) => client.request(request),
    version: () => {
      version ??= client.request({ operation: 'version' }).then((answer) => answer.version!);
      // A failure is of this request alone.
      version.catch(() => {
        version = undefined;
      });
      return version;
    },
    close: () => client.close(),
  };
}

/** A class because it holds a process that must be ended. */
class CompilerProcess {
  private child: ChildProcess | undefined;
  private current: Current | undefined;
  /** The end of the queue: the process does one thing after the other, and a deadline runs for one request only. */
  private queue: Promise<unknown> = Promise.resolve();
  private nextId = 1;
  private closed = false;
  private readonly wasm: string;
  private readonly deadline: number;

  constructor(wasm: string, deadline: number) {
    this.wasm = wasm;
    this.deadline = deadline;
  }

  request(request: Request): Promise<Answer> {
    const answer = this.queue.then(() => this.send(request));
    this.queue = answer.catch(() => {});
    return answer;
  }

  async close(): Promise<void> {
    this.closed = true;
    const child = this.child;
    if (child === undefined) return;
    this.stop(child, 'was closed during this request');
    // The wait must hold the event loop: nothing else does, and a command would end in the middle of its last line.
    const enough = new AbortController();
    const { signal } = enough;
    await Promise.race([ended(child), delay(closeMilliseconds, undefined, { signal }).catch(() => {})]);
    enough.abort();
  }

  private send(request: Request): Promise<Answer> {
    if (this.closed) throw new PlimsollError('internal', 'The Rego compiler was closed before this request');
    this.child ??= this.start();
    const child = this.child;
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const message = `The Rego compiler did not answer "${request.operation}" (compileMilliseconds)`;
        this.stop(child, new PlimsollError('limit-reached', message));
      }, this.deadline);
      this.current = { id, resolve, reject, timer };
      keepAlive(child, true);
      // A process that is gone already is told by its exit, not by this call.
      child.send({ id, request: JSON.stringify(request) }, () => {});
    });
  }

  private start(): ChildProcess {
    // Liftoff alone compiles the 41 MB module in half a second; the optimising tier would never pay for itself.
    const child = fork(fileURLToPath(moduleUrl('rego/host-process')), [this.wasm], {
      execArgv: ['--liftoff-only', '--no-warnings'],
      env: {},
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let lastWords = '';
    child.stderr!.setEncoding('utf8');
    child.stderr!.on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-2000);
    });
    child.on('message', ({ id, answer }: { id?: number; answer?: string }) => {
      if (this.child === child && id === this.current?.id) this.settle()?.resolve(JSON.parse(answer!) as Answer);
    });
    child.once('error', (cause) =>
      this.fail(child, new PlimsollError('internal', broken('cannot be started'), { cause })),
    );
    child.once('exit', (code, signal) => {
      const message = broken(`ended unexpectedly (${signal ?? `exit code ${code}`})`);
      this.fail(child, new PlimsollError('internal', message, { cause: lastWords || undefined }));
    });
    return child;
  }

  /** The request is over: nothing waits any more. */
  private settle(): Current | undefined {
    const current = this.current;
    clearTimeout(current?.timer);
    this.current = undefined;
    // An idle compiler must not keep a finished command alive.
    if (this.child !== undefined) keepAlive(this.child, false);
    return current;
  }

  /** Ends the process; the next request starts another one without waiting for this one to be gone. */
  private stop(child: ChildProcess, why: PlimsollError | string): void {
    this.fail(child, typeof why === 'string' ? new PlimsollError('internal', broken(why)) : why);
    child.kill('SIGKILL');
  }

  private fail(child: ChildProcess, error: PlimsollError): void {
    if (this.child !== child) return;
    this.settle()?.reject(error);
    this.child = undefined;
  }
}

/** A killed process is not waited for longer: a busy machine can take minutes to give back its memory. */
const closeMilliseconds = 2_000;

function broken(what: string): string {
  return `The Rego compiler ${what}`;
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

function keepAlive(child: ChildProcess, alive: boolean): void {
  const error = child.stderr as unknown as { ref?(): void; unref?(): void } | null;
  for (const holder of [child, child.channel, error]) {
    if (alive) holder?.ref?.();
    else holder?.unref?.();
  }
}

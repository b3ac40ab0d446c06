import { type ChildProcess, fork } from 'node:child_process';
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

interface Pending {
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
      return version;
    },
    close: () => client.close(),
  };
}

/** A class because it holds a process that must be ended. */
class CompilerProcess {
  private child: ChildProcess | undefined;
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private closed = false;
  private readonly wasm: string;
  private readonly deadline: number;

  constructor(wasm: string, deadline: number) {
    this.wasm = wasm;
    this.deadline = deadline;
  }

  request(request: Request): Promise<Answer> {
    if (this.closed) throw new PlimsollError('internal', 'The Rego compiler was closed before this request');
    const child = this.running();
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.expire(id, request.operation), this.deadline);
      this.pending.set(id, { resolve, reject, timer });
      keepAlive(child, true);
      child.send({ id, request: JSON.stringify(request) });
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const child = this.child;
    if (child === undefined) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.ref();
    child.kill('SIGKILL');
    await ended;
  }

  private running(): ChildProcess {
    if (this.child !== undefined) return this.child;
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
    child.on('message', (message: { id?: number; answer?: string }) => this.receive(message));
    child.once('error', (cause) => this.fail(child, `cannot be started`, cause));
    child.once('close', (code, signal) =>
      this.fail(child, `ended unexpectedly (${signal ?? `exit code ${code}`})`, lastWords || undefined),
    );
    this.child = child;
    return child;
  }

  private receive(message: { id?: number; answer?: string }): void {
    const waiting = message.id === undefined ? undefined : this.pending.get(message.id);
    if (waiting === undefined) return;
    this.settle(message.id!);
    waiting.resolve(JSON.parse(message.answer!) as Answer);
  }

  private settle(id: number): void {
    clearTimeout(this.pending.get(id)?.timer);
    this.pending.delete(id);
    // An idle compiler must not keep a finished command alive.
    if (this.pending.size === 0 && this.child !== undefined) keepAlive(this.child, false);
  }

  private expire(id: number, operation: string): void {
    const waiting = this.pending.get(id);
    this.settle(id);
    waiting?.reject(
      new PlimsollError('limit-reached', `The Rego compiler did not answer "${operation}" (compileMilliseconds)`),
    );
    this.child?.kill('SIGKILL');
  }

  private fail(child: ChildProcess, what: string, cause: unknown): void {
    if (this.child === child) this.child = undefined;
    for (const [id, waiting] of [...this.pending]) {
      this.settle(id);
      waiting.reject(new PlimsollError('internal', `The Rego compiler ${what}`, { cause }));
    }
  }
}

function keepAlive(child: ChildProcess, alive: boolean): void {
  for (const holder of [child, child.channel, child.stderr as unknown as { ref?(): void; unref?(): void } | null]) {
    if (alive) holder?.ref?.();
    else holder?.unref?.();
  }
}

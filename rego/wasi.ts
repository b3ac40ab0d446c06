/**
 * The calls that Go's runtime makes when it is built for wasip1, with nothing behind them: no files, no network, no
 * environment, the same random numbers every time. Source: the `wasi_snapshot_preview1` interface.
 */

const success = 0;
const badDescriptor = 8;
const notImplemented = 52;
const realTime = 0;
const clockSubscription = 0;
const subscriptionBytes = 48;
const eventBytes = 32;

export interface RegoCompilerInstance {
  /** Answers one request; both are JSON texts. */
  call(request: string): string;
}

interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  alloc(bytes: number): number;
  call(bytes: number): bigint;
}

/** Starts the compiler's module. `onText` gets what it writes to its standard streams, which is only its last words. */
export async function startRegoCompiler(
  module: WebAssembly.Module,
  onText: (text: string) => void,
): Promise<RegoCompilerInstance> {
  let memory: WebAssembly.Memory | undefined;
  const imports = wasiCalls(() => memory!, onText);
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: onlyImported(module, imports) });
  const exports = instance.exports as unknown as Exports;
  memory = exports.memory;
  exports._initialize();
  return { call: (request) => callOnce(exports, request) };
}

function callOnce(exports: Exports, request: string): string {
  const bytes = Buffer.from(request, 'utf8');
  const pointer = exports.alloc(bytes.length) >>> 0;
  // The buffer of a memory is another one after it grew, so it is never kept.
  new Uint8Array(exports.memory.buffer, pointer, bytes.length).set(bytes);
  const answer = BigInt.asUintN(64, exports.call(bytes.length));
  const start = Number(answer >> 32n);
  return Buffer.from(exports.memory.buffer, start, Number(answer & 0xffffffffn)).toString('utf8');
}

/** Gives the module a function for each import; those we do not know answer that there is no such thing. */
function onlyImported(module: WebAssembly.Module, known: Record<string, WebAssembly.ImportValue>) {
  const refused = (name: string) => () => (name.startsWith('fd_') ? badDescriptor : notImplemented);
  const names = WebAssembly.Module.imports(module).map((entry) => entry.name);
  return Object.fromEntries(names.map((name) => [name, known[name] ?? refused(name)]));
}

function wasiCalls(memory: () => WebAssembly.Memory, onText: (text: string) => void) {
  const view = () => new DataView(memory().buffer);
  const monotonic = () => process.hrtime.bigint();
  const wall = () => BigInt(Date.now()) * 1_000_000n;
  let seed = 0x9e3779b9;

  function none(count: number, size: number): number {
    view().setUint32(count, 0, true);
    view().setUint32(size, 0, true);
    return success;
  }

  function randomGet(pointer: number, length: number): number {
    const bytes = new Uint8Array(memory().buffer, pointer, length);
    for (let index = 0; index < length; index++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      bytes[index] = seed >>> 24;
    }
    return success;
  }

  function fdWrite(descriptor: number, vectors: number, count: number, written: number): number {
    if (descriptor !== 1 && descriptor !== 2) return badDescriptor;
    let total = 0;
    for (let index = 0; index < count; index++) {
      const pointer = view().getUint32(vectors + 8 * index, true);
      const length = view().getUint32(vectors + 8 * index + 4, true);
      onText(Buffer.from(memory().buffer, pointer, length).toString('utf8'));
      total += length;
    }
    view().setUint32(written, total, true);
    return success;
  }

  /** Go sleeps with it: waits for the nearest clock subscription and reports that one. */
  function pollOneoff(subscriptions: number, events: number, count: number, eventCount: number): number {
    let nearest = -1;
    let wait = 0n;
    for (let index = 0; index < count; index++) {
      const start = subscriptions + subscriptionBytes * index;
      if (view().getUint8(start + 8) !== clockSubscription) continue;
      const clock = view().getUint32(start + 16, true) === realTime ? wall : monotonic;
      const absolute = (view().getUint16(start + 40, true) & 1) === 1;
      const time = view().getBigUint64(start + 24, true) - (absolute ? clock() : 0n);
      if (nearest >= 0 && time >= wait) continue;
      nearest = index;
      wait = time;
    }
    if (nearest < 0) return notImplemented;
    if (wait > 0n) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(wait) / 1e6);
    new Uint8Array(memory().buffer, events, eventBytes).fill(0);
    view().setBigUint64(events, view().getBigUint64(subscriptions + subscriptionBytes * nearest, true), true);
    view().setUint32(eventCount, 1, true);
    return success;
  }

  return {
    args_sizes_get: none,
    args_get: () => success,
    environ_sizes_get: none,
    environ_get: () => success,
    clock_time_get: (clock: number, _precision: bigint, out: number) => {
      view().setBigUint64(out, clock === realTime ? wall() : monotonic(), true);
      return success;
    },
    random_get: randomGet,
    sched_yield: () => success,
    fd_write: fdWrite,
    poll_oneoff: pollOneoff,
    proc_exit: (code: number) => {
      throw new Error(`the compiler's module ended with ${code}`);
    },
  };
}

/** The only importer of OPA's SDK: it loads a policy, and the byte path here calls the exports of what was loaded. */
import * as sdk from '@open-policy-agent/opa-wasm';
import type { Limits } from '../limits.ts';
import { type BuiltinTable, createBuiltinHost } from './builtins/index.ts';
import type { PolicySelf } from './inspect.ts';

/** Why a call gave no answer: the policy stopped, ran out of memory, or ran out of time. */
export interface Trap {
  code: 'trap' | 'memory' | 'timeout';
  message: string;
}

/** The JSON text of a result set, or why there is none. After a trap the instance must not be used again. */
export type Answer = { text: string } | { trap: Trap };

/** One instance of a policy with a memory of its own. */
export interface PolicyInstance {
  self: PolicySelf;
  /** Replaces `data`. */
  setData(json: string): Trap | null;
  /** Evaluates an entrypoint on the bytes of an input document (JSON), or on none. */
  evaluate(entrypoint: string, input: Uint8Array | null): Answer;
  /** Most bytes its heap ever had. What was touched once is not given back. */
  usedBytes(): number;
}

interface Exports {
  opa_eval(reserved: 0, entrypoint: number, data: number, input: number, length: number, heap: number, json: 0): number;
  opa_json_dump(address: number): number;
  opa_heap_ptr_get(): number;
  builtins(): number;
  opa_wasm_abi_version: WebAssembly.Global;
  opa_wasm_abi_minor_version: WebAssembly.Global;
}

const pageBytes = 64 * 1024;
/** Least room for a batch. */
const leastBytes = 16 * 1024 * 1024;

const encoder = new TextEncoder();

// The package exports the class on its default export only, which its types leave out.
const { LoadedPolicy } = (sdk as unknown as { default: typeof sdk }).default;

/**
 * Instantiates a compiled policy. Throws what WebAssembly or the policy's own start throws; nothing of the policy
 * may run where a deadline cannot end it, so this is called in workers, and elsewhere only for a policy that a worker
 * has loaded before.
 *
 * @param builtins the host's own, by name; they replace the SDK's, whose answers are not OPA's in places
 */
export function instantiate(
  module: WebAssembly.Module,
  builtins: BuiltinTable,
  limits: Pick<Limits, 'wasmMemoryBytes'>,
): PolicyInstance {
  const memory = newMemory(limits.wasmMemoryBytes);
  const host = createBuiltinHost(memory, builtins);
  const environment = {
    ...host.imports,
    memory,
    opa_abort: (address: number) => {
      throw new Error(textAt(memory, address));
    },
    // Output of print() goes nowhere: a policy has no channel but its result.
    opa_println: () => undefined,
  };
  const instance = new WebAssembly.Instance(module, { env: environment });
  host.connect(instance.exports);
  const own = instance.exports as unknown as Exports;
  const called = JSON.parse(textAt(memory, own.opa_json_dump(own.builtins()))) as Record<string, number>;
  const abi = { major: Number(own.opa_wasm_abi_version.value), minor: Number(own.opa_wasm_abi_minor_version.value) };
  // Typed as the result of an asynchronous load; it also takes a bare instance.
  const loaded = new LoadedPolicy({ instance, module }, memory, abi.minor);
  let used = 0;
  const entrypoints = new Map(Object.entries(loaded.entrypoints as Record<string, number>));

  function attempt<T>(work: () => T): T | { trap: Trap } {
    try {
      return work();
    } catch (thrown) {
      return { trap: trapOf(thrown, limits.wasmMemoryBytes) };
    }
  }

  return {
    self: { abi, entrypoints: [...entrypoints.keys()].sort(), builtins: Object.keys(called).sort() },
    setData(json) {
      const outcome = attempt(() => {
        const bytes = encoder.encode(json);
        loaded.setData(bytes.buffer);
        return null;
      });
      return outcome === null ? null : outcome.trap;
    },
    evaluate(entrypoint, input) {
      return attempt(() => {
        const number = entrypoints.get(entrypoint);
        if (number === undefined) throw new Error(`there is no entrypoint ${entrypoint}`);
        const heap = loaded.dataHeapPtr >>> 0;
        const length = input?.byteLength ?? 0;
        if (input !== null) {
          makeRoom(memory, heap + length);
          new Uint8Array(memory.buffer).set(input, heap);
        }
        const address = own.opa_eval(0, number, loaded.dataAddr, input === null ? 0 : heap, length, heap + length, 0);
        used = Math.max(used, own.opa_heap_ptr_get() >>> 0);
        return { text: textAt(memory, address) };
      });
    },
    usedBytes: () => used,
  };
}

/**
 * All of the memory at once: the system gives pages only when they are touched, while OPA would ask for them one by
 * one, each of which costs a collection (measured: a policy that needs 512 MiB took 27 s, and 2 s so).
 */
function newMemory(maximumBytes: number): WebAssembly.Memory {
  const maximum = Math.max(1, Math.floor(maximumBytes / pageBytes));
  const least = Math.min(maximum, leastBytes / pageBytes);
  for (let initial = maximum; ; initial = Math.max(least, Math.floor(initial / 2))) {
    try {
      return new WebAssembly.Memory({ initial, maximum });
    } catch (thrown) {
      // A system that does not promise more than it has: begin with less, and grow.
      if (!(thrown instanceof RangeError) || initial === least) throw thrown;
    }
  }
}

function makeRoom(memory: WebAssembly.Memory, bytes: number): void {
  const lacking = bytes - memory.buffer.byteLength;
  if (lacking > 0) memory.grow(Math.ceil(lacking / pageBytes));
}

/** The zero-terminated UTF-8 text at an address. Addresses above 2 GiB come as negative numbers. */
function textAt(memory: WebAssembly.Memory, address: number): string {
  const start = address >>> 0;
  const bytes = Buffer.from(memory.buffer);
  const end = bytes.indexOf(0, start);
  return bytes.toString('utf8', start, end === -1 ? bytes.byteLength : end);
}

function trapOf(thrown: unknown, maximumBytes: number): Trap {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  // What OPA's allocator says when it is refused a page, and what JavaScript says when memory or a text gets too large.
  if (message === 'opa_malloc: failed' || (thrown instanceof RangeError && !message.includes('call stack'))) {
    return { code: 'memory', message: `the limit wasmMemoryBytes (${maximumBytes}) was reached` };
  }
  return { code: 'trap', message };
}

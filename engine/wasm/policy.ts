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
  /** Size of its memory now, in bytes. It never shrinks. */
  memoryBytes(): number;
}

interface Exports {
  opa_eval(reserved: 0, entrypoint: number, data: number, input: number, length: number, heap: number, json: 0): number;
  opa_json_dump(address: number): number;
  builtins(): number;
  opa_wasm_abi_version: WebAssembly.Global;
  opa_wasm_abi_minor_version: WebAssembly.Global;
}

const pageBytes = 64 * 1024;
/** Memory that OPA needs for an input, as a multiple of its bytes (measured: 14). */
const growthFactor = 16;
/** Room for a batch: growing page by page costs a collection each (measured). */
const initialBytes = 16 * 1024 * 1024;

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
  const entrypoints = new Map(Object.entries(loaded.entrypoints as Record<string, number>));

  function attempt<T>(work: () => T): T | { trap: Trap } {
    try {
      return work();
    } catch (thrown) {
      return { trap: trapOf(thrown, memory, limits.wasmMemoryBytes) };
    }
  }

  return {
    self: { abi, entrypoints: [...entrypoints.keys()].sort(), builtins: Object.keys(called).sort() },
    setData(json) {
      const outcome = attempt(() => {
        const bytes = encoder.encode(json);
        makeRoom(memory, loaded.baseHeapPtr >>> 0, bytes.byteLength, limits.wasmMemoryBytes);
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
          makeRoom(memory, heap, length, limits.wasmMemoryBytes);
          new Uint8Array(memory.buffer).set(input, heap);
        }
        const address = own.opa_eval(0, number, loaded.dataAddr, input === null ? 0 : heap, length, heap + length, 0);
        return { text: textAt(memory, address) };
      });
    },
    memoryBytes: () => memory.buffer.byteLength,
  };
}

function newMemory(maximumBytes: number): WebAssembly.Memory {
  const maximum = Math.floor(maximumBytes / pageBytes);
  return new WebAssembly.Memory({ initial: Math.min(maximum, initialBytes / pageBytes), maximum });
}

/** Grows the memory once, to what an input of this length needs, instead of page by page. */
function makeRoom(memory: WebAssembly.Memory, heap: number, length: number, maximumBytes: number): void {
  const size = memory.buffer.byteLength;
  const wanted = Math.min(heap + length * growthFactor, maximumBytes);
  if (wanted <= size) return;
  memory.grow(Math.floor((wanted - size) / pageBytes));
  if (memory.buffer.byteLength < heap + length) throw new RangeError('the input does not fit into the memory');
}

/** The zero-terminated UTF-8 text at an address. Addresses above 2 GiB come as negative numbers. */
function textAt(memory: WebAssembly.Memory, address: number): string {
  const start = address >>> 0;
  const bytes = Buffer.from(memory.buffer);
  const end = bytes.indexOf(0, start);
  return bytes.toString('utf8', start, end === -1 ? bytes.byteLength : end);
}

function trapOf(thrown: unknown, memory: WebAssembly.Memory, maximumBytes: number): Trap {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const full = memory.buffer.byteLength + pageBytes > maximumBytes;
  if (thrown instanceof RangeError || (full && /alloc|memory|bounds|unreachable/.test(message))) {
    return { code: 'memory', message: `the limit wasmMemoryBytes (${maximumBytes}) was reached` };
  }
  return { code: 'trap', message };
}

import { createBuiltinHost, createBuiltins } from '../../../../engine/wasm/builtins/index.ts';
import { readValue } from '../../../../engine/wasm/builtins/text.ts';
import type { Value } from '../../../../engine/wasm/builtins/value.ts';
import type { Built } from './build.ts';

/** What a case gave: the set of its bindings, or what ended the evaluation. */
export type Outcome = { bindings: Value[] } | { thrown: string };

type Exports = Record<string, (...values: number[]) => number>;

/** Evaluates a built case on an instance of its own, with our host, keeping sets apart from arrays. */
export function evaluate(built: Built): Outcome {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 2048 });
  const text = (address: number) => {
    const bytes = Buffer.from(memory.buffer);
    return bytes.toString('utf8', address, bytes.indexOf(0, address));
  };
  const host = createBuiltinHost(memory, createBuiltins());
  const abort = (address: number) => {
    throw new Error(text(address));
  };
  const environment = { ...host.imports, memory, opa_abort: abort, opa_println: () => {} };
  const instance = new WebAssembly.Instance(built.wasm, { env: environment });
  host.connect(instance.exports);
  const own = instance.exports as unknown as Exports;
  const load = (value: string) => {
    const bytes = Buffer.from(value, 'utf8');
    const address = own['opa_malloc']!(bytes.length);
    bytes.copy(Buffer.from(memory.buffer), address);
    const parsed = own['opa_value_parse']!(address, bytes.length);
    if (parsed === 0) throw new Error(`the policy cannot read ${value}`);
    return parsed;
  };
  const { case: each, dataName } = built;
  try {
    const entrypoints = JSON.parse(text(own['opa_json_dump']!(own['entrypoints']!()))) as Record<string, number>;
    const context = own['opa_eval_ctx_new']!();
    own['opa_eval_ctx_set_data']!(context, load(dataName ? `{"${dataName}": ${each.data}}` : each.data));
    if (each.input !== undefined) own['opa_eval_ctx_set_input']!(context, load(each.input));
    own['opa_eval_ctx_set_entrypoint']!(context, entrypoints[built.entrypoint]!);
    own['eval']!(context);
    const result = readValue(text(own['opa_value_dump']!(own['opa_eval_ctx_get_result']!(context))));
    const [first] = result as Set<Map<Value, Value>>;
    return { bindings: [...((first?.get('result') ?? []) as Iterable<Value>)] };
  } catch (thrown) {
    return { thrown: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

import { createBuiltins } from '../../../../engine/wasm/builtins/index.ts';
import type { Value } from '../../../../engine/wasm/builtins/value.ts';

const builtins = createBuiltins();

/** Calls one built-in of the host. */
export function call(name: string, ...operands: Value[]): Value | undefined {
  return builtins[name]!(...operands);
}

/** A number by its text, for numbers JavaScript would not print the same way. */
export function number(text: string): Value {
  return { number: text };
}

import { builtinNames } from '../engine/index.ts';
import type { Compiler } from './compiler.ts';
import type { Capabilities } from './protocol.ts';

const known = new WeakMap<Compiler, Promise<Capabilities>>();

/**
 * What a policy may use, in the form of `opa capabilities`: OPA's own list, of which only the built-ins remain that our
 * host or OPA's wasm implements. The language's features stay as they are. It can be given to `opa --capabilities`.
 */
export function capabilitiesJson(compiler: Compiler): Promise<Capabilities> {
  let answer = known.get(compiler);
  if (answer === undefined) {
    answer = read(compiler);
    known.set(compiler, answer);
    answer.catch(() => known.delete(compiler));
  }
  return answer;
}

async function read(compiler: Compiler): Promise<Capabilities> {
  const { capabilities } = await compiler.request({ operation: 'capabilities' });
  const allowed = new Set(builtinNames);
  return { ...capabilities!, builtins: capabilities!.builtins.filter(({ name }) => allowed.has(name)) };
}

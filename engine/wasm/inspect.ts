import { PlimsollError } from '../errors.ts';
import { hostBuiltins } from './builtins/list.ts';

/** Everything the host gives to a policy. A module that imports anything else is refused. */
const given: ReadonlyMap<string, WebAssembly.ImportExportKind> = new Map([
  ['memory', 'memory'],
  ['opa_abort', 'function'],
  ['opa_println', 'function'],
  ['opa_builtin0', 'function'],
  ['opa_builtin1', 'function'],
  ['opa_builtin2', 'function'],
  ['opa_builtin3', 'function'],
  ['opa_builtin4', 'function'],
]);

/** What the byte path calls (OPA's wasm ABI 1.2, docs: performance.md). */
const called: ReadonlyMap<string, WebAssembly.ImportExportKind> = new Map([
  ['opa_eval', 'function'],
  ['opa_malloc', 'function'],
  ['opa_json_parse', 'function'],
  ['opa_json_dump', 'function'],
  ['opa_heap_ptr_get', 'function'],
  ['opa_heap_ptr_set', 'function'],
  ['builtins', 'function'],
  ['entrypoints', 'function'],
  ['opa_wasm_abi_version', 'global'],
  ['opa_wasm_abi_minor_version', 'global'],
]);

/**
 * Compiles the wasm of a bundle, off the main thread, and checks what can be checked without running it.
 * Throws `policy-refused` for what is not wasm, imports more than the host gives, or has an older ABI.
 */
export async function compilePolicy(bytes: Uint8Array<ArrayBuffer>, bundle: string): Promise<WebAssembly.Module> {
  let module: WebAssembly.Module;
  try {
    module = await WebAssembly.compile(bytes);
  } catch (cause) {
    throw refused(bundle, 'it is not a WebAssembly module', cause);
  }
  for (const wanted of WebAssembly.Module.imports(module)) {
    if (wanted.module !== 'env' || given.get(wanted.name) !== wanted.kind) {
      throw refused(
        bundle,
        `it imports ${wanted.module}.${wanted.name} (${wanted.kind}), which the host does not give`,
      );
    }
  }
  const exported = new Map(WebAssembly.Module.exports(module).map((entry) => [entry.name, entry.kind]));
  for (const [name, kind] of called) {
    if (exported.get(name) !== kind) {
      throw refused(bundle, `it does not export ${name}: it was built for another ABI than OPA's 1.2`);
    }
  }
  return module;
}

/** What a policy says of itself once it is loaded. */
export interface PolicySelf {
  /** Versions of OPA's wasm ABI. */
  abi: { major: number; minor: number };
  entrypoints: readonly string[];
  /** Host built-ins that it calls. */
  builtins: readonly string[];
}

/** Why a loaded policy cannot be used; null when it can. `wanted` are the entrypoints of its kinds. */
export function refusalOf(self: PolicySelf, wanted: readonly string[]): string | null {
  if (self.abi.major !== 1 || self.abi.minor < 2) {
    return `it was built for ABI ${self.abi.major}.${self.abi.minor}; at least 1.2 is needed`;
  }
  const foreign = self.builtins.find((name) => !hostBuiltins.includes(name));
  if (foreign !== undefined) return `it calls the built-in ${foreign}, which the host does not give`;
  const missing = wanted.find((entrypoint) => !self.entrypoints.includes(entrypoint));
  if (missing !== undefined) return `it has no entrypoint ${missing}`;
  return null;
}

/** The error of a policy that is not loaded. */
export function refused(bundle: string, why: string, cause?: unknown): PlimsollError {
  return new PlimsollError('policy-refused', `The policy of the bundle ${bundle} is refused: ${why}.`, { cause });
}

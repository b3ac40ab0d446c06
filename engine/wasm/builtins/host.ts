import { PlimsollError } from '../../errors.ts';
import { readValue, writeValue } from './text.ts';
import type { Builtin, BuiltinTable } from './value.ts';

/** The functions of a policy instance that the host calls. Addresses come as signed 32-bit integers. */
interface PolicyExports {
  builtins(): number;
  opa_json_dump(value: number): number;
  opa_value_dump(value: number): number;
  opa_value_parse(text: number, length: number): number;
  opa_malloc(length: number): number;
  opa_free(address: number): void;
}

type Call = (builtin: number, context: number, ...operands: number[]) => number;

/** The host side of the built-ins of one policy instance. */
export interface BuiltinHost {
  /** Goes into `env` of the instance's imports, beside `memory`, `opa_abort` and `opa_println`. */
  readonly imports: Record<'opa_builtin0' | 'opa_builtin1' | 'opa_builtin2' | 'opa_builtin3' | 'opa_builtin4', Call>;
  /**
   * Connects the host with the instance, once it is there and before it evaluates anything.
   * @throws PlimsollError `policy-refused` when the policy calls a built-in that the table does not have
   */
  connect(instance: WebAssembly.Exports): void;
}

/**
 * Serves a policy's calls of host built-ins from a table.
 *
 * Values cross the border as OPA's own value text, not as JSON, so sets stay sets, keys keep their type and numbers their
 * digits. A built-in that answers `undefined` is undefined in Rego; one that throws ends the evaluation with what it threw.
 * @param memory the memory the instance imports
 */
export function createBuiltinHost(memory: WebAssembly.Memory, table: BuiltinTable): BuiltinHost {
  let instance: PolicyExports | undefined;
  let functions: Builtin[] = [];
  let bytes = Buffer.from(memory.buffer);

  /** The memory as it is now: growing it detaches the old view. */
  function view(): Buffer {
    if (bytes.buffer !== memory.buffer) bytes = Buffer.from(memory.buffer);
    return bytes;
  }

  function textAt(address: number): string {
    const start = address >>> 0;
    const memoryNow = view();
    return memoryNow.toString('utf8', start, memoryNow.indexOf(0, start));
  }

  function call(builtin: number, _context: number, ...operands: number[]): number {
    const policy = instance!;
    const values = operands.map((operand) => {
      const dumped = policy.opa_value_dump(operand);
      const text = textAt(dumped);
      policy.opa_free(dumped);
      return readValue(text);
    });
    const result = functions[builtin]!(...values);
    if (result === undefined) return 0;
    const text = writeValue(result);
    const capacity = text.length * 3;
    const start = policy.opa_malloc(capacity);
    const length = view().write(text, start >>> 0, capacity, 'utf8');
    const address = policy.opa_value_parse(start, length);
    policy.opa_free(start);
    if (address === 0) throw new PlimsollError('internal', 'The policy module cannot read the answer of a built-in.');
    return address;
  }

  function connect(policyExports: WebAssembly.Exports): void {
    instance = policyExports as unknown as PolicyExports;
    const dumped = instance.opa_json_dump(instance.builtins());
    const wanted = JSON.parse(textAt(dumped)) as Record<string, number>;
    functions = [];
    for (const [name, number] of Object.entries(wanted)) {
      if (!Object.hasOwn(table, name)) {
        throw new PlimsollError('policy-refused', `The policy module calls ${name}, which the host does not have.`);
      }
      functions[number] = table[name]!;
    }
  }

  const imports = {
    opa_builtin0: call,
    opa_builtin1: call,
    opa_builtin2: call,
    opa_builtin3: call,
    opa_builtin4: call,
  };
  return { imports, connect };
}

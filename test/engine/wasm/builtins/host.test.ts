import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PlimsollError } from '../../../../engine/index.ts';
import type { BuiltinTable, Value } from '../../../../engine/wasm/builtins/index.ts';
import { createBuiltinHost, createBuiltins } from '../../../../engine/wasm/builtins/index.ts';
import { builtinNames, compilerBuiltins, hostBuiltins, wasmBuiltins } from '../../../../engine/wasm/builtins/list.ts';
import type { Compiler } from '../../../../rego/index.ts';
import { openCompiler } from '../../../../rego/index.ts';

describe('the list of built-ins', () => {
  it('names exactly what the host implements', () => {
    expect(Object.keys(createBuiltins()).sort()).toEqual([...hostBuiltins].sort());
  });

  it('names nothing twice', () => {
    expect(builtinNames).toEqual([...new Set([...wasmBuiltins, ...hostBuiltins, ...compilerBuiltins])].sort());
  });
});

describe('the border between policy and host', () => {
  let compiler: Compiler | undefined;
  beforeAll(async () => {
    compiler = await openCompiler().catch((thrown: unknown) => {
      if (thrown instanceof PlimsollError && thrown.code === 'compiler-missing') return undefined;
      throw thrown;
    });
  });
  afterAll(() => compiler?.close());

  /** Compiles a module, whose rule `out` is evaluated on an instance with the given built-ins. */
  async function run(rego: string, table: BuiltinTable): Promise<string> {
    const modules = { 'p.rego': `package p\n\n${rego}\n` };
    const answer = await compiler!.request({ operation: 'build', modules, entrypoints: ['p/out'] });
    if (answer.wasm === undefined) throw new Error(JSON.stringify(answer.errors));
    const memory = new WebAssembly.Memory({ initial: 8 });
    const host = createBuiltinHost(memory, table);
    const environment = { ...host.imports, memory, opa_abort: () => {}, opa_println: () => {} };
    const instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(answer.wasm, 'base64')), {
      env: environment,
    });
    host.connect(instance.exports);
    const own = instance.exports as unknown as Record<string, (...values: number[]) => number>;
    const data = own['opa_malloc']!(2);
    Buffer.from(memory.buffer).write('{}', data);
    const heap = own['opa_heap_ptr_get']!();
    const address = own['opa_eval']!(0, 0, own['opa_json_parse']!(data, 2), 0, 0, heap, 1);
    const bytes = Buffer.from(memory.buffer);
    return bytes.toString('utf8', address, bytes.indexOf(0, address));
  }

  /** A table where one built-in keeps what it was called with and answers something fixed. */
  function spying(answer: Value | undefined): { table: BuiltinTable; seen: Value[][] } {
    const seen: Value[][] = [];
    const spy = (...operands: Value[]) => {
      seen.push(operands);
      return answer;
    };
    return { table: { ...createBuiltins(), 'object.subset': spy }, seen };
  }

  it('passes sets, keys and digits both ways', async (context) => {
    if (compiler === undefined) return context.skip('the Rego compiler cannot be built here');
    const answer = new Set<Value>([[{ number: '12345678901234567890' }, 'é😀\u0000"'], new Set()]);
    const { table, seen } = spying(answer);
    const out = await run(
      'out := object.subset([{1}, {[2]: "x\\u0000é"}], [set(), 12345678901234567890, 1.50])',
      table,
    );
    expect(seen).toEqual([
      [
        [new Set([1]), new Map([[[2], 'x\u0000é']])],
        [new Set(), { number: '12345678901234567890' }, { number: '1.50' }],
      ],
    ]);
    expect(out).toContain('[12345678901234567890, "é😀\\u0000\\""]');
    expect(out).toContain('set()');
  });

  it('makes undefined of undefined', async (context) => {
    if (compiler === undefined) return context.skip('the Rego compiler cannot be built here');
    expect(await run('out := "none" if not object.subset([], [])', spying(undefined).table)).toContain('"none"');
  });

  it('ends the evaluation with what a built-in throws', async (context) => {
    if (compiler === undefined) return context.skip('the Rego compiler cannot be built here');
    await expect(run('out := net.cidr_expand("0.0.0.0/0")', createBuiltins())).rejects.toThrow(/builtinValues/);
  });

  it('survives growing memory', async (context) => {
    if (compiler === undefined) return context.skip('the Rego compiler cannot be built here');
    const long = 'long := concat("", [sprintf("%03d", [x]) | some x in numbers.range(1, 300)])';
    const rego = `${long}\nout := count({m | some i in numbers.range(1, 2000); m := sprintf("%d %s", [i, long])})`;
    expect(await run(rego, createBuiltins())).toContain('2000');
  });

  it('refuses a policy that calls what the host does not have', async (context) => {
    if (compiler === undefined) return context.skip('the Rego compiler cannot be built here');
    const refusal = run('out := time.now_ns()', createBuiltins());
    await expect(refusal).rejects.toMatchObject({
      code: 'policy-refused',
      message: expect.stringContaining('time.now_ns'),
    });
  });

  it('has every other built-in inside the wasm', async (context) => {
    if (compiler === undefined) return context.skip('the Rego compiler cannot be built here');
    const { capabilities } = await compiler.request({ operation: 'capabilities' });
    const known = capabilities!.builtins.map(({ name }) => name);
    expect(builtinNames.filter((name) => !known.includes(name))).toEqual([]);
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bundle, PlimsollError } from '../../../engine/index.ts';
import { refusalOf } from '../../../engine/wasm/inspect.ts';
import { partOf, policyOf } from '../../support/judged.ts';
import { type FixtureRule, openFixtureBuilder, resourceOf } from '../../support/policy-fixture.ts';
import { tinyWasm } from '../../support/tiny-wasm.ts';

const plain: FixtureRule = {
  id: 'acme/plain',
  rego: 'violations contains {"target": r.target, "key": r.key, "args": {}} if { some r in input.resources; r.privileged == true }',
};
const exportsOfOpa = [
  ...['opa_eval', 'opa_malloc', 'opa_json_parse', 'opa_json_dump', 'opa_heap_ptr_get', 'opa_heap_ptr_set'],
  ...['builtins', 'entrypoints'],
];
const abi = { opa_wasm_abi_version: 1, opa_wasm_abi_minor_version: 3 };

let builder: Awaited<ReturnType<typeof openFixtureBuilder>>;
let sound: Bundle;
beforeAll(async () => {
  builder = await openFixtureBuilder();
  sound = await builder.build({ rules: [plain] });
});
afterAll(() => builder.close());

async function refusal(bundle: Bundle, limits = {}): Promise<string> {
  const error = await policyOf([bundle], limits).then(
    async (policy) => {
      await policy.close();
      return null;
    },
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PlimsollError)) throw new Error('it was not refused');
  return `${error.code}: ${error.message}`;
}

test('what is no WebAssembly is refused', async () => {
  expect(await refusal({ ...sound, policy: new Uint8Array([1, 2, 3]) })).toBe(
    'policy-refused: The policy of the bundle acme-house is refused: it is not a WebAssembly module.',
  );
});

test('an import that the host does not give is refused by name, before anything runs', async () => {
  const imports = [['wasi_snapshot_preview1', 'fd_write']] as const;
  const policy = tinyWasm({ imports: imports.map(([a, b]) => [a, b]), loopsAtStart: true });
  expect(await refusal({ ...sound, policy })).toContain('it imports wasi_snapshot_preview1.fd_write (function)');
  expect(await refusal({ ...sound, policy: tinyWasm({ imports: [['env', 'memory']] }) })).toContain('env.memory');
});

test('a module of another ABI is refused', async () => {
  expect(await refusal({ ...sound, policy: tinyWasm({ functions: exportsOfOpa.slice(1), globals: abi }) })).toContain(
    'it does not export opa_eval',
  );
  expect(await refusal({ ...sound, policy: tinyWasm({ functions: exportsOfOpa }) })).toContain(
    'it does not export opa_wasm_abi_version',
  );
  const self = { entrypoints: ['a/out'], builtins: [] };
  expect(refusalOf({ ...self, abi: { major: 1, minor: 1 } }, [])).toContain('ABI 1.1');
  expect(refusalOf({ ...self, abi: { major: 2, minor: 3 } }, [])).toContain('ABI 2.3');
  expect(refusalOf({ ...self, abi: { major: 1, minor: 2 } }, ['a/out'])).toBeNull();
});

test('a module that never finishes loading is ended at the deadline', async () => {
  const policy = tinyWasm({ functions: exportsOfOpa, globals: abi, loopsAtStart: true });
  const message = await refusal({ ...sound, policy }, { batchMilliseconds: 1_500 });
  expect(message).toContain('policy-refused');
  expect(message).toContain('batchMilliseconds (1500)');
});

test('a catalogue that names a kind without an entrypoint is refused', async () => {
  const [rule] = sound.catalogue.rules;
  const other = { ...rule!, id: 'acme/other', kind: 'swarm-node', digest: 'sha256:1' };
  const catalogue = { ...sound.catalogue, kinds: ['container', 'swarm-node'], rules: [rule!, other] };
  expect(await refusal({ ...sound, catalogue })).toContain('it has no entrypoint plimsoll/entry/swarm_node/out');
});

test('a built-in that the host does not have is refused by name', async () => {
  const rego = plain.rego.replace(
    'r.privileged == true',
    'http.send({"method": "get", "url": r.key}).status_code == 1',
  );
  const bundle = await builder.build({ rules: [{ id: 'acme/calls', rego }], anyBuiltin: true });
  expect(await refusal(bundle)).toContain('http.send');
});

test('a policy that does not know the rules it was asked for stops the run: nothing passes by a misspelt name', async () => {
  const misspelt = await builder.build({
    rules: [plain],
    entry: (text) => text.replaceAll('acme/plain', 'acme/plane'),
  });
  const policy = await policyOf([misspelt]);
  await expect(partOf(policy, [resourceOf('a')])).rejects.toMatchObject({ code: 'internal', exitCode: 4 });
  await policy.close();
});

test('output for a rule that is not switched on stops the run', async () => {
  const foreign = await builder.build({
    rules: [plain],
    entry: (text) => text.replace('out contains ["acme/plain"', 'out contains ["acme/other"'),
  });
  const policy = await policyOf([foreign]);
  await expect(partOf(policy, [resourceOf('a', { privileged: true })])).rejects.toMatchObject({
    code: 'policy-refused',
    message: expect.stringContaining('acme/other'),
  });
  await policy.close();
});

test('a closed policy starts again when it is used', async () => {
  const policy = await policyOf([sound]);
  await policy.close();
  const { outcomes } = await partOf(policy, [resourceOf('a', { privileged: true })]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fail']);
  await policy.close();
});

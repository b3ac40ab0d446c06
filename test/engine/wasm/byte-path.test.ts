import { loadPolicy } from '@open-policy-agent/opa-wasm';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Bundle, canonicalJson, limitsWith } from '../../../engine/index.ts';
import { batchOf } from '../../../engine/wasm/batch.ts';
import { createBuiltins } from '../../../engine/wasm/builtins/index.ts';
import { instantiate } from '../../../engine/wasm/policy.ts';
import { lineOf, openFixtureBuilder, resourceOf } from '../../support/policy-fixture.ts';

const entrypoint = 'plimsoll/entry/container/out';
const data = { plimsoll: { on: { 'acme/echo': true }, params: {}, now: '' } };
let bundle: Bundle;
beforeAll(async () => {
  const builder = await openFixtureBuilder();
  const rego =
    'violations contains {"target": r.target, "key": r.key, "args": {"all": r}} if { some r in input.resources; r.number > 3 }';
  bundle = await builder.build({ rules: [{ id: 'acme/echo', rego }] });
  await builder.close();
});

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string({ unit: 'binary' }).map((text) => text.toWellFormed().replaceAll('\u0000', '')),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }),
  ),
})).value;

test('bytes in batches give what the unmodified SDK gives for the same objects', async () => {
  const module = new WebAssembly.Module(bundle.policy);
  const sdk = await loadPolicy(module, { initial: 256 });
  sdk.setData(data);
  const ours = instantiate(module, createBuiltins(), limitsWith());
  ours.setData(JSON.stringify(data));
  fc.assert(
    fc.property(
      fc.array(fc.record({ number: fc.integer({ min: 0, max: 9 }), value: values }), { maxLength: 20 }),
      (list) => {
        const resources = list.map((facts, index) => resourceOf(`é${index}`, facts));
        const answer = ours.evaluate(entrypoint, batchOf('container', resources.map(lineOf)).input);
        const expected = sdk.evaluate({ resources }, entrypoint) as [{ result: unknown[] }];
        const sorted = (result: unknown[]) => result.map(canonicalJson).sort();
        const found = JSON.parse((answer as { text: string }).text) as [{ result: unknown[] }];
        expect(sorted(found[0].result)).toEqual(sorted(expected[0].result));
      },
    ),
    { numRuns: 200 },
  );
});

test('a line of eight megabytes is judged', async () => {
  const ours = instantiate(new WebAssembly.Module(bundle.policy), createBuiltins(), limitsWith());
  ours.setData(JSON.stringify(data));
  const big = resourceOf('big', {
    number: 0,
    list: Array.from({ length: 80_000 }, (_, index) => 'x'.repeat(90) + index),
  });
  const input = batchOf('container', [lineOf(big)]).input;
  expect(input.byteLength).toBeGreaterThan(7 * 1024 * 1024);
  expect(ours.evaluate(entrypoint, input)).toEqual({ text: '[{"result":[]}]' });
  expect(ours.usedBytes()).toBeGreaterThan(16 * 1024 * 1024);
});

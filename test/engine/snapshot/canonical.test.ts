import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, compareText } from '../../../engine/index.ts';
import { texts } from './resources.ts';

test('texts are ordered by their UTF-8 bytes, also outside the basic plane', () => {
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
  expect(['\uffee', '😀', 'é', 'z'].sort(compareText)).toEqual(['z', 'é', '\uffee', '😀']);
});

test('the canonical form reads back as the same value and is the same for every order of members', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(reversed(JSON.parse(text)))).toBe(text);
    }),
  );
});

test('a member named __proto__ is a member like others', () => {
  expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"z":1,"a":2}}'))).toBe('{"__proto__":{"a":2,"z":1},"b":1}');
});

test('what JSON cannot hold is refused', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 0]) {
    expect(() => canonicalJson({ value })).toThrow(RangeError);
  }
  let deep: unknown = 1;
  for (let level = 0; level < 200; level += 1) deep = [deep];
  expect(() => canonicalJson(deep)).toThrow('levels');
});

function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  const result = Object.create(null) as Record<string, unknown>;
  for (const name of Object.keys(value).reverse()) result[name] = reversed((value as Record<string, unknown>)[name]);
  return result;
}

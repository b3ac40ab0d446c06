import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printValue, quoteText, readValue, writeValue } from '../../../../engine/wasm/builtins/text.ts';
import type { Value } from '../../../../engine/wasm/builtins/value.ts';
import {
  compare,
  equal,
  integerOf,
  memberOf,
  setHas,
  sorted,
  wholeNumberOf,
} from '../../../../engine/wasm/builtins/value.ts';
import { number } from './call.ts';
import { document } from './generators.ts';

describe('value text', () => {
  it('reads back what was written', () => {
    fc.assert(
      fc.property(fc.oneof(document, fc.string({ unit: 'grapheme' })), (value) => {
        const text = writeValue(value);
        expect(writeValue(readValue(text))).toBe(text);
        expect(equal(readValue(text), value)).toBe(true);
      }),
    );
  });

  it('reads what the wasm dumps', () => {
    const text = '{"a": {1, [2, "x\\u0000\\"]"]}, [1]: set(), {"k": null}: {}, 12345678901234567890: 1.0}';
    const wanted = new Map<Value, Value>([
      ['a', new Set<Value>([1, [2, 'x\u0000"]']])],
      [[1], new Set()],
      [new Map([['k', null]]), new Map()],
      [number('12345678901234567890'), number('1.0')],
    ]);
    expect([...(readValue(text) as Map<Value, Value>)]).toEqual([...wanted]);
  });

  it.each(['', '{', '[1,', '{"a" 1}', 'nul', '[1] 2', '"a', '{1: }'])('refuses %j', (text) => {
    expect(() => readValue(text)).toThrow(/cannot be read/);
  });

  it('prints collections sorted, as OPA does', () => {
    const value = new Map<Value, Value>([
      ['b', new Set<Value>([[], 'x', 2, null, true, new Map()])],
      ['a', number('1.50')],
      [1, false],
    ]);
    expect(printValue(value)).toBe('{1: false, "a": 1.50, "b": {null, true, 2, "x", [], {}}}');
  });

  it('quotes as Go does', () => {
    expect(quoteText('a\u00a0é😀\u202e\x7f\v"\\')).toBe('"a\\u00a0é😀\\u202e\\x7f\\v\\"\\\\"');
  });
});

describe('order and equality', () => {
  it('is total: the order of any two values is the reverse of the other way round', () => {
    fc.assert(fc.property(document, document, (left, right) => {
      expect(compare(left, right) + compare(right, left)).toBe(0);
      expect(equal(left, right)).toBe(compare(left, right) === 0);
    })); // biome-ignore format: one property
  });

  it('compares numbers by value, however they are written', () => {
    const ascending = ['-1e400', '-12345678901234567891', '-12345678901234567890', '-1', '0', '1e-400', '0.1', '1', '1.5', '9007199254740993', '12345678901234567890', '1e400'].map(number); // biome-ignore format: one list
    expect(sorted(ascending.toReversed())).toEqual(ascending);
    expect(equal(number('1.0'), 1)).toBe(true);
    expect(equal(number('10e-1'), 1)).toBe(true);
    expect(equal(number('-0'), 0)).toBe(true);
  });

  it('compares texts by code points', () => {
    expect(sorted(['😀', '\uffff', 'a'])).toEqual(['a', '\uffff', '😀']);
  });

  it('finds members by value', () => {
    const key = [1, new Set<Value>(['x'])];
    expect(memberOf(new Map<Value, Value>([[[number('1.0'), new Set<Value>(['x'])], 'found']]), key)).toBe('found');
    expect(memberOf(new Map([['1', 'text']]), 1)).toBeUndefined();
    expect(setHas(new Set<Value>([[1]]), [number('1.0')])).toBe(true);
    expect(setHas(new Set<Value>(['1']), 1)).toBe(false);
  });
});

describe('integers', () => {
  it.each([
    [2, 2n, 2n],
    [number('2.0'), 2n, 2n],
    [number('2e0'), undefined, 2n],
    [number('25e-1'), undefined, undefined],
    [1.5, undefined, undefined],
    [number('9223372036854775807'), 9223372036854775807n, 9223372036854775807n],
    [number('9223372036854775808'), undefined, 9223372036854775808n],
    ['2', undefined, undefined],
  ])('%j', (value, integer, whole) => {
    expect(integerOf(value)).toBe(integer);
    expect(wholeNumberOf(value)).toBe(whole);
  });
});

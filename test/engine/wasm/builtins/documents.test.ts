import { describe, expect, it } from 'vitest';
import type { Value } from '../../../../engine/wasm/builtins/value.ts';
import { call, number } from './call.ts';

function object(members: Record<string, Value>): Map<Value, Value> {
  return new Map(Object.entries(members));
}

describe('json.patch', () => {
  const document = () => object({ a: [1, 2], b: object({ c: 1 }), s: new Set<Value>(['x', [1]]) });

  it.each<[string, Record<string, Value>, Value | undefined]>([
    ['add to an object', { op: 'add', path: '/b/d', value: 2 }, object({ c: 1, d: 2 })],
    ['replace', { op: 'replace', path: 'b/c', value: null }, object({ c: null })],
    ['remove', { op: 'remove', path: ['b', 'c'] }, object({})],
    ['copy', { op: 'copy', from: '/a/0', path: '/b/e' }, object({ c: 1, e: 1 })],
    ['move within', { op: 'move', from: '/b/c', path: '/b/d' }, object({ d: 1 })],
    ['test', { op: 'test', path: '/b/c', value: number('1.0') }, object({ c: 1 })],
    ['test that fails', { op: 'test', path: '/b/c', value: 2 }, undefined],
    ['remove what is not there', { op: 'remove', path: '/b/x' }, undefined],
    ['an unknown operation', { op: 'merge', path: '/b/c', value: 1 }, undefined],
    ['no value', { op: 'add', path: '/b/c' }, undefined],
    ['no path', { op: 'add', value: 1 }, undefined],
  ])('%s', (_title, operation, wanted) => {
    const patched = call('json.patch', document(), [object(operation)]) as Map<Value, Value> | undefined;
    expect(patched?.get('b')).toEqual(wanted);
  });

  it.each<[Value, Value[] | undefined]>([
    ['/a/0', ['x', 1, 2]],
    ['/a/-', [1, 2, 'x']],
    ['/a/2', [1, 2, 'x']],
    ['/a/3', undefined],
    ['/a/-1', undefined],
    ['/a/01', undefined],
    ['/a/b', undefined],
    [
      ['a', 1],
      [1, 'x', 2],
    ],
  ])('add at %j of an array', (path, wanted) => {
    const operations = [object({ op: 'add', path, value: 'x' })];
    expect((call('json.patch', document(), operations) as Map<Value, Value> | undefined)?.get('a')).toEqual(wanted);
  });

  it('patches sets by their elements', () => {
    const operations = [
      object({ op: 'add', path: ['s', 'y'], value: 'y' }),
      object({ op: 'add', path: ['s', [1], 1], value: 2 }),
      object({ op: 'remove', path: '/s/x' }),
    ];
    expect((call('json.patch', document(), operations) as Map<Value, Value>).get('s')).toEqual(new Set(['y', [1, 2]]));
    expect(call('json.patch', document(), [object({ op: 'add', path: '/s/y', value: 'z' })])).toBeUndefined();
  });

  it('changes nothing in place and unescapes paths', () => {
    const before = document();
    call('json.patch', before, [object({ op: 'remove', path: '/a' })]);
    expect(before).toEqual(document());
    const escaped = call('json.patch', object({ 'a/b~': 1 }), [object({ op: 'remove', path: '/a~1b~0' })]);
    expect(escaped).toEqual(object({}));
  });
});

describe('json.marshal_with_options', () => {
  const value = object({ b: new Set<Value>([2, 1]), a: [], '<&>\u2028': number('1.50') });

  it('is compact without options', () => {
    expect(call('json.marshal_with_options', value, object({}))).toBe(
      '{"\\u003c\\u0026\\u003e\\u2028":1.50,"a":[],"b":[1,2]}',
    );
  });

  it('is indented with them', () => {
    const options = object({ prefix: '>', indent: '  ' });
    expect(call('json.marshal_with_options', object({ a: [1], b: object({}) }), options)).toBe(
      '>{\n>  "a": [\n>    1\n>  ],\n>  "b": {}\n>}',
    );
  });

  it('refuses unknown options', () => {
    expect(call('json.marshal_with_options', 1, object({ width: 3 }))).toBeUndefined();
    expect(call('json.marshal_with_options', 1, object({ pretty: 'yes' }))).toBeUndefined();
  });
});

describe('collections', () => {
  it.each<[Value, Value, boolean | undefined]>([
    [object({ a: object({ b: 1, c: 2 }), d: 3 }), object({ a: object({ b: number('1.0') }) }), true],
    [object({ a: 1 }), object({ a: 2 }), false],
    [new Set<Value>([1, [2]]), new Set<Value>([[2]]), true],
    [[1, 2, 3], [2, 3], true],
    [[1, 2, 3], [1, 3], false],
    [[1, 1, 2], [1, 2], true],
    [[3, 2, 1], new Set<Value>([1, 3]), true],
    [[1], object({}), undefined],
  ])('object.subset %#', (whole, part, result) => {
    expect(call('object.subset', whole, part)).toBe(result);
  });

  it('counts by steps, also down and beyond 64 bits', () => {
    expect(call('numbers.range_step', 1, 6, 2)).toEqual([1, 3, 5]);
    expect(call('numbers.range_step', 3, 1, 1)).toEqual([3, 2, 1]);
    expect(call('numbers.range_step', number('1e20'), number('100000000000000000001'), 1)).toEqual([
      100000000000000000000,
      number('100000000000000000001'),
    ]);
    expect(call('numbers.range_step', 1, 3, 0)).toBeUndefined();
    expect(() => call('numbers.range_step', 1, number('1e15'), 1)).toThrow(/builtinValues/);
  });

  it('follows paths to their ends and stops at cycles', () => {
    const graph = object({ a: ['b', 'c'], b: new Set<Value>(['a']), c: [], d: ['d'] });
    expect(call('graph.reachable_paths', graph, ['a', 'x'])).toEqual(new Set([['a', 'b'], ['a', 'c']])); // biome-ignore format: short
    expect(call('graph.reachable_paths', graph, new Set<Value>(['c']))).toEqual(new Set([['c']]));
    expect(call('graph.reachable_paths', graph, 'a')).toBeUndefined();
  });

  it('escapes what a glob would read', () => {
    expect(call('glob.quote_meta', '*.{js}[x]?\\-')).toBe('\\*.\\{js\\}\\[x\\]\\?\\\\-');
  });
});

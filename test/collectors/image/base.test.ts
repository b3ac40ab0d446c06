import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type KnownImage, knownBaseOf } from '../../../collectors/image/base.ts';

function known(id: string, layers: string, references: string[] = []): KnownImage {
  return { id, layers: [...layers], references, createdAt: null };
}

test.each<[string, string, KnownImage[], string | null]>([
  ['the longest beginning', 'abcd', [known('1', 'a'), known('2', 'abc'), known('3', 'ab')], '2'],
  ['never itself', 'abc', [known('self', 'abc'), known('1', 'ab')], '1'],
  ['never one with the same layers: that is no base', 'abc', [known('1', 'abc')], null],
  ['never one without layers', 'abc', [known('1', '')], null],
  ['never one with another layer in between', 'abc', [known('1', 'ac')], null],
  ['a named one before one without a name', 'abc', [known('1', 'ab'), known('2', 'ab', ['z:1'])], '2'],
  ['the first name of several', 'abc', [known('1', 'ab', ['z:1']), known('2', 'ab', ['y:1', 'zz:1'])], '2'],
  ['the first id where nothing else tells them apart', 'abc', [known('2', 'ab'), known('1', 'ab')], '1'],
])('the base is %s', (_, layers, others, id) => {
  expect(knownBaseOf({ id: 'self', layers: [...layers] }, others)?.id ?? null).toBe(id);
});

test('the base does not depend on the order in which images are listed', () => {
  const layers = fc.stringMatching(/^[ab]{0,4}$/);
  const image = fc.record({
    id: fc.stringMatching(/^[0-9]{1,3}$/),
    layers,
    references: fc.array(fc.constantFrom('x', 'y', 'z')),
  });
  const images = fc.uniqueArray(image, { selector: ({ id }) => id, maxLength: 8 });
  fc.assert(
    fc.property(images, layers, (drawn, own) => {
      const others = drawn.map((each) => known(each.id, each.layers, each.references));
      const forwards = knownBaseOf({ id: 'self', layers: [...own] }, others);
      expect(knownBaseOf({ id: 'self', layers: [...own] }, others.toReversed())).toEqual(forwards);
      const longest = Math.max(
        0,
        ...others.map((each) =>
          own.startsWith(each.layers.join('')) && each.layers.length < own.length ? each.layers.length : 0,
        ),
      );
      expect(forwards?.layers ?? 0).toBe(longest);
    }),
    { seed: 5, numRuns: 500 },
  );
});

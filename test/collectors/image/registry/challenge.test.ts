import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseChallenges } from '../../../../collectors/image/registry/challenge.ts';

function read(header: string | undefined) {
  return parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
}

test.each<[string | undefined, unknown[]]>([
  [undefined, []],
  ['', []],
  ['Basic', [['basic', {}]]],
  ['Basic realm="a b"', [['basic', { realm: 'a b' }]]],
  [
    'Bearer realm="https://tokens.test/token",service="registry.test",scope="repository:a/b:pull,push"',
    [['bearer', { realm: 'https://tokens.test/token', service: 'registry.test', scope: 'repository:a/b:pull,push' }]],
  ],
  ['bearer REALM=x , Service = "y"', [['bearer', { realm: 'x', service: 'y' }]]],
  [
    'Negotiate, Basic realm="x", Bearer realm="y"',
    [
      ['negotiate', {}],
      ['basic', { realm: 'x' }],
      ['bearer', { realm: 'y' }],
    ],
  ],
  ['Bearer realm="a\\"b"', [['bearer', { realm: 'a"b' }]]],
  ['Bearer realm="never closed', [['bearer', {}]]],
  ['=?', []],
])('%j', (header, expected) => {
  expect(read(header)).toEqual(expected);
});

test('any header is read in time and without failing', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400, unit: fc.constantFrom(...'aB "\\,=;\t') }), (header) => {
      expect(Array.isArray(parseChallenges(header))).toBe(true);
    }),
    { seed: 21, numRuns: 2_000 },
  );
  for (const piece of ['\\', '"', 'a=', ', ', 'a ', '\\"', 'a="', ' ']) {
    expect(parseChallenges(`Bearer ${piece.repeat(100_000)}`).length).toBeLessThan(10_000);
  }
});

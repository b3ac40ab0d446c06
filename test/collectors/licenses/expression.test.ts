import fc from 'fast-check';
import satisfies from 'spdx-satisfies';
import { describe, expect, test } from 'vitest';
import {
  type Expression,
  parseSpdx,
  requirementsOf,
  writeExpression,
} from '../../../collectors/licenses/expression.ts';

const ids = ['MIT', 'ISC', 'Zlib', 'Apache-2.0', 'BSD-3-Clause', 'GPL-2.0-only WITH Classpath-exception-2.0'] as const;

const expressions: fc.Arbitrary<string> = fc.letrec<{ all: string; one: string; joined: string }>((tie) => ({
  one: fc.constantFrom(...ids),
  joined: fc
    .tuple(tie('all'), fc.constantFrom('AND', 'OR'), tie('all'))
    .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
  all: fc.oneof({ maxDepth: 4 }, tie('one'), tie('joined')),
})).all;

describe('requirements of an expression', () => {
  test.each([
    ['MIT', [['MIT']]],
    ['MIT OR Apache-2.0', [['Apache-2.0', 'MIT']]],
    ['MIT AND (MIT OR Apache-2.0)', [['MIT']]],
    [
      '(MIT AND ISC) OR Zlib',
      [
        ['ISC', 'Zlib'],
        ['MIT', 'Zlib'],
      ],
    ],
    [
      'GPL-2.0+ AND GPL-2.0-with-classpath-exception',
      [['GPL-2.0-only WITH Classpath-exception-2.0'], ['GPL-2.0-or-later']],
    ],
    ['Apache-1.1+', [['Apache-1.1+']]],
  ])('%s', (text, lists) => {
    expect(requirementsOf(parseSpdx(text)!)).toEqual(lists);
  });

  test('are met by the same licences as spdx-satisfies says', () => {
    fc.assert(
      fc.property(expressions, fc.subarray([...ids], { minLength: 1 }), (text, allowed) => {
        const lists = requirementsOf(parseSpdx(text)!)!;
        const met = lists.every((list) => list.some((id) => (allowed as string[]).includes(id)));
        expect(met).toBe(satisfies(text, [...allowed]));
      }),
      { seed: 20_262, numRuns: 1500 },
    );
  });

  test('too many of them count as not known', () => {
    const pairs = Array.from({ length: 12 }, (_, index) => `(LicenseRef-a${index} AND LicenseRef-b${index})`);
    expect(requirementsOf(parseSpdx(pairs.join(' OR '))!)).toBeNull();
  });

  test('an expression is written as it was read', () => {
    fc.assert(
      fc.property(expressions, (text) => {
        const once = writeExpression(parseSpdx(text)!);
        expect(writeExpression(parseSpdx(once) as Expression)).toBe(once);
      }),
      { seed: 20_263, numRuns: 500 },
    );
  });
});

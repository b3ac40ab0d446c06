import { describe, expect, it } from 'vitest';
import type { Value } from '../../../../engine/wasm/builtins/value.ts';
import { call, number } from './call.ts';

const examples: [format: string, values: Value[], text: string][] = [
  ['%s runs as %v', ['web', 0], 'web runs as 0'],
  ['%d', [number('12345678901234567890')], '12345678901234567890'],
  ['%d', [number('9223372036854775807')], '9223372036854775807'],
  ['%q', ['a"b\n\x00é'], '"a\\"b\\n\\x00é"'],
  ['%+q', ['é😀'], '"\\u00e9\\U0001f600"'],
  ['%v', [new Map<Value, Value>([['b', [1, 'x']], ['a', new Set<Value>([2, 1])]])], '{"a": {1, 2}, "b": [1, "x"]}'], // biome-ignore format: one example a line
  ['%v', [new Set<Value>()], 'set()'],
  ['%v %v', [true, null], 'true null'],
  ['%x %X %#x', [255, 'hi', 'hi'], 'ff 6869 0x6869'],
  ['%5d|%-5d|%05d|%+d', [42, 42, -42, 42], '   42|42   |-0042|+42'],
  ['%6.2f|%e|%g|%v', [3.1459, 1234.5, number('1e21'), 2.5], '  3.15|1.234500e+03|1e+21|2.5'],
  ['%.0f %.0f %.1f', [0.5, 1.5, 0.25], '0 2 0.2'],
  ['%v', [number('1e400')], '1e400'],
  ['%b %o %O %c %U', [5, 8, 8, 0x1f600, 0x1f600], '101 10 0o10 😀 U+1F600'],
  ['%T %T %T', [1, 1.5, 'x'], 'int64 float64 string'],
  ['%T', [number('99999999999999999999')], '*big.Int'],
  ['%5s|%-5s|%.2s', ['é', 'é', 'héllo'], '    é|é    |hé'],
  ['%[2]s %[1]s', ['a', 'b'], 'b a'],
  ['%*d', [5, 42], '   42'],
  ['100%%', [], '100%'],
  ['%d', ['x'], '%!d(string=x)'],
  ['%s', [1], '%!s(int64=1)'],
  ['%d %d', [1], '1 %!d(MISSING)'],
  ['%d', [1, 2], '1%!(EXTRA int64=2)'],
  ['%', [], '%!(NOVERB)'],
  ['%[3]d', [1], '%!d(BADINDEX)'],
];

describe('sprintf', () => {
  it.each(examples)('%s', (format, values, text) => {
    expect(call('sprintf', format, values)).toBe(text);
  });

  it('is undefined without an array of values', () => {
    expect(call('sprintf', '%d', 1)).toBeUndefined();
    expect(call('sprintf', 1, [])).toBeUndefined();
  });
});

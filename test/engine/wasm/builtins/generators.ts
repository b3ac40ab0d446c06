import fc from 'fast-check';
import type { Value } from '../../../../engine/wasm/builtins/value.ts';

/** Calls of one built-in. */
export type Calls = fc.Arbitrary<Value[]>;

const text = (...pieces: string[]) =>
  fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(''));
const number = (value: string): Value => ({ number: value });
const anyText = text('a', 'b', 'A', 'é', '日', '😀', '%', '+', ' ', '/', '&', '=', ';', '2', '"', '\\', '\n', '<', '~');

const numbers = fc.constantFrom<Value>(
  ...[0, 1, -1, 42, -17, 65, 0x1f600, 1234567890, 3.5, -2.25, 0.5, 2.5, 1e-7, 0.1, 123456.789, 999999.5],
  ...['1e21', '12345678901234567890', '-99999999999999999999', '1.0', '1e3', '1e400', '5e-324', '-0', '-0.0'].map(
    number,
  ),
  ...['1.7976931348623157e308', '0.000001', '9223372036854775807', '55296'].map(number),
);
const others = fc.constantFrom<Value>(
  ...['', 'hello', 'héllo wörld', 'q"uo\\te\n\t\x07\x00', '`tick', '日本語', '\u00ad\u200b', '😀x'],
  ...[true, false, null, [1, 'a', [true]], new Set<Value>([3, 1, 2]), new Set<Value>(), []],
  new Map<Value, Value>([
    ['b', 1],
    ['a', [number('1.50')]],
    [1, 2],
  ]),
);

const flag = fc.constantFrom('#', '0', '+', '-', ' ', '');
const verb = fc
  .tuple(
    fc.constantFrom('', 'a ', '-', 'é'),
    fc.array(flag, { maxLength: 2 }).map((flags) => flags.join('')),
    fc.constantFrom('', '', '', '', '[1]', '[2]', '[0]', '[9]', '[x]', '['),
    fc.constantFrom('', '', '5', '12', '1', '*', '30', '0'),
    fc.constantFrom('', '', '.', '.0', '.1', '.3', '.10', '.*', '.[1]*'),
    fc.constantFrom(...'vdsqxXtfFeEgGTboOcUz%日'),
  )
  .map(([before, flags, ...rest]) => `${before}%${flags}${rest.join('')}`);

export const sprintfCalls: Calls = fc.tuple(
  fc.array(verb, { minLength: 1, maxLength: 3 }).map((verbs) => verbs.join('')),
  fc.array(fc.oneof(numbers, others), { maxLength: 3 }),
);

const atom = fc.constantFrom(
  ...['a', 'b', 'c', 'ab', '.', 'é', 'K', 'ſ', '日', '😀', ' ', '\n', '-', '1', '_', '{', '}', 'x{2,1}', 'a{,2}'],
  ...['^', '$', '\\b', '\\B', '\\A', '\\z', '\\d', '\\w', '\\s', '\\D', '\\W', '\\S', '\\pL', '\\p{Lu}', '\\P{Lu}'],
  ...['\\p{Greek}', '\\p{^Greek}', '\\x41', '\\x{1F600}', '\\n', '\\.', '\\Qa.b\\E', '\\101', '\\0', '[[:alpha:]]'],
  ...['[[:^alpha:]]', '[^a]', '[a-c]', '[^\\d]', '[\\w-]', '[]a]', '[a\\]b]', '[\\pL\\d]', '[^\\S]', '[b-a]', '\\1'],
  ...['\\q', '(?=a)', '\\C', '[[:foo:]]', '\\pX', '\\p{Foo}', '(?i)', '(?im)'],
);
const repetition = fc.constantFrom(
  ...['', '', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,3}', '{0,2}?', '{2,}', '**', '{0}', '{1001}'],
);
const opening = fc.constantFrom('(', '(?:', '(?i:', '(?s:', '(?m:', '(?U:', '(?i-s:', '(?P<n>', '(?<m>');
const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  part: fc
    .tuple(
      fc.oneof(
        { weight: 4, arbitrary: atom },
        { weight: 2, arbitrary: fc.tuple(opening, tie('pattern')).map(([open, body]) => `${open}${body})`) },
      ),
      repetition,
    )
    .map(([body, counts]) => body + counts),
  pattern: fc
    .array(fc.oneof({ maxDepth: 3 }, fc.constant('a|b'), tie('part'), fc.constant('|')), { maxLength: 4 })
    .map((parts) => parts.join('')),
}));
const subject = text(...'abcABkKsé\u212a\u017fαΩ日😀 \n-12_.x');

export const findCalls: Calls = fc.tuple(pattern, subject, fc.constantFrom(-1, -1, 0, 1, 2));
export const splitCalls: Calls = fc.tuple(pattern, subject);
const template = fc.constantFrom(
  ...[
    '',
    'x',
    '<$1>',
    '$' + '{0}',
    '$0$$',
    '$1x',
    '$' + '{1}x',
    '$n',
    '$m-$' + '{n}',
    '$',
    '$-',
    '$' + '{',
    '$01',
    'é$2',
  ],
);
export const replaceCalls: Calls = fc.tuple(subject, pattern, template);

const amount = fc.constantFrom(
  ...['0', '1', '10', '1.5', '.5', '5.', '-3', '+2', '1e3', '1E3', '1e-2', '2.5e+1', '1e7000000', '0.000001', '0.1'],
  ...['123456789012345678901', '', '1.2.3', 'e', '1e', '0x10', '00012', '9.9999999999', '0.33333333333', '-0.15'],
);
const unit = fc.constantFrom(
  ...[
    '',
    'k',
    'K',
    'ki',
    'Ki',
    'KI',
    'kib',
    'KiB',
    'KB',
    'm',
    'M',
    'Mi',
    'mb',
    'g',
    'Gi',
    'GiB',
    't',
    'TiB',
    'p',
    'Pi',
  ],
  ...['e', 'E', 'Ei', 'EiB', 'b', 'x', ' ', 'kk', 'é'],
);
export const unitCalls: Calls = fc.tuple(fc.tuple(amount, unit).map((parts) => parts.join('')));

const part = fc.constantFrom('0', '1', '2', '10', '0', '1', '01', '9223372036854775808', '', 'a');
const version = fc
  .tuple(
    fc.constantFrom('', '', 'v', 'vv'),
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom('1.2.3', '1.2.10', '1.10.0', '0.0.0') },
      { weight: 1, arbitrary: fc.array(part, { minLength: 2, maxLength: 4 }).map((parts) => parts.join('.')) },
    ),
    fc.constantFrom('', '', '-alpha', '-alpha.1', '-1', '-01', '-1.a', '-a..b', '-99999999999999999999', '--', '-0a'),
    fc.constantFrom('', '', '+build', '+b.1', '+', '+é'),
  )
  .map((parts) => parts.join(''));
export const versionPairs: Calls = fc.tuple(version, version);
export const versions: Calls = fc.tuple(fc.oneof(version, fc.constantFrom<Value>(1, null)));

const address = fc.constantFrom(
  ...['10.0.0.0', '10.0.0.1', '192.168.1.255', '0.0.0.0', '255.255.255.255', '01.2.3.4', '1.2.3', '::', '::1'],
  ...['2001:db8::', '2001:db8::1:0:0:1', '::ffff:1.2.3.4', 'fe80::1%eth0', '1:2:3:4:5:6:7:8', '1::2::3', 'g::', ':1'],
);
const prefix = fc.constantFrom(
  ...['', '/0', '/8', '/24', '/30', '/32', '/33', '/96', '/97', '/128', '/129', '/-1', '/a'],
);
const cidr = fc.tuple(address, prefix).map((parts) => parts.join(''));
export const cidrs: Calls = fc.tuple(cidr);
export const cidrPairs: Calls = fc.tuple(cidr, cidr);

const instant = fc
  .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  .map((nanoseconds): Value => number(String(nanoseconds)));
const zone = fc.constantFrom(
  ...['', 'UTC', 'America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/St_Johns'],
  ...['Africa/Monrovia', 'Pacific/Apia', 'Europe/London', 'Nope/Zone', '+01:00', 'US/Pacific', 'America/Sao_Paulo'],
);
const layout = fc.constantFrom(
  ...[
    '',
    'RFC3339',
    'ANSIC',
    'RFC822Z',
    'RubyDate',
    '2006-01-02',
    'Jan 2, 2006 at 3:04pm',
    '__2 002 _2',
    '15:04:05.000',
  ],
  ...[
    '15:04:05.999999',
    '05,000000000',
    'Monday Mon January',
    'Janet 1',
    '-07 -0700 -07:00 -070000',
    'Z07 Z0700',
    '_2006',
  ],
);
const moment = fc.oneof<fc.Arbitrary<Value>[]>(instant, fc.tuple(instant, zone), fc.tuple(instant, zone, layout));
export const moments: Calls = fc.tuple(moment);
export const momentPairs: Calls = fc.tuple(moment, moment);
export const dateSteps: Calls = fc.tuple(
  moment,
  fc.constantFrom(0, 1, -1, 100, -300),
  fc.constantFrom(0, 1, -13, 25),
  fc.constantFrom(0, 1, -31, 40, 365),
);
const two = (most: number) => fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, '0'));
export const timestamps: Calls = fc
  .tuple(
    fc.constantFrom('2024', '1969', '2262', '2000', '24'),
    two(13),
    two(32),
    two(25),
    fc.tuple(two(61), two(61)).map((parts) => parts.join(':')),
    fc.constantFrom('', '.5', '.1234567891', ',25', '.'),
    fc.constantFrom('Z', 'Z', '+01:00', '-23:59', '+24:00', '+0100', ''),
  )
  .map(([year, month, day, hour, rest, fraction, offset]) => [
    `${year}-${month}-${day}T${hour}:${rest}${fraction}${offset}`,
  ]);
export const durations: Calls = fc
  .tuple(
    fc.constantFrom('', '', '-', '+'),
    fc.array(
      fc
        .tuple(
          fc.constantFrom('1', '1.5', '.5', '0', '10', '1.', '.', '00.25', '9223372036', '0.333333333333333333333'),
          fc.constantFrom('ns', 'us', 'µs', 'ms', 's', 'm', 'h', 'd', 'w', 'y', '', 'x'),
        )
        .map((parts) => parts.join('')),
      { maxLength: 3 },
    ),
  )
  .map(([sign, parts]) => [sign + parts.join('')]);

export const texts: Calls = fc.tuple(anyText);
export const textPairs: Calls = fc.tuple(anyText, fc.constantFrom('', 'a', 'é', 'aa', '😀', ' '));
export const limitedSplits: Calls = fc.tuple(
  anyText,
  fc.constantFrom('', 'a', 'é', ' '),
  fc.constantFrom<Value>(0, 1, 3, -1, -9, number('2.0'), 1.5),
);
const pathText = fc.constantFrom<Value>(
  'a',
  '/a',
  'a/b',
  '/a/0',
  'a/-',
  '/b/1',
  '~0',
  ['a'],
  ['a', '0'],
  ['b', 'a'],
  'a/01',
);
export const patches: Calls = fc
  .tuple(
    fc.constantFrom<Value>(
      new Map<Value, Value>([
        ['a', [1, 2]],
        ['b', new Map<Value, Value>([['a', [1]]])],
      ]),
      [1, [2], 'x'],
    ),
    fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'bad'),
    pathText,
    pathText,
    fc.constantFrom<Value>(1, 'b', [1]),
  )
  .map(([document, op, path, from, value]) => {
    const operation: [Value, Value][] = [
      ['op', op],
      ['path', path],
      ['from', from],
      ['value', value],
    ];
    return [document, [new Map(operation)]];
  });
const { document } = fc.letrec<{ document: Value }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(numbers, anyText, fc.constantFrom<Value>(null, true)),
    fc.array(tie('document'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom<Value>('a', 'b', 'c', 1, true), tie('document')), { maxLength: 3 })
      .map((members): Value => new Map(members)),
    fc.uniqueArray(fc.constantFrom<Value>(1, 2, 'a', 'b', null), { maxLength: 3 }).map((each): Value => new Set(each)),
  ),
}));

export { document };
export const marshals: Calls = fc.tuple(
  document,
  fc.constantFrom<Value>(
    new Map(),
    new Map<Value, Value>([['pretty', true]]),
    new Map<Value, Value>([
      ['pretty', false],
      ['indent', 'x'],
    ]),
    new Map<Value, Value>([
      ['prefix', '>'],
      ['indent', ' '],
    ]),
  ),
);
export const subsets: Calls = document.chain((value) =>
  fc.tuple(fc.constant(value), fc.oneof<fc.Arbitrary<Value>[]>(fc.constant(value), document)),
);

import { describe, expect, it } from 'vitest';
import { regexOf } from '../../../../engine/wasm/builtins/regex/index.ts';
import { call } from './call.ts';

describe('regex.find_n', () => {
  it.each([
    ['a+', 'aa b aaa', -1, ['aa', 'aaa']],
    ['a+', 'aa b aaa', 1, ['aa']],
    ['a*', 'baac', -1, ['', 'aa', '']],
    ['a|ab', 'ab', -1, ['a']],
    ['(?i)straße|k', 'STRAßE \u212a', -1, ['STRAßE', '\u212a']],
    ['(?m)^.$', 'a\nb\ncc', -1, ['a', 'b']],
    ['(?s)a.b', 'a\nb', -1, ['a\nb']],
    ['(?U)a+', 'aaa', -1, ['a', 'a', 'a']],
    ['\\bx\\b', 'x xx x', -1, ['x', 'x']],
    ['[[:alpha:]\\d]+', 'ab1-c', -1, ['ab1', 'c']],
    ['\\p{Greek}+|\\pN', 'αβ 7', -1, ['αβ', '7']],
    ['\\Q.*\\E', 'a.*b', -1, ['.*']],
    ['^a\\z', 'a\n', -1, []],
    ['.', '😀é', -1, ['😀', 'é']],
    ['(?P<x>a){2}', 'aaa', -1, ['aa']],
    ['x{0,}y', 'xxy', -1, ['xxy']],
  ])('%s in %j', (pattern, text, most, found) => {
    expect(call('regex.find_n', pattern, text, most)).toEqual(found);
  });

  it.each([
    '(?=a)',
    '(?<!a)b',
    '(a)\\1',
    'a**',
    '*a',
    '(a',
    'a)',
    '[a',
    '[z-a]',
    '\\q',
    'a{1001}',
    '\\p{Nope}',
    '(?z)',
  ])('is undefined for %s, which RE2 does not have', (pattern) => {
    expect(call('regex.find_n', pattern, 'a', -1)).toBeUndefined();
  });

  it('is undefined where counts of nested repetitions multiply out of range', () => {
    expect(call('regex.find_n', '((a{100}){100}){100}', 'a', -1)).toBeUndefined();
  });
});

describe('regex.replace', () => {
  it.each([
    ['nginx@sha256:ab', '@.*$', '', 'nginx'],
    ['john smith', '(\\w+) (\\w+)', '$2, $1', 'smith, john'],
    ['ab', '(?P<first>a)', '<$' + '{first}x>', '<ax>b'],
    ['ab', '(?P<first>a)', '<$firstx>', '<>b'],
    ['abc', 'b*', '-', '-a-c-'],
    ['a', 'a', '$$1', '$1'],
    ['a', 'b', 'x', 'a'],
  ])('%s, %s → %s', (text, pattern, template, result) => {
    expect(call('regex.replace', text, pattern, template)).toBe(result);
  });
});

describe('regex.split', () => {
  it.each([
    ['[-_]', 'a-b_c', ['a', 'b', 'c']],
    ['', 'aé', ['a', 'é']],
    ['a', '', ['']],
    ['a', 'aba', ['', 'b', '']],
    ['x*', 'axb', ['a', 'b']],
  ])('%s in %j', (pattern, text, parts) => {
    expect(call('regex.split', pattern, text)).toEqual(parts);
  });
});

describe('regex.template_match', () => {
  it.each([
    ['urn:foo:{.*}', 'urn:foo:bar:baz', '{', '}', true],
    ['urn:foo:{[0-9]+}.', 'urn:foo:12x', '{', '}', false],
    ['a<b<c>>', 'abc', '<', '>', false],
    ['a{', 'a', '{', '}', undefined],
    ['a', 'a', '{{', '}', undefined],
    ['{[}', 'a', '{', '}', undefined],
  ])('%s, %s', (template, text, start, end, result) => {
    expect(call('regex.template_match', template, text, start, end)).toBe(result);
  });
});

describe('time and memory', () => {
  // A backtracking matcher needs more steps for these than there are atoms; ours reads each character once.
  it.each(['(a*)*b', '(a+)+$', '(a|aa)+$', '(.*a){20}b', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
    '%s does not explode',
    (pattern) => {
      expect(call('regex.find_n', pattern, `${'a'.repeat(5000)}!`, 1)).toEqual([]);
    },
  );

  it('refuses a pattern with too many steps', () => {
    expect(() => regexOf('(?:a{1000}){0,1}'.repeat(1200))).toThrow(/builtinValues/);
  });

  it('keeps a compiled pattern', () => {
    expect(regexOf('kept.*')).toBe(regexOf('kept.*'));
  });
});

import { describe, expect, it } from 'vitest';
import type { Value } from '../../../../engine/wasm/builtins/value.ts';
import { call } from './call.ts';

describe('strings', () => {
  it('finds every place, overlaps included, counted in characters', () => {
    expect(call('indexof_n', '😀aaa', 'aa')).toEqual([1, 2]);
    expect(call('indexof_n', 'abc', 'x')).toEqual([]);
    expect(call('indexof_n', 'abc', '')).toBeUndefined();
  });

  it('counts without overlaps', () => {
    expect(call('strings.count', 'aaaa', 'aa')).toBe(2);
    expect(call('strings.count', '😀é', '')).toBe(3);
  });

  it('splits from either end', () => {
    expect(call('strings.split_n', 'a,b,c', ',', 2)).toEqual(['a', 'b']);
    expect(call('strings.split_n', 'a,b,c', ',', -2)).toEqual(['b', 'c']);
    expect(call('strings.split_n', 'a,b,c', ',', 1.5)).toBeUndefined();
  });

  it('matches any of many', () => {
    expect(call('strings.any_prefix_match', ['x/a', 'y/a'], new Set<Value>(['z/', 'y/']))).toBe(true);
    expect(call('strings.any_prefix_match', 'x', ['a'])).toBe(false);
    expect(call('strings.any_suffix_match', 'a.sock', '.sock')).toBe(true);
    expect(call('strings.any_suffix_match', [1], 'a')).toBeUndefined();
  });
});

describe('encodings', () => {
  it.each([
    ['hex.encode', 'é', 'c3a9'],
    ['hex.decode', 'C3a9', 'é'],
    ['hex.decode', 'c3a', undefined],
    ['hex.decode', 'zz', undefined],
    ['base64url.encode_no_pad', 'é?', 'w6k_'],
    ['urlquery.encode', "a b&é!'()*~-_.", 'a+b%26%C3%A9%21%27%28%29%2A~-_.'],
    ['urlquery.decode', 'a+b%26%C3%A9', 'a b&é'],
    ['urlquery.decode', '%zz', undefined],
    ['urlquery.decode_object', 'a=1&b=&a=2&c', new Map<Value, Value>([['a', ['1', '2']], ['b', ['']], ['c', ['']]])], // biome-ignore format: one case a line
    ['urlquery.decode_object', 'a=1;b=2', undefined],
    ['crypto.md5', 'a', '0cc175b9c0f1b6a831c399e269772661'],
    ['crypto.sha1', 'a', '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
    ['crypto.sha256', 'a', 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
    ['crypto.sha256', 1, undefined],
  ])('%s of %j', (name, text, result) => {
    expect(call(name, text)).toEqual(result);
  });

  it('encodes objects in the order of their keys', () => {
    const object = new Map<Value, Value>([
      ['b', new Set<Value>(['2', '1'])],
      ['a', 'x y'],
      ['c', ['2', '1']],
    ]);
    expect(call('urlquery.encode_object', object)).toBe('a=x+y&b=1&b=2&c=2&c=1');
    expect(call('urlquery.encode_object', new Map([['a', 1]]))).toBeUndefined();
  });

  it('signs and compares codes', () => {
    const code = 'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8';
    expect(call('crypto.hmac.sha256', 'The quick brown fox jumps over the lazy dog', 'key')).toBe(code);
    expect(call('crypto.hmac.equal', code, code)).toBe(true);
    expect(call('crypto.hmac.equal', code, 'other')).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import type { Value } from '../../../../engine/wasm/builtins/value.ts';
import { call } from './call.ts';

describe('net.cidr_is_valid', () => {
  it.each(['10.0.0.0/8', '0.0.0.0/0', '::/0', '2001:db8::1/64', '::ffff:1.2.3.4/120'])('%s', (text) => {
    expect(call('net.cidr_is_valid', text)).toBe(true);
  });

  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0/8', '010.0.0.0/8', '::/129', '1::2::3/64', 'fe80::1%eth0/64', '/8', 1])(
    'not %s',
    (text) => {
      expect(call('net.cidr_is_valid', text)).toBe(false);
    },
  );
});

describe('net.cidr_expand', () => {
  it('lists every address', () => {
    expect(call('net.cidr_expand', '10.0.0.254/30')).toEqual(
      new Set(['10.0.0.252', '10.0.0.253', '10.0.0.254', '10.0.0.255']),
    );
    expect(call('net.cidr_expand', '2001:db8::/127')).toEqual(new Set(['2001:db8::', '2001:db8::1']));
  });

  it('stops at a limit that it names', () => {
    expect(() => call('net.cidr_expand', '0.0.0.0/0')).toThrow(/builtinValues/);
  });
});

describe('net.cidr_merge', () => {
  it.each([
    [['10.0.0.0/9', '10.128.0.0/9'], ['10.0.0.0/8']],
    [
      ['192.168.0.0/24', '192.168.2.0/24'],
      ['192.168.0.0/24', '192.168.2.0/24'],
    ],
    [['10.0.0.0/8', '10.1.0.0/16', '10.0.0.0/8'], ['10.0.0.0/8']],
    [
      ['10.0.0.1/32', '10.0.0.2/31'],
      ['10.0.0.1/32', '10.0.0.2/31'],
    ],
    [['2001:db8::/33', '2001:db8:8000::/33'], ['2001:db8::/32']],
    [[], []],
  ])('%j', (networks, merged) => {
    expect(call('net.cidr_merge', networks)).toEqual(new Set(merged));
    expect(call('net.cidr_merge', new Set<Value>(networks))).toEqual(new Set(merged));
  });

  it('takes an address as its class, and no IPv6 address', () => {
    expect(call('net.cidr_merge', ['192.0.2.7'])).toEqual(new Set(['192.0.2.7/24']));
    expect(call('net.cidr_merge', ['::1'])).toBeUndefined();
    expect(call('net.cidr_merge', '10.0.0.0/8')).toBeUndefined();
  });
});

describe('net.cidr_contains_matches', () => {
  it('pairs keys, indexes or elements', () => {
    const inner = new Map<Value, Value>([
      ['web', '10.1.0.0/16'],
      ['db', ['192.0.2.1', 'more']],
    ]);
    expect(call('net.cidr_contains_matches', ['10.0.0.0/8', '192.0.2.0/24'], inner)).toEqual(
      new Set<Value>([
        [0, 'web'],
        [1, 'db'],
      ]),
    );
    expect(call('net.cidr_contains_matches', '10.0.0.0/8', '10.0.0.1')).toEqual(new Set([['10.0.0.0/8', '10.0.0.1']]));
  });

  it('counts a network as part of itself, and never one family as part of the other', () => {
    const networks = ['10.0.0.0/8', '::/0', '::ffff:10.0.0.0/104'];
    expect(call('net.cidr_contains_matches', networks, networks)).toEqual(
      new Set<Value>([
        [0, 0],
        [0, 2],
        [1, 1],
        [2, 0],
        [2, 2],
      ]),
    );
  });

  it('is undefined as soon as something is no network', () => {
    expect(call('net.cidr_contains_matches', ['10.0.0.0/8'], ['x'])).toBeUndefined();
    expect(call('net.cidr_contains_matches', ['10.0.0.0/8'], [[]])).toBeUndefined();
  });
});

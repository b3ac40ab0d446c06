import { describe, expect, it } from 'vitest';
import { call, number } from './call.ts';

describe('semver.compare', () => {
  // The order of the specification, section 11, and the cases around it.
  const ascending = ['1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta.2', '1.0.0-beta.11', '1.0.0', '1.0.1', 'v1.1.0', '2.0.0', '10.0.0']; // biome-ignore format: one list

  it('orders every pair', () => {
    for (const [low, left] of ascending.entries()) {
      for (const [high, right] of ascending.entries()) {
        expect([left, right, call('semver.compare', left, right)]).toEqual([left, right, Math.sign(low - high)]);
      }
    }
  });

  it('ignores build metadata', () => {
    expect(call('semver.compare', '1.0.0+a', '1.0.0+b')).toBe(0);
  });

  it.each(['1.0', '1.0.0.0', '01.0.0', '1.0.0-', '1.0.0-01', '1.0.0+', 'latest', '', '9223372036854775808.0.0'])(
    '%s is no version',
    (text) => {
      expect(call('semver.is_valid', text)).toBe(false);
      expect(call('semver.compare', text, '1.0.0')).toBeUndefined();
    },
  );
});

describe('units', () => {
  it.each([
    ['10', 10],
    ['10K', 10_000],
    ['10Ki', 10_240],
    ['500m', number('0.5000000000')],
    ['1.5Gi', 1_610_612_736],
    ['0.1', number('0.1000000000')],
    ['1e3', 1000],
    ['5E', 5e18],
    ['10kb', undefined],
    ['10 Ki', undefined],
    ['Ki', undefined],
    ['', undefined],
    ['1e9999999', undefined],
  ])('units.parse of %s', (text, value) => {
    expect(call('units.parse', text)).toEqual(value);
  });

  it.each([
    ['10', 10],
    ['10kb', 10_000],
    ['10KiB', 10_240],
    ['512Mi', 536_870_912],
    ['1.5g', 1_500_000_000],
    ['100m', 100_000_000],
    ['0.1', 0],
    ['16EiB', number('18446744073709551616')],
    ['10 MB', undefined],
    ['MB', undefined],
    ['1.2.3', undefined],
  ])('units.parse_bytes of %s', (text, value) => {
    expect(call('units.parse_bytes', text)).toEqual(value);
  });
});

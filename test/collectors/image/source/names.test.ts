import { describe, expect, test } from 'vitest';
import {
  formatPlatform,
  hostPlatform,
  parsePlatform,
  splitAddress,
} from '../../../../collectors/image/source/index.ts';
import { choosePlatform } from '../../../../collectors/image/source/platform.ts';
import { failureOf } from './reading.ts';

test.each([
  ['image.tar', ['image.tar'], { path: 'image.tar', reference: null }],
  ['image.tar:shop/web:1', ['image.tar'], { path: 'image.tar', reference: 'shop/web:1' }],
  ['a:b.tar:web:1', ['a:b.tar'], { path: 'a:b.tar', reference: 'web:1' }],
  ['a:b.tar:web:1', ['a', 'a:b.tar'], { path: 'a:b.tar', reference: 'web:1' }],
  ['a:b.tar:web:1', ['a', 'a:b.tar:web:1'], { path: 'a:b.tar:web:1', reference: null }],
  ['gone.tar:web:1', [], { path: 'gone.tar', reference: 'web:1' }],
  ['image.tar:', ['image.tar'], { path: 'image.tar', reference: null }],
  ['image.tar:@1', ['image.tar'], { path: 'image.tar', reference: '@1' }],
])('%s with %j is split at the longest path that exists', (text, existing, address) => {
  expect(splitAddress(text, (path) => existing.includes(path))).toEqual(address);
});

describe('platforms', () => {
  test.each(['linux/amd64', 'linux/arm/v7', 'windows/amd64'])('%s is read and written', (text) => {
    expect(formatPlatform(parsePlatform(text))).toBe(text);
  });

  test.each(['', 'linux', 'linux/', '/amd64', 'linux/arm/', 'linux/arm/v7/x'])('%j is refused', async (text) => {
    expect(await failureOf(async () => parsePlatform(text))).toMatchObject({ code: 'usage' });
  });

  const entry = (text: string | null) => ({ platform: text === null ? null : parsePlatform(text), annotations: {} });

  test.each([
    [['linux/arm64'], 'linux/arm64/v8', 'linux/arm64'],
    [['linux/arm/v6', 'linux/arm/v7'], 'linux/arm', 'linux/arm/v7'],
    [['linux/arm/v6', 'linux/arm/v7'], 'linux/arm/v6', 'linux/arm/v6'],
    [['linux/s390x', 'unknown/unknown'], null, 'linux/s390x'],
  ])('of %j, %j takes %j', (there, asked, chosen) => {
    const entries = there.map(entry);
    const wanted = asked === null ? null : parsePlatform(asked);
    expect(formatPlatform(choosePlatform(entries, wanted, 'image').platform!)).toBe(chosen);
  });

  test('of several, this machine has its own', () => {
    const own = formatPlatform(hostPlatform());
    const entries = ['windows/amd64', own, 'linux/mips'].map(entry);
    expect(choosePlatform(entries, null, 'image')).toBe(entries[1]);
  });

  test('one that was asked for is never replaced by another', async () => {
    const refusal = await failureOf(async () =>
      choosePlatform([entry('linux/s390x')], parsePlatform('linux/amd64'), 'image'),
    );
    expect(refusal).toMatchObject({ code: 'image-unknown' });
    expect(refusal.text).toContain('linux/s390x');
  });

  test('attestations alone are no image', async () => {
    expect((await failureOf(async () => choosePlatform([entry('unknown/unknown')], null, 'image'))).text).toContain(
      'no image',
    );
  });
});

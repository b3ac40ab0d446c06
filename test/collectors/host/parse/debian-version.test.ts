import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareDebianVersions } from '../../../../collectors/host/parse/debian-version.ts';
import { conformance, skipUnless } from '../../../support/real-parts.ts';

const files = ['debian-versions.txt', 'debian-versions-generated.txt'].map((name) => conformance('versions', name));

function operatorOf(left: string, right: string): string {
  const order = compareDebianVersions(left, right);
  return order < 0 ? '<' : order > 0 ? '>' : '=';
}

test('third-party orderings of Debian versions hold', skipUnless(files[0] && files[1], 'conformance/versions'), () => {
  const wrong: string[] = [];
  let lines = 0;
  for (const file of files) {
    for (const line of readFileSync(file!, 'utf8').split('\n')) {
      const parts = /^(\S+) ([<=>]) (\S+)$/.exec(line.trim());
      if (parts === null) continue;
      lines++;
      const [, left, operator, right] = parts;
      if (operatorOf(left!, right!) !== operator) wrong.push(line);
    }
  }
  expect(lines).toBeGreaterThan(1000);
  expect(wrong).toEqual([]);
});

test('order is that of the policy manual', () => {
  const ordered = [
    '~~',
    '~~a',
    '~',
    '',
    'a',
    '0a',
    '1.0~rc1-1',
    '1.0-1',
    '1.0-1+b1',
    '1.0-1.1',
    '1.00-2',
    '1.0+dfsg-1',
    '1.10',
    '1:0.1',
  ];
  const shown = ordered.slice(6);
  expect([...shown].reverse().sort(compareDebianVersions)).toEqual(shown);
  expect(operatorOf('1.0', '1.0-0')).toBe('=');
  expect(operatorOf('99999999999999999999999', '99999999999999999999998')).toBe('>');
});

test('any two versions are ordered one way, and any three consistently', () => {
  const version = fc.stringMatching(/^(?:[0-9]:)?[0-9][0-9a-z.+~]{0,8}(?:-[0-9a-z.+~]{1,4})?$/);
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(Math.sign(compareDebianVersions(a, b))).toBe(-Math.sign(compareDebianVersions(b, a)) + 0);
      if (compareDebianVersions(a, b) <= 0 && compareDebianVersions(b, c) <= 0) {
        expect(compareDebianVersions(a, c)).toBeLessThanOrEqual(0);
      }
    }),
    { numRuns: 2000 },
  );
});

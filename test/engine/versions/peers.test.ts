/** Orders of versions against the package managers themselves. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareVersions, isVersion, type VersionScheme } from '../../../engine/index.ts';
import { findOnPath, skipUnless } from '../../support/real-parts.ts';

const dpkg = findOnPath('dpkg');
const rpm = findOnPath('rpm');
const python = findOnPath('python3');
const packaging = python !== null && hasPackaging(python);

/** Pairs of made-up versions that the scheme takes. */
function pairsOf(scheme: VersionScheme, pattern: RegExp, count: number): [string, string][] {
  const version = fc.stringMatching(pattern).filter((text) => isVersion(scheme, text));
  return fc.sample(fc.tuple(version, version), { numRuns: count, seed: 20_260_101 });
}

function orders(scheme: VersionScheme, pairs: readonly [string, string][]): string[] {
  return pairs.map(([left, right]) => `${left} ${right} ${compareVersions(scheme, left, right)}`);
}

function lines(pairs: readonly [string, string][]): string {
  return pairs.map((pair) => `${pair.join(' ')}\n`).join('');
}

test('dpkg orders Debian versions as we do', skipUnless(dpkg, 'no dpkg'), () => {
  const pairs = pairsOf('deb', /^(?:[0-2]:)?[0-9][0-9a-bA.+~]{0,6}(?:-[0-9a.+~]{1,4})?$/, 400);
  const script =
    'while read -r a b; do if dpkg --compare-versions "$a" lt "$b"; then o=-1; elif dpkg --compare-versions "$a" gt "$b"; then o=1; else o=0; fi; echo "$a $b $o"; done';
  const answer = execFileSync('sh', ['-c', script], { input: lines(pairs), encoding: 'utf8' });
  expect(answer.trimEnd().split('\n')).toEqual(orders('deb', pairs));
});

test('rpm orders its versions as we do', skipUnless(rpm, 'no rpm'), () => {
  const pairs = pairsOf('rpm', /^[0-9a-b.~^_]{1,7}$/, 400);
  const compare = pairs.map(([left, right]) => `print("${left} ${right} ", rpm.vercmp("${left}", "${right}"), "\\n")`);
  const answer = execFileSync(rpm!, ['--eval', `%{lua: ${compare.join(' ')}}`], { encoding: 'utf8' });
  const words = answer.split(/\s+/).filter((word) => word !== '');
  expect(words.length).toBe(3 * pairs.length);
  const found = pairs.map((_, index) => words.slice(3 * index, 3 * index + 3).join(' '));
  expect(found).toEqual(orders('rpm', pairs));
});

test("Python's packaging orders its versions as we do", skipUnless(packaging, 'no Python with packaging'), () => {
  const pattern =
    /^(?:[01]!)?[0-2](?:\.[0-2]){0,3}(?:[-_.]?(?:a|alpha|b|rc|pre|c)[-_.]?[0-2]?)?(?:(?:[-_.]?(?:post|rev|r)[0-2]?)|-[0-2])?(?:[-_.]?dev[0-2]?)?(?:\+[a0](?:\.[a1])?)?$/;
  const pairs = pairsOf('pypi', pattern, 1500);
  const script = `
import sys
try:
    from packaging.version import Version
except ImportError:
    from pip._vendor.packaging.version import Version
for line in sys.stdin:
    a, b = line.split()
    x, y = Version(a), Version(b)
    print(a, b, (x > y) - (x < y))`;
  const answer = execFileSync(python!, ['-c', script], { input: lines(pairs), encoding: 'utf8' });
  expect(answer.trimEnd().split('\n')).toEqual(orders('pypi', pairs));
});

function hasPackaging(program: string): boolean {
  try {
    const script = 'import importlib.util as u; exit(0 if u.find_spec("packaging") or u.find_spec("pip") else 1)';
    execFileSync(program, ['-c', script], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareVersions,
  isVersion,
  satisfiesRange,
  type VersionScheme,
  versionSchemes,
} from '../../../engine/index.ts';
import { skipUnless } from '../../support/real-parts.ts';
import { vectorFolder, vectorsOf } from './vectors.ts';

function operatorOf(scheme: VersionScheme, left: string, right: string): string {
  return { [-1]: '<', 0: '=', 1: '>' }[compareVersions(scheme, left, right)]!;
}

/** Orderings that one file of the test data has, at the least. */
const counts: Record<VersionScheme, number> = {
  deb: 1220,
  apk: 1504,
  rpm: 124,
  maven: 7478,
  pypi: 6225,
  gem: 2074,
  npm: 86,
};

/** Orderings that do not hold here, with the reason. None. */
const exceptions: Partial<Record<VersionScheme, string[]>> = {};

describe.each(versionSchemes)('%s', (scheme) => {
  test('third-party orderings hold, read either way', skipUnless(vectorFolder, 'conformance/versions'), () => {
    const vectors = vectorsOf(scheme);
    const turned = { '<': '>', '=': '=', '>': '<' } as const;
    const wrong = vectors.filter(
      ({ left, operator, right }) =>
        operatorOf(scheme, left, right) !== operator || operatorOf(scheme, right, left) !== turned[operator],
    );
    expect(vectors.length).toBeGreaterThanOrEqual(counts[scheme]);
    expect(wrong.map(({ left, operator, right }) => `${left} ${operator} ${right}`)).toEqual(exceptions[scheme] ?? []);
  });

  test('the order is total: reflexive, antisymmetric, transitive', () => {
    fc.assert(
      fc.property(versionLike, versionLike, versionLike, (a, b, c) => {
        expect(compareVersions(scheme, a, a)).toBe(0);
        expect(compareVersions(scheme, a, b) + compareVersions(scheme, b, a)).toBe(0);
        const [low, middle, high] = [a, b, c].sort((x, y) => compareVersions(scheme, x, y)) as [string, string, string];
        expect(compareVersions(scheme, low, middle)).toBeLessThanOrEqual(0);
        expect(compareVersions(scheme, middle, high)).toBeLessThanOrEqual(0);
        expect(compareVersions(scheme, low, high)).toBeLessThanOrEqual(0);
        if (compareVersions(scheme, a, b) === 0) {
          expect(compareVersions(scheme, a, c)).toBe(compareVersions(scheme, b, c));
        }
      }),
      { numRuns: 3000, seed: 20_260_101 },
    );
  });
});

/** Texts in which the marks of all schemes meet. */
const versionLike = fc
  .array(
    fc.constantFrom(
      ...['0', '00', '1', '01', '2', '10', '.', '.', '-', '_', '~', '^', '+', ':', '!', 'a', 'b', 'rc', 'alpha', 'sp'],
      ...[
        'ga',
        'dev',
        'post',
        'p',
        'git',
        '_rc',
        '_p',
        '-r',
        '.0',
        '.0.alpha',
        '1.0',
        '-1',
        '-SNAPSHOT',
        'z',
        'v',
        'pre',
      ],
    ),
    { maxLength: 7 },
  )
  .map((parts) => parts.join(''));

describe('what is a version', () => {
  const cases: Record<VersionScheme, { yes: string[]; no: string[] }> = {
    deb: { yes: ['1', '1:2.0-1~bpo+1', '2.0-1-3', '0'], no: ['', ' ', '1.0 ', 'a:1', '1/2', 'é'] },
    apk: {
      yes: ['1', '1.2.3-r0', '1.2a_pre1_git20240101-r12', '5.7.3p1-r0', '1.0~abc123-r1'],
      no: ['', 'v1', '1.2-r', '1_foo', '1.', 'abc', '1.0-1'],
    },
    rpm: { yes: ['1', '0:1.0-1.el9', '1.0~rc1^git1-2', '5.14.0'], no: ['', '1-2-3', 'a:1', '1 2', '1.0-'] },
    maven: { yes: ['1', '1.0-SNAPSHOT', 'r03', '1.0.0.Final'], no: ['', '[1,2)', '1 2', 'a/b', '{revision}'] },
    pypi: {
      yes: ['1', '1!2.0rc1.post2.dev3+local.1', 'v1.0', '1.0-1', ' 1.0 ', '1.0.RC1'],
      no: ['', '1.0-bulbasaur', '1..0', 'latest'],
    },
    gem: { yes: ['1', '1.2.3.rc1', '1.0-java', '1.0.a.10'], no: ['', 'a.1', '1..0', '1.0-'] },
    npm: { yes: ['1.2.3', 'v1.2.3', '1.2.3-rc.1+b'], no: ['', '1.2', '1.2.3.4', 'latest', '99999999999999999999.0.0'] },
  };

  test.each(versionSchemes)('%s', (scheme) => {
    const { yes, no } = cases[scheme];
    expect(yes.filter((text) => !isVersion(scheme, text))).toEqual([]);
    expect(no.filter((text) => isVersion(scheme, text))).toEqual([]);
  });

  test(
    'every version of a third-party ordering of Debian versions is one',
    skipUnless(vectorFolder, 'conformance/versions'),
    () => {
      const texts = vectorsOf('deb').flatMap(({ left, right }) => [left, right]);
      expect(texts.filter((text) => !isVersion('deb', text))).toEqual([]);
    },
  );
});

describe('orders that no third party tells', () => {
  test('Debian: the policy manual', () => {
    const ordered = ['~~', '~~a', '~', '', 'a'];
    expect([...ordered].reverse().sort((a, b) => compareVersions('deb', a, b))).toEqual(ordered);
    expect(operatorOf('deb', '1.0', '1.0-0')).toBe('=');
    expect(operatorOf('deb', '1.0', '1:0.1')).toBe('<');
    expect(operatorOf('deb', '99999999999999999999999', '99999999999999999999998')).toBe('>');
  });

  test('Maven: no circle through zeros, qualifiers of what is not out, and service packs', () => {
    const ordered = ['1-alpha', '1.0.alpha', '1.0.0.alpha', '1', '1-sp', '1-1', '1.0.1'];
    expect([...ordered].reverse().sort((a, b) => compareVersions('maven', a, b))).toEqual(ordered);
  });

  test('RubyGems: an end is a zero without end', () => {
    expect(operatorOf('gem', '1.a.0.b', '1.a')).toBe('<');
    expect(operatorOf('gem', '1.a.0.1', '1.a')).toBe('>');
    expect(operatorOf('gem', '1.0.0', '1')).toBe('=');
    expect(operatorOf('gem', '1.a.0', '1.a')).toBe('=');
  });

  test('npm: what is no version is older than all that are', () => {
    expect(operatorOf('npm', 'latest', '0.0.1-0')).toBe('<');
    expect(operatorOf('npm', '1.0.0', '1.0')).toBe('>');
  });
});

test('ranges take early versions, and what is no range is told', () => {
  expect(satisfiesRange('0.2.0-rc.1', '>=0.1 <2')).toBe(true);
  expect(satisfiesRange('2.0.0', '>=0.1 <2')).toBe(false);
  expect(satisfiesRange('1.0.0', 'soon')).toBeNull();
});

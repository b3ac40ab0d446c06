import fc from 'fast-check';
import satisfies from 'spdx-satisfies';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSpdx, requirementsOf } from '../../collectors/licenses/expression.ts';
import type { CatalogueRule, Outcome } from '../../engine/index.ts';
import { checkSource, testSource } from '../../rego/index.ts';
import { type BuiltBundle, judge, openBundle, wholeExamples, wholeResource } from './built-bundle.ts';

let built: BuiltBundle;
let rules: CatalogueRule[];

beforeAll(async () => {
  built = await openBundle('licenses');
  rules = built.bundle.catalogue.rules;
});

afterAll(() => built?.close());

interface Wanted {
  name: string;
  expression: string | null;
  scope?: 'distribution' | 'application';
  texts?: number | null;
  differ?: boolean;
}

function packageOf({ name, expression, scope = 'application', texts = 1, differ = false }: Wanted): unknown {
  const parsed = expression === null ? null : parseSpdx(expression);
  return {
    type: scope === 'application' ? 'npm' : 'deb',
    name,
    version: '1',
    purl: null,
    architecture: null,
    sourceName: null,
    sourceVersion: null,
    scope,
    path: 'package.json',
    layer: 0,
    license: {
      declared: expression,
      declaredText: expression,
      found: null,
      unknownTexts: [],
      requires: parsed === null ? null : requirementsOf(parsed),
      differ,
      texts,
      copyrights: [],
    },
  };
}

/** Outcomes of one image that are no pass: status, and the packages named. */
async function verdicts(...packages: Wanted[]): Promise<Record<string, string>> {
  const image = wholeResource('image', 'shop', { packages: packages.map(packageOf) });
  return Object.fromEntries(
    (await judge(built.bundle, [image])).map((outcome) => [
      (outcome.rule ?? '').replace(/^.*\//, ''),
      shortly(outcome),
    ]),
  );
}

function shortly(outcome: Outcome): string {
  const parts = (outcome.findings ?? []).map(({ part }) => part);
  return [outcome.status, ...parts].join(' ');
}

describe('the bundle licenses', () => {
  test('passes the check of bundles', async () => {
    const faults = await checkSource(built.source, built.compiler);
    expect(faults.map(({ message, place }) => [place?.file, place?.line, message])).toEqual([]);
  });

  test('passes its own tests and examples, which run through every line of its rules', async () => {
    const report = await testSource(built.source, built.compiler, { coverage: true });
    expect(report.outcomes.filter(({ file, pass }) => file.includes('/licenses/') && !pass)).toEqual([]);
    const covered = report.coverage!.filter(({ file }) => file.includes('licenses/'));
    expect(covered.filter(({ file, percent }) => !file.endsWith('_test.rego') && percent < 100)).toEqual([]);
  });

  test('asks for the contents of images', () => {
    expect(built.bundle.catalogue.collect).toMatchObject({ image: { files: [] } });
    expect(rules.length).toBe(7);
  });

  test('one image at a time or all at once, the outcome is the same', async () => {
    const images = wholeExamples(built)
      .filter(({ tailored }) => !tailored)
      .map(({ resource }) => resource);
    expect(await judge(built.bundle, images, { batch: 1 })).toEqual(await judge(built.bundle, images));
  });

  test('without packages nothing is judged, and nothing passes', async () => {
    const image = wholeResource('image', 'shop', {});
    const { packages: _, ...rest } = image;
    const outcomes = await judge(built.bundle, [{ ...rest, missing: { packages: 'not-requested' } } as typeof image]);
    expect(outcomes.map(({ rule, status }) => `${rule} ${status}`).sort()).toEqual(
      rules.map(({ id }) => `${id} not-evaluated`).sort(),
    );
  });
});

describe('its defaults', () => {
  test('a usual image passes', async () => {
    expect(
      await verdicts(
        { name: 'bash', expression: 'GPL-3.0-or-later', scope: 'distribution' },
        { name: 'libc6', expression: 'LGPL-2.1-or-later AND BSD-3-Clause', scope: 'distribution' },
        { name: 'left', expression: 'MIT' },
        { name: 'right', expression: '(MIT OR AGPL-3.0-only) AND Apache-2.0 WITH LLVM-exception' },
        { name: 'sqlite', expression: 'LicenseRef-public-domain AND blessing' },
      ),
    ).toEqual({});
  });

  test('each package that breaks them is named under the rule that it breaks', async () => {
    expect(
      await verdicts(
        { name: 'a', expression: 'SSPL-1.0' },
        { name: 'b', expression: 'AGPL-3.0-or-later' },
        { name: 'c', expression: 'GPL-2.0-only' },
        { name: 'd', expression: 'TPL-1.0' },
        { name: 'e', expression: null },
        { name: 'f', expression: 'MIT', texts: 0 },
        { name: 'g', expression: 'MIT', differ: true },
        { name: 'h', expression: 'MIT AND CC-BY-NC-4.0', scope: 'distribution' },
        { name: 'i', expression: 'MIT AND LicenseRef-unrecognised', scope: 'distribution' },
      ),
    ).toEqual({
      'application-no-network-copyleft': 'fail npm/b@1',
      'package-license-allowed': 'fail npm/d@1',
      'package-license-denied': 'fail deb/h@1 npm/a@1',
      'package-license-known': 'fail npm/e@1',
      'package-license-reviewed': 'manual',
      'package-license-text-present': 'fail npm/f@1',
      'package-license-texts-agree': 'manual',
    });
  });

  test('what a distribution leaves open is a question', async () => {
    expect(await verdicts({ name: 'i', expression: null, scope: 'distribution' })).toEqual({
      'package-license-known': 'manual',
    });
  });

  test('where texts were not looked for, the rule on texts says so', async () => {
    expect(await verdicts({ name: 'a', expression: 'MIT', texts: null })).toEqual({
      'package-license-text-present': 'not-evaluated',
    });
  });
});

describe('any expression', () => {
  const allowed = ['MIT', 'ISC', 'Apache-2.0 WITH LLVM-exception', 'CC0-1.0'];
  const others = ['SSPL-1.0', 'BUSL-1.1', 'TPL-1.0', 'NASA-1.3', 'Hippocratic-2.1'];
  const expressions = fc.letrec<{ all: string; one: string; joined: string }>((tie) => ({
    one: fc.constantFrom(...allowed, ...others),
    joined: fc
      .tuple(tie('all'), fc.constantFrom('AND', 'OR'), tie('all'))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    all: fc.oneof({ maxDepth: 3 }, tie('one'), tie('joined')),
  })).all;

  test('is refused by some rule exactly where spdx-satisfies finds no allowed licence for it', async () => {
    const sample = fc.sample(expressions, { seed: 20_266, numRuns: 400 });
    const packages = sample.map((expression, index) => packageOf({ name: `p${index}`, expression }));
    const outcomes = await judge(built.bundle, [wholeResource('image', 'shop', { packages })]);
    const refused = new Set(outcomes.flatMap(({ findings }) => (findings ?? []).map(({ part }) => part)));
    const expected = sample.flatMap((expression, index) => (satisfies(expression, allowed) ? [] : [`npm/p${index}@1`]));
    expect([...refused].sort()).toEqual(expected.sort());
    expect(expected.length).toBeGreaterThan(100);
    expect(expected.length).toBeLessThan(300);
  });
});

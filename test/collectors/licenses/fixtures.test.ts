import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type LicenseNote, licenseTextInspector } from '../../../collectors/licenses/index.ts';
import { limitsWith } from '../../../engine/index.ts';
import { conformance, skipUnless } from '../../support/real-parts.ts';

const folder = conformance('licenses');

/** Where another answer than that of `fixtures.yml` is meant. */
const exceptions: Record<string, { expressions: string[]; reason: string }> = {
  'cc-by-nd': { expressions: ['CC-BY-ND-4.0'], reason: 'SPDX has a name for it, choosealicense.com has none' },
  readme: { expressions: [], reason: 'a README is no licence file of a package' },
};

/** Expressions of the licence files of one fixture, each once. */
function expressionsOf(fixture: string): (string | null)[] {
  const found = new Set<string | null>();
  for (const name of readdirSync(fixture, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = path.join(fixture, name);
    const passing = { path: `app/${name}`, mode: 0o644, size: 1 };
    if (licenseTextInspector.wants(passing) === 'no' || readdirOf(file) !== null) continue;
    const note = licenseTextInspector.inspect(passing, readFileSync(file), limitsWith()) as LicenseNote | null;
    if (note !== null) found.add(note.expression);
  }
  return [...found];
}

function readdirOf(file: string): string[] | null {
  try {
    return readdirSync(file);
  } catch {
    return null;
  }
}

/** What licensee calls it: one licence, `other` for several or none it knows, null for no file. */
function keyOf(expressions: readonly (string | null)[]): string | null {
  const ids = expressions.flatMap((each) => (each === null ? [null] : [each.replace(/-only$/, '').toLowerCase()]));
  const alone = ids.includes('lgpl-3.0') ? ids.filter((id) => id !== 'gpl-3.0') : ids;
  if (alone.length === 0) return null;
  if (alone.length > 1 || alone[0] === null || / /.test(alone[0] ?? '')) return 'other';
  return alone[0] ?? null;
}

describe(
  "licensee's fixtures",
  skipUnless(folder, 'the conformance data on licences are not beside the checkout'),
  () => {
    const expected =
      folder === null
        ? {}
        : (parse(readFileSync(path.join(folder, 'fixtures.yml'), 'utf8')) as Record<string, { key: string | null }>);
    const here =
      folder === null ? [] : Object.keys(expected).filter((name) => readdirOf(path.join(folder, name)) !== null);

    test('are there', () => {
      expect(here.length).toBeGreaterThan(25);
    });

    test.each(here)('%s', (name) => {
      const expressions = expressionsOf(path.join(folder!, name));
      const exception = exceptions[name];
      if (exception !== undefined) return expect(expressions, exception.reason).toEqual(exception.expressions);
      const key = keyOf(expressions);
      const wanted = expected[name]!.key;
      // A file without a licence in it is "other" or "no-license" there, and not recognised here.
      if (wanted === 'no-license') return expect(expressions).toEqual([null]);
      if (wanted === 'other' && expressions.length === 0) return expect(name).toBe('case-sensitive');
      return expect(key).toBe(wanted);
    });
  },
);

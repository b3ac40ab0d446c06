import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSpdx, writeExpression } from '../../../collectors/licenses/expression.ts';
import { normaliseLicense } from '../../../collectors/licenses/index.ts';

describe('what metadata says becomes an SPDX expression', () => {
  test.each([
    ['deb', 'GPL-2+', 'GPL-2.0-or-later'],
    ['deb', 'GPL-1+ or Artistic', 'GPL-1.0-or-later OR Artistic-1.0-Perl'],
    ['deb', 'Expat', 'MIT'],
    ['deb', 'Apache-2', 'Apache-2.0'],
    ['deb', 'BSD-3-clause', 'BSD-3-Clause'],
    ['deb', 'public-domain', 'LicenseRef-public-domain'],
    ['deb', 'GPL-2+ or MIT, and BSD-3-clause', '(GPL-2.0-or-later OR MIT) AND BSD-3-Clause'],
    ['deb', 'LGPL-2.1+, GPL-2+ and MIT', 'LGPL-2.1-or-later AND GPL-2.0-or-later AND MIT'],
    ['deb', 'GPL-3+ with autoconf 3.0 exception', 'GPL-3.0-or-later WITH Autoconf-exception-3.0'],
    ['deb', 'OPL-1+', 'OPUBL-1.0'],
    ['deb', 'GFDL-NIV-1.3+', 'GFDL-1.3-no-invariants-or-later'],
    [
      'rpm',
      'GPLv2+ and LGPLv2+ with exceptions and (MIT or BSD)',
      'GPL-2.0-or-later AND LGPL-2.0-or-later AND (MIT OR LicenseRef-BSD)',
    ],
    ['rpm', 'GPL+ or Artistic', 'GPL-1.0-or-later OR Artistic-1.0-Perl'],
    ['rpm', 'ASL 2.0', 'Apache-2.0'],
    ['rpm', 'MPLv2.0', 'MPL-2.0'],
    ['rpm', 'LGPL-2.1-or-later AND (MIT OR GPL-2.0-only)', 'LGPL-2.1-or-later AND (MIT OR GPL-2.0-only)'],
    ['apk', 'GPL-2.0-only GPL-2.0-or-later bsd-2-clause', 'GPL-2.0-only AND GPL-2.0-or-later AND BSD-2-Clause'],
    ['apk', 'MIT AND custom:foo', 'MIT AND LicenseRef-custom-foo'],
    ['cargo', 'MIT/Apache-2.0', 'MIT OR Apache-2.0'],
    ['npm', '(MIT OR Apache-2.0)', 'MIT OR Apache-2.0'],
    ['npm', 'mit', 'MIT'],
    ['npm', 'GPLv3', 'GPL-3.0-only'],
    ['npm', 'GPL-2.0+', 'GPL-2.0-or-later'],
    ['npm', 'MIT/X11', 'MIT'],
    ['npm', 'https://opensource.org/licenses/MIT', 'MIT'],
    ['npm', 'BSD 2-Clause "Simplified" License', 'BSD-2-Clause'],
    ['npm', 'GPL-2.0-with-classpath-exception', 'GPL-2.0-only WITH Classpath-exception-2.0'],
    ['pypi', 'License :: OSI Approved :: MIT License', 'MIT'],
    ['pypi', 'License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)', 'GPL-2.0-or-later'],
    ['pypi', 'License :: OSI Approved :: ISC License (ISCL)', 'ISC'],
    ['pypi', 'License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)', 'MPL-2.0'],
    ['pypi', 'MIT\nLicense :: OSI Approved :: MIT License', 'MIT'],
    ['maven', 'The Apache Software License, Version 2.0', 'Apache-2.0'],
    ['maven', 'Eclipse Public License - v 2.0', 'EPL-2.0'],
    [
      'maven',
      'GNU General Public License, version 2 (GPL2), with the classpath exception',
      'GPL-2.0-only WITH Classpath-exception-2.0',
    ],
    ['maven', 'http://www.apache.org/licenses/LICENSE-2.0.txt', 'Apache-2.0'],
    ['gem', 'Ruby or BSD-2-Clause', 'Ruby OR BSD-2-Clause'],
  ])('%s: %s', (ecosystem, text, expression) => {
    expect(normaliseLicense(text, { ecosystem })).toBe(expression);
  });

  test.each([
    ['rpm', 'BSD'],
    ['deb', 'GPL'],
    ['npm', 'LGPL'],
    ['npm', 'UNLICENSED'],
    ['npm', 'SEE LICENSE IN LICENSE.txt'],
    ['npm', 'Not MIT'],
    ['npm', 'BSD-like'],
    ['npm', 'GPL-2.0-or-later OR'],
    ['npm', 'AND MIT'],
    ['npm', 'MIT (but not for war)'],
    ['npm', '(((('],
    ['npm', ''],
    ['pypi', 'Apache Software License'],
    ['pypi', 'License :: OSI Approved :: BSD License'],
    ['pypi', 'License :: OSI Approved :: MIT License\nLicense :: OSI Approved :: ISC License (ISCL)'],
    ['pypi', 'Dual License'],
    ['maven', 'CDDL + GPLv2 with classpath exception'],
  ])('%s: %s leaves it open', (ecosystem, text) => {
    expect(normaliseLicense(text, { ecosystem })).toBeNull();
  });

  test('an exception without a name in SPDX is left out, which asks for more and never for less', () => {
    expect(normaliseLicense('GPL-2+ with OpenSSL exception', { ecosystem: 'deb' })).toBe('GPL-2.0-or-later');
  });

  test('any text gives null or an expression that is its own normal form', () => {
    const words = [
      'MIT',
      'GPL-2+',
      'BSD',
      ' and ',
      ' or ',
      ' with ',
      ', ',
      '/',
      '(',
      ')',
      'or later',
      'Artistic',
      ' ',
      'ü',
      '::',
      '"',
      '|',
      '+',
    ];
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 60 }),
          fc.array(fc.constantFrom(...words), { maxLength: 14 }).map((each) => each.join('')),
        ),
        fc.constantFrom('deb', 'rpm', 'apk', 'npm', 'pypi'),
        (text, ecosystem) => {
          const expression = normaliseLicense(text, { ecosystem });
          if (expression === null) return;
          const parsed = parseSpdx(expression);
          expect(parsed === null ? null : writeExpression(parsed)).toBe(expression);
        },
      ),
      { seed: 20_261, numRuns: 3000 },
    );
  });

  test('texts made to slow a reader down are read before the test times out', () => {
    const texts = [
      `${'('.repeat(2000)}MIT`,
      ' and MIT'.repeat(500),
      'or any later '.repeat(300),
      ' '.repeat(4096),
      '/'.repeat(4096),
    ];
    expect(texts.map((text) => normaliseLicense(text, { ecosystem: 'npm' }))).toEqual([null, null, null, null, null]);
  });
});

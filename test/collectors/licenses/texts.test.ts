import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deprecatedId } from '../../../collectors/licenses/deprecated.ts';
import { writeExpression } from '../../../collectors/licenses/expression.ts';
import { readText } from '../../../collectors/licenses/read-text.ts';

const list = createRequire(import.meta.url)('spdx-license-list/full') as Record<string, { licenseText: string }>;
const mit = list['MIT']!.licenseText;
const bsd = list['BSD-3-Clause']!.licenseText;
const apache = list['Apache-2.0']!.licenseText;

function read(text: string): string | null {
  const { expression } = readText(text);
  return expression === null ? null : writeExpression(expression);
}

/** Texts that the list has under several ids stand for one of them. */
const shared: Record<string, string> = {
  'CAL-1.0-Combined-Work-Exception': 'CAL-1.0',
  'MPL-2.0-no-copyleft-exception': 'MPL-2.0',
  'OFL-1.0-RFN': 'OFL-1.0',
  'OFL-1.0-no-RFN': 'OFL-1.0',
  'OFL-1.1-RFN': 'OFL-1.1',
  'OFL-1.1-no-RFN': 'OFL-1.1',
};

function expectedId(id: string): string {
  return shared[id] ?? id.replace(/-or-later$/, '-only').replace(/-(?:no-)?invariants-only$/, '-only');
}

describe('the SPDX licence list', () => {
  const ids = Object.keys(list).filter((id) => deprecatedId(id) === id && !/^(?:Net-SNMP|any-OSI.*)$/.test(id));

  test('every text is recognised as itself and as nothing else', () => {
    const wrong = ids.filter((id) => {
      const { expression } = readText(list[id]!.licenseText);
      const found = expression === null ? [] : writeExpression(expression).split(' AND ');
      return !found.includes(expectedId(id)) && !found.includes(id);
    });
    expect(wrong).toEqual([]);
  });

  test('set in another way it is the same: case, wrapping, bullets, comments, Windows line ends', () => {
    const changes: ((text: string) => string)[] = [
      (text) => text.toUpperCase(),
      (text) => text.replaceAll('\n', '\r\n'),
      (text) => text.replace(/(.{40}\S*) /g, '$1\n').replace(/^/gm, ' * '),
      (text) => text.replace(/^/gm, '# '),
      (text) => text.replaceAll('"', '“').replaceAll("'", '’'),
      (text) => `# Licence\n\n${text.replace(/^(\d+)\. /gm, '## $1. ').replace(/\b(the)\b/g, '**$1**')}`,
      (text) => text.replace(/^(\s*)(\d+|[a-z])[.)] /gm, '$1- '),
      (text) => text.replaceAll('http://', 'https://').replace(/ {2,}/g, '\t'),
      (text) => `The Example License\n\nCopyright (c) 2001-2026, Example, Inc. All rights reserved.\n\n${text}`,
    ];
    for (const id of [
      'MIT',
      'ISC',
      'BSD-2-Clause',
      'BSD-3-Clause',
      'Zlib',
      'MPL-2.0',
      'Apache-2.0',
      'GPL-2.0-only',
      'EPL-2.0',
      'BSL-1.0',
    ]) {
      for (const [index, change] of changes.entries()) {
        expect(`${index} ${read(change(list[id]!.licenseText))}`).toBe(`${index} ${id}`);
      }
    }
  });
});

describe('texts that differ', () => {
  test('names of those who grant it do not count', () => {
    const named = bsd
      .replace('the copyright holder nor', 'Example Systems, Inc. nor')
      .replace('THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"', "THE REGENTS OF EXAMPLE AND CONTRIBUTORS ``AS IS''")
      .replace('THE COPYRIGHT HOLDER OR CONTRIBUTORS BE', 'EXAMPLE SYSTEMS, INC. BE');
    expect(read(named)).toBe('BSD-3-Clause');
  });

  test('a clause more or less is another licence', () => {
    const clause =
      'The Software shall not be used in any weapon, nor in any system whose purpose is to watch over people without their knowledge.';
    expect(read(mit.replace('THE SOFTWARE IS', `${clause}\n\nTHE SOFTWARE IS`))).toBeNull();
    expect(read(bsd.replace(/^3\. Neither[\s\S]*?permission\.\s*/m, ''))).toBe('BSD-2-Clause');
    expect(read(apache.replace(/3\. Grant of Patent License[\s\S]*?(?=4\. Redistribution)/, ''))).toMatch(
      /unrecognised/,
    );
    const longer = apache.replace('5. Submission', `(e) ${clause} ${clause}\n\n5. Submission`);
    expect(readText(longer)).toMatchObject({ kind: 'reference', similarity: 0 });
    expect(read(longer)).toBe('Apache-2.0 AND LicenseRef-unrecognised');
  });

  test('terms beside a licence leave their mark', () => {
    const more =
      'Additional terms: the software may not be sold, and no service that is based on it may be offered to others.';
    expect(read(`${mit}\n\n${more}`)).toBe('MIT AND LicenseRef-unrecognised');
    expect(read(`${mit}\n\nThanks to everybody who sent patches and reports.`)).toBe('MIT');
  });

  test('a licence that was changed is not the one that it names', () => {
    const changed = list['MPL-2.0']!.licenseText.replace(/Contributor/g, 'Helper').replace(/Covered Software/g, 'Code');
    expect(read(`Modified Mozilla Public License Version 2.0\n\n${changed}`)).toMatch(/ AND LicenseRef-unrecognised$/);
  });

  test('names of holders alone are no licence, and no terms either', () => {
    expect(readText('Copyright 2026 Example\nMaintained by many people.')).toEqual({
      expression: null,
      kind: 'reference',
      similarity: 0,
    });
    expect(readText('You may use this on Sundays, and must not sell it to anybody.')).toEqual({
      expression: null,
      kind: 'text',
      similarity: 0,
    });
  });

  test('several licences in one file are joined by AND', () => {
    expect(read(`${mit}\n\nThe parser comes from elsewhere:\n\n${bsd}`)).toBe('BSD-3-Clause AND MIT');
    expect(read(`${apache}\n\n---\n\n${list['ISC']!.licenseText}`)).toBe('Apache-2.0 AND ISC');
  });

  test('a notice for later versions beside the text counts', () => {
    const notice =
      'This program is free software; you can redistribute it and/or modify it under the terms of the GNU General Public License as published by the Free Software Foundation; either version 2 of the License, or (at your option) any later version.';
    expect(read(list['GPL-2.0-only']!.licenseText)).toBe('GPL-2.0-only');
    expect(read(`${notice}\n\n${list['GPL-2.0-only']!.licenseText}`)).toBe('GPL-2.0-or-later');
    expect(readText(notice)).toMatchObject({
      expression: { id: 'GPL-2.0-or-later' },
      kind: 'reference',
      similarity: 0,
    });
  });

  test.each([
    [
      'SPDX-License-Identifier: (GPL-2.0 WITH Linux-syscall-note) OR MIT',
      'GPL-2.0-only WITH Linux-syscall-note OR MIT',
    ],
    ['MIT', 'MIT'],
    [
      'Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance.',
      'Apache-2.0',
    ],
    [
      'This is free software under the same terms as the Perl 5 language itself.',
      'Artistic-1.0-Perl OR GPL-1.0-or-later',
    ],
    ['You may redistribute this under the same terms as Perl itself.', 'Artistic-1.0-Perl OR GPL-1.0-or-later'],
    ['On Debian systems the text is in /usr/share/common-licenses/LGPL-2.1.', 'LGPL-2.1-only'],
    ['It is licensed under the GPL, see /usr/share/common-licenses/GPL.', null],
    ['Released under the MIT license.', 'MIT'],
    ['Copyright 2026 Example', null],
    ['', null],
  ])('a notice: %s', (text, expression) => {
    expect(read(text)).toBe(expression);
  });
});

describe('any text', () => {
  test('is read without a throw, and the same twice', () => {
    const pieces = [
      mit.slice(0, 300),
      bsd.slice(200, 700),
      'GNU General Public License',
      'version 2',
      'or later',
      'common-licenses/GPL-3',
      'http://',
      '((',
      '&amp;',
      '\n',
      ' ',
      'ß',
      '\u0000',
      '<p>',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 30 }), (parts) => {
        const text = parts.join(' ');
        expect(readText(text)).toEqual(readText(text));
      }),
      { seed: 20_264, numRuns: 300 },
    );
  });

  test('that is long and made to slow a reader down is read before the test times out', () => {
    const texts = [
      'neither the name of '.repeat(20_000),
      'in no event shall '.repeat(20_000),
      '. '.repeat(200_000),
      'gnu general public license '.repeat(20_000),
      'a '.repeat(200_000),
      'Copyright (c) 2026 Example\n'.repeat(20_000),
    ];
    for (const text of texts) expect(readText(text)).toMatchObject({ similarity: 0 });
    expect(read(`${mit}\n`.repeat(100))).toBe('MIT');
  });
});

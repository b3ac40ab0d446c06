import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDep5, readDep5 } from '../../../collectors/licenses/dep5.ts';
import { parseSpdx, writeExpression } from '../../../collectors/licenses/expression.ts';
import { isLicensePath, type LicenseNote, licenseTextInspector } from '../../../collectors/licenses/index.ts';
import { limitsWith } from '../../../engine/index.ts';
import { skipUnless } from '../../support/real-parts.ts';

const format = 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n';

function expressionOf(text: string): string | null {
  const { expression } = readDep5(text);
  return expression === null ? null : writeExpression(expression);
}

function note(
  text: string | Uint8Array,
  file = 'usr/share/doc/tool/copyright',
  limits = limitsWith(),
): LicenseNote | null {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return licenseTextInspector.inspect(
    { path: file, mode: 0o644, size: bytes.length },
    bytes,
    limits,
  ) as LicenseNote | null;
}

describe("Debian's machine-readable copyright files", () => {
  test('licences of all Files stanzas are joined by AND, each once and sorted', () => {
    const text = `${format}Upstream-Name: tool

Files: *
Copyright: 2001-2020 A. Example
           2021 B. Example
License: GPL-2+

Files: lib/*
Copyright: 2010 C. Example
License: Expat

Files: debian/*
Copyright: 2022 D. Example
License: GPL-2+

License: GPL-2+
 On Debian systems, the text is in /usr/share/common-licenses/GPL-2.
`;
    expect(expressionOf(text)).toBe('GPL-2.0-or-later AND MIT');
    expect(note(text)).toEqual({
      expression: 'GPL-2.0-or-later AND MIT',
      kind: 'dep5',
      similarity: 0,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      copyrights: ['2001-2020 A. Example', '2010 C. Example', '2021 B. Example', '2022 D. Example'],
    });
  });

  test.each([
    ['a choice stays a choice', 'Files: *\nLicense: GPL-1+ or Artistic\n', 'Artistic-1.0-Perl OR GPL-1.0-or-later'],
    [
      'an exception stays with its licence',
      'Files: *\nLicense: GPL-3+ with Bison exception\n',
      'GPL-3.0-or-later WITH Bison-exception-2.2',
    ],
    [
      'a name without a meaning is kept beside others',
      'Files: *\nLicense: Expat\n\nFiles: x\nLicense: house\n House rules.\n',
      'LicenseRef-house AND MIT',
    ],
    ['names alone that say nothing say nothing', 'Files: *\nLicense: house\n House rules.\n', null],
    ['without Files stanzas the header counts', 'License: ISC\n', 'ISC'],
    ['comments and empty lines are skipped', '# hello\nFiles: *\n# hello\nLicense: ISC\n .\n text\n', 'ISC'],
    ['nothing at all', '', null],
  ])('%s', (_, stanzas, expression) => {
    expect(expressionOf(stanzas.startsWith('License: ISC') ? format + stanzas : `${format}\n${stanzas}`)).toBe(
      expression,
    );
  });

  test('a vague name is explained by the text under it, or by the stanza of that name', () => {
    const body =
      ' Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby\n granted, provided that the above copyright notice and this permission notice appear in all copies.\n .\n THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL\n IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,\n INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN\n AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR\n PERFORMANCE OF THIS SOFTWARE.\n';
    expect(expressionOf(`${format}\nFiles: *\nLicense: permissive\n${body}`)).toBe('ISC');
    expect(expressionOf(`${format}\nFiles: *\nLicense: permissive\n\nLicense: Permissive\n${body}`)).toBe('ISC');
  });

  test('any text is read without a throw', () => {
    const lines = [
      'Files: *',
      'License: MIT',
      'License:',
      ' text',
      '\t.',
      '',
      ':',
      'License: GPL-2+ or',
      'Copyright:',
      '#',
      ' ',
      'License: (((',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...lines), fc.string({ maxLength: 20 })), { maxLength: 20 }),
        (parts) => {
          const expression = expressionOf(`${format}${parts.join('\n')}`);
          if (expression !== null) expect(parseSpdx(expression)).not.toBeNull();
        },
      ),
      { seed: 20_265, numRuns: 500 },
    );
  });
});

describe('files of licences', () => {
  test.each([
    'usr/share/doc/libc6/copyright',
    'usr/share/licenses/bash/COPYING',
    'usr/share/licenses/bash/gpl.txt',
    'app/node_modules/left/LICENSE',
    'app/node_modules/left/license.md',
    'app/node_modules/left/LICENCE-MIT',
    'app/node_modules/left/MIT-LICENSE.txt',
    'app/COPYING.LESSER',
    'app/UNLICENSE',
    'app/LICENSES/Apache-2.0.txt',
    'app/static/main.js.LICENSE.txt',
    'usr/lib/python3/dist-packages/x-1.dist-info/LICENSE.rst',
  ])('%s is one', (file) => {
    expect(isLicensePath(file)).toBe(true);
  });

  test.each([
    'usr/share/common-licenses/GPL-2',
    'app/license.js',
    'app/licenses.json',
    'usr/share/man/man1/license.1',
    'app/License.class',
    'app/copyright.py',
    'app/README.md',
    'usr/bin/license-check',
  ])('%s is none', (file) => {
    expect(isLicensePath(file)).toBe(false);
  });

  test('texts that are too long are noted as not recognised, files that are no text not at all', () => {
    const nothing = { expression: null, kind: 'text', similarity: 0, copyrights: [], digest: expect.any(String) };
    expect(note(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0, 1), 'usr/lib/license')).toBeNull();
    expect(note(`MIT${' '.repeat(100)}`, 'app/LICENSE', limitsWith({ licenseTextBytes: 50 }))).toEqual(nothing);
    expect(note('', 'app/LICENSE')).toBeNull();
    expect(note('MIT', 'app/main.js')).toBeNull();
  });

  test('other encodings and HTML are read', () => {
    const utf16 = Uint8Array.from([0xff, 0xfe, ...[...'MIT License'].flatMap((each) => [each.charCodeAt(0), 0])]);
    expect(note(utf16, 'app/LICENSE')?.expression).toBe('MIT');
    expect(note(Uint8Array.of(0xef, 0xbb, 0xbf, 0x4d, 0x49, 0x54), 'app/LICENSE')?.expression).toBe('MIT');
    expect(
      note(
        '<!DOCTYPE html>\n<html><head><title>x</title></head><body><p>MIT <b>License</b></p></body></html>',
        'app/LICENSE.html',
      )?.expression,
    ).toBe('MIT');
  });

  test('a whole licence in HTML is read', () => {
    const text = (createRequire(import.meta.url)('spdx-license-list/full') as Record<string, { licenseText: string }>)[
      'EPL-1.0'
    ]!.licenseText;
    const paragraphs = text
      .split(/\n\n+/)
      .map((each) => `<p>${each.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}</p>`);
    const page = `<?xml version="1.0"?>\n<html xmlns="x">\n<head><title>EPL</title><style>p { margin: 0 }</style></head>\n<body>${paragraphs.join('\n')}</body></html>`;
    expect(note(page, 'app/license.html')).toMatchObject({ expression: 'EPL-1.0', kind: 'text' });
  });

  test('secrets in copyright lines are redacted, and gaps to fill in are left out', () => {
    const token = ['ghp', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_');
    const text = `Copyright (c) 2026 Example ${token}\nCopyright (c) <year> <name>\nCopyright [yyyy] [name of copyright owner]\n`;
    expect(note(text, 'app/LICENSE')?.copyrights).toEqual(['Copyright (c) 2026 Example ***']);
  });
});

const documents = '/usr/share/doc';
const files = listed(documents)
  .map((name) => path.join(documents, name, 'copyright'))
  .flatMap((file) => readOrNull(file) ?? []);

function listed(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function readOrNull(file: string): { file: string; bytes: Buffer }[] | null {
  try {
    return [{ file, bytes: readFileSync(file) }];
  } catch {
    return null;
  }
}

describe(
  "a Debian machine's own copyright files",
  skipUnless(files.length > 50, 'this is no Debian with its documents'),
  () => {
    test('nearly all name a licence, and every answer is an expression', () => {
      const notes = files.map(({ file, bytes }) => ({
        file,
        dep5: isDep5(bytes.toString('utf8')),
        note: note(bytes, file.slice(1)),
      }));
      const silent = notes.filter((each) => each.note?.expression === null);
      expect(silent.length / notes.length).toBeLessThan(0.03);
      for (const each of notes) {
        if (each.note?.expression != null) expect(parseSpdx(each.note.expression), each.file).not.toBeNull();
        expect(each.note?.kind === 'dep5', each.file).toBe(each.dep5);
      }
    });
  },
);

import { describe, expect, test } from 'vitest';
import { type LicenseNote, licenseNotes, licenseOf, looseLicenseTexts } from '../../../collectors/licenses/index.ts';
import type { FileEntry, FileTree, FoundPackage } from '../../../collectors/packages/contract.ts';

const digest = `sha256:${'a'.repeat(64)}`;

/** A tree of licence files by path, each with the expression that its text says; a text that begins with `->` is a link. */
function treeOf(files: Record<string, string | null>, copyrights: string[] = []): FileTree {
  const entries = new Map<string, FileEntry>();
  const add = (path: string, entry: Partial<FileEntry>) =>
    entries.set(path, { path, type: 'file', mode: 0o644, size: 1, link: null, layer: 0, ...entry });
  for (const [path, expression] of Object.entries(files)) {
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1))
      add(path.slice(0, at), { type: 'directory' });
    if (expression?.startsWith('->')) add(path, { type: 'symlink', link: expression.slice(2) });
    else {
      const note: LicenseNote = { expression, kind: 'text', similarity: 1, digest, copyrights };
      add(path, { notes: { license: note } });
    }
  }
  const resolve = (path: string): FileEntry | null => {
    const link = [...entries.values()].find(
      (each) => each.link !== null && (path === each.path || path.startsWith(`${each.path}/`)),
    );
    return link === undefined ? (entries.get(path) ?? null) : resolve(`${link.link}${path.slice(link.path.length)}`);
  };
  const sorted = [...entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    get: (path) => entries.get(path) ?? null,
    resolve,
    list: (path) =>
      sorted.filter((each) => each.path.startsWith(`${path}/`) && !each.path.slice(path.length + 1).includes('/')),
    entries: () => sorted,
    read: () => null,
  };
}

type Licensed = Pick<FoundPackage, 'type' | 'licenseText' | 'licensePaths' | 'folder'>;

const npm: Licensed = { type: 'npm', licenseText: 'MIT', licensePaths: [], folder: 'app/node_modules/left' };
const deb: Licensed = { type: 'deb', licenseText: null, licensePaths: ['usr/share/doc/tool/copyright'], folder: null };
const folder = 'app/node_modules/left';

describe('the licence of a package', () => {
  test('is what it declares, with what its texts say beside it', () => {
    const notes = licenseNotes(
      treeOf({ [`${folder}/LICENSE`]: 'MIT', [`${folder}/lib/LICENSE`]: 'ISC' }, ['Copyright 2026 Ann']),
    );
    expect(licenseOf(npm, notes)).toEqual({
      declared: 'MIT',
      declaredText: 'MIT',
      found: 'MIT',
      unknownTexts: [],
      requires: [['MIT']],
      differ: false,
      texts: 1,
      copyrights: ['Copyright 2026 Ann'],
    });
  });

  test('is what its texts say where it declares nothing, behind links too', () => {
    const notes = licenseNotes(
      treeOf({ 'usr/share/doc/base/copyright': 'MIT OR ISC', 'usr/share/doc/tool': '->usr/share/doc/base' }),
    );
    expect(licenseOf(deb, notes)).toMatchObject({
      declared: null,
      found: 'ISC OR MIT',
      requires: [['ISC', 'MIT']],
      texts: 1,
    });
  });

  test('is not known where it says nothing that SPDX knows, and no text is recognised', () => {
    const notes = licenseNotes(treeOf({ [`${folder}/LICENSE`]: null }));
    expect(licenseOf({ ...npm, licenseText: 'BSD' }, notes)).toEqual({
      declared: null,
      declaredText: 'BSD',
      found: null,
      unknownTexts: [{ path: `${folder}/LICENSE`, digest }],
      requires: null,
      differ: false,
      texts: 1,
      copyrights: [],
    });
  });

  test('a text that is not recognised leaves its mark beside the others', () => {
    const notes = licenseNotes(treeOf({ [`${folder}/LICENSE`]: 'MIT', [`${folder}/PATENTS`]: null }));
    const license = licenseOf({ ...npm, licenseText: null }, notes);
    expect(license.requires).toEqual([['LicenseRef-unrecognised'], ['MIT']]);
    expect(license.unknownTexts).toEqual([{ path: `${folder}/PATENTS`, digest }]);
  });

  test('a file that names holders of copyright alone is no text', () => {
    const tree = treeOf({ [`${folder}/COPYRIGHT`]: null }, ['Copyright 2026 Ann']);
    (tree.get(`${folder}/COPYRIGHT`)!.notes!['license'] as LicenseNote).kind = 'reference';
    expect(licenseOf(npm, licenseNotes(tree))).toMatchObject({
      texts: 0,
      unknownTexts: [],
      copyrights: ['Copyright 2026 Ann'],
    });
    expect(looseLicenseTexts(tree, [])).toEqual([]);
  });

  test('texts are read below the folders that a package names', () => {
    const notes = licenseNotes(
      treeOf({
        'usr/share/licenses/tool/a/COPYING': 'GPL-3.0-only',
        'usr/share/licenses/tool/COPYING.LESSER': 'LGPL-3.0-only',
      }),
    );
    expect(licenseOf({ ...deb, licensePaths: ['usr/share/licenses/tool'] }, notes)).toMatchObject({
      found: 'LGPL-3.0-only',
      texts: 2,
    });
  });

  test.each([
    ['MIT OR Apache-2.0', ['MIT', 'Apache-2.0'], false],
    ['MIT OR Apache-2.0', ['MIT'], false],
    ['GPL-2.0-or-later', ['GPL-2.0-only'], false],
    ['GPL-2.0-only WITH Classpath-exception-2.0', ['GPL-2.0-only'], false],
    ['LGPL-3.0-or-later', ['GPL-3.0-only', 'LGPL-3.0-only'], false],
    ['MIT', ['GPL-3.0-only'], true],
    ['MIT', ['MIT AND BSD-3-Clause'], true],
    ['MIT', ['MIT AND LicenseRef-unrecognised'], false],
    ['BSD', ['MIT'], false],
  ])('declares %s, texts say %j: differs %s', (declared, texts, differ) => {
    const tree = treeOf(Object.fromEntries(texts.map((text, index) => [`${folder}/LICENSE-${index}`, text])));
    expect(licenseOf({ ...npm, licenseText: declared }, licenseNotes(tree)).differ).toBe(differ);
  });

  test('texts that were not looked for are not none', () => {
    expect(licenseOf(npm, null)).toMatchObject({ declared: 'MIT', texts: null, found: null });
  });

  test('secrets in what it declares are redacted', () => {
    const token = ['ghp', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_');
    expect(licenseOf({ ...npm, licenseText: `MIT and ${token}` }, null).declaredText).toBe('MIT and ***');
  });
});

describe('licence texts outside packages', () => {
  test('are those that no package has, names, or owns the folder of', () => {
    const tree = treeOf({
      [`${folder}/LICENSE`]: 'MIT',
      [`${folder}/lib/LICENSE`]: 'MIT',
      'opt/tool/LICENSE': 'Apache-2.0',
      'opt/other/COPYING': null,
      'usr/share/doc/tool/copyright': 'ISC',
      'usr/share/owned/LICENSE': 'ISC',
    });
    const packages = [
      { ...npm, files: null },
      { ...deb, files: ['usr/share/owned/LICENSE'] },
    ];
    expect(looseLicenseTexts(tree, packages)).toEqual([
      { path: 'opt/other/COPYING', digest, expression: null, layer: 0 },
      { path: 'opt/tool/LICENSE', digest, expression: 'Apache-2.0', layer: 0 },
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import { brief, catalogue } from './catalogue.ts';
import type { TestEntry } from './tree.ts';

const installed = `C:Q1v4QhLje3kWlC8DJj+ZfJTjlJRSU=
P:musl
V:1.2.5-r0
A:x86_64
T:the musl c library
L:MIT
o:musl
p:so:libc.musl-x86_64.so.1=1 cmd:ldd=1.2.5-r0
F:lib
R:ld-musl-x86_64.so.1
a:0:0:755
Z:Q1i5g=
F:lib/apk
F:lib/apk/db

P:musl-utils
V:1.2.5-r0
A:x86_64
L:MIT AND BSD-2-Clause
o:musl
F:usr
F:usr/bin
R:getconf
M:0:0:755
R:ldd

P:.build-deps
V:20240101.0
D:musl

`;
const base: Record<string, TestEntry> = {
  'etc/os-release': 'ID=alpine\nVERSION_ID=3.20.1\n',
  'lib/apk/db/installed': installed,
};
const all = ['.build-deps 20240101.0', 'musl 1.2.5-r0', 'musl-utils 1.2.5-r0'];

test('installed packages with origin, licence, files and purl', async () => {
  const { packages } = await catalogue({ ...base, 'usr/share/licenses/musl-utils/COPYRIGHT': 'x' });
  expect(packages.map(({ name, sourceName }) => [name, sourceName])).toEqual([
    ['.build-deps', null],
    ['musl', 'musl'],
    ['musl-utils', 'musl'],
  ]);
  expect(packages[2]).toEqual({
    type: 'apk',
    name: 'musl-utils',
    version: '1.2.5-r0',
    purl: 'pkg:apk/alpine/musl-utils@1.2.5-r0?arch=x86_64&distro=alpine-3.20.1',
    architecture: 'x86_64',
    sourceName: 'musl',
    sourceVersion: null,
    scope: 'distribution',
    path: 'lib/apk/db/installed',
    layer: 0,
    licenseText: 'MIT AND BSD-2-Clause',
    licensePaths: ['usr/share/licenses/musl-utils'],
    files: ['usr/bin/getconf', 'usr/bin/ldd'],
    folder: null,
  });
});

test.each<[string, Record<string, TestEntry>]>([
  ['with CRLF', { ...base, 'lib/apk/db/installed': installed.replaceAll('\n', '\r\n') }],
  ['with a byte order mark', { ...base, 'lib/apk/db/installed': `\uFEFF${installed}` }],
  [
    'with a text in Latin-1',
    { ...base, 'lib/apk/db/installed': Buffer.from(installed.replace('the', '\u00fc'), 'latin1') },
  ],
  [
    'with its list of wanted packages',
    { ...base, 'etc/apk/world': 'musl-utils>1.2\n.build-deps@edge\ncmd:ldd\n!bash\n' },
  ],
  ['in the new place', { 'usr/lib/apk/db/installed': installed }],
  ['in the new place, with a link at the old one', { lib: { link: 'usr/lib' }, 'usr/lib/apk/db/installed': installed }],
])('the same %s', async (_, entries) => {
  expect(await brief(entries)).toEqual({ packages: all, managers: ['apk'], problems: [], unreadable: false });
});

test('files whose names are not UTF-8 are owned, and folders may be links', async () => {
  const files = 'R:l\u00fcdd\nR:100%\nF:usr/\u00c3\u00bc\nR:\u00ff\nR:a';
  const odd = Buffer.from(installed.replace('R:ldd', files), 'latin1');
  const { ownerOf } = await catalogue({
    ...base,
    lib: { link: 'usr/lib' },
    'usr/lib/apk/db/installed': odd,
    'lib/apk/db/installed': odd,
  });
  expect(
    ['usr/bin/l%FCdd', 'usr/bin/100%25', 'usr/%C3%BC/%FF', 'usr/ü/a', 'usr/lib/ld-musl-x86_64.so.1', 'bin/sh'].map(
      ownerOf,
    ),
  ).toEqual(['apk/musl-utils', 'apk/musl-utils', 'apk/musl-utils', 'apk/musl-utils', 'apk/musl', null]);
});

describe('a damaged database is never a short list', () => {
  test.each<[string, TestEntry]>([
    ['cut off in a line', installed.slice(0, installed.indexOf('R:getconf') + 4)],
    ['empty', ''],
    ['zeroed by a crash', new Uint8Array(512)],
    ['a line of another form', installed.replace('L:MIT AND', 'MIT AND')],
    ['a paragraph without a name', installed.replace('P:musl-utils\n', '')],
    ['a paragraph without a version', installed.replace('V:1.2.5-r0\n', '')],
    ['a file without a folder', installed.replace('F:lib\n', '')],
    ['a name that is not UTF-8', Buffer.from(installed.replace('P:musl', 'P:m\u00fcsl'), 'latin1')],
  ])('%s', async (_, content) => {
    const found = await brief({ ...base, 'lib/apk/db/installed': content });
    const problems = ['db-corrupt /lib/apk/db/installed'];
    expect(found).toEqual({ packages: [], managers: ['apk'], problems, unreadable: true });
  });

  test('cut off between two packages, which the list of wanted ones shows', async () => {
    const cut = installed.slice(0, installed.indexOf('P:musl-utils'));
    const found = await brief({ ...base, 'lib/apk/db/installed': cut, 'etc/apk/world': 'musl-utils\n' });
    expect([found.problems, found.unreadable]).toEqual([['db-corrupt /lib/apk/db/installed'], true]);
  });

  test('a file that was not kept is a limit, by its name', async () => {
    const found = await brief({ ...base, 'lib/apk/db/installed': { size: 1024 ** 3 } });
    expect([found.problems, found.unreadable]).toEqual([
      ['limit-reached /lib/apk/db/installed packageDatabaseBytes'],
      true,
    ]);
  });
});

test('more packages, files or long paths than a database may hold are a limit, by its name', async () => {
  const long = `P:a\nV:1\nF:${'x'.repeat(900)}\n${'R:y\n'.repeat(100)}\n`;
  const tooMany = `P:a\nV:1\nF:usr\n${'R:x\n'.repeat(3)}\nP:b\nV:1\n\nP:c\nV:1\n\n`;
  const limits = [{ imagePackages: 2 }, { imageEntries: 2 }, { packageDatabaseBytes: 50_000 }];
  const answers = [];
  for (const limit of limits) {
    const content = 'packageDatabaseBytes' in limit ? long : tooMany;
    answers.push(await brief({ 'lib/apk/db/installed': content }, limit));
  }
  expect(answers.map(({ problems, unreadable, packages }) => [problems, unreadable, packages])).toEqual(
    ['imagePackages', 'imageEntries', 'packageDatabaseBytes'].map((limit) => [
      [`limit-reached /lib/apk/db/installed ${limit}`],
      true,
      [],
    ]),
  );
});

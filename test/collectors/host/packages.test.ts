import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPackages } from '../../../collectors/host/packages.ts';
import { parseApkInstalled } from '../../../collectors/packages/os/apk/installed.ts';
import { parseDpkgStatus } from '../../../collectors/packages/os/dpkg/status.ts';
import type { LimitName, Problem } from '../../../engine/index.ts';
import { conformance, skipUnless } from '../../support/real-parts.ts';
import { fullBudget } from '../packages/os/catalogue.ts';
import { makeNdb, rpmHeader } from '../packages/os/rpm-databases.ts';
import { openTree, type TreeEntry, treeRoot } from './tree.ts';

const status = `Package: zlib1g
Status: install ok installed
Architecture: amd64
Source: zlib (1:1.2)
Version: 1:1.2.13
Description: library
 of more than one line
 .
Conffiles:
 /etc/x 0123

Package: bash
Status: hold ok installed
Architecture: amd64
Source: bash
Version: 5.2-1

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1
`;

const expected = [
  { name: 'bash', version: '5.2-1', architecture: 'amd64', source: null },
  { name: 'zlib1g', version: '1:1.2.13', architecture: 'amd64', source: 'zlib' },
];

async function read(entries: Record<string, TreeEntry>) {
  const problems: Problem[] = [];
  const { manager, packages } = await readPackages(treeRoot(entries), problems);
  return { manager, packages, problems: problems.map((problem) => [problem.code, problem.subject]) };
}

describe('dpkg', () => {
  test.each([
    ['plain', status],
    ['with CRLF', status.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\uFEFF${status}`],
  ])('lists what is installed: %s', async (_, text) => {
    expect(await read({ '/var/lib/dpkg/status': text })).toEqual({
      manager: { ok: true, value: 'dpkg' },
      packages: { ok: true, value: expected },
      problems: [],
    });
  });

  test('reads the single files of distroless images', async () => {
    const single = 'Package: tzdata\nVersion: 2024a\nArchitecture: all\n';
    const { packages } = await read({
      '/var/lib/dpkg/status.d/tzdata': single,
      '/var/lib/dpkg/status.d/tzdata.md5sums': 'x',
    });
    expect(packages).toEqual({
      ok: true,
      value: [{ name: 'tzdata', version: '2024a', architecture: 'all', source: null }],
    });
  });

  test.each<[string, string | Uint8Array]>([
    ['cut off in a field', status.slice(0, status.indexOf('Version: 5') + 3)],
    ['empty', ''],
    ['zeroed by a crash', new Uint8Array(512)],
    ['a paragraph without a name', status.replace('Package: bash\n', '')],
    ['binary', Uint8Array.from({ length: 300 }, (_, index) => (index * 7) % 256)],
  ])('corrupt is a parse error and a problem, never an empty list: %s', async (_, content) => {
    expect(await read({ '/var/lib/dpkg/status': content })).toEqual({
      manager: { ok: true, value: 'dpkg' },
      packages: { ok: false, code: 'parse-error' },
      problems: [['db-corrupt', '/var/lib/dpkg/status']],
    });
  });
});

test('no database at all is not supported', async () => {
  expect(await read({ '/etc/x': '' })).toMatchObject({
    manager: { ok: true, value: null },
    packages: { ok: false, code: 'not-supported' },
  });
});

describe('rpm', () => {
  const headers = [
    rpmHeader({ 1000: 'bash', 1001: '5.1.8', 1002: '6.el9', 1022: 'x86_64', 1044: 'bash-5.1.8-6.el9.src.rpm' }),
    rpmHeader({ 1000: 'vim-minimal', 1001: '8.2', 1002: '1', 1003: 2, 1022: 'x86_64', 1044: 'vim-8.2-1.src.rpm' }),
    rpmHeader({ 1000: 'gpg-pubkey', 1001: 'fd431d51', 1002: '4ae0493b' }),
  ];
  const database = makeNdb(new Map(headers.map((header, index) => [index + 1, header])));
  const listed = [
    { name: 'bash', version: '5.1.8-6.el9', architecture: 'x86_64', source: null },
    { name: 'vim-minimal', version: '2:8.2-1', architecture: 'x86_64', source: 'vim' },
  ];

  test.each(['/var/lib/rpm/Packages.db', '/usr/lib/sysimage/rpm/Packages.db', '/usr/share/rpm/Packages'])(
    'lists what is installed, keys left out: %s',
    async (file) => {
      expect(await read({ [file]: database })).toEqual({
        manager: { ok: true, value: 'rpm' },
        packages: { ok: true, value: listed },
        problems: [],
      });
    },
  );

  test('the empty database of another tool is passed over', async () => {
    const found = await read({ '/var/lib/dpkg/status': '', '/var/lib/rpm/Packages.db': database });
    expect([found.manager, found.problems]).toEqual([{ ok: true, value: 'rpm' }, []]);
  });

  test.each<[string, Record<string, TreeEntry>]>([
    ['of no known form', { '/var/lib/rpm/Packages.db': 'x' }],
    ['cut off', { '/var/lib/rpm/Packages.db': database.subarray(0, database.length - 100) }],
    ['without packages', { '/var/lib/rpm/Packages.db': makeNdb(new Map()) }],
    [
      'with changes in a log',
      { '/var/lib/rpm/Packages.db': database, '/var/lib/rpm/Packages.db-wal': 'x'.repeat(100) },
    ],
  ])('corrupt is a parse error and a problem, never an empty list: %s', async (_, entries) => {
    expect(await read(entries)).toEqual({
      manager: { ok: true, value: 'rpm' },
      packages: { ok: false, code: 'parse-error' },
      problems: [['db-corrupt', '/var/lib/rpm/Packages.db']],
    });
  });

  test('has a limit of its own', async () => {
    const { path: folder } = treeRoot({ '/var/lib/rpm/Packages.db': database });
    const small = { hostFileBytes: 100 };
    const read_ = async (limits: Partial<Record<LimitName, number>>) =>
      (await readPackages(openTree(folder, true, limits), [])).packages;
    expect([await read_(small), await read_({ ...small, packageDatabaseBytes: 100 })]).toEqual([
      { ok: true, value: listed },
      { ok: false, code: 'limit' },
    ]);
  });
});

test('a status file of one line of 1 GB is a limit', async () => {
  const folder_ = treeRoot({ '/var/lib/dpkg/status': 'Package: ' }).path;
  truncateSync(path.join(folder_, 'var/lib/dpkg/status'), 1024 ** 3);
  expect((await readPackages(openTree(folder_), [])).packages).toEqual({ ok: false, code: 'limit' });
});

test('a database beyond the limit is a limit, not an empty list', async () => {
  const root = openTree(treeRoot({ '/var/lib/dpkg/status': status }).path, true, { hostFileBytes: 100 });
  expect((await readPackages(root, [])).packages).toEqual({ ok: false, code: 'limit' });
});

const folder = conformance('packages');

describe('third-party databases', skipUnless(folder, 'conformance/packages'), () => {
  test('a corrupt apk database is reported as corrupt', async () => {
    const problems: Problem[] = [];
    const { manager, packages } = await readPackages(openTree(path.join(folder!, 'apk', 'corrupt')), problems);
    expect({ manager, packages, codes: problems.map((problem) => problem.code) }).toEqual({
      manager: { ok: true, value: 'apk' },
      packages: { ok: false, code: 'parse-error' },
      codes: ['db-corrupt'],
    });
  });

  test('whole apk databases list their packages', async () => {
    const { packages } = await readPackages(openTree(path.join(folder!, 'apk', 'multiple-1')), []);
    expect(packages.ok && packages.value.map((item) => Object.values(item).join(' '))).toEqual([
      'bash 5.2.21-r0 x86_64 ',
      'busybox-binsh 1.36.1-r15 x86_64 busybox',
      'musl 1.2.4_git20230717-r4 x86_64 ',
      'readline 8.2.1-r2 x86_64 ',
    ]);
    const names = ['base', 'empty-deps-and-provides', 'extra-file-attributes'].map((name) => {
      const list = parseApkInstalled(
        Buffer.concat([readFileSync(path.join(folder!, 'apk', name)), Buffer.from('\n')]),
        fullBudget(),
      );
      return [list.corrupt, list.packages.length];
    });
    expect(names).toEqual([
      [null, 1],
      [null, 1],
      [null, 1],
    ]);
  });

  test('single paragraphs of dpkg are read, removed packages left out', () => {
    const base = path.join(folder!, 'dpkg', 'var', 'lib', 'dpkg', 'status.d');
    const lists = readdirSync(base)
      .sort()
      .map((name) => parseDpkgStatus(readFileSync(path.join(base, name)), fullBudget(), false));
    expect(lists.map((list) => [list.corrupt, list.packages.map((item) => item.name)])).toEqual([
      [null, ['linux-image-6.14.0-1012-aws']],
      [null, ['apt']],
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import { parseDpkgStatus } from '../../../../collectors/packages/os/dpkg/status.ts';
import { brief, catalogue, fullBudget } from './catalogue.ts';
import type { TestEntry } from './tree.ts';

const status = `Package: zlib1g
Status: install ok installed
Architecture: amd64
Multi-Arch: same
Source: zlib (1:1.2)
Version: 1:1.2.13
Description: library
 of more than one line
 .

Package: zlib1g
Status: install ok installed
Architecture: i386
Multi-Arch: same
Source: zlib (1:1.2)
Version: 1:1.2.13

Package: bash
Status: hold ok installed
Architecture: amd64
Version: 5.2-1
Conffiles:
 /etc/bash.bashrc 0123

Package: half
Status: install ok half-configured
Architecture: all
Version: 2

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1

`;
const release = 'ID=debian\nVERSION_ID="12"\n';
const base: Record<string, TestEntry> = { 'etc/os-release': release, 'var/lib/dpkg/status': status };
const all = ['bash 5.2-1', 'half 2', 'zlib1g 1:1.2.13', 'zlib1g 1:1.2.13'];

describe('what dpkg lists', () => {
  test('installed packages with source, version and purl', async () => {
    const { packages } = await catalogue(base);
    expect(
      packages.map(({ name, sourceName, sourceVersion, purl }) => [name, sourceName, sourceVersion, purl]),
    ).toEqual([
      ['bash', 'bash', '5.2-1', 'pkg:deb/debian/bash@5.2-1?arch=amd64&distro=debian-12'],
      ['half', 'half', '2', 'pkg:deb/debian/half@2?arch=all&distro=debian-12'],
      ['zlib1g', 'zlib', '1:1.2', 'pkg:deb/debian/zlib1g@1:1.2.13?arch=amd64&distro=debian-12'],
      ['zlib1g', 'zlib', '1:1.2', 'pkg:deb/debian/zlib1g@1:1.2.13?arch=i386&distro=debian-12'],
    ]);
    expect(packages[0]).toEqual({
      type: 'deb',
      name: 'bash',
      version: '5.2-1',
      purl: 'pkg:deb/debian/bash@5.2-1?arch=amd64&distro=debian-12',
      architecture: 'amd64',
      sourceName: 'bash',
      sourceVersion: '5.2-1',
      scope: 'distribution',
      path: 'var/lib/dpkg/status',
      layer: 0,
      licenseText: null,
      licensePaths: ['usr/share/doc/bash/copyright'],
      files: null,
      folder: null,
    });
  });

  test.each([
    ['plain', status],
    ['with CRLF', status.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\uFEFF${status}`],
    ['with free texts in Latin-1', Buffer.from(status.replace('library', 'f\u00fcr'), 'latin1')],
    ['with a line of 8 MB', status.replace('library', 'x'.repeat(8 * 1024 * 1024))],
  ])('the same whatever the file is like: %s', async (_, text) => {
    const found = await brief({ ...base, 'var/lib/dpkg/status': text });
    expect(found).toEqual({ packages: all, managers: ['dpkg'], problems: [], unreadable: false });
  });

  test('changes that were not merged yet count', async () => {
    const update = 'Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5.2-2\n';
    const removal = 'Package: half\nStatus: purge ok not-installed\nArchitecture: all\n';
    const found = await brief({ ...base, 'var/lib/dpkg/updates/0001': update, 'var/lib/dpkg/updates/0002': removal });
    expect(found.packages).toEqual(['bash 5.2-2', 'zlib1g 1:1.2.13', 'zlib1g 1:1.2.13']);
  });

  test('single files of distroless images, with what their checksums name', async () => {
    const { packages, ownerOf, managers } = await catalogue({
      'etc/os-release': release,
      'var/lib/dpkg/status.d/tzdata': 'Package: tzdata\nVersion: 2024a\nArchitecture: all',
      'var/lib/dpkg/status.d/tzdata.md5sums': `${'0'.repeat(32)}  usr/share/zoneinfo/UTC\n`,
      'var/lib/dpkg/status.d/media-types': 'Package: media-types\nVersion: 10\nArchitecture: all\n',
      'usr/share/zoneinfo/UTC': 'x',
    });
    expect(packages.map(({ name, path, files }) => [name, path, files])).toEqual([
      ['media-types', 'var/lib/dpkg/status.d/media-types', null],
      ['tzdata', 'var/lib/dpkg/status.d/tzdata', ['usr/share/zoneinfo/UTC']],
    ]);
    expect([managers, ownerOf('usr/share/zoneinfo/UTC'), ownerOf('etc/os-release')]).toEqual([
      ['dpkg'],
      'deb/tzdata',
      null,
    ]);
  });

  test('the layer of a package is that of its file list, which only its installation writes', async () => {
    const { packages } = await catalogue({
      ...base,
      'var/lib/dpkg/status': { layer: 3, content: status },
      'var/lib/dpkg/info/bash.list': { layer: 1, content: '/.\n/bin\n/bin/bash\n' },
    });
    expect(packages.map(({ name, layer }) => `${name} ${layer}`)).toEqual(['bash 1', 'half 3', 'zlib1g 3', 'zlib1g 3']);
  });
});

describe('who owns a file', () => {
  test('lists by architecture, checksums with configuration files, links of folders, diversions', async () => {
    const { packages, ownerOf } = await catalogue({
      ...base,
      bin: { link: 'usr/bin' },
      lib: { link: 'usr/lib' },
      'usr/bin/bash': 'x',
      'usr/lib/libz.so.1': { link: 'libz.so.1.2' },
      'usr/lib/libz.so.1.2': 'x',
      'usr/lib/libz-32.so': 'x',
      'usr/bin/tool': 'x',
      'usr/bin/tool.real': 'x',
      'usr/share/f\u00fcr%1': 'x',
      'usr/share/%FF': 'x',
      'etc/half.conf': 'x',
      'var/lib/dpkg/info/bash.list': '/.\n/bin\n/bin/bash\n/usr\n/usr/bin\n/usr/bin/tool\n',
      'var/lib/dpkg/info/zlib1g:amd64.list': '/.\r\n/lib\r\n/lib/libz.so.1\r\n/lib/libz.so.1.2\r\n',
      'var/lib/dpkg/info/zlib1g:i386.list': '/.\n/lib\n/lib/libz-32.so\n',
      'var/lib/dpkg/info/half.md5sums': Buffer.concat([
        Buffer.from(
          `${'a'.repeat(32)}  usr/bin/tool\n${'b'.repeat(32)}  usr/share/f\u00fcr%1\n${'c'.repeat(32)}  usr/share/`,
        ),
        Buffer.from([0xff, 10]),
      ]),
      'var/lib/dpkg/info/half.conffiles': '/etc/half.conf\nremove-on-upgrade /etc/old.conf\n',
      'var/lib/dpkg/diversions': '/usr/bin/tool\n/usr/bin/tool.real\nhalf\n',
    });
    const owners = [
      'usr/bin/bash',
      'bin/bash',
      'lib/libz.so.1',
      'usr/lib/libz.so.1.2',
      'usr/lib/libz-32.so',
      'usr/bin/tool',
    ];
    expect(Object.fromEntries(owners.map((file) => [file, ownerOf(file)]))).toEqual({
      'usr/bin/bash': 'deb/bash',
      'bin/bash': 'deb/bash',
      'lib/libz.so.1': 'deb/zlib1g',
      'usr/lib/libz.so.1.2': 'deb/zlib1g',
      'usr/lib/libz-32.so': 'deb/zlib1g',
      'usr/bin/tool': 'deb/half',
    });
    expect([ownerOf('usr/bin/tool.real'), ownerOf('etc/half.conf'), ownerOf('etc/old.conf')]).toEqual([
      'deb/bash',
      'deb/half',
      null,
    ]);
    expect([ownerOf('usr/share/f\u00fcr%251'), ownerOf('usr/share/%FF')]).toEqual(['deb/half', 'deb/half']);
    expect(packages.find(({ architecture }) => architecture === 'i386')?.files).toEqual(['lib/libz-32.so']);
  });
});

describe('a damaged database is never a short list', () => {
  const corrupt = (subject: string) => ({
    packages: [],
    managers: ['dpkg'],
    problems: [`db-corrupt ${subject}`],
    unreadable: true,
  });

  test.each<[string, TestEntry]>([
    ['cut off in a line', status.slice(0, status.indexOf('Version: 5') + 3)],
    ['cut off in a description', status.slice(0, status.indexOf('more than'))],
    ['empty', ''],
    ['zeroed by a crash', new Uint8Array(512)],
    ['zeroed in part', Buffer.concat([Buffer.from(status), Buffer.alloc(100)])],
    ['a paragraph without a name', status.replace('Package: bash\n', '')],
    ['a paragraph without a version', status.replace('Version: 5.2-1\n', '')],
    ['a name that is not UTF-8', Buffer.from(status.replace('Package: bash', 'Package: b\u00fcsh'), 'latin1')],
    ['binary', Uint8Array.from({ length: 300 }, (_, index) => (index * 7) % 256)],
  ])('%s', async (_, content) => {
    expect(await brief({ ...base, 'var/lib/dpkg/status': content })).toEqual(corrupt('/var/lib/dpkg/status'));
  });

  test('packages that have file lists and are not in the status file', async () => {
    const lost = await brief({ ...base, 'var/lib/dpkg/info/coreutils.list': '/.\n' });
    expect(lost).toEqual(corrupt('/var/lib/dpkg/status'));
  });

  test('file lists and no status file at all', async () => {
    const lost = await brief({ 'var/lib/dpkg/info/coreutils.list': '/.\n' });
    expect(lost).toEqual(corrupt('/var/lib/dpkg/status'));
  });

  test('a single file that is none', async () => {
    const found = await brief({
      'var/lib/dpkg/status.d/a': 'Package: a\nVersion: 1\n',
      'var/lib/dpkg/status.d/b': 'bogus package\n',
    });
    expect(found).toEqual(corrupt('/var/lib/dpkg/status.d/b'));
  });

  test('a file of 1 GB that no image keeps is a limit, by its name', async () => {
    const kept = await brief({ ...base, 'var/lib/dpkg/status': { size: 200 * 1024 ** 2 } });
    const large = await brief({ ...base, 'var/lib/dpkg/status': { size: 1024 ** 3 } });
    const low = await brief(base, { packageDatabaseBytes: 100 });
    expect([kept, large, low].map(({ problems, unreadable }) => [problems, unreadable])).toEqual([
      [['limit-reached /var/lib/dpkg/status imageKeptBytes'], true],
      [['limit-reached /var/lib/dpkg/status packageDatabaseBytes'], true],
      [['limit-reached /var/lib/dpkg/status packageDatabaseBytes'], true],
    ]);
  });

  test('an empty one beside a filled one of another manager is only a tool', async () => {
    const found = await brief({ 'var/lib/dpkg/status': '', 'lib/apk/db/installed': 'P:musl\nV:1\n\n' });
    expect(found).toEqual({ packages: ['musl 1'], managers: ['apk'], problems: [], unreadable: false });
  });
});

test('of a repeated package the last paragraph counts', () => {
  const repeated = status
    .replaceAll('Package: half\n', 'Package: bash\n')
    .replaceAll('Architecture: all', 'Architecture: amd64');
  const { packages } = parseDpkgStatus(Buffer.from(repeated), fullBudget());
  expect(packages.filter(({ name }) => name === 'bash').map(({ version }) => version)).toEqual(['2']);
});

test('more packages or files than a database may hold are a limit, by its name', async () => {
  const lists = { ...base, 'var/lib/dpkg/info/bash.list': '/.\n/a\n/b\n/c\n' };
  const single = { 'var/lib/dpkg/status.d/a': 'Package: a\nVersion: 1\n\nPackage: b\nVersion: 1\n' };
  const answers = [
    await brief(base, { imagePackages: 3 }),
    await brief(lists, { imageEntries: 2 }),
    await brief(single, { imagePackages: 1 }),
    await brief({ ...base, 'var/lib/dpkg/info/bash.list': { size: 10 } }),
  ];
  expect(answers.map(({ problems, unreadable, packages }) => [...problems, unreadable, packages.length])).toEqual([
    ['limit-reached /var/lib/dpkg/status imagePackages', true, 0],
    ['limit-reached /var/lib/dpkg/status imageEntries', true, 0],
    ['limit-reached /var/lib/dpkg/status.d/a imagePackages', true, 0],
    ['limit-reached /var/lib/dpkg/info/bash.list imageKeptBytes', true, 0],
  ]);
});

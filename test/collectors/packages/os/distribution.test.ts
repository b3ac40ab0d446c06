import { expect, test } from 'vitest';
import { distributionKeeper, readDistribution } from '../../../../collectors/packages/index.ts';
import { type TestEntry, treeOf } from './tree.ts';

test.each<[string, Record<string, TestEntry>, string | null]>([
  ['quotes and escapes', { 'etc/os-release': `ID='a'\nVERSION_ID="1\\"2"\nNAME=x\n` }, 'a 1"2 null x'],
  ['the later of two lines', { 'etc/os-release': 'ID=a\nID=b\n' }, 'b null null b'],
  [
    'the file behind a link',
    { 'etc/os-release': { link: '../usr/lib/os-release' }, 'usr/lib/os-release': 'ID=a\n' },
    'a null null a',
  ],
  ['/etc before /usr/lib', { 'etc/os-release': 'ID=a\n', 'usr/lib/os-release': 'ID=b\n' }, 'a null null a'],
  ['an empty file says nothing', { 'etc/os-release': '', 'usr/lib/os-release': 'ID=b\n' }, 'b null null b'],
  [
    'a link that leads nowhere',
    { 'etc/os-release': { link: 'gone' }, 'usr/lib/os-release': 'ID=b\n' },
    'b null null b',
  ],
  ['no id', { 'etc/os-release': 'PRETTY_NAME="X 1"\n' }, 'linux null null X 1'],
  [
    'lsb-release',
    {
      'etc/lsb-release':
        'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=12.04\nDISTRIB_CODENAME=precise\nDISTRIB_DESCRIPTION="Ubuntu 12.04"\n',
      'etc/debian_version': 'wheezy/sid\n',
    },
    'ubuntu 12.04 precise Ubuntu 12.04',
  ],
  [
    'redhat-release',
    { 'etc/redhat-release': 'CentOS release 5.11 (Final)\n' },
    'centos 5.11 null CentOS release 5.11 (Final)',
  ],
  [
    'system-release',
    { 'etc/system-release': 'Amazon Linux AMI release 2018.03\n' },
    'amzn 2018.03 null Amazon Linux AMI release 2018.03',
  ],
  ['alpine-release', { 'etc/alpine-release': '3.18.2\n' }, 'alpine 3.18.2 null Alpine Linux 3.18.2'],
  ['debian_version', { 'etc/debian_version': '12.5\n' }, 'debian 12 null Debian GNU/Linux 12'],
  [
    'debian_version of the next release',
    { 'etc/debian_version': 'trixie/sid\n' },
    'debian null trixie Debian GNU/Linux trixie/sid',
  ],
  ['a version that is none', { 'etc/debian_version': '<html>\n' }, null],
  ['nothing', { 'etc/passwd': '' }, null],
  ['a secret in its name', { 'etc/os-release': 'ID=a\nNAME="x password=hunter2"\n' }, 'a null null x password=***'],
])('%s', (_, entries, expected) => {
  const release = readDistribution(treeOf(entries));
  expect(release === null ? null : `${release.id} ${release.versionId} ${release.codename} ${release.name}`).toBe(
    expected,
  );
});

test('what it reads is kept, small files alone', () => {
  const keeps = (path: string, size: number) => distributionKeeper.keeps({ path, mode: 0o644, size });
  expect([
    keeps('etc/os-release', 300),
    keeps('usr/lib/os-release', 300),
    keeps('etc/debian_version', 5),
    keeps('etc/os-release', 1024 ** 2),
    keeps('opt/etc/os-release', 300),
  ]).toEqual([true, true, true, false, false]);
});

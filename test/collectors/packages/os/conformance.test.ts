import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDistribution } from '../../../../collectors/packages/index.ts';
import { parseApkInstalled } from '../../../../collectors/packages/os/apk/installed.ts';
import { conformance, skipUnless } from '../../../support/real-parts.ts';
import { brief, catalogue, fullBudget } from './catalogue.ts';
import { treeOfFolder } from './tree.ts';

const folder = conformance('packages');
const at = (...segments: string[]) => path.join(folder ?? '', ...segments);

describe('third-party package databases', skipUnless(folder, 'conformance/packages'), () => {
  test('a tree that is corrupt is reported so, never as empty', async () => {
    expect(await brief(treeOfFolder(at('apk', 'corrupt')))).toEqual({
      packages: [],
      managers: ['apk'],
      problems: ['db-corrupt /lib/apk/db/installed'],
      unreadable: true,
    });
    // The single file here is no paragraph. Its status of opkg is not read: opkg is no manager of container images.
    expect(await brief(treeOfFolder(at('dpkg', 'glob-paths')))).toEqual({
      packages: [],
      managers: ['dpkg'],
      problems: ['db-corrupt /var/lib/dpkg/status.d/pkg-1.0'],
      unreadable: true,
    });
    // Here the status file was left out of the data, which is just what a lost one looks like.
    expect((await brief(treeOfFolder(at('dpkg', 'image-dpkg')))).problems).toEqual(['db-corrupt /var/lib/dpkg/status']);
  });

  test('a copyright file alone is no package', async () => {
    expect(await brief(treeOfFolder(at('dpkg', 'image-distroless-deb')))).toEqual({
      packages: [],
      managers: [],
      problems: [],
      unreadable: false,
    });
  });

  test('apk', async () => {
    const { packages } = await catalogue(treeOfFolder(at('apk', 'multiple-1')));
    expect(
      packages.map((found) => [found.name, found.version, found.sourceName, found.licenseText, found.files]),
    ).toEqual([
      ['bash', '5.2.21-r0', 'bash', 'GPL-3.0-or-later', []],
      ['busybox-binsh', '1.36.1-r15', 'busybox', 'GPL-2.0-only', ['bin/sh']],
      ['musl', '1.2.4_git20230717-r4', 'musl', 'MIT', ['lib/ld-musl-x86_64.so.1', 'lib/libc.musl-x86_64.so.1']],
      ['readline', '8.2.1-r2', 'readline', 'GPL-2.0-or-later', ['etc/inputrc', 'usr/lib/libreadline.so.8']],
    ]);
    // These are single records, and one lacks the line end that a database always has.
    const single = (name: string) => {
      const { packages: found, corrupt } = parseApkInstalled(
        Buffer.concat([readFileSync(at('apk', name)), Buffer.from('\n')]),
        fullBudget(),
      );
      return [
        corrupt,
        ...found.map((one) => [one.name, one.version, one.architecture, one.origin, one.license, one.files.length]),
      ];
    };
    const counted = (name: string) => readFileSync(at('apk', name), 'utf8').match(/^R:/gm)?.length;
    expect([single('base'), single('empty-deps-and-provides'), single('extra-file-attributes')]).toEqual([
      [null, ['alpine-baselayout', '3.2.0-r6', 'x86_64', 'alpine-baselayout', 'GPL-2.0-only', counted('base')]],
      [
        null,
        [
          'alpine-baselayout-data',
          '3.4.0-r0',
          'x86_64',
          'alpine-baselayout',
          'GPL-2.0-only',
          counted('empty-deps-and-provides'),
        ],
      ],
      [null, ['openjdk8-jre', '8.212.04-r0', 'x86_64', 'openjdk8', 'custom', counted('extra-file-attributes')]],
    ]);
  });

  test('dpkg', async () => {
    const { packages, problems } = await catalogue(treeOfFolder(at('dpkg')));
    expect(
      packages.map((found) => [found.name, found.version, found.architecture, found.sourceName, found.sourceVersion]),
    ).toEqual([
      ['apt', '1.8.2', 'amd64', 'apt-dev', '1.8.2'],
      [
        'linux-image-6.14.0-1012-aws',
        '6.14.0-1012.12~24.04.1',
        'amd64',
        'linux-signed-aws-6.14',
        '6.14.0-1012.12~24.04.1',
      ],
    ]);
    expect(problems).toEqual([]);
  });

  test('release files', () => {
    const found: Record<string, string | null> = {};
    for (const name of releaseFolders(at('os-release'), '')) {
      const release = readDistribution(treeOfFolder(at('os-release', name)));
      found[name] =
        release === null ? null : [release.id, release.versionId, release.codename, ...release.like].join(' ');
    }
    expect(found).toEqual({
      'almalinux/from-redhat-release': 'almalinux 8.10  rhel fedora',
      alpine: 'alpine 3.11.6 ',
      arch: 'arch  ',
      // The version of a program is no distribution.
      busybox: null,
      'debian/with-point-release': 'debian 13 trixie',
      fedora: 'fedora 36 ',
      'opensuse-leap': 'opensuse-leap 15.2  suse opensuse',
      oraclelinux: 'ol 8.3  fedora',
      photon: 'photon 2.0 ',
      'redhat/from-os-release': 'rhel 7.3  fedora',
      'rockylinux/from-redhat-release': 'rocky 8.10  rhel fedora',
      'scientific/from-os-release': 'scientific 7.5  rhel centos fedora',
      'scientific/from-redhat-release': 'scientific 7.9  rhel fedora',
      sles: 'sles 15.2  suse',
      wolfi: 'wolfi 20220914 ',
    });
  });
});

/** Folders that are a root: they hold etc, usr or bin. */
function releaseFolders(root: string, name: string): string[] {
  const children = readdirSync(path.join(root, name)).filter((child) =>
    statSync(path.join(root, name, child)).isDirectory(),
  );
  if (children.some((child) => ['etc', 'usr', 'bin'].includes(child))) return [name];
  return children.sort().flatMap((child) => releaseFolders(root, name === '' ? child : `${name}/${child}`));
}

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { conformance, skipUnless } from '../../../support/real-parts.ts';
import { readAll } from '../support.ts';
import { openTree, treeRoot } from '../tree.ts';

const folder = conformance('packages', 'os-release');

test('third-party release files are recognised', skipUnless(folder, 'conformance/packages/os-release'), async () => {
  const found: Record<string, string> = {};
  for (const name of readdirSync(folder!).sort()) {
    for (const base of [name, ...readdirSync(path.join(folder!, name)).map((inner) => path.join(name, inner))]) {
      const { facts } = await readAll(openTree(path.join(folder!, base), false));
      const release = facts['osRelease'] as { id: string; versionId: string | null } | undefined;
      if (release !== undefined) found[base] = `${release.id} ${release.versionId}`;
    }
  }
  expect(found).toEqual({
    'almalinux/from-redhat-release': 'almalinux 8.10',
    alpine: 'alpine 3.11.6',
    arch: 'arch null',
    'debian/with-point-release': 'debian 13',
    fedora: 'fedora 36',
    'opensuse-leap': 'opensuse-leap 15.2',
    oraclelinux: 'ol 8.3',
    photon: 'photon 2.0',
    'redhat/from-os-release': 'rhel 7.3',
    'rockylinux/from-redhat-release': 'rocky 8.10',
    'scientific/from-os-release': 'scientific 7.5',
    'scientific/from-redhat-release': 'scientific 7.9',
    sles: 'sles 15.2',
    wolfi: 'wolfi 20220914',
  });
});

test('quotes, comments and a byte order mark; nothing but a name is still a distribution', async () => {
  const text = `\uFEFF# x\nNAME='A "B"'\nPRETTY_NAME="C \\"D\\" \\$E"\nID=x\nID_LIKE="y  z"\r\nVERSION_ID=\n`;
  const release = async (content: string) =>
    (await readAll(treeRoot({ '/etc/os-release': content }))).facts['osRelease'];
  expect(await release(text)).toEqual({ id: 'x', versionId: null, codename: null, name: 'C "D" $E', like: ['y', 'z'] });
  expect(await release('')).toEqual({ id: 'linux', versionId: null, codename: null, name: 'linux', like: [] });
});

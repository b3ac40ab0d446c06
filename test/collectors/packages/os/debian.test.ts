/** dpkg's own tools as the measure, on a real root and on this machine. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDistribution } from '../../../../collectors/packages/index.ts';
import { parseDpkgStatus } from '../../../../collectors/packages/os/dpkg/status.ts';
import { findOnPath, skipUnless } from '../../../support/real-parts.ts';
import { catalogue, fullBudget } from './catalogue.ts';
import { canMakeDebianRoot, debianRoot } from './debian-root.ts';
import { treeOfFolder } from './tree.ts';

const query = findOnPath('dpkg-query');
const fields = ['db:Status-Status', 'Package', 'Version', 'Architecture', 'source:Package', 'source:Version'];
const format = `${fields.map((field) => `\${${field}}`).join('\\t')}\\n`;

/** What dpkg says is installed. */
function installed(database: string): string[] {
  const output = execFileSync(query!, [`--admindir=${database}`, '-W', `-f=${format}`], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const rows = output
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));
  const there = rows.filter(([state]) => state !== 'config-files' && state !== 'not-installed');
  return there.map(([, ...values]) => values.join(' ')).sort();
}

const canMake = canMakeDebianRoot() && query !== null;

describe('a root made by debootstrap', skipUnless(canMake, 'root, debootstrap and dpkg-query'), () => {
  test('lists what dpkg-query lists, and gives every file to the package of its list', async (context) => {
    const root = await debianRoot();
    if (root === null && process.env['PLIMSOLL_REQUIRE_PARTS'] !== '1') context.skip('no Debian over the network');
    const tree = treeOfFolder(root!);
    const { packages, problems, managers, unreadable, ownerOf } = await catalogue(tree);
    expect([problems, managers, unreadable, readDistribution(tree)?.versionId]).toEqual([[], ['dpkg'], false, '12']);
    const listed = packages.map((found) =>
      [found.name, found.version, found.architecture, found.sourceName, found.sourceVersion].join(' '),
    );
    expect(listed.sort()).toEqual(installed(path.join(root!, 'var/lib/dpkg')));
    expect(packages.filter((found) => found.files === null || found.files.length === 0 || found.purl === null)).toEqual(
      [],
    );

    const owners = ownersByLists(root!);
    const wrong: string[] = [];
    let owned = 0;
    for (const entry of tree.entries()) {
      if (entry.type !== 'file' && entry.type !== 'symlink') continue;
      // Links at the top such as lib64 are folders in the lists.
      if (!entry.path.includes('/')) continue;
      const expected = owners.get(entry.path) ?? null;
      if (expected !== null) owned++;
      if (ownerOf(entry.path) !== expected) wrong.push(`${entry.path}: ${ownerOf(entry.path)}, not ${expected}`);
    }
    expect(wrong).toEqual([]);
    expect(owned).toBeGreaterThan(5000);
  });
});

/** By the lists alone: diverted by dpkg-divert(1), in a tree whose bin, sbin and lib* are links into usr. */
function ownersByLists(root: string): Map<string, string> {
  const folder = path.join(root, 'var/lib/dpkg/info');
  const diverted = readFileSync(path.join(root, 'var/lib/dpkg/diversions'), 'utf8').trim().split('\n');
  const owners = new Map<string, string>();
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.list'))
    .sort()) {
    const owner = name.replace(/\.list$/, '').split(':')[0]!;
    for (const line of readFileSync(path.join(folder, name), 'utf8').split('\n')) {
      const at = diverted.findIndex((entry, index) => index % 3 === 0 && entry === line);
      const real = at >= 0 && diverted[at + 2] !== owner ? diverted[at + 1]! : line;
      const file = real.replace(/^\/(bin|sbin|lib|lib32|lib64|libx32)\//, '/usr/$1/').slice(1);
      if (file !== '' && !owners.has(file)) owners.set(file, `deb/${owner}`);
    }
  }
  return owners;
}

test('this machine lists what dpkg-query lists', skipUnless(query, 'dpkg-query'), () => {
  const { packages, corrupt } = parseDpkgStatus(readFileSync('/var/lib/dpkg/status'), fullBudget());
  const listed = packages.map((found) =>
    [found.name, found.version, found.architecture, found.sourceName, found.sourceVersion].join(' '),
  );
  expect([corrupt, listed.sort()]).toEqual([null, installed('/var/lib/dpkg')]);
});

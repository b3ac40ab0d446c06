/** Databases of real distributions, in all forms and both byte orders, with another reader as the measure. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readRpmDatabase } from '../../../../collectors/packages/os/rpm/database.ts';
import type { RpmPackage } from '../../../../collectors/packages/os/rpm/package.ts';
import { skipUnless } from '../../../support/real-parts.ts';
import { fullBudget } from './catalogue.ts';
import { canBuildPeer, rpmPeer } from './rpm-peer.ts';

const peerHere = canBuildPeer();

test(
  'real databases of eight distributions as another reader lists them',
  skipUnless(peerHere, 'go, to build a peer'),
  async (context) => {
    const peer = await rpmPeer();
    if (peer === null && process.env['PLIMSOLL_REQUIRE_PARTS'] !== '1') context.skip('no Go modules over the network');
    const files = readdirSync(peer!.databases, { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?:rpmdb\.sqlite|Packages|Packages\.db)$/.test(name))
      .sort();
    const lists = await peer!.list(files.map((name) => path.join(peer!.databases, name)));
    let modules = 0;
    for (const [index, name] of files.entries()) {
      const { packages, headers, corrupt } = await readRpmDatabase(
        readFileSync(path.join(peer!.databases, name)),
        { log: null, journal: null },
        fullBudget(),
      );
      const expected = lists[index]!;
      expect([name, corrupt, headers]).toEqual([name, null, expected.length]);
      const withoutKeys = expected.filter((found) => found.Name !== 'gpg-pubkey');
      expect(packages.map(asPeerLists).sort()).toEqual(
        withoutKeys
          .map((found) =>
            JSON.stringify([
              found.Name,
              found.Epoch,
              found.Version,
              found.Release,
              found.Arch,
              found.License,
              found.SourceRpm,
              found.Module,
              (found.Files ?? []).map((file) => file.replace(/^\/+/, '')),
            ]),
          )
          .sort(),
      );
      modules += packages.filter((found) => found.module !== null).length;
    }
    expect([files.length, modules]).toEqual([16, 21]);
  },
);

function asPeerLists(found: RpmPackage): string {
  const epoch = found.epoch === null ? null : Number(found.epoch);
  return JSON.stringify([
    found.name,
    epoch,
    found.version,
    found.release,
    found.architecture ?? '',
    found.license ?? '',
    found.sourceRpm ?? '',
    found.module ?? '',
    found.files.map((file) => file.replaceAll('%25', '%')),
  ]);
}

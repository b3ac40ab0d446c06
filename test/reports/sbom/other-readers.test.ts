import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderReport } from '../../../reports/index.ts';
import { findOnPath, skipUnless } from '../../support/real-parts.ts';
import { shopImage, withImages } from '../../support/sbom-images.ts';
import { noPorts, sampleInput } from '../support.ts';
import { type PeerPackage, sbomPeer } from './go-peer.ts';

/** Packages of the image of the shop, in the order of the documents; `declared` is what both forms can say. */
const packages = [
  ['libc6', '2.36-9', 'pkg:deb/debian/libc6@2.36-9?arch=amd64', null],
  ['@shop/cart', '2.0.0', 'pkg:npm/%40shop/cart@2.0.0', 'MIT OR LicenseRef-house'],
  ['odd', '', '', 'own words'],
  ['odd', '', '', 'own words'],
] as const;

describe('other readers', skipUnless(findOnPath('go'), 'go, to build other readers of SBOMs'), () => {
  let folder = '';
  let peer: Awaited<ReturnType<typeof sbomPeer>> = null;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'plimsoll-sbom-peer-'));
    peer = await sbomPeer();
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function readBack(format: string): Promise<PeerPackage[]> {
    const [file] = await renderReport(format, withImages(sampleInput(), [shopImage()]), noPorts);
    const place = path.join(folder, file!.name);
    await writeFile(place, file!.bytes);
    return peer!(place);
  }

  test('see the packages of a CycloneDX document', async (context) => {
    if (peer === null) return context.skip('no Go modules');
    const read = await readBack('cyclonedx');
    expect(read.map(({ name, version, purl, license }) => [name, version, purl, license])).toEqual([
      ['debian', '12', '', ''],
      ...packages.map(([name, version, purl, declared]) => [
        name,
        version,
        purl,
        declared === 'own words' ? 'ask <me> first' : (declared ?? ''),
      ]),
      ['srv/run', '', '', ''],
      ['srv/LICENSE', '', '', ''],
    ]);
  });

  test('see the packages of an SPDX document', async (context) => {
    if (peer === null) return context.skip('no Go modules');
    const read = await readBack('spdx');
    const own = /^LicenseRef-plimsoll-[0-9a-f]{16}$/;
    expect(
      read.map(({ name, version, purl, license }) => [name, version, purl, own.test(license) ? 'own words' : license]),
    ).toEqual([
      ['shop/web:2', `sha256:${'0'.repeat(64)}`, '', 'NOASSERTION'],
      ['debian', '12', '', 'NOASSERTION'],
      ...packages.map(([name, version, purl, declared]) => [name, version, purl, declared ?? 'NOASSERTION']),
      ['srv/LICENSE', '', '', 'NOASSERTION'],
      ['srv/run', '', '', 'NOASSERTION'],
    ]);
  });
});

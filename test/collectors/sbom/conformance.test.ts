import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSbom, type SbomReading } from '../../../collectors/sbom/read.ts';
import { limitsWith } from '../../../engine/index.ts';
import { conformance, skipUnless } from '../../support/real-parts.ts';

const folder = conformance('sbom');
const here = skipUnless(folder, 'published SBOMs of several producers');

async function read(...place: string[]): Promise<SbomReading> {
  const file = place.at(-1)!;
  return readSbom(readFileSync(path.join(folder!, ...place)), { file, limits: limitsWith() });
}

function namesIn(part: string): string[] {
  return folder === null ? [] : readdirSync(path.join(folder, part)).sort();
}

/** `code` of every problem, or of the error that stops the reading. */
async function codesOf(...place: string[]): Promise<string[]> {
  try {
    return (await read(...place)).problems.map(({ code }) => code);
  } catch (error) {
    return [(error as { code: string }).code];
  }
}

describe('published SBOMs', here, () => {
  test('of several producers list their packages', async () => {
    const counts: Record<string, number | undefined> = {};
    for (const name of namesIn('samples')) counts[name] = (await read('samples', name)).packages?.length;
    expect(counts).toEqual({
      'example11.spdx-2.3.json': 4,
      'examplemaven.spdx-2.3.json': 5,
      'jboss-eap-core-src.cdx-1.6.json': 84,
      'kmm-operator.spdx-2.3.json': 180,
      'openssl-el9.cdx-1.6.json': 37,
      'openssl-el9.spdx-2.3.json': 38,
      'osv-scanner-only-unimportant.spdx.json': 1,
      'sbom-with-security.spdx-2.3.json': 2,
      'syft-image.cdx.json': 2,
      'syft-image.spdx-2.3.json': 2,
      'trivy-conda.spdx-2.3.json': 2,
      'trivy-npm.cdx.json': 12,
      'trustify-simple.cdx-1.5.json': 8,
      'ubi9-micro.spdx-2.3.json': 20,
    });
  });

  test('of one component are the same packages in both forms', async () => {
    const listed = async (name: string) =>
      (await read('samples', name))
        .packages!.filter(({ type }) => type === 'rpm')
        .map((each) => [each.name, each.version, each.architecture, each.licenseText].join(' '))
        .sort();
    const packages = await listed('openssl-el9.cdx-1.6.json');
    expect(packages.length).toBeGreaterThan(30);
    expect(packages).toEqual(await listed('openssl-el9.spdx-2.3.json'));
  });

  test('with loops, broken references and bad purls are read, and what is bad is told', async () => {
    const told: Record<string, string[]> = {};
    for (const name of namesIn('edge')) {
      const codes = await codesOf('edge', name);
      if (codes.length > 0) told[name] = codes;
    }
    expect(told).toEqual({
      'guac-invalid-cyclonedx.json': ['sbom-invalid'],
      'guac-invalid-spdx.json': ['sbom-invalid'],
      'osv-scanner-alpine-zlib.cdx.json': ['sbom-invalid'],
      'trivy-empty-metadata-component-bom.cdx.json': ['sbom-without-packages'],
      'trivy-invalid-purl.spdx.json': ['purl-invalid'],
      'trivy-with-file-as-relationship-parent.spdx.json': ['sbom-without-packages'],
      'trustify-invalid-purl.cdx.json': ['purl-invalid'],
    });
    const { packages } = await read('edge', 'trivy-nested-packages-bom.cdx.json');
    expect(packages!.map(({ name }) => name)).toContain('stdlib');
  });

  test.each(namesIn('cyclonedx-1.6-cases'))('%s is judged as its name says', async (name) => {
    const codes = await codesOf('cyclonedx-1.6-cases', name);
    // A document without components is valid, and nothing is known of packages.
    const wrong = codes.filter((code) => code !== 'sbom-without-packages');
    expect(wrong.length > 0, codes.join()).toBe(name.startsWith('invalid-'));
  });
});

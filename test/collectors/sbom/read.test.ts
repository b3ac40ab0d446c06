import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSbom, type SbomReading } from '../../../collectors/sbom/read.ts';
import { limitsWith } from '../../../engine/index.ts';

function read(document: unknown, limits = limitsWith()): Promise<SbomReading> {
  return readSbom(Buffer.from(JSON.stringify(document)), { file: 'app.json', limits });
}

const cyclonedx = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 };
const spdx = {
  spdxVersion: 'SPDX-2.3',
  SPDXID: 'SPDXRef-DOCUMENT',
  dataLicense: 'CC0-1.0',
  name: 'app',
  documentNamespace: 'https://example.org/app',
  creationInfo: { created: '2026-01-01T00:00:00Z', creators: ['Tool: x'] },
};

async function licenseOf(licenses: unknown): Promise<string | null | undefined> {
  const { packages } = await read({ ...cyclonedx, components: [{ type: 'library', name: 'a', licenses }] });
  return packages?.[0]?.licenseText;
}

describe('CycloneDX', () => {
  test('components in components are packages too, groups and files are not', async () => {
    const { packages, problems } = await read({
      ...cyclonedx,
      components: [
        {
          type: 'application',
          name: 'package-lock.json',
          components: [{ type: 'library', group: '@a', name: 'b', version: '1', purl: 'pkg:npm/%40a/b@1' }],
        },
        { type: 'file', name: 'x' },
        { type: 'operating-system', name: 'debian', version: '12' },
        { type: 'container', name: 'base', purl: 'pkg:oci/base@sha256%3Aabc' },
      ],
    });
    expect(problems).toEqual([]);
    expect(packages!.map(({ type, name, version, scope, path }) => [type, name, version, scope, path])).toEqual([
      ['npm', '@a/b', '1', 'application', 'app.json'],
    ]);
  });

  test('licences are an expression, one of several that all apply, or what is declared rather than concluded', async () => {
    expect(await licenseOf([{ expression: 'MIT OR Apache-2.0' }])).toBe('MIT OR Apache-2.0');
    expect(await licenseOf([{ license: { id: 'MIT' } }, { license: { name: 'My License' } }])).toBe(
      'MIT AND (My License)',
    );
    expect(
      await licenseOf([
        { license: { id: 'MIT', acknowledgement: 'concluded' } },
        { license: { id: 'ISC', acknowledgement: 'declared' } },
      ]),
    ).toBe('ISC');
    expect(await licenseOf(undefined)).toBeNull();
  });

  test('no list at all is not an empty one', async () => {
    const { packages, unread, problems } = await read(cyclonedx);
    expect([packages, unread, problems.map(({ code }) => code)]).toEqual([
      null,
      'parse-error',
      ['sbom-without-packages'],
    ]);
    expect((await read({ ...cyclonedx, components: [] })).packages).toEqual([]);
  });

  test.each([
    ['a component that is a number', [1]],
    ['a version that is a number', [{ type: 'library', name: 'a', version: 1 }]],
    ['a component without name and purl', [{ type: 'library' }]],
    ['a list that is an object', { a: 1 }],
    ['a list inside that is a text', [{ type: 'library', name: 'a', components: 'b' }]],
  ])('%s leaves no short list', async (_what, components) => {
    const { packages, unread, problems } = await read({ ...cyclonedx, components });
    expect([packages, unread]).toEqual([null, 'parse-error']);
    expect(problems.length).toBeGreaterThan(0);
  });

  test('nesting without end neither hangs nor breaks', async () => {
    const depth = 20_000;
    const text = `${'{"type":"library","name":"a","components":['.repeat(depth)}${']}'.repeat(depth)}`;
    const document = `{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[${text}]}`;
    const { packages } = await readSbom(Buffer.from(document), { file: 'x', limits: limitsWith() });
    expect(packages).toHaveLength(depth);
  });
});

test('a long document is checked to its end, in time that grows with it', async () => {
  const components = Array.from({ length: 5_000 }, (_, at) => ({ type: 'library', name: `p${at}`, version: '1' }));
  const dependencies = [{ ref: 'x', dependsOn: components.map(({ name }) => name) }];
  expect((await read({ ...cyclonedx, components, dependencies })).problems).toEqual([]);
  const last = { type: 'library', name: 'last', scope: 'sometimes' };
  const { packages, problems } = await read({ ...cyclonedx, components: [...components, last], dependencies });
  expect([packages?.length, problems.map(({ message }) => message)]).toEqual([
    5_001,
    [
      'The CycloneDX 1.6 document: /components/0/scope must be equal to one of the allowed values (in long lists counted from entry 5000)',
    ],
  ]);
});

test('long lists inside long lists are told as not checked as a whole', async () => {
  const components = Array.from({ length: 300 }, (_, at) => ({ type: 'library', name: `p${at}` }));
  const { packages, problems } = await read({
    ...cyclonedx,
    components: [...components, { type: 'library', name: 'nest', components: components.slice(0, 250) }],
  });
  expect(packages).toHaveLength(551);
  expect(problems.map(({ message }) => message)).toEqual([
    'The CycloneDX 1.6 document: it is too long to be checked against its schema as a whole',
  ]);
});

describe('SPDX', () => {
  const reference = (locator: string) => [
    { referenceCategory: 'PACKAGE_MANAGER', referenceType: 'purl', referenceLocator: locator },
  ];

  test('packages have purls, licences by their own names, files, and a full version where the purl has it', async () => {
    const { packages, problems } = await read({
      ...spdx,
      documentDescribes: ['SPDXRef-Root'],
      hasExtractedLicensingInfos: [{ licenseId: 'LicenseRef-1', extractedText: 'long', name: 'Our Licence' }],
      files: [{ SPDXID: 'SPDXRef-F', fileName: './lib/a.jar', checksums: [] }],
      packages: [
        { SPDXID: 'SPDXRef-Root', name: 'app', downloadLocation: 'NONE' },
        {
          SPDXID: 'SPDXRef-A',
          name: 'bash',
          versionInfo: '5.1',
          licenseDeclared: 'NOASSERTION',
          licenseConcluded: 'GPL-3.0-or-later',
          externalRefs: reference('pkg:rpm/redhat/bash@5.1-9?arch=x86_64&upstream=bash-src%405.1'),
        },
        { SPDXID: 'SPDXRef-B', name: 'a', licenseDeclared: 'LicenseRef-1', hasFiles: ['SPDXRef-F'] },
        { SPDXID: 'SPDXRef-C', name: 'image', primaryPackagePurpose: 'CONTAINER' },
      ],
    });
    expect(problems).toEqual([]);
    expect(
      packages!.map(({ type, name, version, licenseText, path, architecture, sourceName, sourceVersion }) => [
        [type, name, version, licenseText, path],
        [architecture, sourceName, sourceVersion],
      ]),
    ).toEqual([
      [
        ['rpm', 'bash', '5.1-9', 'GPL-3.0-or-later', 'app.json'],
        ['x86_64', 'bash-src', '5.1'],
      ],
      [
        ['other', 'a', '', 'Our Licence', 'lib/a.jar'],
        [null, null, null],
      ],
    ]);
  });

  test('a document without who made it is told, and its packages are read', async () => {
    const { creationInfo: _info, ...rest } = spdx;
    const { packages, problems } = await read({ ...rest, packages: [{ SPDXID: 'SPDXRef-A', name: 'a' }] });
    expect(packages).toHaveLength(1);
    expect(problems.map(({ code }) => code)).toEqual(['sbom-invalid']);
  });
});

test.each([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['another version', '{"bomFormat":"CycloneDX","specVersion":"1.3"}'],
  ['bytes that are no text', '\u00ff'],
])('%s is refused', async (_what, text) => {
  await expect(readSbom(Buffer.from(text, 'latin1'), { file: 'x', limits: limitsWith() })).rejects.toMatchObject({
    code: 'sbom-invalid',
    place: { file: 'x' },
  });
});

test('more packages than the limit are told by its name and not cut', async () => {
  const components = [1, 2, 3].map((number) => ({ type: 'library', name: `p${number}` }));
  const { packages, unread, problems } = await read({ ...cyclonedx, components }, limitsWith({ imagePackages: 2 }));
  expect([packages, unread, problems[0]?.limit]).toEqual([null, 'limit', 'imagePackages']);
});

test('faults beyond twenty are counted', async () => {
  const components = Array.from({ length: 50 }, (_, at) => ({ type: 'library', name: `p${at}`, purl: 'nothing' }));
  const { packages, problems } = await read({ ...cyclonedx, components });
  expect([packages?.length, problems.length, problems.at(-1)?.message]).toEqual([
    50,
    21,
    'The CycloneDX 1.6 document has 30 more faults.',
  ]);
});

test('no JSON of the form of an SBOM makes the reader fail', async () => {
  const member = fc.constantFrom(
    'components',
    'metadata',
    'packages',
    'relationships',
    'files',
    'name',
    'creationInfo',
  );
  await fc.assert(
    fc.asyncProperty(fc.dictionary(member, fc.jsonValue()), fc.boolean(), async (members, form) => {
      const reading = await read({
        ...members,
        ...(form ? { bomFormat: 'CycloneDX', specVersion: '1.4' } : { spdxVersion: 'SPDX-2.2' }),
      });
      expect(reading.packages === null).toBe(reading.unread !== null);
    }),
    { seed: 11, numRuns: 200 },
  );
});

import { describe, expect, test } from 'vitest';
import type { Resource } from '../../engine/index.ts';
import { type ReportInput, readCsv, renderReport } from '../../reports/index.ts';
import { noPorts, sampleInput } from './support.ts';

function packageOf(name: string, version: string, license: Record<string, unknown>): unknown {
  return {
    type: 'npm',
    name,
    version,
    purl: `pkg:npm/${name}@${version}`,
    architecture: null,
    sourceName: null,
    sourceVersion: null,
    scope: 'application',
    path: `app/node_modules/${name}/package.json`,
    layer: 2,
    license: {
      declared: null,
      declaredText: null,
      found: null,
      unknownTexts: [],
      requires: null,
      differ: false,
      texts: 0,
      copyrights: [],
      ...license,
    },
  };
}

function imageOf(key: string, packages: unknown[] | null): Resource {
  const head = { kind: 'image', key, id: key, name: key, labels: {}, target: 1 };
  return packages === null ? { ...head, missing: { packages: 'not-requested' } } : { ...head, missing: {}, packages };
}

const shop = imageOf('host/image/shop', [
  packageOf('right', '2.0.0', {
    declared: 'Apache-2.0 OR GPL-3.0-only',
    requires: [['Apache-2.0', 'GPL-3.0-only']],
    texts: 1,
  }),
  packageOf('left', '1.0.0', {
    declared: 'MIT',
    declaredText: 'MIT',
    found: 'GPL-3.0-only',
    differ: true,
    requires: [['MIT']],
    texts: 1,
    copyrights: ['Copyright 2026 A. Example'],
  }),
  packageOf('left', '1.0.0', {
    declared: 'MIT',
    declaredText: 'MIT',
    found: 'GPL-3.0-only',
    differ: true,
    requires: [['MIT']],
    texts: 1,
    copyrights: ['Copyright 2026 A. Example'],
  }),
  packageOf('=odd', '', { declaredText: 'BSD\u202e', unknownTexts: [{ path: 'app/LICENSE', digest: 'sha256:0' }] }),
  packageOf('house', '3', {
    found: 'MIT-0 AND LicenseRef-house',
    requires: [['LicenseRef-house'], ['MIT-0']],
    texts: 1,
  }),
]);

function inputWith(...images: Resource[]): ReportInput {
  return {
    ...sampleInput(),
    resources: async function* (kind) {
      if (kind === 'image') yield* images;
    },
  };
}

async function textOf(format: string, input: ReportInput): Promise<string> {
  const [file] = await renderReport(format, input, noPorts);
  return new TextDecoder().decode(file!.bytes);
}

describe('the format notice', () => {
  test('names each package once, with licence, holders and what it asks for', async () => {
    const text = await textOf(
      'notice',
      inputWith(shop, imageOf('host/image/app', []), imageOf('host/image/closed', null)),
    );
    expect(text.slice(text.indexOf('host/image/app'))).toBe(`host/image/app
==============

No packages were found.


host/image/closed
=================

Its packages were not read (not-requested), so nothing can be said of them.


host/image/shop
===============

=odd (npm)
  Licence: not known (it says: BSD\\u{202e})
  Asks for: not known

house 3 (npm)
  Licence: MIT-0 AND LicenseRef-house
  Asks for: what LicenseRef-house says

left 1.0.0 (npm)
  Licence: MIT
  Its texts say: GPL-3.0-only
  Copyright 2026 A. Example
  Asks for: copyright notice, licence text

right 2.0.0 (npm)
  Licence: Apache-2.0 OR GPL-3.0-only
  Asks for: copyright notice, licence text, the NOTICE file, statement of changes
`);
  });

  test('is the same whatever the order of resources and packages', async () => {
    const turned = { ...shop, packages: [...(shop['packages'] as unknown[])].reverse() };
    const other = imageOf('host/image/app', []);
    expect(await textOf('notice', inputWith(turned, other))).toBe(await textOf('notice', inputWith(other, shop)));
  });

  test.each(['notice', 'licenses-csv'])('%s needs a snapshot and says so', async (format) => {
    await expect(renderReport(format, sampleInput(), noPorts)).rejects.toMatchObject({
      code: 'format-failed',
      message: `the format ${format} lists packages, which a result alone does not have`,
    });
  });
});

describe('the format licenses-csv', () => {
  test('has a row for every package, and runs no formula', async () => {
    const text = await textOf('licenses-csv', inputWith(shop, imageOf('host/image/closed', null)));
    expect(text).toContain(",'=odd,");
    const { records, faults } = readCsv(text);
    expect(faults).toEqual([]);
    expect(records.map(({ cells }) => cells.slice(0, 10))).toEqual([
      ['image', 'package', 'version', 'type', 'purl', 'declared', 'found', 'scope', 'path', 'layer'],
      ['host/image/closed', '(packages not read: not-requested)', '', '', '', '', '', '', '', ''],
      [
        'host/image/shop',
        '=odd',
        '',
        'npm',
        'pkg:npm/=odd@',
        '',
        '',
        'application',
        'app/node_modules/=odd/package.json',
        '2',
      ],
      [
        'host/image/shop',
        'house',
        '3',
        'npm',
        'pkg:npm/house@3',
        '',
        'MIT-0 AND LicenseRef-house',
        'application',
        'app/node_modules/house/package.json',
        '2',
      ],
      [
        'host/image/shop',
        'left',
        '1.0.0',
        'npm',
        'pkg:npm/left@1.0.0',
        'MIT',
        'GPL-3.0-only',
        'application',
        'app/node_modules/left/package.json',
        '2',
      ],
      [
        'host/image/shop',
        'left',
        '1.0.0',
        'npm',
        'pkg:npm/left@1.0.0',
        'MIT',
        'GPL-3.0-only',
        'application',
        'app/node_modules/left/package.json',
        '2',
      ],
      [
        'host/image/shop',
        'right',
        '2.0.0',
        'npm',
        'pkg:npm/right@2.0.0',
        'Apache-2.0 OR GPL-3.0-only',
        '',
        'application',
        'app/node_modules/right/package.json',
        '2',
      ],
    ]);
    expect(records[1]?.cells.length).toBe(records[0]?.cells.length);
    expect(records[2]?.cells.slice(10)).toEqual(['BSD\u202e', 'no', '0', 'app/LICENSE']);
  });
});

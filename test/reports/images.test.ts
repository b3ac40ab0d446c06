import { describe, expect, test } from 'vitest';
import { limitsWith } from '../../engine/index.ts';
import { imagesView } from '../../reports/view/images/index.ts';
import { bytes } from '../../reports/view/images/units.ts';
import { imageWith, packageWith, shopImage, withImages } from '../support/sbom-images.ts';
import { deceptive, pageOf, sampleInput, tagsOf } from './support.ts';

const shop = () => withImages(sampleInput(), [shopImage()]);

describe('the section of opened images', () => {
  test('is absent without a snapshot, and without an opened image', async () => {
    const plain = await pageOf(sampleInput());
    expect(plain).not.toContain('id="images"');
    const closed = [imageWith('a/image/closed', {}, { packages: 'not-requested', layerContents: 'not-requested' })];
    expect(await pageOf(withImages(sampleInput(), closed))).toBe(plain);
  });

  test('says what each is, and what was not read', async () => {
    const view = (await imagesView(shop()))!;
    const [image] = view.images;
    expect(image).toMatchObject({
      name: 'shop/web:2',
      summary: 'Debian GNU/Linux 12 · 4 packages · 3 layers · 120.0 MB · 1 secret by place',
      unread: 'signatures (not-supported) and unownedFiles (limit)',
    });
    expect(image!.facts.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'Image: sha256:0000 0000 … 0000',
      'Platform: linux/amd64',
      'Distribution: Debian GNU/Linux 12',
      'Built: 20 Nov 2026',
      'Base: debian:12',
      'User: none is set, so root',
      'Size: 120.0 MB in 3 layers',
      'Files: 6,000, of which 20 of no package',
      'Hidden: 1 file (1.0 MB) of lower layers, still shipped',
      'Starts: node main.js',
      'Tags: shop/web:2',
    ]);
  });

  test('counts packages by type and licences by who has them', async () => {
    const [image] = (await imagesView(shop()))!.images;
    expect(image!.packages!.rows).toEqual([
      { type: 'npm', count: '3', distinct: '2', unlicensed: '2' },
      { type: 'deb', count: '1', distinct: '1', unlicensed: '0' },
    ]);
    expect(image!.licenses!.rows).toEqual([
      { license: 'nothing is known', count: '1', examples: 'odd', known: false },
      { license: 'LGPL-2.1-or-later', count: '1', examples: 'libc6', known: true },
      { license: 'LicenseRef-house or MIT', count: '1', examples: '@shop/cart', known: true },
    ]);
  });

  test('draws layers to scale, with what later ones hide, and a table of the same', async () => {
    const { layers } = (await imagesView(shop()))!.images[0]!;
    expect(layers!.bars.map(({ label }) => label)).toEqual(['Size 120.0 MB', 'Entries added or replaced', 'Packages']);
    expect(layers!.bars[0]!.segments.map(({ x, width, hidden }) => ({ x, width, hidden }))).toEqual([
      { x: 0, width: 83.333, hidden: { x: 82.499, width: 0.834 } },
      { x: 83.333, width: 16.666, hidden: null },
      { x: 99.999, width: 0.001, hidden: null },
    ]);
    expect(layers!.rows.map(({ step, size, share, changes, hidden }) => [step, size, share, changes, hidden])).toEqual([
      ['not told', '100.0 MB', '83 %', '5,000 added', '1.0 MB'],
      ['RUN npm ci', '20.0 MB', '16 %', '1,000 added, 2 replaced', ''],
      ['RUN rm /srv/old.key', '1.0 kB', '<1 %', '1 hidden below', ''],
    ]);
    expect(layers!.description).toContain('layer 0 83 %');
    for (const { segments } of layers!.bars) {
      for (const [index, { x }] of segments.entries()) {
        const before = segments[index - 1];
        if (before !== undefined) expect(x).toBeCloseTo(before.x + before.width, 2);
      }
    }
  });

  test('tells secrets by place, and files of interest; what was not looked for is not an empty list', async () => {
    const [image] = (await imagesView(shop()))!.images;
    expect(image!.secrets!.rows).toEqual([
      {
        what: 'private key',
        place: 'file',
        where: 'srv/old.key, line 1',
        remark: 'layer 1, hidden by layer 2 and still shipped',
      },
    ]);
    expect(image!.interest.map(({ what, count, examples }) => `${what} ${count} ${examples}`)).toEqual([
      'Setuid or setgid 1 usr/bin/su',
      'Owner without a name – not looked for',
      'Programs of no package 1 srv/run',
      'Shells 1 bin/sh',
      'Left behind by the build 1 2.0 MB: var/cache/apt (2.0 MB)',
    ]);
  });

  test('is bounded, saying so and where the rest is', async () => {
    const packages = Array.from({ length: 30 }, (_, at) =>
      packageWith({ name: `p${at}` }, { requires: [[`LicenseRef-${at}`]] }),
    );
    const images = Array.from({ length: 5 }, (_, at) => imageWith(`a/image/i${at}`, { packages }));
    const limits = limitsWith({ reportImages: 2, reportRows: 2 });
    const view = (await imagesView({ ...withImages(sampleInput(), images), limits }))!;
    expect([view.images.length, view.further.length, view.hidden]).toEqual([2, 2, '1']);
    expect([view.images[0]!.licenses!.rows.length, view.images[0]!.licenses!.hidden]).toEqual([15, '15']);
    const page = await pageOf({ ...withImages(sampleInput(), images), limits });
    expect(page).toContain('and 15 more licences (limit <code>reportImageRows</code>)');
    expect(page).toContain('and 1 more in the snapshot (limit <code>reportRows</code>)');
  });

  test('can be read by everybody: one heading a level, names of pictures, references that lead somewhere', async () => {
    const page = await pageOf(withImages(sampleInput(), [shopImage(), { ...shopImage(), key: 'z/image/other' }]));
    const tags = tagsOf(page);
    const ids = tags.flatMap(({ attributes }) => attributes.get('id') ?? []);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const named = tags.flatMap(({ attributes }) => attributes.get('aria-labelledby')?.split(' ') ?? []);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
    expect(page.match(/<svg[^>]*role="img"[^>]*><title[^>]*>Layers by size[^<]*<\/title><desc/g)).toHaveLength(2);
    expect(tags.filter(({ attributes }) => attributes.has('style'))).toEqual([]);
    expect(page).toContain('<a href="#images">');
  });

  test('shows foreign text as text', async () => {
    const image = shopImage();
    const hostile = '<img src=x onerror=alert(1)>\u202e\u0007';
    const distribution = { id: hostile, name: hostile, versionId: null, codename: null, like: [] };
    const layerContents = (image['layerContents'] as object[]).map((each) => ({ ...each, createdBy: hostile }));
    const page = await pageOf(
      withImages(sampleInput(), [
        { ...image, name: hostile, distribution, layerContents, entrypoint: [hostile], tags: [hostile] },
      ]),
    );
    expect(tagsOf(page).filter(({ name }) => name === 'img')).toEqual([]);
    expect(page).not.toMatch(deceptive);
  });
});

test('sizes are in powers of 1000', () => {
  expect([0, 999, 1000, 999_949, 999_950, 214_963_200].map(bytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '999.9 kB',
    '1.0 MB',
    '215.0 MB',
  ]);
});

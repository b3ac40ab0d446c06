import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessOf, listImages, openDockerArchive } from '../../../../collectors/image/source/index.ts';
import { limitsWith, PlimsollError } from '../../../../engine/index.ts';
import { dockerArchive, newLayout, ociTypes, sha256, textLayer } from '../../../support/image-fixtures.ts';
import { type TarEntry, tarOf } from '../../../support/tar-entries.ts';
import { digestsOf, failureOf, rightDigests } from './reading.ts';

const limits = limitsWith();
const base = textLayer('base');
const archive = dockerArchive([
  { references: ['shop/web:1', 'shop/web:stable'], layers: [base, textLayer('web')] },
  { references: ['docker.io/library/api:2'], layers: [base, textLayer('api')] },
  { references: [], layers: [textLayer('nameless')] },
]);

function open(bytes: Buffer, reference: string | null = null, more: Partial<typeof limits> = {}) {
  const options = { limits: { ...limits, ...more }, platform: null, reference };
  return openDockerArchive(accessOf(bytes, 'saved.tar'), options);
}

describe('what docker save wrote', () => {
  test.each([
    ['shop/web:1', ['shop/web:1', 'shop/web:stable']],
    ['shop/web:stable', ['shop/web:1', 'shop/web:stable']],
    ['docker.io/shop/web:1', ['shop/web:1', 'shop/web:stable']],
    ['api:2', ['api:2']],
    ['@2', []],
  ])('holds %s, its shared layers behind links', async (reference, tags) => {
    for (const bytes of [tarOf(archive), gzipSync(tarOf(archive)), zstdCompressSync(tarOf(archive))]) {
      const source = await open(bytes, reference);
      expect(source.about).toMatchObject({ source: 'docker-archive', tags, digests: [] });
      expect(await digestsOf(source)).toEqual(rightDigests(source));
    }
  });

  test('must be told which image is meant', async () => {
    const refusal = await failureOf(() => open(tarOf(archive)));
    expect(refusal).toMatchObject({ code: 'image-unknown' });
    expect(refusal.text).toContain('shop/web:1, api:2, @2');
  });

  test('may be listed', async () => {
    const shelf = await listImages('docker-archive', accessOf(tarOf(archive)), { limits, platform: null });
    expect(shelf.images.map(({ references }) => references)).toEqual([
      ['shop/web:1', 'shop/web:stable'],
      ['api:2'],
      [],
    ]);
  });

  test('of newer engines names its manifest too, and what was not saved tells nothing', async () => {
    const layout = newLayout();
    const manifest = layout.image({ layers: [base] });
    const absent = { mediaType: ociTypes.manifest, digest: `sha256:${'0'.repeat(64)}`, size: 9 };
    layout.index([layout.json({ manifests: [absent, manifest] }, ociTypes.index)]);
    const { config } = JSON.parse(String(layout.files.get(`blobs/sha256/${manifest.digest.slice(7)}`))) as {
      config: { digest: string };
    };
    const blob = (digest: string) => `blobs/sha256/${digest.slice(7)}`;
    const entry = { Config: blob(config.digest), RepoTags: ['shop:1'], Layers: [blob(sha256(base))] };
    layout.files.set('manifest.json', Buffer.from(JSON.stringify([entry])));
    const { about } = await open(layout.tar());
    expect(about).toMatchObject({ digests: [manifest.digest], id: config.digest, tags: ['shop:1'] });
    expect(about.layers).toEqual([
      { diffId: sha256(base), digest: sha256(base), mediaType: expect.any(String), size: base.length },
    ]);
  });

  test('may have names that are too long for a header, ./ before names, and unknown members', async () => {
    const entries = dockerArchive([{ references: ['a:1'], layers: [base] }]);
    const long = `${'d'.repeat(150)}/${'e'.repeat(120)}`;
    const moved = entries.map((entry) =>
      entry.path === '00/layer.tar' ? { ...entry, path: `./${entry.path}` } : entry,
    );
    const odd: TarEntry[] = [
      { path: 'odd', typeByte: 'V' },
      { path: 'folder/', type: 'Directory' },
      { path: 'pipe', type: 'FIFO' },
    ];
    const source = await open(tarOf([...odd, { path: long.slice(0, 90) }, ...moved]));
    expect(await digestsOf(source)).toEqual(rightDigests(source));
  });
});

describe('a broken archive', () => {
  const one = dockerArchive([{ references: ['a:1'], layers: [base, textLayer('top')] }]);
  const without = (name: string | RegExp) => one.filter(({ path }) => !path.match(name));

  test.each<[string, string, readonly TarEntry[], string]>([
    ['without manifest.json', 'archive-invalid', without('manifest.json'), 'manifest.json'],
    [
      'of Docker before 1.10',
      'archive-invalid',
      [...without('manifest.json'), { path: 'repositories', content: '{}' }],
      '1.10',
    ],
    ['without a configuration', 'archive-invalid', without(/^[0-9a-f]{64}/), 'configuration'],
    ['without a layer', 'image-layer-missing', without('01/layer.tar'), sha256(textLayer('top'))],
    [
      'with a manifest that is no list',
      'archive-invalid',
      [...without('manifest'), { path: 'manifest.json', content: '{}' }],
      'manifest.json',
    ],
    [
      'with a manifest that is no JSON',
      'archive-invalid',
      [...without('manifest'), { path: 'manifest.json', content: '[' }],
      'manifest.json',
    ],
    [
      'with a manifest of numbers',
      'archive-invalid',
      [...without('manifest'), { path: 'manifest.json', content: '[{"Layers":[1]}]' }],
      'manifest.json',
    ],
    [
      'with a layer that is a link to itself',
      'image-layer-missing',
      [...without('01/'), { path: '01/layer.tar', type: 'SymbolicLink', linkpath: 'layer.tar' }],
      'sha256:',
    ],
    [
      'with a layer that is a link out of it',
      'image-layer-missing',
      [...without('01/'), { path: '01/layer.tar', type: 'SymbolicLink', linkpath: '../../../etc/passwd' }],
      'sha256:',
    ],
  ])('%s is refused', async (_, code, entries, word) => {
    for (const bytes of [tarOf(entries), gzipSync(tarOf(entries))]) {
      const failure = await failureOf(() => open(bytes));
      expect(failure.code).toBe(code);
      expect(failure.text).toContain(word);
    }
  });

  test('with a configuration that is not what it is named by is refused with its digest', async () => {
    const entries = one.map((entry) =>
      /^[0-9a-f]{64}/.test(entry.path) ? { ...entry, content: `${String(entry.content)} ` } : entry,
    );
    expect(await failureOf(() => open(tarOf(entries)))).toMatchObject({ code: 'digest-mismatch' });
  });

  test('that was cut anywhere fails or is whole', async () => {
    const whole = tarOf(one);
    const packed = gzipSync(whole);
    let opened = 0;
    const check = async (bytes: Buffer) => {
      try {
        const source = await open(bytes);
        expect(await digestsOf(source)).toEqual(rightDigests(source));
        opened += 1;
      } catch (error) {
        if (!(error instanceof PlimsollError)) throw error;
        expect(['archive-invalid', 'image-layer-missing']).toContain(error.code);
      }
    };
    // Without the two blocks at its end an archive is still whole.
    await check(whole.subarray(0, -1024));
    expect(opened).toBe(1);
    // What is behind the last byte of the last member is padding.
    const content = whole.lastIndexOf(']') + 1;
    const anywhere = fc.integer({ min: 0, max: content - 1 });
    await fc.assert(
      fc.asyncProperty(anywhere, (length) => check(whole.subarray(0, length))),
      { seed: 7, numRuns: 150 },
    );
    const inside = fc.integer({ min: 0, max: packed.length - 1 });
    await fc.assert(
      fc.asyncProperty(inside, (length) => check(packed.subarray(0, length))),
      { seed: 7, numRuns: 150 },
    );
    expect(opened).toBe(1);
  });

  test('with any byte changed is never read as another image', async () => {
    const whole = tarOf(one);
    const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(change, async ([at, flip]) => {
        const bytes = Buffer.from(whole);
        bytes[at]! ^= flip;
        try {
          const source = await open(bytes);
          const digests = await digestsOf(source);
          // Whoever unpacks a layer checks it against its diff id.
          for (const { diffId } of source.about.layers) expect(Object.keys(digests)).toContain(diffId);
        } catch (error) {
          if (!(error instanceof PlimsollError)) throw error;
          expect(['archive-invalid', 'digest-mismatch', 'image-layer-missing', 'limit-reached']).toContain(error.code);
        }
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('that is a bomb of %s is left at the limit', async (_, pack) => {
    const bomb = pack(tarOf([{ path: 'zeros', content: Buffer.alloc(8 * 1024 * 1024) }]));
    const ratio = await failureOf(() => open(bomb, null, { archiveRatioFrom: 1024 * 1024, archiveRatio: 50 }));
    expect(ratio.code).toBe('limit-reached');
    expect(ratio.text).toContain('archiveRatio');
    const size = await failureOf(() => open(bomb, null, { imageBytes: 1024 * 1024 }));
    expect(size.text).toContain('imageBytes');
  });

  test('of too many members is left at the limit', async () => {
    const many = tarOf(Array.from({ length: 20 }, (_, index) => ({ path: `f${index}` })));
    for (const bytes of [many, gzipSync(many)]) {
      const failure = await failureOf(() => open(bytes, null, { imageEntries: 10 }));
      expect(failure.code).toBe('limit-reached');
      expect(failure.text).toContain('imageEntries');
    }
  });

  test('that is none is refused', async () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('hello'),
      Buffer.alloc(512, 'x'),
      gzipSync('hello'),
      Buffer.from([0x1f, 0x8b]),
    ]) {
      expect(await failureOf(() => open(bytes))).toMatchObject({ code: 'archive-invalid' });
    }
  });
});

import { mkdtemp, rm, symlink, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  accessOf,
  openDockerArchive,
  openOciArchive,
  openOciLayout,
  parsePlatform,
} from '../../../../collectors/image/source/index.ts';
import { limitsWith } from '../../../../engine/index.ts';
import {
  type Described,
  type LayoutBuilder,
  named,
  newLayout,
  ociTypes,
  sha256,
  textLayer,
} from '../../../support/image-fixtures.ts';
import { digestsOf, failureOf, rightDigests } from './reading.ts';

const limits = limitsWith();
const options = { limits, platform: null, reference: null };
const layers = [textLayer('one'), textLayer('two'), textLayer('three')];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plimsoll-layouts-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A layout with one image, its manifest in the index. */
function oneImage(image: Partial<Parameters<LayoutBuilder['image']>[0]> = {}): {
  layout: LayoutBuilder;
  manifest: Described;
} {
  const layout = newLayout();
  const manifest = layout.image({ layers, ...image });
  layout.index([named(manifest, 'v1')]);
  return { layout, manifest };
}

function openTar(layout: LayoutBuilder, more: Partial<typeof options> = {}) {
  return openOciArchive(accessOf(layout.tar(), 'image.tar'), { ...options, ...more });
}

describe('a layout', () => {
  test('is the same image in a folder, in an archive, and in an archive under gzip or zstd', async () => {
    const { layout, manifest } = oneImage();
    const place = path.join(folder, 'one');
    await layout.write(place);
    const about = {
      tags: ['v1'],
      digests: [manifest.digest],
      layers: layers.map((layer) => ({
        diffId: sha256(layer),
        digest: sha256(layer),
        mediaType: ociTypes.layer,
        size: layer.length,
      })),
    };
    const tar = layout.tar();
    for (const source of [
      await openOciLayout(place, options),
      await openOciArchive(accessOf(tar), options),
      await openOciArchive(accessOf(gzipSync(tar)), options),
      await openOciArchive(accessOf(zstdCompressSync(tar)), options),
      await openOciArchive(
        accessOf(Buffer.concat([gzipSync(tar.subarray(0, 999)), gzipSync(tar.subarray(999))])),
        options,
      ),
      // The scheme decides where an archive is both; where it is one, that is what it is read as.
      await openDockerArchive(accessOf(tar), options),
    ]) {
      expect(source.about).toMatchObject(about);
      expect(source.problems).toEqual([]);
      expect(await digestsOf(source)).toEqual(rightDigests(source));
      await source.close();
    }
  });

  test('gives the wanted layers alone, one that lies twice once', async () => {
    const { layout } = oneImage({ layers: [layers[0]!, layers[1]!, layers[0]!] });
    const source = await openTar(layout);
    expect(await digestsOf(source, [sha256(layers[0]!)])).toEqual({ [sha256(layers[0]!)]: sha256(layers[0]!) });
  });

  test('holds several images, one of which must be named', async () => {
    const layout = newLayout();
    const [one, two] = [layout.image({ layers: [layers[0]!] }), layout.image({ layers: [layers[1]!] })];
    layout.index([named(one, 'v1'), named(one, 'latest'), named(two, 'v2')]);
    const refusal = await failureOf(() => openTar(layout));
    expect(refusal.code).toBe('image-unknown');
    expect(refusal.text).toContain('latest, v2');
    expect((await openTar(layout, { reference: 'v1' as never })).about.tags).toEqual(['latest', 'v1']);
    for (const reference of ['v2', two.digest, `@${two.digest}`, '@1']) {
      expect((await openTar(layout, { reference: reference as never })).about.digests).toEqual([two.digest]);
    }
    expect((await failureOf(() => openTar(layout, { reference: 'v3' as never }))).text).toContain('no image v3');
  });

  test('may nest indexes, of which one platform is chosen and attestations are not', async () => {
    const layout = newLayout();
    const platforms = ['linux/arm/v6', 'linux/arm/v7', 'linux/s390x', 'windows/amd64'];
    const entries = platforms.map((platform, index) => {
      const [os = '', architecture = '', variant] = platform.split('/');
      const manifest = layout.image({ layers: [textLayer(platform)], config: { os, architecture, index } });
      return { ...manifest, platform: { os, architecture, ...(variant === undefined ? {} : { variant }) } };
    });
    const attestation = {
      ...layout.image({ layers: [layers[0]!], config: { attests: true } }),
      platform: { os: 'unknown', architecture: 'unknown' },
    };
    const inner = layout.json({ schemaVersion: 2, manifests: [...entries.slice(1), attestation] }, ociTypes.index);
    const outer = layout.json({ schemaVersion: 2, manifests: [entries[0], inner] }, ociTypes.index);
    layout.index([named(outer, 'v1')]);
    const chosen = async (platform: string) =>
      (await openTar(layout, { platform: parsePlatform(platform) as never })).about.digests[0];
    expect(await chosen('linux/arm')).toBe(entries[1]!.digest);
    expect(await chosen('linux/arm/v6')).toBe(entries[0]!.digest);
    expect(await chosen('windows/amd64')).toBe(entries[3]!.digest);
    const refusal = await failureOf(() => chosen('linux/riscv64'));
    expect(refusal.code).toBe('image-unknown');
    for (const platform of platforms) expect(refusal.text).toContain(platform);
  });

  test('with one image besides attestations needs no platform', async () => {
    const layout = newLayout();
    const only = { ...layout.image({ layers }), platform: { os: 'plan9', architecture: 'mips' } };
    const attestation = {
      ...layout.image({ layers: [] }),
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
    };
    layout.index([named(layout.json({ schemaVersion: 2, manifests: [only, attestation] }, ociTypes.index), 'v1')]);
    expect((await openTar(layout)).about.digests).toEqual([only.digest]);
  });

  test('keeps names such as __proto__ as names', async () => {
    const labels = JSON.parse('{"__proto__": "kept", "constructor": "too"}') as object;
    const { layout } = oneImage({
      config: { config: { Labels: labels }, ...(JSON.parse('{"__proto__": {"os": "evil"}}') as object) },
    });
    const { about } = await openTar(layout);
    expect(JSON.stringify(about.config)).toContain('"__proto__":"kept"');
    expect(({} as Record<string, unknown>)['os']).toBeUndefined();
  });

  test('tells what in it is of a type that is not known', async () => {
    const layout = newLayout();
    const other = { ...layout.json({ chart: true }, 'application/vnd.cncf.helm.config.v1+json') };
    layout.index([named(layout.image({ layers }), 'v1'), other]);
    const source = await openTar(layout);
    expect(source.problems).toEqual([
      expect.objectContaining({ code: 'media-type-unknown', subject: other.digest, kind: 'image' }),
    ]);
  });

  test('may lack layers that must not be distributed, which is a problem with their digest', async () => {
    const foreign = 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip';
    const { layout } = oneImage({ layerTypes: [foreign] });
    layout.files.delete(`blobs/sha256/${sha256(layers[0]!).slice(7)}`);
    const source = await openTar(layout);
    expect(source.problems).toEqual([expect.objectContaining({ code: 'layer-foreign', subject: sha256(layers[0]!) })]);
    const digests = await digestsOf(source);
    expect(Object.keys(digests)).toEqual(layers.slice(1).map(sha256));
  });
});

describe('a broken layout fails with the blob', () => {
  const blobOf = (digest: string) => `blobs/sha256/${digest.slice(7)}`;
  const broken: [
    string,
    string,
    (layout: LayoutBuilder, manifest: Described) => string,
    Partial<Parameters<LayoutBuilder['image']>[0]>?,
  ][] = [
    [
      'without its manifest',
      'image-layer-missing',
      (layout, { digest }) => {
        layout.files.delete(blobOf(digest));
        return digest;
      },
    ],
    [
      'without a layer',
      'image-layer-missing',
      (layout) => {
        layout.files.delete(blobOf(sha256(layers[1]!)));
        return sha256(layers[1]!);
      },
    ],
    [
      'with a changed manifest',
      'digest-mismatch',
      (layout, { digest }) => {
        layout.files.get(blobOf(digest))![20]! ^= 1;
        return digest;
      },
    ],
    [
      'with a layer of another size',
      'digest-mismatch',
      (layout) => {
        layout.files.set(blobOf(sha256(layers[2]!)), Buffer.from('x'));
        return sha256(layers[2]!);
      },
    ],
    [
      'with a layer of a type that cannot be read',
      'archive-invalid',
      () => sha256(layers[0]!),
      { layerTypes: ['application/vnd.oci.image.layer.v1.tar+encrypted'] },
    ],
    [
      'with an index that is no JSON',
      'archive-invalid',
      (layout) => {
        layout.files.set('index.json', Buffer.from('{'));
        return 'index.json';
      },
    ],
    [
      'with an index that is a list',
      'archive-invalid',
      (layout) => {
        layout.files.set('index.json', Buffer.from('[]'));
        return 'index.json';
      },
    ],
    [
      'with a digest that leads elsewhere',
      'archive-invalid',
      (layout) => {
        layout.index([{ mediaType: ociTypes.manifest, digest: 'sha256:../../../etc/passwd', size: 1 }]);
        return 'index.json';
      },
    ],
    [
      'with a digest of another kind',
      'archive-invalid',
      (layout) => {
        layout.index([{ mediaType: ociTypes.manifest, digest: `md5:${'0'.repeat(32)}`, size: 1 }]);
        return 'index.json';
      },
    ],
    [
      'of a later version',
      'archive-invalid',
      (layout) => {
        layout.files.set('oci-layout', Buffer.from('{"imageLayoutVersion":"2.0.0"}'));
        return 'oci-layout';
      },
    ],
  ];
  test.each(broken)('%s', async (_, code, harm, image) => {
    const { layout, manifest } = oneImage(image);
    const place = harm(layout, manifest);
    expect(await failureOf(() => openTar(layout))).toMatchObject({ code, place });
  });

  test('with a layer that was changed, when that is read', async () => {
    const { layout } = oneImage();
    layout.files.get(blobOf(sha256(layers[1]!)))![600]! ^= 1;
    const source = await openTar(layout);
    expect(await failureOf(() => digestsOf(source))).toMatchObject({
      code: 'digest-mismatch',
      place: sha256(layers[1]!),
    });
  });

  test('with another number of layers than its configuration', async () => {
    const { layout } = oneImage({ plainLayers: layers.slice(1) });
    expect(await failureOf(() => openTar(layout))).toMatchObject({ code: 'archive-invalid' });
  });

  test('of 10,000 layers, with the limit', async () => {
    const many = Array.from({ length: 10_000 }, () => layers[0]!);
    const { layout } = oneImage({ layers: many });
    const failure = await failureOf(() => openTar(layout));
    expect(failure.code).toBe('limit-reached');
    expect(failure.text).toContain('imageLayers');
  });

  test('of indexes in indexes, with the limit, and in a time that does not double with each', async () => {
    const layout = newLayout();
    let inner = layout.image({ layers });
    for (let depth = 0; depth < 40; depth++) inner = layout.json({ depth, manifests: [inner, inner] }, ociTypes.index);
    layout.index([named(inner, 'v1')]);
    const failure = await failureOf(() => openTar(layout));
    expect(failure).toMatchObject({ code: 'limit-reached' });
    expect(failure.text).toContain('archiveNesting');
  });

  test('with a manifest that is too long, with the limit', async () => {
    const layout = newLayout();
    layout.index([named(layout.image({ layers, config: { filler: 'x'.repeat(2000) } }), 'v1')]);
    const failure = await failureOf(() => openTar(layout, { limits: limitsWith({ manifestBytes: 1000 }) }));
    expect(failure).toMatchObject({ code: 'limit-reached' });
    expect(failure.text).toContain('manifestBytes');
  });

  test('that is a signature or chart, saying what it is', async () => {
    const layout = newLayout();
    const config = layout.json({}, 'application/vnd.cncf.helm.config.v1+json');
    layout.index([named(layout.json({ schemaVersion: 2, config, layers: [] }, ociTypes.manifest), 'v1')]);
    expect((await failureOf(() => openTar(layout))).text).toContain('application/vnd.cncf.helm.config.v1+json');
  });

  test('whose blob is a link out of the folder: as if it were not there', async () => {
    const { layout, manifest } = oneImage();
    const [inside, elsewhere] = [path.join(folder, 'inside'), path.join(folder, 'elsewhere')];
    await layout.write(inside);
    await layout.write(elsewhere);
    const blob = blobOf(manifest.digest);
    await unlink(path.join(inside, blob));
    await symlink(path.join(elsewhere, blob), path.join(inside, blob));
    expect(await failureOf(() => openOciLayout(inside, options))).toMatchObject({
      code: 'image-layer-missing',
      place: manifest.digest,
    });
  });

  test('of a folder that is not there', async () => {
    const failure = await failureOf(() => openOciLayout(path.join(folder, 'nowhere'), options));
    expect(failure.code).toBe('file-unreadable');
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hostPlatform } from '../../../../collectors/image/source/platform.ts';
import { limitsWith } from '../../../../engine/index.ts';
import { skipUnless } from '../../../support/real-parts.ts';
import {
  descriptorOf,
  digestOf,
  findDistribution,
  makeImage,
  ociTypes,
  pusher,
  pushImage,
  skopeo,
  startDistribution,
} from '../../../support/registry.ts';
import { failure, layerDigests, open } from './reading.ts';
import { platformImage, type StandIn, startStandIn } from './stand-in.ts';

const dockerList = 'application/vnd.docker.distribution.manifest.list.v2+json';
let registry: StandIn;
beforeEach(async () => {
  registry = await startStandIn();
});
afterEach(() => registry.close());

function index(manifests: unknown[], tag?: string, type: string = ociTypes.index) {
  const { digest, size } = registry.manifest({ schemaVersion: 2, mediaType: type, manifests }, type, tag);
  return { mediaType: type, digest, size };
}

async function chosen(platform: string | null, reference = 't'): Promise<string[]> {
  const source = await open(`${registry.host}/app:${reference}`, { platform });
  await source.close();
  return source.about.digests.map((digest) => digest.slice(`${registry.host}/app@`.length)).sort();
}

describe.each([
  ['an OCI index', ociTypes.index],
  ['a manifest list of Docker', dockerList],
])('%s', (_, type) => {
  const images = [
    platformImage('linux', 'amd64'),
    platformImage('linux', 'arm64', 'v8'),
    platformImage('linux', 'arm', 'v6'),
    platformImage('linux', 'arm', 'v7'),
    platformImage('windows', 'amd64'),
  ];

  test.each([
    ['linux/arm64', 1],
    ['linux/arm64/v8', 1],
    ['linux/arm/v6', 2],
    ['linux/arm/v7', 3],
    ['linux/arm', 3],
    ['windows/amd64', 4],
    [null, images.findIndex(({ descriptor }) => descriptor.platform.architecture === hostPlatform().architecture)],
  ])('gives the image of %s, with the digests of both', async (platform, place) => {
    for (const { image } of images) registry.image(image);
    const { digest } = index(
      images.map(({ descriptor }) => descriptor),
      't',
      type,
    );
    expect(await chosen(platform)).toEqual([digest, images[place]!.image.digest].sort());
  });

  test('without the platform that is asked for lists those it has', async () => {
    for (const { image } of images) registry.image(image);
    index(
      images.map(({ descriptor }) => descriptor),
      't',
      type,
    );
    expect(await failure(open(`${registry.host}/app:t`, { platform: 'linux/s390x' }))).toMatchObject({
      code: 'image-unknown',
      next: expect.stringContaining('linux/amd64'),
    });
  });
});

test('an index that only has one image gives that, and attestations in it are listed', async () => {
  const { image, descriptor } = platformImage('linux', 'riscv64');
  registry.image(image);
  const statement = Buffer.from('{"_type":"https://in-toto.io/Statement/v0.1"}');
  const attestation = registry.manifest(
    {
      schemaVersion: 2,
      config: descriptorOf(ociTypes.config, image.config),
      layers: [descriptorOf('application/vnd.in-toto+json', statement)],
    },
    ociTypes.manifest,
  );
  const annotations = {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': image.digest,
  };
  const platform = { os: 'unknown', architecture: 'unknown' };
  index([{ ...attestation, mediaType: ociTypes.manifest, annotations, platform }, descriptor], 't');
  const source = await open(`${registry.host}/app:t`);
  expect({ id: source.about.id, signatures: source.signatures }).toEqual({
    id: digestOf(image.config),
    signatures: [
      { kind: 'attestation', digest: attestation.digest, artifactType: null, verified: null, key: null, error: null },
    ],
  });
  await source.close();
});

test('indexes nest, up to a limit', async () => {
  const { image, descriptor } = platformImage('linux', 'amd64');
  registry.image(image);
  let inner: object = descriptor;
  for (let depth = 0; depth < 5; depth++) inner = { ...index([inner], `t${depth}`), platform: descriptor.platform };
  expect(await chosen('linux/amd64', 't4')).toContain(image.digest);
  const limits = limitsWith({ imageIndexes: 4 });
  expect(await failure(open(`${registry.host}/app:t4`, { limits }))).toMatchObject({
    code: 'limit-reached',
    message: expect.stringContaining('imageIndexes'),
  });
});

test('a manifest for another platform than the one asked for is not taken', async () => {
  registry.image(platformImage('linux', 'arm64').image, 't');
  expect(await failure(open(`${registry.host}/app:t`, { platform: 'linux/amd64' }))).toMatchObject({
    code: 'image-unknown',
    next: 'It is for linux/arm64: leave --platform out, or name that one.',
  });
});

const image = makeImage([Buffer.from('one'), Buffer.from('two')]);
const manifest = JSON.parse(image.manifest.toString());

test.each<[string, object | Uint8Array, string, string, string]>([
  [
    'schema 1 by its media type',
    { schemaVersion: 1, fsLayers: [] },
    'application/vnd.docker.distribution.manifest.v1+prettyjws',
    'archive-invalid',
    'schema 1',
  ],
  ['schema 1 by its version', { schemaVersion: 1, fsLayers: [] }, 'application/json', 'archive-invalid', 'schema 1'],
  [
    'an index called a manifest',
    { ...manifest, mediaType: ociTypes.index },
    ociTypes.manifest,
    'archive-invalid',
    'says that it is',
  ],
  [
    'an index and manifest at once',
    { ...manifest, manifests: [] },
    ociTypes.manifest,
    'archive-invalid',
    'at the same time',
  ],
  [
    'an artifact',
    {
      ...manifest,
      artifactType: 'application/vnd.test',
      config: { ...manifest.config, mediaType: 'application/vnd.oci.empty.v1+json' },
    },
    ociTypes.manifest,
    'archive-invalid',
    'is no image',
  ],
  [
    'an unknown layer type',
    {
      ...manifest,
      layers: manifest.layers.map((layer: object) => ({
        ...layer,
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted',
      })),
    },
    ociTypes.manifest,
    'archive-invalid',
    'encrypted',
  ],
  [
    'a layer too few',
    { ...manifest, layers: manifest.layers.slice(1) },
    ociTypes.manifest,
    'archive-invalid',
    'layers',
  ],
  [
    'a path for a digest',
    { ...manifest, layers: [{ ...manifest.layers[0], digest: '../../../etc/passwd' }, manifest.layers[1]] },
    ociTypes.manifest,
    'archive-invalid',
    'no sha256 digest',
  ],
  [
    'a negative size',
    { ...manifest, config: { ...manifest.config, size: -1 } },
    ociTypes.manifest,
    'archive-invalid',
    'fewer than no bytes',
  ],
  [
    'a wrong size of the configuration',
    { ...manifest, config: { ...manifest.config, size: 1 } },
    ociTypes.manifest,
    'digest-mismatch',
    'should have 1 bytes',
  ],
  ['text for layers', { ...manifest, layers: 'x' }, ociTypes.manifest, 'archive-invalid', 'wrong type'],
  ['an empty index', { schemaVersion: 2, manifests: [] }, ociTypes.index, 'image-unknown', 'has no image for'],
  [
    '10,000 layers',
    { ...manifest, layers: Array(10_000).fill(manifest.layers[0]) },
    ociTypes.manifest,
    'limit-reached',
    'imageLayers',
  ],
  [
    'prototype keys',
    Buffer.from('{"__proto__":{"schemaVersion":2,"layers":[]}}'),
    ociTypes.manifest,
    'archive-invalid',
    '',
  ],
])('%s is refused', async (_, document, type, code, words) => {
  registry.image(image);
  registry.manifest(document, type, 't');
  const error = await failure(open(`${registry.host}/app:t`));
  expect({ code: error.code, message: error.message }).toEqual({ code, message: expect.stringContaining(words) });
});

test('a manifest under a digest that is not its own is refused', async () => {
  registry.image(image);
  registry.path(`manifests/${digestOf('other')}`, image.manifest.toString(), { 'Content-Type': ociTypes.manifest });
  expect(await failure(open(`${registry.host}/app@${digestOf('other')}`))).toMatchObject({ code: 'digest-mismatch' });
});

test('a layer whose manifest has a wrong size is refused', async () => {
  registry.image(image);
  for (const size of [image.layers[0]!.length - 1, image.layers[0]!.length + 1]) {
    const [first, second] = manifest.layers;
    registry.manifest({ ...manifest, layers: [{ ...first, size }, second] }, ociTypes.manifest, 't');
    const source = await open(`${registry.host}/app:t`);
    expect(await failure(layerDigests(source))).toMatchObject({ code: 'digest-mismatch' });
    await source.close();
  }
});

test('a layer that may not be distributed is a problem, and its own address is never asked', async () => {
  registry.image(image);
  const foreign = {
    ...descriptorOf('application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', Buffer.from('elsewhere')),
    urls: [`${registry.base}/elsewhere`],
  };
  registry.manifest({ ...manifest, layers: [manifest.layers[0], foreign] }, ociTypes.manifest, 't');
  const source = await open(`${registry.host}/app:t`);
  expect(source.problems).toEqual([
    {
      code: 'layer-foreign',
      kind: 'image',
      subject: foreign.digest,
      message: expect.stringContaining('may not be distributed'),
    },
  ]);
  expect(Object.values(await layerDigests(source))).toEqual([digestOf(image.layers[0]!)]);
  await source.close();
  expect(registry.requests.filter(({ path }) => path.includes('elsewhere'))).toEqual([]);
});

test('a tag beside a digest is named only while it names the image', async () => {
  const part = registry.image(image, 't');
  registry.path('manifests/t', image.manifest.toString(), {
    'Content-Type': ociTypes.manifest,
    'Docker-Content-Digest': part.digest,
  });
  const other = makeImage([Buffer.from('other')]);
  registry.image(other);
  registry.path('manifests/moved', other.manifest.toString(), { 'Docker-Content-Digest': other.digest });
  const tags = async (tag: string) => {
    const source = await open(`${registry.host}/app:${tag}@${image.digest}`);
    await source.close();
    return source.about.tags;
  };
  expect([await tags('t'), await tags('moved'), await tags('gone')]).toEqual([[`${registry.host}/app:t`], [], []]);
});

const part = skipUnless(findDistribution(), 'no docker-registry, htpasswd, openssl or skopeo here');
test('of an index in a real registry skopeo chooses the same image', part, async () => {
  const real = await startDistribution();
  try {
    const images = [
      platformImage('linux', 'amd64'),
      platformImage('linux', 'arm64', 'v8'),
      platformImage('linux', 's390x'),
    ];
    for (const each of images) await pushImage(real.base, 'app', each.image);
    const document = {
      schemaVersion: 2,
      mediaType: ociTypes.index,
      manifests: images.map(({ descriptor }) => descriptor),
    };
    await pusher(real.base, 'app').manifest(document, ociTypes.index, 't');
    for (const architecture of ['amd64', 'arm64', 's390x']) {
      const asked = ['--override-os', 'linux', '--override-arch', architecture];
      const config = await skopeo(
        ...asked,
        'inspect',
        '--tls-verify=false',
        '--config',
        '--raw',
        `docker://${real.host}/app:t`,
      );
      const source = await open(`${real.host}/app:t`, { platform: `linux/${architecture}` });
      expect(source.about.id).toBe(digestOf(config));
      await source.close();
    }
  } finally {
    await real.stop();
  }
});

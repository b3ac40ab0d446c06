import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { skipUnless } from '../../../support/real-parts.ts';
import {
  digestOf,
  findDistribution,
  findGoRegistry,
  makeImage,
  pushImage,
  skopeo,
  startDistribution,
  startGoRegistry,
  type TestRegistry,
  writeLayout,
} from '../../../support/registry.ts';
import { tarOf } from '../../../support/tar-entries.ts';
import { layerDigests, open } from './reading.ts';

const image = makeImage([
  tarOf([{ path: 'etc/os-release', content: 'ID=test\n' }]),
  tarOf([{ path: 'bin/program', content: 'x'.repeat(200_000) }]),
]);
const diffIds = image.contents.map((content) => digestOf(content));

describe.each([
  ['docker-registry', findDistribution, startDistribution],
  ["go-containerregistry's registry", findGoRegistry, startGoRegistry],
] as const)('%s', (name, find, start) => {
  const part = skipUnless(find() !== null && findDistribution() !== null, `no ${name} (or skopeo) here`);
  let registry: TestRegistry;
  beforeAll(async () => {
    if (part.skip) return;
    registry = await start();
    await pushImage(registry.base, 'team/app', image, '1.0');
  });
  afterAll(() => registry?.stop());

  test('an OCI image is read whole, and is what was pushed', part, async () => {
    const source = await open(`${registry.host}/team/app:1.0`);
    expect(source.about).toEqual({
      source: 'registry',
      tags: [`${registry.host}/team/app:1.0`],
      digests: [`${registry.host}/team/app@${image.digest}`],
      id: digestOf(image.config),
      config: JSON.parse(image.config.toString()),
      layers: image.layers.map((layer, index) => ({
        diffId: diffIds[index],
        digest: digestOf(layer),
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
        size: layer.length,
      })),
    });
    expect({ problems: source.problems, signatures: source.signatures }).toEqual({ problems: [], signatures: [] });
    expect(await layerDigests(source)).toEqual(
      Object.fromEntries(image.layers.map((layer, index) => [diffIds[index], digestOf(layer)])),
    );
    await source.close();
  });

  test.each([
    ['v2s2', 'gzip', 'application/vnd.docker.image.rootfs.diff.tar.gzip'],
    ['oci', 'gzip', 'application/vnd.oci.image.layer.v1.tar+gzip'],
    ['oci', 'zstd', 'application/vnd.oci.image.layer.v1.tar+zstd'],
  ])(
    'an image that skopeo pushed as %s with %s agrees with skopeo inspect',
    part,
    async (format, compression, type) => {
      const layout = path.join(registry.folder, `layout-${format}-${compression}`);
      writeLayout(layout, image);
      const reference = `${registry.host}/pushed/${format}-${compression}:t`;
      // Compressed in a layout first: on a push, skopeo takes what the registry has already.
      const packed = `${layout}-packed`;
      const compress = compression === 'zstd' ? ['--dest-compress', '--dest-compress-format', 'zstd'] : [];
      await skopeo('copy', '--quiet', ...compress, `oci:${layout}:t`, `oci:${packed}:t`);
      const push = ['copy', '--quiet', '--dest-tls-verify=false', '--format', format];
      await skopeo(...push, `oci:${packed}:t`, `docker://${reference}`);
      const oracle = JSON.parse(await skopeo('inspect', '--tls-verify=false', `docker://${reference}`));
      const source = await open(reference);
      expect({
        digests: source.about.digests,
        layers: source.about.layers.map(({ digest }) => digest),
        types: [...new Set(source.about.layers.map(({ mediaType }) => mediaType))],
        diffIds: source.about.layers.map(({ diffId }) => diffId),
        config: source.about.config,
      }).toEqual({
        digests: [`${registry.host}/pushed/${format}-${compression}@${oracle.Digest}`],
        layers: oracle.Layers,
        types: [type],
        diffIds,
        config: expect.objectContaining({ os: oracle.Os, architecture: oracle.Architecture }),
      });
      const digests = await layerDigests(source);
      expect(Object.values(digests)).toEqual(oracle.Layers);
      await source.close();
      for (const folder of [layout, packed]) rmSync(folder, { recursive: true });
    },
  );
});

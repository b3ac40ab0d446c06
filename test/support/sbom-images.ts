/** Images as resources, for tests of inventories. */
import type { Facts, Resource } from '../../engine/index.ts';
import type { ReportInput } from '../../reports/index.ts';

type Package = Facts<'image'>['packages'][number];

/** A package with all its facts. */
export function packageWith(part: Partial<Package>, license: Partial<Package['license']> = {}): Package {
  return {
    type: 'npm',
    name: 'left',
    version: '1.0.0',
    purl: null,
    architecture: null,
    sourceName: null,
    sourceVersion: null,
    scope: 'application',
    path: 'app/node_modules/left/package.json',
    layer: 1,
    ...part,
    license: {
      declared: null,
      declaredText: null,
      found: null,
      unknownTexts: [],
      requires: null,
      differ: false,
      texts: null,
      copyrights: [],
      ...license,
    },
  };
}

/** An image; facts that are not given are missing. */
export function imageWith(key: string, facts: Partial<Facts<'image'>>, missing: Resource['missing'] = {}): Resource {
  const id = `sha256:${'0'.repeat(64)}`;
  return { kind: 'image', key, id, name: key.replace(/^.*?image\//, ''), labels: {}, missing, target: 1, ...facts };
}

const layer = (digit: string) => `sha256:${digit.repeat(64)}`;

/** An image of a shop with a bit of everything. */
export function shopImage(): Resource {
  return imageWith(
    'web-01/image/shop/web:2',
    {
      source: 'docker-archive',
      tags: ['shop/web:2'],
      digests: [],
      os: 'linux',
      architecture: 'amd64',
      createdAt: '2026-11-20T10:00:00Z',
      size: 120_000_000,
      user: null,
      entrypoint: [],
      command: ['node', 'main.js'],
      layers: [layer('a'), layer('b'), layer('c')],
      base: { name: 'debian:12', digest: null, known: null },
      contents: {
        files: 6000,
        directories: 800,
        symbolicLinks: 10,
        size: 119_000_000,
        hiddenFiles: 1,
        hiddenSize: 1_000_000,
        unpackagedFiles: 20,
      },
      distribution: { id: 'debian', versionId: '12', codename: 'bookworm', name: 'Debian GNU/Linux 12', like: [] },
      packageManagers: ['dpkg'],
      packages: [
        packageWith(
          {
            type: 'deb',
            name: 'libc6',
            version: '2.36-9',
            purl: 'pkg:deb/debian/libc6@2.36-9?arch=amd64',
            architecture: 'amd64',
            sourceName: 'glibc',
            sourceVersion: '2.36-9',
            scope: 'distribution',
            path: 'var/lib/dpkg/status',
            layer: 0,
          },
          { found: 'LGPL-2.1-or-later', requires: [['LGPL-2.1-or-later']], texts: 1, copyrights: ['1991 A. Example'] },
        ),
        packageWith(
          { name: '@shop/cart', version: '2.0.0', purl: 'pkg:npm/%40shop/cart@2.0.0' },
          {
            declared: 'MIT OR LicenseRef-house',
            declaredText: 'MIT or house',
            requires: [['LicenseRef-house', 'MIT']],
          },
        ),
        packageWith({ name: 'odd', version: '' }, { declaredText: 'ask <me> first' }),
        packageWith({ name: 'odd', version: '' }, { declaredText: 'ask <me> first' }),
      ],
      layerContents: [
        {
          diffId: layer('a'),
          digest: null,
          size: 100_000_000,
          added: 5000,
          replaced: 0,
          removed: 0,
          hiddenSize: 1_000_000,
          packages: 1,
          createdBy: null,
        },
        {
          diffId: layer('b'),
          digest: null,
          size: 20_000_000,
          added: 1000,
          replaced: 2,
          removed: 0,
          hiddenSize: 0,
          packages: 3,
          createdBy: '/bin/sh -c npm ci',
        },
        {
          diffId: layer('c'),
          digest: null,
          size: 1_000,
          added: 0,
          replaced: 0,
          removed: 1,
          hiddenSize: 0,
          packages: 0,
          createdBy: 'RUN /bin/sh -c rm /srv/old.key # buildkit',
        },
      ],
      licenseTexts: [{ path: 'srv/LICENSE', digest: `sha256:${'d'.repeat(64)}`, expression: 'MIT', layer: 1 }],
      privilegedFiles: [
        {
          path: 'usr/bin/su',
          type: 'file',
          mode: '4755',
          uid: 0,
          gid: 0,
          package: 'deb/util-linux',
          layer: 0,
          setuid: true,
          setgid: false,
          capabilities: [],
        },
      ],
      worldWritable: [],
      secrets: [
        {
          pattern: 'private-key',
          source: 'file',
          name: null,
          path: 'srv/old.key',
          line: 1,
          digest: 'e'.repeat(64),
          layer: 1,
          removedIn: 2,
        },
      ],
      unpackagedExecutables: [{ path: 'srv/run', mode: '0755', format: 'elf', size: 5, layer: 1 }],
      tools: [{ path: 'bin/sh', kind: 'shell', name: 'sh', package: 'deb/dash', layer: 0 }],
      leftovers: [{ path: 'var/cache/apt', kind: 'package-cache', size: 2_000_000, layer: 0, removedIn: null }],
    },
    { signatures: 'not-supported', unownedFiles: 'limit' },
  );
}

/** A report of a result with these images in its snapshot. */
export function withImages(input: ReportInput, images: readonly Resource[]): ReportInput {
  return {
    ...input,
    resources: async function* (kind) {
      if (kind === 'image') yield* images;
    },
  };
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MergedTree, mergeLayers } from '../../../../collectors/image/tree/index.ts';
import { type Dockerd, generations, startDockerd } from '../../../support/dockerd.ts';
import { buildImage, findBusybox } from '../../../support/images.ts';
import { findOnPath, skipUnless } from '../../../support/real-parts.ts';
import { savedLayers } from '../../../support/saved-image.ts';
import { failureOf, reading } from '../layer/reading.ts';
import { contentsOf } from './contents.ts';

const withBusybox = skipUnless(findBusybox(), 'busybox is not here to build images from');
const withSkopeo = skipUnless(findOnPath('skopeo'), 'skopeo is not here to compress layers with');

/** Steps that leave whiteouts, opaque folders, hardlinks, other types and special modes in their layers. */
const steps = [
  'RUN mkdir -p /d/sub /opaque/old /swap && echo 1 > /d/a && echo 2 > /d/sub/b && echo 3 > /opaque/old/c && echo 4 > /swap/x',
  'RUN echo 5 > /file && ln -s /d /link && ln /file /hard && echo 6 > /gone',
  'RUN rm /gone /d/a && rm -r /opaque && mkdir /opaque && echo 7 > /opaque/new && rm -r /swap && echo 8 > /swap',
  'RUN chmod 4755 /file && chmod 1777 /d && mkfifo /pipe && chown 70:80 /hard && echo 9 > /gone',
  'RUN rm /file && rm -r /d && rm /link && mkdir /link && echo 10 > /link/now-a-folder',
];

describe.each(generations())('an image that dockerd %s built', (generation) => {
  let daemon: Dockerd;
  let container = Buffer.alloc(0);
  let saved = Buffer.alloc(0);
  beforeAll(async () => {
    if (findBusybox() === null) return;
    daemon = await startDockerd({ generation });
    await buildImage(daemon, 'test:built', steps);
    const id = await daemon.docker('create', 'test:built', '/bin/sh');
    const file = (name: string) => path.join(daemon.folder, name);
    await daemon.docker('export', '--output', file('container.tar'), id);
    await daemon.docker('save', '--output', file('saved.tar'), 'test:built');
    container = readFileSync(file('container.tar'));
    saved = readFileSync(file('saved.tar'));
  });
  afterAll(() => daemon?.stop());

  test('merges to what its containers see', withBusybox, async () => {
    const merged = await merge(savedLayers(saved));
    const seen = contentsOf(await merge([container]));
    expect(contentsOf(merged)).toEqual(seen);
    expect(seen.length).toBeGreaterThan(200);
    expect(
      seen.filter((line) => /^(?:file|gone|hard|link|opaque|pipe|swap)/.test(line)).map((line) => line.split(' ')[0]),
    ).toEqual(['gone', 'hard', 'link', 'link/now-a-folder', 'opaque', 'opaque/new', 'pipe', 'swap']);
    expect([...merged.hidden()].filter(({ type }) => type === 'file').map(({ path: each }) => each)).toEqual(
      expect.arrayContaining(['d/a', 'd/sub/b', 'gone', 'opaque/old/c', 'swap/x']),
    );
    expect(merged.problems).toEqual([]);
  });

  test('with damage anywhere in a layer is refused, or was not damaged', withBusybox, async () => {
    const [, second] = savedLayers(saved);
    const layer = second![0] === 0x1f ? gunzipSync(second!) : second!;
    const { index } = await reading(layer);
    const cases = fc.sample(fc.tuple(fc.nat(), fc.nat(7), fc.boolean(), fc.boolean()), { numRuns: 200, seed: 4 });
    for (const [place, bit, cuts, packed] of cases) {
      const blob = Buffer.from(packed ? gzipSync(layer) : layer);
      const at = place % blob.length;
      blob[at] = blob[at]! ^ (1 << bit);
      const damaged = cuts ? blob.subarray(0, at) : blob;
      const failure = await failureOf(reading(damaged, { diffId: index.diffId }));
      // Bytes of gzip's header say nothing of the content, and in a run of zeros another distance copies the same bytes.
      if (failure === null) expect([packed, packed && gunzipSync(damaged).equals(layer)]).toEqual([true, true]);
      else expect(['archive-invalid', 'digest-mismatch']).toContain(failure.code);
    }
  });

  test.each(['zstd', 'gzip'])(
    'with layers compressed by skopeo (%s) is the same',
    { ...withBusybox, ...withSkopeo },
    async (format) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-layers-'));
      try {
        const from = path.join(daemon.folder, 'saved.tar');
        const to = path.join(folder, 'oci');
        const compress = ['--dest-compress', '--dest-compress-format', format];
        skopeo('copy', `docker-archive:${from}`, `oci:${path.join(folder, 'plain')}:t`);
        skopeo('copy', ...compress, `oci:${path.join(folder, 'plain')}:t`, `oci:${to}:t`);
        const blobs = ociLayers(to);
        expect(blobs.map((blob) => blob.toString('hex', 0, 2))).toEqual(
          blobs.map(() => (format === 'zstd' ? '28b5' : '1f8b')),
        );
        const merged = await merge(blobs);
        const plain = await merge(savedLayers(saved));
        expect([...merged.entries()]).toEqual([...plain.entries()]);
        expect([...merged.hidden()]).toEqual([...plain.hidden()]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

const withSetcap = skipUnless(
  findOnPath('setcap') && process.getuid?.() === 0,
  'no setcap and root to give capabilities with',
);

test('a capability that setcap gave is read from the archive of GNU tar', withSetcap, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-capability-'));
  try {
    writeFileSync(path.join(folder, 'ping'), 'x', { mode: 0o755 });
    execFileSync('setcap', ['cap_net_raw+ep', path.join(folder, 'ping')]);
    const archive = execFileSync('tar', ['--xattrs', '--xattrs-include=*', '--format=pax', '-C', folder, '-c', 'ping']);
    const { index } = await reading(archive);
    expect(index.entries).toMatchObject([{ path: 'ping', capability: '0100000200200000000000000000000000000000' }]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function skopeo(...args: string[]): void {
  execFileSync('skopeo', ['--insecure-policy', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
}

function ociLayers(folder: string): Buffer[] {
  const blob = (digest: string) => readFileSync(path.join(folder, 'blobs', digest.replace(':', '/')));
  const index = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) as {
    manifests: { digest: string }[];
  };
  const manifest = JSON.parse(blob(index.manifests[0]!.digest).toString('utf8')) as { layers: { digest: string }[] };
  return manifest.layers.map((layer) => blob(layer.digest));
}

async function merge(layers: readonly Buffer[]): Promise<MergedTree> {
  const keepers = [{ id: 'all', version: 1, keeps: () => true }];
  return mergeLayers(await Promise.all(layers.map((layer) => reading(layer, { keepers }))));
}

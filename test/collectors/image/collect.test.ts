import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limitsWith, PlimsollError } from '../../../engine/index.ts';
import { collectImages } from '../../support/image-collecting.ts';
import {
  dockerArchive,
  type LayoutBuilder,
  named,
  newLayout,
  sha256,
  textLayer,
} from '../../support/image-fixtures.ts';
import { tarOf } from '../../support/tar-entries.ts';
import { modelFaults } from '../docker/collecting.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plimsoll-collect-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, layout: LayoutBuilder): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, layout.tar());
  return file;
}

const base = textLayer('base');

describe('an archive of several images', () => {
  const layout = newLayout();
  const images = {
    base: layout.image({ layers: [base], config: { created: '2026-01-01T00:00:00Z' } }),
    middle: layout.image({ layers: [base, textLayer('middle')] }),
    top: layout.image({ layers: [base, textLayer('middle'), textLayer('top')] }),
    other: layout.image({ layers: [textLayer('other')] }),
  };
  layout.index(Object.entries(images).map(([name, manifest]) => named(manifest, name)));

  test('gives every image where none is named, and each the base it has there', async () => {
    const file = await written('several.tar', layout);
    const { summary, images: collected, resources } = await collectImages(`oci-archive:${file}`);
    expect(summary).toMatchObject({
      name: 'several.tar',
      about: 'OCI archive',
      status: 'collected',
      problems: [],
      phrase: '4 images',
    });
    expect(modelFaults(resources)).toEqual([]);
    const bases = collected.map(({ key, facts }) => [key, (facts['base'] as { known: unknown }).known]);
    expect(bases).toEqual([
      ['image/base', null],
      [
        'image/middle',
        { references: ['base'], id: idOf(layout, images.base.digest), layers: 1, createdAt: '2026-01-01T00:00:00Z' },
      ],
      ['image/other', null],
      ['image/top', { references: ['middle'], id: idOf(layout, images.middle.digest), layers: 2, createdAt: null }],
    ]);
  });

  test('gives the one that is named', async () => {
    const file = await written('several.tar', layout);
    const { images: collected } = await collectImages(`oci-archive:${file}:top`);
    expect(collected.map(({ key }) => key)).toEqual(['image/top']);
  });

  test('gives those that are whole, where one is not', async () => {
    const broken = newLayout();
    const [good, bad] = [broken.image({ layers: [base] }), broken.image({ layers: [textLayer('bad')] })];
    broken.index([named(good, 'good'), named(bad, 'bad')]);
    const digest = sha256(textLayer('bad'));
    broken.files.get(`blobs/sha256/${digest.slice(7)}`)![520]! ^= 1;
    const file = await written('broken.tar', broken);
    const { summary, images: collected } = await collectImages(`oci-archive:${file}`);
    expect(collected.map(({ key }) => key)).toEqual(['image/good']);
    expect(summary.status).toBe('partial');
    expect(summary.kinds['image']).toEqual({
      status: 'partial',
      expected: 2,
      seen: 1,
      unseen: [{ id: idOf(broken, bad.digest), name: 'bad', code: 'parse-error' }],
    });
    expect(summary.problems).toEqual([
      { code: 'digest-mismatch', message: expect.stringContaining(digest), kind: 'image', subject: digest },
    ]);
  });
});

/** Digest of the configuration that a manifest names. */
function idOf(layout: LayoutBuilder, manifest: string): string {
  const { config } = JSON.parse(String(layout.files.get(`blobs/sha256/${manifest.slice(7)}`))) as {
    config: { digest: string };
  };
  return config.digest;
}

describe('a target that cannot be read', () => {
  test.each([
    ['docker-archive:FOLDER/none.tar', 'file-unreadable'],
    ['docker-archive:FOLDER', 'file-unreadable'],
    ['docker-archive:/dev/zero', 'file-unreadable'],
    ['oci:FOLDER/none', 'file-unreadable'],
    ['oci:FOLDER', 'archive-invalid'],
    ['docker-daemon:shop/web:1', 'vanished'],
    ['registry:Not/A/Reference', 'target-unknown'],
    ['registry:127.0.0.1:9/shop:1', 'registry-failed'],
    ['image:127.0.0.1:9/shop:1', 'registry-failed'],
  ])('%s fails with %s', async (uri, code) => {
    const { summary, resources } = await collectImages(uri.replace('FOLDER', folder), {
      environment: { DOCKER_HOST: `unix://${folder}/no.sock` },
    });
    expect(resources).toEqual([]);
    expect(summary).toMatchObject({ status: 'failed', phrase: 'not read' });
    expect(summary.problems.map((problem) => problem.code)).toEqual([code]);
    expect(summary.kinds['image']).toEqual({ status: 'failed', expected: 0, seen: 0 });
  });

  test('because it is for another platform than the one asked for', async () => {
    const layout = newLayout();
    layout.index([named(layout.image({ layers: [base] }), 'v1')]);
    const file = await written('platform.tar', layout);
    const saved = path.join(folder, 'saved.tar');
    await writeFile(saved, tarOf(dockerArchive([{ references: ['a:1'], layers: [base] }])));
    for (const uri of [`oci-archive:${file}`, `docker-archive:${saved}`]) {
      expect((await collectImages(uri, { platform: 'linux/amd64' })).summary.status).toBe('collected');
      const { summary } = await collectImages(uri, { platform: 'linux/s390x' });
      expect(summary.problems).toEqual([expect.objectContaining({ code: 'image-unknown' })]);
    }
  });

  test('because a limit is reached names the limit', async () => {
    const layout = newLayout();
    layout.index([named(layout.image({ layers: [base, base, base] }), 'v1')]);
    const file = await written('limit.tar', layout);
    const { summary } = await collectImages(`oci-archive:${file}`, { limits: limitsWith({ imageLayers: 2 }) });
    expect(summary.problems).toEqual([
      expect.objectContaining({
        code: 'limit-reached',
        limit: 'imageLayers',
        message: expect.stringContaining('imageLayers'),
      }),
    ]);
    expect(summary.kinds['image']!.unseen).toEqual([expect.objectContaining({ code: 'limit' })]);
  });

  test('because it was ended from outside says so', async () => {
    const layout = newLayout();
    layout.index([named(layout.image({ layers: [base] }), 'v1')]);
    const file = await written('ended.tar', layout);
    const { summary } = await collectImages(`oci-archive:${file}`, { signal: AbortSignal.abort() });
    expect(summary).toMatchObject({ status: 'failed', problems: [{ code: 'timeout' }] });
  });
});

test('an image whose layer lies elsewhere is told by its configuration alone', async () => {
  const layout = newLayout();
  const layerTypes = ['application/vnd.oci.image.layer.nondistributable.v1.tar'];
  layout.index([
    named(layout.image({ layers: [base, textLayer('own')], layerTypes, config: { config: { User: '7' } } }), 'v1'),
  ]);
  layout.files.delete(`blobs/sha256/${sha256(base).slice(7)}`);
  const { summary, images, resources } = await collectImages(`oci-archive:${await written('foreign.tar', layout)}`);
  expect(summary).toMatchObject({ status: 'partial', problems: [{ code: 'layer-foreign', subject: sha256(base) }] });
  expect(modelFaults(resources)).toEqual([]);
  expect(images[0]!.facts).toMatchObject({ user: '7' });
  expect(images[0]!.missing).toMatchObject({
    packages: 'not-supported',
    secrets: 'not-supported',
    contents: 'not-supported',
  });
});

test('a configuration with members of the wrong type loses those facts alone', async () => {
  const layout = newLayout();
  const config = {
    os: 7,
    created: 'yesterday',
    config: {
      User: ['x'],
      Env: 'A=b',
      ExposedPorts: { eighty: {} },
      Labels: 'none',
      Entrypoint: { a: 1 },
      Cmd: ['ok'],
    },
    history: [{ created_by: 3 }],
  };
  layout.index([named(layout.image({ layers: [base], config }), 'v1')]);
  const { images, resources, summary } = await collectImages(`oci-archive:${await written('types.tar', layout)}`);
  expect(modelFaults(resources)).toEqual([]);
  expect(summary.kinds['image']).toMatchObject({ status: 'complete', seen: 1 });
  const { missing, facts, labels } = images[0]!;
  for (const name of ['os', 'createdAt', 'user', 'env', 'entrypoint', 'history', 'base']) {
    expect([name, missing[name]]).toEqual([name, 'parse-error']);
  }
  expect(facts).toMatchObject({ command: ['ok'], architecture: 'amd64', contents: { files: 1 } });
  expect(labels).toEqual({});
});

test('a file in an image that nobody can write down is no failure of the image alone', async () => {
  const layout = newLayout();
  layout.index([named(layout.image({ layers: [base] }), 'v1')]);
  const file = await written('unwritable.tar', layout);
  const collecting = collectImages(`oci-archive:${file}`, {
    emit: async () => {
      throw new PlimsollError('output-unwritable', 'no room');
    },
  });
  await expect(collecting).rejects.toThrow('no room');
});

test('the same archive gives the same bytes, from the cache too, and in whatever form it lies', async () => {
  const images = [
    {
      references: ['shop/web:1'],
      layers: [base, tarOf([{ path: '.wh.file' }, { path: 'etc/passwd', content: 'root:x:0:0::/:/bin/sh\n' }])],
    },
    { references: ['shop/api:1'], layers: [base, textLayer('api')] },
  ];
  const file = path.join(folder, 'stable.tar');
  await writeFile(file, tarOf(dockerArchive(images)));
  const cacheFolder = path.join(folder, 'cache');
  const plain = await collectImages(`docker-archive:${file}`);
  expect(plain.summary).toMatchObject({ status: 'collected', problems: [] });
  const first = await collectImages(`docker-archive:${file}`, { cacheFolder });
  const second = await collectImages(`docker-archive:${file}`, { cacheFolder });
  expect(first.text).toBe(plain.text);
  expect(second.text).toBe(plain.text);
  expect(plain.images.map(({ facts }) => facts['contents'])).toMatchObject([
    { files: 1, hiddenFiles: 1 },
    { files: 1, hiddenFiles: 1 },
  ]);
});

import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readExport } from '../../../../collectors/image/source/engine.ts';
import { limitsWith } from '../../../../engine/index.ts';
import { dockerArchive, newLayout, ociTypes, sha256, textLayer } from '../../../support/image-fixtures.ts';
import { tarOf } from '../../../support/tar-entries.ts';
import { failureOf } from './reading.ts';

const limits = limitsWith();
const layers = [textLayer('one'), textLayer('two')];

/** A stream in pieces that fit no block. */
async function* streamed(bytes: Buffer, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readAll(bytes: Buffer, wanted: readonly string[]): Promise<{ diffId: string | null; digest: string }[]> {
  const read: { diffId: string | null; digest: string }[] = [];
  await readExport(streamed(bytes), 'shop:1', new Set(wanted), limits, async (layer) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of layer.bytes) chunks.push(chunk);
    read.push({ diffId: layer.diffId, digest: sha256(Buffer.concat(chunks)) });
  });
  return read;
}

test('an export of folders gives layers that only their content names', async () => {
  const read = await readAll(tarOf(dockerArchive([{ references: ['shop:1'], layers }])), layers.map(sha256));
  expect(read).toEqual(layers.map((layer) => ({ diffId: null, digest: sha256(layer) })));
});

test('an export of blobs gives layers, and neither manifests nor configurations', async () => {
  const layout = newLayout();
  const packed = gzipSync(layers[1]!);
  const image = {
    layers: [layers[0]!, packed],
    plainLayers: layers,
    layerTypes: [ociTypes.layer, `${ociTypes.layer}+gzip`],
  };
  layout.index([layout.image(image)]);
  const read = await readAll(layout.tar(), layers.map(sha256));
  expect(read).toEqual([
    { diffId: sha256(layers[0]!), digest: sha256(layers[0]!) },
    { diffId: null, digest: sha256(packed) },
  ]);
});

test('a reader that leaves a layer early does not keep its digest from being checked', async () => {
  const layout = newLayout();
  layout.index([layout.image({ layers })]);
  const blob = layout.files.get(`blobs/sha256/${sha256(layers[0]!).slice(7)}`)!;
  blob[700]! ^= 1;
  const leaving = () =>
    readExport(streamed(layout.tar()), 'shop:1', new Set(layers.map(sha256)), limits, async ({ bytes }) => {
      for await (const _ of bytes) break;
    });
  expect(await failureOf(leaving)).toMatchObject({ code: 'digest-mismatch', place: sha256(layers[0]!) });
});

test('an export that is cut off fails', async () => {
  const whole = tarOf(dockerArchive([{ references: ['shop:1'], layers }]));
  expect(await failureOf(() => readAll(whole.subarray(0, 1500), []))).toMatchObject({ code: 'archive-invalid' });
});

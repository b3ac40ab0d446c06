import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ImageSource, OpenLayer, ReadLayer } from '../../../../collectors/image/contract.ts';
import { type LayerCache, readImageLayers } from '../../../../collectors/image/layer/index.ts';
import { type LimitName, limitsWith } from '../../../../engine/index.ts';
import { rawTar } from '../../../support/tar-bytes.ts';
import { echo, failureOf, keeperOf, openOf } from './reading.ts';

const idOf = (layer: Buffer) => `sha256:${hash('sha256', layer, 'hex')}`;
const one = rawTar({ name: 'kept', content: '111' });
const two = rawTar({ name: 'other', content: '2' });
/** The content of `kept` passes under a name that nobody asks about. */
const linked = rawTar({ name: 'z', content: '333' }, { name: 'kept', type: '1', link: 'z' });

interface Given {
  layers: readonly Buffer[];
  /** What the source hands over; the wanted layers without it. */
  gives?: readonly Buffer[];
  anonymous?: boolean;
  cache?: LayerCache;
  limit?: Partial<Record<LimitName, number>>;
}

async function read({ layers, gives, anonymous = false, cache = memory(), limit = {} }: Given) {
  const handed: string[] = [];
  const source: Pick<ImageSource, 'about' | 'readLayers'> = {
    about: {
      source: 'oci',
      tags: [],
      digests: [],
      id: 'sha256:0',
      config: {},
      layers: layers.map((layer) => ({ diffId: idOf(layer), digest: null, mediaType: 'x', size: null })),
    },
    async readLayers(wanted, use: (layer: OpenLayer) => Promise<void>) {
      const all = gives ?? [...new Set(layers)].filter((layer) => wanted.has(idOf(layer)));
      for (const layer of all) {
        handed.push(idOf(layer));
        await use(openOf(layer, anonymous ? null : idOf(layer)));
      }
    },
  };
  const result = await readImageLayers(source, {
    cache,
    limits: limitsWith(limit),
    signal: new AbortController().signal,
    keepers: [keeperOf('kept')],
    inspectors: [echo('all', (file) => (file.path === 'kept' ? 'whole' : 'no'))],
  });
  return { result, handed };
}

function memory(): LayerCache & { known: Map<string, ReadLayer> } {
  const known = new Map<string, ReadLayer>();
  return {
    known,
    get: async (diffId) => known.get(diffId) ?? null,
    put: async (layer) => void known.set(layer.index.diffId, layer),
  };
}

const kept = (layers: readonly ReadLayer[]) =>
  layers.map(({ contents }) => [...contents].map(([path, bytes]) => `${path}: ${Buffer.from(bytes).toString()}`));

describe('the layers of an image', () => {
  test('come lowest first, also where the source has another order, more, and one twice', async () => {
    const other = rawTar({ name: 'not-of-this-image' });
    const { result } = await read({ layers: [two, one, two], gives: [one, other, two] });
    expect(result.map(({ index }) => index.diffId)).toEqual([two, one, two].map(idOf));
    expect(kept(result)).toEqual([[], ['kept: 111'], []]);
  });

  test('come from the cache where it has them, and are the same', async () => {
    const cache = memory();
    const first = await read({ layers: [one, two], cache });
    expect(first.handed).toEqual([one, two].map(idOf));
    const second = await read({ layers: [one, two], cache });
    expect(second).toEqual({ result: first.result, handed: [] });
    cache.known.delete(idOf(one));
    expect((await read({ layers: [one, two], cache })).handed).toEqual([idOf(one)]);
  });

  test.each([false, true])('are read again where a hardlink needs it, and only then (names told: %s)', async (told) => {
    const cache = memory();
    const { result, handed } = await read({ layers: [one, linked], anonymous: !told, cache });
    expect(handed).toEqual([one, linked, linked].map(idOf));
    expect(kept(result)).toEqual([['kept: 111'], ['kept: 333']]);
    expect(result.flatMap(({ index }) => index.problems)).toEqual([]);
    expect(result[1]!.index.entries.find(({ path }) => path === 'kept')?.notes).toEqual({ all: '333' });
    expect(cache.known.get(idOf(linked))).toEqual(result[1]);
  });

  test('share the limits of the image; one that is read again counts once', async () => {
    const all = one.length + linked.length;
    expect(
      await failureOf(read({ layers: [one, linked], limit: { imageBytes: all, imageEntries: 3, imageKeptBytes: 6 } })),
    ).toBeNull();
    expect(await failureOf(read({ layers: [one, linked], limit: { imageBytes: all - 1 } }))).toMatchObject({
      code: 'limit-reached',
    });
    expect(await failureOf(read({ layers: [one, linked], limit: { imageEntries: 2 } }))).toMatchObject({
      code: 'limit-reached',
    });
    const { result } = await read({ layers: [one, linked], limit: { imageKeptBytes: 5 } });
    expect(result[1]!.index.problems).toMatchObject([{ limit: 'imageKeptBytes' }]);
  });

  test('share them from the cache too', async () => {
    const cache = memory();
    await read({ layers: [one, linked], cache });
    const limit = { imageBytes: one.length };
    expect(await failureOf(read({ layers: [one, linked], cache, limit }))).toMatchObject({ code: 'limit-reached' });
    const { result } = await read({ layers: [one, linked], cache, limit: { imageKeptBytes: 5 } });
    expect(kept(result)).toEqual([['kept: 111'], []]);
    expect(result[1]!.index.problems).toMatchObject([{ code: 'limit-reached', limit: 'imageKeptBytes' }]);
  });

  test('that the source does not have are named', async () => {
    expect(await failureOf(read({ layers: [one, two], gives: [one] }))).toEqual({
      code: 'archive-invalid',
      message: `The image has no layer ${idOf(two)}, which its configuration names.`,
    });
  });
});

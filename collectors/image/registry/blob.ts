import { createHash } from 'node:crypto';
import { PlimsollError } from '../../../engine/index.ts';
import type { OpenLayer, SourceLayer } from '../contract.ts';
import { drain, lasting } from '../source/blob.ts';
import type { Registry } from './client.ts';
import { LinkError } from './link-error.ts';
import { mismatch, missingBlob } from './manifest.ts';
import { waitAfter } from './patience.ts';
import type { Answer } from './transport.ts';

/** What of a layer is needed to fetch it. */
export interface RemoteBlob {
  digest: string;
  size: number;
}

/**
 * Streams a blob. A dropped connection is taken up where it ended; at the end size and digest of the whole are
 * checked. Nothing beyond the size is handed over.
 * @throws PlimsollError `image-layer-missing`, `digest-mismatch`, `registry-failed`
 */
export async function* streamBlob(registry: Registry, blob: RemoteBlob): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256');
  let offset = 0;
  for (let attempt = 1; offset < blob.size || attempt === 1; attempt++) {
    try {
      for await (const chunk of openAt(registry, blob, offset)) {
        offset += chunk.length;
        if (offset > blob.size) throw wrongSize(registry, blob, 'more');
        hash.update(chunk);
        yield chunk;
      }
      if (offset < blob.size) throw new LinkError('cut', registry.host);
    } catch (error) {
      registry.patience.signal.throwIfAborted();
      await waitAfter(error, attempt, registry.patience);
    }
  }
  const found = `sha256:${hash.digest('hex')}`;
  if (found !== blob.digest) throw mismatch(registry, `the blob ${blob.digest}`, blob.digest, found);
}

async function* openAt(registry: Registry, blob: RemoteBlob, offset: number): AsyncGenerator<Uint8Array> {
  const range: Record<string, string> = offset === 0 ? {} : { Range: `bytes=${offset}-` };
  const answer = await registry.request('GET', `blobs/${blob.digest}`, { Accept: '*/*', ...range });
  const skip = startOf(answer, offset);
  if (skip === null) {
    answer.discard();
    if (answer.status === 404) throw missingBlob(registry, blob.digest);
    throw registry.refusal(answer.status, `blob ${blob.digest}`);
  }
  const announced = Number(answer.headers['content-length'] ?? Number.NaN);
  if (answer.status === 200 && !Number.isNaN(announced) && announced !== blob.size) {
    answer.discard();
    throw wrongSize(registry, blob, announced > blob.size ? 'more' : 'fewer');
  }
  let end = offset - skip;
  for await (const chunk of answer.body) {
    const start = end;
    end += chunk.length;
    if (end > offset) yield start >= offset ? chunk : chunk.subarray(offset - start);
  }
  // Without a length, the end of a connection may have been a cut.
  const isWhole =
    answer.status === 200 && (!Number.isNaN(announced) || answer.headers['transfer-encoding'] === 'chunked');
  if (isWhole && end < blob.size) throw wrongSize(registry, blob, 'fewer');
}

/** Bytes to skip where an answer is of use: none after the right range, all before the offset of a whole blob. */
function startOf(answer: Answer, offset: number): number | null {
  if (answer.status === 200) return offset;
  if (answer.status !== 206 || offset === 0) return null;
  const start = /^bytes (\d+)-/.exec(answer.headers['content-range'] ?? '')?.[1];
  return Number(start) === offset ? 0 : null;
}

function wrongSize(registry: Registry, { digest, size }: RemoteBlob, than: 'more' | 'fewer'): PlimsollError {
  const message = `Registry ${registry.host}: the blob ${digest} has ${than} bytes than the ${size} of its manifest.`;
  return new PlimsollError('digest-mismatch', message, { place: { file: digest } });
}

/** Streams the wanted layers, each once and each to its end. */
export async function readRemoteLayers(
  registry: Registry,
  layers: readonly (SourceLayer & RemoteBlob)[],
  wanted: ReadonlySet<string>,
  read: (layer: OpenLayer) => Promise<void>,
): Promise<void> {
  const done = new Set<string>();
  for (const layer of layers) {
    if (!wanted.has(layer.diffId) || done.has(layer.diffId)) continue;
    done.add(layer.diffId);
    const stream = streamBlob(registry, layer);
    try {
      const bytes = lasting(() => stream.next());
      await read({ diffId: layer.diffId, bytes });
      await drain(bytes);
    } finally {
      await stream.return();
    }
  }
}

import { createHash } from 'node:crypto';
import { type Limits, PlimsollError, type Problem } from '../../../engine/index.ts';
import type { OpenLayer, ReadLayer } from '../contract.ts';
import type { Askers } from './asking.ts';
import { checkBudget, checkRatio, type ImageBudget, openBudget } from './budget.ts';
import { createLayerBuilder, type MissedLinks } from './layer-builder.ts';
import { readAhead } from './read-ahead.ts';
import { createTarReader } from './tar-reader.ts';
import { unpack } from './unpack.ts';

export interface ReadLayerOptions extends Askers {
  limits: Limits;
  signal: AbortSignal;
  /** What the other layers of the image used up; without one the layer has the limits for itself. */
  budget?: ImageBudget;
  /** Of a first reading of the same layer: files to look into under their other names too. */
  again?: MissedLinks;
}

/** A layer, and what a second reading of it would tell. */
export interface LayerReading extends ReadLayer {
  /**
   * Files whose content passed before a hardlink to them was seen that somebody asks more of; null: none. Without a
   * second reading each is a problem of the index.
   */
  missed: MissedLinks | null;
}

/**
 * Reads a layer in one pass, in memory that does not grow with it: gzip, zstd or plain. Entries are as an engine would
 * unpack them inside a root of their own.
 *
 * @throws PlimsollError `archive-invalid`, `digest-mismatch` where the unpacked bytes are not those of `diffId`,
 *   `limit-reached` for a limit without which the rest of the layer would be missing; what the blob's source throws
 */
export async function readLayer(open: OpenLayer, options: ReadLayerOptions): Promise<LayerReading> {
  const { limits, signal, budget = openBudget() } = options;
  const name = open.diffId === null ? 'layer' : `layer ${open.diffId}`;
  const problems: Problem[] = [];
  const builder = createLayerBuilder({ ...options, name, budget, problems });
  const reader = createTarReader(name, builder.visitor);
  const { chunks, bytesRead } = unpack(open.bytes, name);
  const hashing = createHash('sha256');
  let size = 0;
  for await (const chunk of readAhead(chunks)) {
    signal.throwIfAborted();
    size += chunk.byteLength;
    budget.bytes += chunk.byteLength;
    checkBudget(budget, limits, name);
    checkRatio(size, bytesRead(), limits, name);
    hashing.update(chunk);
    reader.push(chunk);
  }
  const { trailing } = reader.finish();
  const diffId = `sha256:${hashing.digest('hex')}`;
  if (open.diffId !== null && open.diffId !== diffId) {
    throw new PlimsollError('digest-mismatch', `The ${name} unpacks to data with the digest ${diffId}.`);
  }
  if (trailing !== null) problems.push(trailingProblem(diffId, trailing.offset));
  const { missed, ...layer } = builder.finish();
  return { index: { diffId, size, ...layer.index, problems }, contents: layer.contents, missed };
}

/** Engines do not unpack it either, but it is shipped. */
function trailingProblem(diffId: string, offset: number): Problem {
  const message = `the layer goes on behind the end of its archive, at byte ${offset}; that was not looked into`;
  return { code: 'archive-trailing', message, kind: 'image', subject: diffId };
}

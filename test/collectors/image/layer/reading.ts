import type { FileInspector, FileKeeper, OpenLayer, PassingFile } from '../../../../collectors/image/contract.ts';
import { type LayerReading, type ReadLayerOptions, readLayer } from '../../../../collectors/image/layer/index.ts';
import { type LimitName, limitsWith, PlimsollError } from '../../../../engine/index.ts';

export interface ReadingOptions extends Partial<ReadLayerOptions> {
  diffId?: string;
  limit?: Partial<Record<LimitName, number>>;
  /** Bytes of each piece that the blob comes in. */
  pieceBytes?: number;
}

/** Reads a layer from memory. */
export function reading(blob: Uint8Array, options: ReadingOptions = {}): Promise<LayerReading> {
  const { diffId = null, limit = {}, pieceBytes = blob.byteLength, ...rest } = options;
  return readLayer(openOf(blob, diffId, pieceBytes), {
    inspectors: [],
    keepers: [],
    limits: limitsWith(limit),
    signal: new AbortController().signal,
    ...rest,
  });
}

export function openOf(blob: Uint8Array, diffId: string | null, pieceBytes = blob.byteLength): OpenLayer {
  return { diffId, bytes: piecesOf(blob, pieceBytes) };
}

export async function* piecesOf(blob: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.byteLength; at += pieceBytes) yield blob.subarray(at, at + pieceBytes);
}

/** Code and message of the error that reading ends with; null: it does not. */
export async function failureOf(promise: Promise<unknown>): Promise<{ code: string; message: string } | null> {
  try {
    await promise;
    return null;
  } catch (thrown) {
    if (thrown instanceof PlimsollError) return { code: thrown.code, message: thrown.message };
    throw thrown;
  }
}

/** Each entry on one line: path, type, and what is special about it. */
export function summary({ index }: LayerReading): string[] {
  return index.entries.map((entry) => {
    const words = [entry.path, entry.type];
    if (entry.size > 0) words.push(String(entry.size));
    if (entry.link !== null) words.push('->', entry.link);
    if (entry.hardlink) words.push('=', entry.target ?? '');
    return words.join(' ');
  });
}

/** An inspector that tells what it was given, as text. */
export function echo(id: string, wants: (file: PassingFile) => 'no' | 'head' | 'whole'): FileInspector {
  return { id, version: 1, wants, inspect: (_file, bytes) => Buffer.from(bytes).toString('latin1') || null };
}

export function keeperOf(...paths: string[]): FileKeeper {
  return { id: 'test', version: 1, keeps: (file) => paths.includes(file.path) };
}

import { gunzipSync } from 'node:zlib';
import type { ReadEntry } from 'tar';
import { PlimsollError } from '../errors.ts';
import { type Limits, limitsWith } from '../limits.ts';

/** Files of a built bundle by path, without the leading slash that OPA writes. */
export type BundleFiles = Map<string, Uint8Array<ArrayBuffer>>;

/**
 * Unpacks a bundle (tar, gzipped) in memory; nothing is written to disk.
 * Limits: `bundleBytes` unpacked, `bundleFiles`. Throws `bundle-invalid` for links, devices, repeated or
 * escaping paths and anything that is not a whole, well-formed archive; `limit-reached` for a limit.
 *
 * @param archive the bytes of the `.tar.gz`
 * @param name how messages call the bundle: its path or reference
 */
export async function unpackBundle(
  archive: Uint8Array,
  name: string,
  limits: Limits = limitsWith(),
): Promise<BundleFiles> {
  const content = gunzip(archive, name, limits);
  const files: BundleFiles = new Map();
  let problem: PlimsollError | undefined;
  const refuse = (why: string, cause?: unknown): void => {
    problem ??= new PlimsollError('bundle-invalid', `The bundle ${name} is refused: ${why}.`, { cause });
  };
  const { Parser } = await import('tar');
  const parser = new Parser({ strict: true, maxMetaEntrySize: 64 * 1024 });
  const done = new Promise<void>((resolve) => {
    parser.on('end', resolve);
    parser.on('error', (cause: unknown) => {
      refuse('it is not a well-formed tar archive', cause);
      resolve();
    });
  });
  // node-tar drops what it does not know without an error; here that would be a file nobody looked at.
  parser.on('ignoredEntry', (entry: ReadEntry) => refuse(`the entry ${printable(entry.path)} is of an unknown type`));
  parser.on('entry', (entry: ReadEntry) => {
    const why = refusal(entry, files, limits);
    if (why !== null || problem !== undefined) {
      if (why !== null) refuse(why);
      entry.resume();
      return;
    }
    if (entry.type === 'Directory') {
      entry.resume();
      return;
    }
    const file = new Uint8Array(entry.size);
    let filled = 0;
    files.set(bare(entry.path), file);
    entry.on('data', (chunk: Uint8Array) => {
      file.set(chunk, filled);
      filled += chunk.byteLength;
    });
  });
  parser.end(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
  await done;
  if (problem !== undefined) throw problem;
  return files;
}

function gunzip(archive: Uint8Array, name: string, limits: Limits): Uint8Array {
  try {
    return gunzipSync(archive, { maxOutputLength: limits.bundleBytes });
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') {
      const message = `The bundle ${name} is larger than the limit bundleBytes (${limits.bundleBytes}) when unpacked.`;
      throw new PlimsollError('limit-reached', message, { cause });
    }
    throw new PlimsollError('bundle-invalid', `The bundle ${name} is not a whole gzip file.`, { cause });
  }
}

/** Why an entry cannot be part of a bundle; null when it can. */
function refusal(entry: ReadEntry, files: BundleFiles, limits: Limits): string | null {
  const shown = printable(entry.path);
  if (entry.type === 'Directory') return null;
  if (entry.type !== 'File' && entry.type !== 'OldFile') return `${shown} is a ${entry.type}, only files may be in it`;
  const path = bare(entry.path);
  const segments = path.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    return `the path ${shown} leaves the bundle or is not in its plain form`;
  }
  if (/[\\\u0000-\u001f]/.test(path)) return `the path ${shown} holds a backslash or a control character`;
  if (files.has(path)) return `${shown} is in it twice`;
  if (files.size >= limits.bundleFiles) return `it holds more files than the limit bundleFiles (${limits.bundleFiles})`;
  if (entry.size > limits.bundleBytes) return `${shown} is larger than the limit bundleBytes (${limits.bundleBytes})`;
  return null;
}

function bare(path: string): string {
  return path.startsWith('/') ? path.slice(1) : path;
}

function printable(path: string): string {
  return JSON.stringify(path.slice(0, 200));
}

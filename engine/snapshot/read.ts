import { isUtf8 } from 'node:buffer';
import { PlimsollError } from '../errors.ts';
import { type Limits, limitsWith } from '../limits.ts';
import { runningDigest } from './digest.ts';
import { type Line, splitLines } from './lines.ts';
import { parseDigest, parseEnd, parseHeader, type SnapshotAge } from './read-frame.ts';
import { type LineReader, openLineReader } from './read-line.ts';
import type { End, Header } from './schema.ts';
import { fileBytes, type OpenBytes, uncompressed } from './source.ts';

/** A snapshot whose every byte was checked. */
export interface Snapshot {
  header: Header;
  end: End;
  /** `sha256:…` */
  digest: string;
  /** Resources of kinds that this version knows. */
  resourceCount: number;
  /**
   * Resource lines in order, without line feeds, of known kinds only; what an older snapshot could not have is listed
   * as missing in them. The bytes are read again: throws `snapshot-corrupt` where they are no longer the same.
   */
  lines(): AsyncIterable<Uint8Array>;
}

export interface OpenSnapshotOptions {
  limits?: Limits;
  /** Name for messages. */
  file?: string;
}

/** Opens and checks a snapshot file, plain or zstd. Errors as {@link openSnapshot}, and `file-unreadable`. */
export function openSnapshotFile(file: string, options: Pick<OpenSnapshotOptions, 'limits'> = {}): Promise<Snapshot> {
  return openSnapshot(fileBytes(file), { ...options, file });
}

/**
 * Reads a snapshot from end to end and checks it: header, order, the head and the completeness of every resource,
 * counts, digest. `snapshot-truncated` without a last line; `snapshot-corrupt` where the digest is another;
 * `snapshot-version` for another model; `snapshot-invalid`, with the line, where bytes that match their digest break
 * the model.
 * @param open gives the bytes from the beginning; it is called once for the check and once for each `lines()`
 */
export async function openSnapshot(open: OpenBytes, options: OpenSnapshotOptions = {}): Promise<Snapshot> {
  const limits = options.limits ?? limitsWith();
  const { file } = options;
  const bytes = uncompressed(open);
  const checked = await check(bytes, limits, file).catch((error: unknown) => {
    throw placed(error, file);
  });
  return { ...checked.snapshot, lines: () => linesOf(bytes, limits, checked, file) };
}

interface Checked {
  snapshot: Omit<Snapshot, 'lines'>;
  age: SnapshotAge;
}

/** One pass that checks everything. A fault in the text counts only if the digest says that it was written so. */
async function check(bytes: OpenBytes, limits: Limits, file: string | undefined): Promise<Checked> {
  const running = runningDigest();
  let header: { header: Header; age: SnapshotAge } | undefined;
  let reader: LineReader | undefined;
  let end: End | undefined;
  let fault: PlimsollError | undefined;
  let last: Line | undefined;

  function take(line: Line): void {
    if (!isUtf8(line.bytes)) throw invalid('A line is not UTF-8.');
    if (header === undefined) {
      header = parseHeader(line.bytes);
      reader = openLineReader(header.header, header.age, limits);
    } else if (end !== undefined) {
      throw invalid('Something stands between the end and the digest.');
    } else if (startsWith(line.bytes, '{"end":')) {
      end = parseEnd(line.bytes, header.header, header.age, reader!.counts);
    } else {
      reader!.read(line.bytes);
    }
  }

  for await (const line of splitLines(bytes(), limits.resourceLineBytes)) {
    if (last === undefined && !mayBegin(line)) throw invalid('This is not a snapshot.', file, 1);
    if (last !== undefined) {
      running.update(last.bytes);
      running.update(lineFeed);
      fault ??= attempt(take, last, file);
      if (fault?.code === 'snapshot-version' || fault?.code === 'limit-reached') throw fault;
    }
    last = line;
  }
  const digest = last === undefined || !last.ended ? null : parseDigest(last.bytes);
  if (digest === null) {
    const what = fault === undefined ? '' : ` The first fault: ${fault.message}`;
    throw new PlimsollError('snapshot-truncated', `The snapshot ends before its digest line.${what}`);
  }
  const actual = running.digest();
  if (digest !== actual) {
    throw new PlimsollError('snapshot-corrupt', `The snapshot says ${digest} and its content is ${actual}.`);
  }
  if (fault !== undefined) throw fault;
  if (header === undefined || end === undefined) throw invalid('A snapshot has a header and an end.', file);
  return { snapshot: { header: header.header, end, digest, resourceCount: reader!.known() }, age: header.age };
}

const lineFeed = Buffer.from('\n');

function attempt(take: (line: Line) => void, line: Line, file: string | undefined): PlimsollError | undefined {
  try {
    take(line);
    return undefined;
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
    return placed(error, file, line.number) as PlimsollError;
  }
}

/** The second pass: what was checked is not checked again, but it must still be the same bytes. */
async function* linesOf(
  bytes: OpenBytes,
  limits: Limits,
  checked: Checked,
  file: string | undefined,
): AsyncIterable<Uint8Array> {
  const running = runningDigest();
  const { header, digest } = checked.snapshot;
  const reader = openLineReader(header, checked.age, limits);
  let ended = false;
  try {
    for await (const line of splitLines(bytes(), limits.resourceLineBytes)) {
      if (ended) break;
      running.update(line.bytes);
      running.update(lineFeed);
      if (line.number === 1) continue;
      ended = startsWith(line.bytes, '{"end":');
      if (ended) continue;
      const resource = reader.pass(line.bytes);
      if (resource !== null) yield resource;
    }
  } catch (error) {
    throw placed(error, file);
  }
  if (running.digest() === digest) return;
  throw new PlimsollError('snapshot-corrupt', 'The snapshot changed while it was read.', {
    ...(file === undefined ? {} : { place: { file } }),
  });
}

/** Whether a first line is that of a snapshot, or could become one if it is cut off. */
function mayBegin(line: Line): boolean {
  const start = '{"snapshot":';
  const text = Buffer.from(line.bytes.subarray(0, start.length)).toString('latin1');
  return text === start || (!line.ended && start.startsWith(text));
}

function startsWith(line: Uint8Array, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (line[index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

function invalid(message: string, file?: string, line?: number): PlimsollError {
  if (file === undefined) return new PlimsollError('snapshot-invalid', message);
  return new PlimsollError('snapshot-invalid', message, { place: { file, ...(line === undefined ? {} : { line }) } });
}

/** The error with the place it is about, unless it has one. */
function placed(error: unknown, file: string | undefined, line?: number): unknown {
  if (!(error instanceof PlimsollError) || error.place?.line !== undefined) return error;
  if (file === undefined && line === undefined) return error;
  const place = { file: file ?? 'snapshot', ...(line === undefined ? {} : { line }) };
  return new PlimsollError(error.code, error.message, { place, next: error.next, cause: error.cause });
}

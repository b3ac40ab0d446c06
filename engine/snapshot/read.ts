import { isUtf8 } from 'node:buffer';
import { PlimsollError } from '../errors.ts';
import { type Limits, limitsWith } from '../limits.ts';
import { runningDigest } from './digest.ts';
import { type Block, type Line, lineBlocks, linesOf } from './lines.ts';
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
  return { ...checked.snapshot, lines: () => resourceLines(bytes, limits, checked, file) };
}

interface Checked {
  snapshot: Omit<Snapshot, 'lines'>;
  age: SnapshotAge;
}

/** One pass that checks everything. A fault in the text counts only if the digest says that it was written so. */
async function check(bytes: OpenBytes, limits: Limits, file: string | undefined): Promise<Checked> {
  const content = openContent(limits);
  const running = runningDigest();
  let fault: PlimsollError | undefined;
  let last: { line: Line; block: Block } | undefined;
  for await (const block of lineBlocks(bytes(), limits.resourceLineBytes)) {
    // only now is it known that the line before was not the last one
    if (last !== undefined) running.update(last.block.bytes.subarray(last.line.start));
    const isText = isUtf8(block.bytes);
    let begun: Line | undefined;
    for (const line of linesOf(block, limits.resourceLineBytes)) {
      if (last === undefined && begun === undefined && !mayBegin(line))
        throw invalid('This is not a snapshot.', file, 1);
      const before = begun ?? last?.line;
      if (before !== undefined) fault ??= attempt(content.take, before, isText, file);
      if (fault?.code === 'snapshot-version' || fault?.code === 'limit-reached') throw fault;
      begun = line;
    }
    if (begun === undefined) continue;
    running.update(block.bytes.subarray(0, begun.start));
    last = { line: begun, block };
  }
  const digest = last?.line.ended ? parseDigest(last.line.bytes) : null;
  if (digest === null) {
    const what = fault === undefined ? '' : ` The first fault: ${fault.message}`;
    throw new PlimsollError('snapshot-truncated', `The snapshot ends before its digest line.${what}`);
  }
  const actual = running.digest();
  if (digest !== actual) {
    throw new PlimsollError('snapshot-corrupt', `The snapshot says ${digest} and its content is ${actual}.`);
  }
  if (fault !== undefined) throw fault;
  return content.finish(digest, file);
}

/** Takes the lines before the digest one by one and keeps what they say. */
function openContent(limits: Limits): {
  take(line: Line): void;
  finish(digest: string, file: string | undefined): Checked;
} {
  let header: { header: Header; age: SnapshotAge } | undefined;
  let reader: LineReader | undefined;
  let end: End | undefined;

  function take(line: Line): void {
    if (header === undefined || reader === undefined) {
      header = parseHeader(line.bytes);
      reader = openLineReader(header.header, header.age, limits);
    } else if (end !== undefined) {
      throw invalid('Something stands between the end and the digest.');
    } else if (startsWith(line.bytes, '{"end":')) {
      end = parseEnd(line.bytes, header.header, header.age, reader.counts);
    } else {
      reader.read(line.bytes);
    }
  }

  function finish(digest: string, file: string | undefined): Checked {
    if (header === undefined || end === undefined) throw invalid('A snapshot has a header and an end.', file);
    const resourceCount = reader?.known() ?? 0;
    return { snapshot: { header: header.header, end, digest, resourceCount }, age: header.age };
  }

  return { take, finish };
}

function attempt(
  take: (line: Line) => void,
  line: Line,
  isText: boolean,
  file: string | undefined,
): PlimsollError | undefined {
  try {
    if (!isText && !isUtf8(line.bytes)) throw invalid('A line is not UTF-8.');
    take(line);
    return undefined;
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
    return placed(error, file, line.number) as PlimsollError;
  }
}

/** The second pass: what was checked is not checked again, but it must still be the same bytes. */
async function* resourceLines(
  bytes: OpenBytes,
  limits: Limits,
  checked: Checked,
  file: string | undefined,
): AsyncIterable<Uint8Array> {
  const running = runningDigest();
  const { header, digest } = checked.snapshot;
  const reader = openLineReader(header, checked.age, limits);
  try {
    for await (const block of lineBlocks(bytes(), limits.resourceLineBytes)) {
      let rest = block.bytes.length;
      for (const line of linesOf(block, limits.resourceLineBytes)) {
        if (line.number === 1 || startsWith(line.bytes, '{"end":')) continue;
        if (startsWith(line.bytes, '{"digest":')) {
          rest = line.start;
          break;
        }
        const resource = reader.pass(line.bytes);
        if (resource !== null) yield resource;
      }
      running.update(block.bytes.subarray(0, rest));
      if (rest < block.bytes.length) break;
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

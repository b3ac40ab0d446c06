import { PlimsollError } from '../errors.ts';
import { readHead } from '../snapshot/line.ts';

/** Lines of one kind that are judged in one call. */
export interface Batch {
  kind: string;
  /** The input document, `{"resources":[line,line]}`. */
  input: Uint8Array;
  /** Where each line begins and ends in `input`: start, end, start, end … */
  bounds: number[];
  /** True for a line above the limit `resourceLineBytes`: only its head is in `input`, and it is not evaluated. */
  tooLong: boolean;
}

const opening = Buffer.from('{"resources":[');
const closing = Buffer.from(']}');
const kindMember = Buffer.from('{"kind":"');
const quote = 0x22;
const lineFeed = 0x0a;
const comma = 0x2c;

export interface BatchLimits {
  /** Most lines of a batch. */
  resources: number;
  /** Most bytes of a batch; a longer line goes alone. */
  bytes: number;
  /** A line above this is not evaluated. */
  lineBytes: number;
}

/**
 * Memory that batches are written to. It is shared with the worker that judges one, so nothing is copied or thrown away
 * for each batch, and used again when the batch is done.
 */
export interface BatchMemory {
  take(bytes: number): Uint8Array;
  /** Gives the memory of a batch back, which must not be read any more. */
  give(batch: Batch): void;
}

/** Memory for batches of this many bytes; a longer line gets memory of its own. */
export function batchMemory(bytes: number): BatchMemory {
  const size = bytes + opening.length + closing.length;
  const free: SharedArrayBuffer[] = [];
  return {
    take(wanted) {
      const buffer = wanted > size ? new SharedArrayBuffer(wanted) : (free.pop() ?? new SharedArrayBuffer(size));
      return new Uint8Array(buffer, 0, wanted);
    },
    give({ input }) {
      if (input.buffer instanceof SharedArrayBuffer && input.buffer.byteLength === size) free.push(input.buffer);
    },
  };
}

/** How many lines a batch holds. */
export function batchSize(batch: Batch): number {
  return batch.bounds.length / 2;
}

/** The bytes of one line of a batch. */
export function lineOf(batch: Batch, index: number): Uint8Array {
  return batch.input.subarray(batch.bounds[index * 2], batch.bounds[index * 2 + 1]);
}

/** The input document of one line alone. */
export function inputOf(batch: Batch, index: number): Uint8Array {
  return join([lineOf(batch, index)]).input;
}

/**
 * Cuts resource lines into batches without parsing them: a batch ends at a limit, or where the kind changes.
 * Throws `snapshot-invalid` for a line that does not begin with its kind.
 */
export async function* batchesOf(
  lines: AsyncIterable<Uint8Array>,
  limits: BatchLimits,
  memory: BatchMemory,
): AsyncGenerator<Batch> {
  let kind = '';
  let pending: Uint8Array[] = [];
  let bytes = 0;
  for await (const given of lines) {
    const line = given.at(-1) === lineFeed ? given.subarray(0, -1) : given;
    const kindOfLine = startsWith(line, kind) ? kind : readKind(line);
    const alone = line.byteLength > limits.lineBytes;
    const full = pending.length >= limits.resources || bytes + line.byteLength > limits.bytes;
    if (pending.length > 0 && (kindOfLine !== kind || full || alone)) {
      yield batchOf(kind, pending, memory);
      pending = [];
      bytes = 0;
    }
    kind = kindOfLine;
    if (alone) {
      yield { ...batchOf(kind, [line.subarray(0, readHead(line).factsOffset)]), tooLong: true };
      continue;
    }
    pending.push(line);
    // A comma goes with each line.
    bytes += line.byteLength + 1;
  }
  if (pending.length > 0) yield batchOf(kind, pending, memory);
}

/** A batch of lines of one kind, copied together. */
export function batchOf(kind: string, lines: readonly Uint8Array[], memory?: BatchMemory): Batch {
  return { kind, ...join(lines, memory), tooLong: false };
}

/** Kind of a line, read from its first bytes. Throws `snapshot-invalid` where there is none. */
export function readKind(line: Uint8Array): string {
  const view = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  const end = view.indexOf(quote, kindMember.length);
  if (end === -1 || view.compare(kindMember, 0, kindMember.length, 0, kindMember.length) !== 0) {
    throw new PlimsollError('snapshot-invalid', 'A resource line does not begin with its kind.');
  }
  return view.toString('utf8', kindMember.length, end);
}

function startsWith(line: Uint8Array, kind: string): boolean {
  const end = kindMember.length + kind.length;
  if (kind === '' || line[end] !== quote) return false;
  for (let index = 0; index < kind.length; index += 1) {
    if (line[kindMember.length + index] !== kind.charCodeAt(index)) return false;
  }
  return true;
}

function join(lines: readonly Uint8Array[], memory?: BatchMemory): Pick<Batch, 'input' | 'bounds'> {
  let length = opening.length + closing.length + Math.max(0, lines.length - 1);
  for (const line of lines) length += line.byteLength;
  const input = memory?.take(length) ?? new Uint8Array(length);
  const bounds: number[] = [];
  input.set(opening, 0);
  let at = opening.length;
  for (const line of lines) {
    if (bounds.length > 0) input[at++] = comma;
    input.set(line, at);
    bounds.push(at, at + line.byteLength);
    at += line.byteLength;
  }
  input.set(closing, at);
  return { input, bounds };
}

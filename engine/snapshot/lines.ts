import { PlimsollError } from '../errors.ts';

/** A run of whole lines, each with its line feed. Only the last block of a file may end without one. */
export interface Block {
  bytes: Uint8Array;
  /** Number of its first line, from 1. */
  firstLine: number;
}

/**
 * Cuts chunks into blocks of whole lines, so that lines are counted and hashed many at a time. Chunks must not be
 * written to again. Throws `limit-reached` for a line longer than `limit` bytes, before more of it is kept in memory.
 */
export async function* lineBlocks(chunks: AsyncIterable<Uint8Array>, limit: number): AsyncIterable<Block> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let line = 1;
  for await (const chunk of chunks) {
    const first = chunk.indexOf(0x0a);
    if (heldBytes + (first === -1 ? chunk.length : first) > limit) throw tooLong(line, limit);
    if (first === -1) {
      held.push(chunk);
      heldBytes += chunk.length;
      continue;
    }
    const end = chunk.lastIndexOf(0x0a) + 1;
    const whole = chunk.subarray(0, end);
    const block = { bytes: heldBytes === 0 ? whole : Buffer.concat([...held, whole]), firstLine: line };
    line += countLines(whole);
    yield block;
    held = end === chunk.length ? [] : [chunk.subarray(end)];
    heldBytes = chunk.length - end;
    if (heldBytes > limit) throw tooLong(line, limit);
  }
  if (heldBytes > 0) yield { bytes: Buffer.concat(held), firstLine: line };
}

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) count += 1;
  return count;
}

/** One line without its line feed: a view of its block, not a copy. */
export interface Line {
  bytes: Uint8Array;
  /** From 1. */
  number: number;
  /** Where it begins in its block. */
  start: number;
  /** False for a last line that no line feed ends. */
  ended: boolean;
}

/** The lines of a block. Throws `limit-reached` for one longer than `limit` bytes. */
export function* linesOf(block: Block, limit: number): Generator<Line> {
  const { bytes, firstLine } = block;
  let start = 0;
  for (let number = firstLine; start < bytes.length; number += 1) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed === -1 ? bytes.length : feed;
    if (end - start > limit) throw tooLong(number, limit);
    yield { bytes: bytes.subarray(start, end), number, start, ended: feed !== -1 };
    start = end + 1;
  }
}

function tooLong(number: number, limit: number): PlimsollError {
  return new PlimsollError('limit-reached', `Line ${number} is longer than the limit resourceLineBytes of ${limit}.`);
}

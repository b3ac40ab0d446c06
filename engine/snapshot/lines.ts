import { PlimsollError } from '../errors.ts';

/** One line of a file, without its line feed. */
export interface Line {
  bytes: Uint8Array;
  /** From 1. */
  number: number;
  /** False for a last line that no line feed ends. */
  ended: boolean;
}

/**
 * Splits chunks at line feeds. Lines within a chunk are views of it, not copies.
 * Throws `limit-reached` for a line longer than `limit` bytes, before more of it is kept in memory.
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>, limit: number): AsyncIterable<Line> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let number = 1;
  for await (const chunk of chunks) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(0x0a, start);
      const piece = chunk.subarray(start, end === -1 ? chunk.length : end);
      if (heldBytes + piece.length > limit) throw tooLong(number, limit);
      if (end === -1) {
        if (piece.length > 0) held.push(piece);
        heldBytes += piece.length;
        break;
      }
      yield { bytes: heldBytes === 0 ? piece : Buffer.concat([...held, piece]), number, ended: true };
      held = [];
      heldBytes = 0;
      number += 1;
      start = end + 1;
    }
  }
  if (heldBytes > 0) yield { bytes: Buffer.concat(held), number, ended: false };
}

function tooLong(number: number, limit: number): PlimsollError {
  return new PlimsollError('limit-reached', `Line ${number} is longer than the limit resourceLineBytes of ${limit}.`);
}

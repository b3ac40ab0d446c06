import { PlimsollError } from '../../../engine/index.ts';

const magic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;

/**
 * Cuts a zstd stream at the ends of its frames (RFC 8878, section 3.1): a decoder of node:zlib drops what follows the
 * end of a frame inside one write, without an error. Skippable frames are left out. Nothing but headers is copied.
 *
 * @throws PlimsollError `archive-invalid` where it ends inside a frame or something else follows one
 */
export async function* zstdFrames(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Buffer> {
  const scanner = createFrameScanner(name);
  for await (const chunk of source) {
    const pieces = scanner.scan(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    yield* pieces;
  }
  scanner.finish();
}

/** Inside a frame bytes pass; a frame's own header is held until it is known what it begins. */
type State = 'header' | 'skip' | 'block' | 'content';

function createFrameScanner(name: string): { scan(bytes: Buffer): Buffer[]; finish(): void } {
  const header = Buffer.alloc(32);
  let filled = 0;
  let needed = 4;
  let state: State = 'header';
  let remaining = 0;
  let checksum = 0;
  let last = false;

  function scan(bytes: Buffer): Buffer[] {
    const pieces: Buffer[] = [];
    let from = 0;
    let at = 0;
    while (at < bytes.length) {
      const outside = state === 'header' || state === 'skip';
      at = state === 'skip' || state === 'content' ? pass(bytes, at) : collect(bytes, at);
      if (outside) {
        from = at;
        if (state === 'block' && filled === 0) pieces.push(Buffer.from(header.subarray(0, needed)));
        if (state === 'block') start('block', 3);
      } else if (state === 'header') {
        pieces.push(bytes.subarray(from, at));
        from = at;
      }
    }
    if (from < at) pieces.push(bytes.subarray(from, at));
    return pieces;
  }

  function start(next: State, bytes: number): void {
    state = next;
    filled = 0;
    needed = bytes;
  }

  function pass(bytes: Buffer, at: number): number {
    const taken = Math.min(remaining, bytes.length - at);
    remaining -= taken;
    if (remaining === 0) endOfPart();
    return at + taken;
  }

  function endOfPart(): void {
    if (state === 'skip' || last) start('header', 4);
    else start('block', 3);
  }

  function collect(bytes: Buffer, at: number): number {
    const taken = bytes.copy(header, filled, at, at + needed - filled);
    filled += taken;
    if (filled === needed) {
      if (state === 'block') readBlock();
      else readHeader();
    }
    return at + taken;
  }

  function readHeader(): void {
    const first = header.readUInt32LE(0);
    if ((first & 0xfffffff0) >>> 0 === skippableMagic) {
      readSkippable();
      return;
    }
    if (first !== magic) {
      throw new PlimsollError(
        'archive-invalid',
        `The ${name} is not a whole zstd file: something else follows a frame.`,
      );
    }
    const size = filled < 5 ? 5 : frameHeaderBytes(header[4]!);
    if (filled < size) {
      needed = size;
      return;
    }
    checksum = (header[4]! & 4) === 0 ? 0 : 4;
    state = 'block';
    filled = 0;
  }

  function readSkippable(): void {
    if (filled < 8) {
      needed = 8;
      return;
    }
    remaining = header.readUInt32LE(4);
    state = 'skip';
    if (remaining === 0) endOfPart();
  }

  function readBlock(): void {
    const block = header.readUIntLE(0, 3);
    last = (block & 1) !== 0;
    const isRunLength = ((block >> 1) & 3) === 1;
    remaining = (isRunLength ? 1 : block >> 3) + (last ? checksum : 0);
    state = 'content';
    if (remaining === 0) endOfPart();
  }

  function finish(): void {
    if (state === 'header' && filled === 0) return;
    throw new PlimsollError('archive-invalid', `The ${name} is cut off inside a zstd frame.`);
  }

  return { scan, finish };
}

/** Magic, descriptor, window, dictionary and content size. */
function frameHeaderBytes(descriptor: number): number {
  const single = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3]!;
  const contentSize = [single ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  return 5 + (single ? 0 : 1) + dictionary + contentSize;
}

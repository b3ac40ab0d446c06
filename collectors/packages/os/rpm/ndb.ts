import { adler32 } from './adler32.ts';
import { type Blobs, corrupt } from './blobs.ts';

/** Sizes and marks of rpm's NDB format, version 0 (rpm: lib/backend/ndb/rpmpkg.c). Numbers are little-endian. */
const blockSize = 16;
const pageSize = 4096;
const headSize = 16;
const tailSize = 12;
/** The header of the file takes the place of the first two slots. */
const firstSlot = 32;
const marks = { file: 'RpmP', slot: 'Slot', head: 'BlbS', tail: 'BlbE' } as const;

/** Whether bytes are an NDB database. */
export function isNdb(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 4) === marks.file;
}

/**
 * Reads the headers out of an NDB database (`Packages.db` of SUSE). Every slot and blob is checked with its checksum,
 * and a blob that no slot names tells of a lost slot.
 */
export function readNdb(bytes: Buffer, most: number): Blobs {
  if (bytes.length < firstSlot) return corrupt('its head is cut off');
  if (bytes.readUInt32LE(4) !== 0) return corrupt('it has a version that is not known');
  const slotsEnd = bytes.readUInt32LE(12) * pageSize;
  if (slotsEnd === 0 || slotsEnd > bytes.length) return corrupt('its slots are cut off');
  const blobs: { start: number; end: number; blob: Buffer }[] = [];
  for (let position = firstSlot; position < slotsEnd; position += blockSize) {
    if (bytes.toString('latin1', position, position + 4) !== marks.slot)
      return corrupt(`slot ${position / blockSize} is none`);
    const package_ = bytes.readUInt32LE(position + 4);
    const start = bytes.readUInt32LE(position + 8) * blockSize;
    const end = start + bytes.readUInt32LE(position + 12) * blockSize;
    if (package_ === 0 && start === 0) continue;
    if (start < slotsEnd || end > bytes.length) return corrupt(`package ${package_} lies outside of it`);
    const blob = readBlob(bytes.subarray(start, end), package_);
    if (blob === null) return corrupt(`package ${package_} does not match its checksum`);
    blobs.push({ start, end, blob });
    if (blobs.length > most) return { blobs: blobs.map((one) => one.blob), corrupt: null };
  }
  blobs.sort((left, right) => left.start - right.start);
  let free = slotsEnd;
  for (const { start, end } of blobs) {
    if (start < free) return corrupt('two packages overlap');
    if (holdsBlob(bytes, free, start)) return corrupt('a package is in it that is not listed');
    free = end;
  }
  if (holdsBlob(bytes, free, bytes.length)) return corrupt('a package is in it that is not listed');
  return { blobs: blobs.map(({ blob }) => blob), corrupt: null };
}

/** Head (mark, number, generation, length), the blob, padding, tail (checksum of all before, length, mark). */
function readBlob(bytes: Buffer, number: number): Buffer | null {
  if (bytes.length < headSize + tailSize) return null;
  const tail = bytes.length - tailSize;
  const length = bytes.readUInt32LE(12);
  const whole =
    bytes.toString('latin1', 0, 4) === marks.head &&
    bytes.readUInt32LE(4) === number &&
    Math.ceil((headSize + length + tailSize) / blockSize) * blockSize === bytes.length &&
    bytes.readUInt32LE(tail + 4) === length &&
    bytes.toString('latin1', tail + 8) === marks.tail &&
    bytes.readUInt32LE(tail) === adler32(bytes.subarray(0, tail));
  return whole ? bytes.subarray(headSize, headSize + length) : null;
}

/** Space that is free is zeroed by rpm. */
function holdsBlob(bytes: Buffer, from: number, to: number): boolean {
  for (let position = from; position + headSize <= to; position += blockSize) {
    if (bytes.toString('latin1', position, position + 4) === marks.head) return true;
  }
  return false;
}

/**
 * The header block of a tar entry, read as Go's archive/tar reads it, since engines unpack with that one: V7, ustar
 * (POSIX.1-1988), pax (POSIX.1-2001), old GNU and star.
 */
import type { ByteString } from './names.ts';

export const blockSize = 512;

/** Types of entries, by the character in the header. */
export const tarType = {
  oldFile: 0x00,
  file: 0x30,
  hardlink: 0x31,
  symlink: 0x32,
  characterDevice: 0x33,
  blockDevice: 0x34,
  directory: 0x35,
  fifo: 0x36,
  contiguous: 0x37,
  pax: 0x78,
  globalPax: 0x67,
  longName: 0x4c,
  longLink: 0x4b,
  sparse: 0x53,
} as const;

export interface TarHeader {
  format: 'v7' | 'ustar' | 'star' | 'gnu';
  type: number;
  name: ByteString;
  link: ByteString;
  /** Bytes that follow, as the block says. */
  size: number;
  mode: number;
  uid: number;
  gid: number;
}

/** Why a block is not a header. */
export class HeaderFault extends Error {}

export function isZeroBlock(bytes: Buffer, at: number): boolean {
  for (let index = at; index < at + blockSize; index += 4) {
    if ((bytes[index]! | bytes[index + 1]! | bytes[index + 2]! | bytes[index + 3]!) !== 0) return false;
  }
  return true;
}

/** @throws HeaderFault where the checksum or a number is wrong. */
export function parseHeader(bytes: Buffer, at: number): TarHeader {
  if (!hasChecksum(bytes, at)) throw new HeaderFault('the checksum of the header is wrong');
  const format = formatOf(bytes, at);
  const header: TarHeader = {
    format,
    type: bytes[at + 156]!,
    name: stringField(bytes, at, 100),
    link: stringField(bytes, at + 157, 100),
    size: numberField(bytes, at + 124, 12),
    mode: lowField(bytes, at + 100, 8),
    uid: lowField(bytes, at + 108, 8),
    gid: lowField(bytes, at + 116, 8),
  };
  lowField(bytes, at + 136, 12);
  if (format === 'v7') return header;
  lowField(bytes, at + 329, 8);
  lowField(bytes, at + 337, 8);
  const prefix = prefixOf(bytes, at, format);
  if (prefix !== '') header.name = `${prefix}/${header.name}`;
  return header;
}

function formatOf(bytes: Buffer, at: number): TarHeader['format'] {
  const magic = bytes.toString('latin1', at + 257, at + 265);
  if (magic === 'ustar  \0') return 'gnu';
  if (!magic.startsWith('ustar\0')) return 'v7';
  return bytes.toString('latin1', at + 508, at + 512) === 'tar\0' ? 'star' : 'ustar';
}

function prefixOf(bytes: Buffer, at: number, format: TarHeader['format']): ByteString {
  if (format === 'ustar') return stringField(bytes, at + 345, 155);
  if (format === 'star') {
    lowField(bytes, at + 476, 12);
    lowField(bytes, at + 488, 12);
    return stringField(bytes, at + 345, 131);
  }
  // Old GNU has times where ustar has the prefix. Go before 1.8 wrote a prefix there all the same.
  if (isTimeField(bytes, at + 345) && isTimeField(bytes, at + 357)) return '';
  const prefix = stringField(bytes, at + 345, 155);
  return /^[\x00-\x7f]*$/.test(prefix) ? prefix : ''; // oxlint-disable-line no-control-regex
}

function isTimeField(bytes: Buffer, at: number): boolean {
  if (bytes[at] === 0) return true;
  try {
    lowField(bytes, at, 12);
    return true;
  } catch {
    return false;
  }
}

/** Unsigned or signed sum of all bytes, its own as spaces. */
function hasChecksum(bytes: Buffer, at: number): boolean {
  let unsigned = 8 * 0x20;
  let high = 0;
  for (let index = at; index < at + 148; index++) {
    const byte = bytes[index]!;
    unsigned += byte;
    high += byte >> 7;
  }
  for (let index = at + 156; index < at + blockSize; index++) {
    const byte = bytes[index]!;
    unsigned += byte;
    high += byte >> 7;
  }
  const stated = octal(bytes, at + 148, 8);
  return stated === unsigned || stated === unsigned - 256 * high;
}

/** Up to the first NUL. */
export function stringField(bytes: Buffer, at: number, length: number): ByteString {
  let end = at;
  while (end < at + length && bytes[end] !== 0) end++;
  return bytes.toString('latin1', at, end);
}

/**
 * Octal digits, or two's complement where the first bit is set.
 * @throws HeaderFault for anything else, and for numbers that a double cannot hold.
 */
export function numberField(bytes: Buffer, at: number, length: number): number {
  const value = isBinary(bytes, at) ? Number(binary(bytes, at, length)) : octal(bytes, at, length);
  if (value === null || !Number.isSafeInteger(value)) throw new HeaderFault('a number of the header is wrong');
  return value;
}

/** The lowest 32 bits of such a number, which are what kernels have for owners and modes. @throws HeaderFault */
export function lowField(bytes: Buffer, at: number, length: number): number {
  if (isBinary(bytes, at)) return Number(BigInt.asUintN(32, binary(bytes, at, length)));
  const value = octal(bytes, at, length);
  if (value === null) throw new HeaderFault('a number of the header is wrong');
  return value % 2 ** 32;
}

function isBinary(bytes: Buffer, at: number): boolean {
  return (bytes[at]! & 0x80) !== 0;
}

/** @throws HeaderFault where it has more than 64 bits */
function binary(bytes: Buffer, at: number, length: number): bigint {
  const isNegative = (bytes[at]! & 0x40) !== 0;
  let value = isNegative ? -1n : 0n;
  for (let index = 0; index < length; index++) {
    const byte = bytes[at + index]!;
    // The first bit only says that the number is binary.
    const bits = index > 0 ? byte : isNegative ? byte | 0x80 : byte & 0x7f;
    value = (value << 8n) | BigInt(bits);
  }
  if (BigInt.asIntN(64, value) !== value) throw new HeaderFault('a number of the header is wrong');
  return value;
}

/** Octal digits between spaces and NULs; nothing at all is 0; null: something else. */
function octal(bytes: Buffer, at: number, length: number): number | null {
  let start = at;
  let end = at + length;
  while (start < end && isBlank(bytes[start]!)) start++;
  while (end > start && isBlank(bytes[end - 1]!)) end--;
  let value = 0;
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!;
    if (byte === 0 && index > start) break;
    if (byte < 0x30 || byte > 0x37) return null;
    value = value * 8 + (byte - 0x30);
  }
  return value;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0;
}

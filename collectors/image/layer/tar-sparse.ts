/** Maps of GNU's four sparse formats: which parts of a file lie in the archive, the rest being holes. */
import { blockSize, HeaderFault, numberField } from './tar-header.ts';
import { type PaxRecords, paxNumber } from './tar-pax.ts';

/** One part of a file that lies in the archive. */
export interface SparsePart {
  offset: number;
  length: number;
}

/** No map may take more than this, as in Go. */
const mapBytes = 1024 * 1024;
const mapParts = 1024 * 1024;

/** Checks a map: parts in order, without overlap, inside the file. @throws HeaderFault */
export function checkSparseMap(parts: readonly SparsePart[], size: number, packed: number): void {
  let end = 0;
  let sum = 0;
  for (const { offset, length } of parts) {
    if (offset < end || length < 0 || offset + length > size) throw new HeaderFault('a sparse map is wrong');
    end = offset + length;
    sum += length;
  }
  if (sum !== packed) throw new HeaderFault('a sparse map and the bytes that follow differ');
}

/** Reads the map inside a header of type `S` or an extension block; tells whether another block follows. */
export function readOldSparse(
  bytes: Buffer,
  at: number,
  where: 'header' | 'extension',
  parts: SparsePart[],
): { more: boolean } {
  const first = where === 'header' ? at + 386 : at;
  const count = where === 'header' ? 4 : 21;
  for (let index = 0; index < count; index++) {
    const entry = first + index * 24;
    if (bytes[entry] === 0) break;
    parts.push({ offset: numberField(bytes, entry, 12), length: numberField(bytes, entry + 12, 12) });
  }
  if (parts.length > mapParts) throw new HeaderFault('a sparse map is too long');
  return { more: bytes[first + count * 24]! > 0 };
}

export function oldSparseSize(bytes: Buffer, at: number): number {
  return numberField(bytes, at + 483, 12);
}

/** What pax records say of a sparse file; null: it is none. */
export interface PaxSparse {
  name: string | null;
  size: number | null;
  /** Null: the map stands in front of the content (format 1.0). */
  parts: SparsePart[] | null;
}

/** @throws HeaderFault */
export function paxSparseOf(records: PaxRecords): PaxSparse | null {
  const major = records.get('GNU.sparse.major') ?? '';
  const minor = records.get('GNU.sparse.minor') ?? '';
  const inFront = major === '1' && minor === '0';
  const inRecords =
    (major === '0' && (minor === '0' || minor === '1')) ||
    (major === '' && minor === '' && (records.get('GNU.sparse.map') ?? '') !== '');
  if (!inFront && !inRecords) return null;
  const size = records.get('GNU.sparse.size') || records.get('GNU.sparse.realsize') || '';
  return {
    name: records.get('GNU.sparse.name') || null,
    size: size === '' ? null : paxNumber(size),
    parts: inFront ? null : partsOfRecords(records),
  };
}

function partsOfRecords(records: PaxRecords): SparsePart[] {
  const count = paxNumber(records.get('GNU.sparse.numblocks') ?? '');
  const map = records.get('GNU.sparse.map') ?? '';
  const numbers = map === '' ? [] : map.split(',');
  if (count < 0 || numbers.length !== 2 * count) throw new HeaderFault('a sparse map has the wrong length');
  return pairs(numbers);
}

function pairs(numbers: readonly string[]): SparsePart[] {
  const parts: SparsePart[] = [];
  for (let index = 0; index < numbers.length; index += 2) {
    parts.push({ offset: paxNumber(numbers[index]!), length: paxNumber(numbers[index + 1]!) });
  }
  return parts;
}

/** Reads the map of format 1.0, block by block: a count, then pairs, a decimal number a line. */
export interface SparseMapReader {
  /** The parts when the last block of the map was read; null: another one follows. @throws HeaderFault */
  block(bytes: Buffer, at: number): SparsePart[] | null;
}

export function createSparseMapReader(): SparseMapReader {
  let rest = '';
  let total = 0;
  let wanted: number | null = null;
  const numbers: string[] = [];
  return {
    block(bytes, at) {
      total += blockSize;
      if (total > mapBytes) throw new HeaderFault('a sparse map is too long');
      const lines = bytes.toString('latin1', at, at + blockSize).split('\n');
      lines[0] = rest + lines[0]!;
      rest = lines.pop()!;
      numbers.push(...lines);
      if (wanted === null && numbers.length > 0) {
        wanted = 2 * paxNumber(numbers.shift()!);
        if (wanted < 0) throw new HeaderFault('a sparse map has a negative length');
      }
      if (wanted === null || numbers.length < wanted) return null;
      return pairs(numbers.slice(0, wanted));
    },
  };
}

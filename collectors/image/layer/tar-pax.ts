/** Records of pax headers (POSIX.1-2001, pax Interchange Format), as strict as Go's archive/tar. */
import type { ByteString } from './names.ts';
import { HeaderFault } from './tar-header.ts';

export type PaxRecords = Map<string, ByteString>;

const namesWithoutNul = new Set(['path', 'linkpath', 'uname', 'gname']);

/** @throws HeaderFault where a record is not well-formed. */
export function parsePax(content: ByteString): PaxRecords {
  const records: PaxRecords = new Map();
  const sparseMap: string[] = [];
  let at = 0;
  while (at < content.length) {
    const { key, value, next } = parseRecord(content, at);
    at = next;
    // GNU's sparse format 0.0 repeats keys; 0.1 has the same numbers in one list.
    if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') {
      const wanted = sparseMap.length % 2 === 0 ? 'GNU.sparse.offset' : 'GNU.sparse.numbytes';
      if (key !== wanted || value.includes(',')) throw new HeaderFault('a sparse map is out of order');
      sparseMap.push(value);
    } else {
      records.set(key, value);
    }
  }
  if (sparseMap.length > 0) records.set('GNU.sparse.map', sparseMap.join(','));
  return records;
}

/** `LENGTH KEY=VALUE\n`, where the length counts all of it. */
function parseRecord(content: ByteString, at: number): { key: string; value: ByteString; next: number } {
  const space = content.indexOf(' ', at);
  // A length has few digits: without a space near, the search would be quadratic for nothing.
  const digits = space < 0 ? '' : content.slice(at, space);
  if (!/^[+-]?\d{1,20}$/.test(digits)) throw new HeaderFault('a pax record has no length');
  const length = Number(digits);
  const next = at + length;
  if (length < 5 || next > content.length || next <= space + 1 || content[next - 1] !== '\n') {
    throw new HeaderFault('the length of a pax record is wrong');
  }
  const record = content.slice(space + 1, next - 1);
  const equals = record.indexOf('=');
  if (equals < 1) throw new HeaderFault('a pax record has no key');
  const key = record.slice(0, equals);
  const value = record.slice(equals + 1);
  if ((namesWithoutNul.has(key) ? value : key).includes('\0')) throw new HeaderFault(`a NUL in the pax record ${key}`);
  return { key, value, next };
}

/** @throws HeaderFault where it is not a decimal number. */
export function paxNumber(value: ByteString): number {
  if (!/^[+-]?\d+$/.test(value)) throw new HeaderFault('a number of a pax record is wrong');
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new HeaderFault('a number of a pax record is too large');
  return number;
}

/** The lowest 32 bits of a decimal number of 64 bits. @throws HeaderFault */
export function paxLowNumber(value: ByteString): number {
  if (!/^[+-]?\d{1,30}$/.test(value)) throw new HeaderFault('a number of a pax record is wrong');
  const number = BigInt(value.replace('+', ''));
  if (BigInt.asIntN(64, number) !== number) throw new HeaderFault('a number of a pax record is too large');
  return Number(BigInt.asUintN(32, number));
}

/** Seconds with an optional fraction. @throws HeaderFault for anything else. */
export function checkPaxTime(value: ByteString): void {
  if (!/^[+-]?\d{1,19}(?:\.\d*)?$/.test(value)) throw new HeaderFault('a time of a pax record is wrong');
}

/** Writes small ELF files with the sections and the one writable segment that tests name. */

export interface ElfShape {
  wide?: boolean;
  littleEndian?: boolean;
  sections?: Readonly<Record<string, Uint8Array>>;
  /** Loaded at {@link segmentAddress}. */
  segment?: Uint8Array;
}

export const segmentAddress = 0x10000;

export function elfOf({ wide = true, littleEndian = true, sections = {}, segment }: ElfShape): Buffer {
  const word = wide ? 8 : 4;
  const headerBytes = wide ? 64 : 52;
  const programBytes = wide ? 56 : 32;
  const sectionBytes = wide ? 64 : 40;
  const names = [...Object.keys(sections), '.shstrtab'];
  const nameTable = Buffer.from(`\0${names.map((name) => `${name}\0`).join('')}`);
  const bodies = [...Object.values(sections), nameTable];
  const segmentStart = headerBytes + programBytes;
  const starts: number[] = [];
  let at = segmentStart + (segment?.length ?? 0);
  for (const body of bodies) {
    starts.push(at);
    at += body.length;
  }
  const table = at;
  const file = Buffer.alloc(table + sectionBytes * (bodies.length + 1));
  const put = (place: number, value: number, size: number) => putNumber(file, place, value, size, littleEndian);
  file.write('\u007fELF', 'latin1');
  file.set([wide ? 2 : 1, littleEndian ? 1 : 2, 1], 4);
  put(16, 2, 2);
  const tail = wide ? 54 : 42;
  put(wide ? 32 : 28, headerBytes, word);
  put(wide ? 40 : 32, table, word);
  put(tail, programBytes, 2);
  put(tail + 2, segment === undefined ? 0 : 1, 2);
  put(tail + 4, sectionBytes, 2);
  put(tail + 6, bodies.length + 1, 2);
  put(tail + 8, bodies.length, 2);
  if (segment !== undefined) {
    put(headerBytes, 1, 4);
    put(headerBytes + (wide ? 4 : 24), 6, 4);
    put(headerBytes + (wide ? 8 : 4), segmentStart, word);
    put(headerBytes + (wide ? 16 : 8), segmentAddress, word);
    put(headerBytes + (wide ? 32 : 16), segment.length, word);
    file.set(segment, segmentStart);
  }
  let nameAt = 1;
  for (const [index, body] of bodies.entries()) {
    const header = table + sectionBytes * (index + 1);
    put(header, nameAt, 4);
    put(header + 4, 1, 4);
    put(header + (wide ? 24 : 16), starts[index]!, word);
    put(header + (wide ? 32 : 20), body.length, word);
    file.set(body, starts[index]);
    nameAt += names[index]!.length + 1;
  }
  return file;
}

/** Writes an unsigned number of up to 8 bytes. */
export function putNumber(file: Buffer, place: number, value: number, size: number, littleEndian: boolean): void {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  const number = bytes.subarray(8 - size);
  file.set(littleEndian ? number.toReversed() : number, place);
}

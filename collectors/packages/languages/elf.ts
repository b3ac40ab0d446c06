/** What is needed of an ELF file (System V ABI, "Object Files"): where sections and segments lie. */

export interface ElfSection {
  name: string;
  /** Its bytes; empty where they are not in the file. */
  bytes: Buffer;
}

export interface ElfSegment {
  /** Address in memory of its first byte. */
  address: number;
  writable: boolean;
  bytes: Buffer;
}

export interface Elf {
  littleEndian: boolean;
  /** 4 or 8. */
  pointerBytes: number;
  sections: ElfSection[];
  /** Those that are loaded. */
  segments: ElfSegment[];
  /** Whether its tables or what they point to lie beyond its end. */
  truncated: boolean;
}

const mostHeaders = 10_000;
const loaded = 1;
const noBits = 8;

/** Whether a file begins like ELF. */
export function isElf(bytes: Uint8Array): boolean {
  return bytes.length >= 20 && bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
}

/** Reads the tables of an ELF file; null: it is none. What lies outside the file is left out. */
export function readElf(bytes: Buffer): Elf | null {
  if (!isElf(bytes) || (bytes[4] !== 1 && bytes[4] !== 2) || (bytes[5] !== 1 && bytes[5] !== 2)) return null;
  const wide = bytes[4] === 2;
  if (bytes.length < (wide ? 64 : 52)) return null;
  const littleEndian = bytes[5] === 1;
  const read = readerOf(bytes, littleEndian);
  const elf: Elf = { littleEndian, pointerBytes: wide ? 8 : 4, sections: [], segments: [], truncated: false };
  const short = (at: number) => read.number(at, 2);
  const place = (at: number) => read.number(at, elf.pointerBytes);

  function part(offset: number, size: number): Buffer {
    if (offset + size > bytes.length) elf.truncated = true;
    return bytes.subarray(Math.min(offset, bytes.length), Math.min(offset + size, bytes.length));
  }

  function headers(table: number, entryBytes: number, count: number, least: number): number[] {
    if (table === 0 || count === 0 || entryBytes < least) return [];
    if (table + entryBytes * count > bytes.length) elf.truncated = true;
    const places = Array.from({ length: Math.min(count, mostHeaders) }, (_, index) => table + index * entryBytes);
    return places.filter((at) => at + least <= bytes.length);
  }

  const at = wide
    ? { programs: 32, sections: 40, programBytes: 54, programCount: 56, sectionBytes: 58, sectionCount: 60, names: 62 }
    : { programs: 28, sections: 32, programBytes: 42, programCount: 44, sectionBytes: 46, sectionCount: 48, names: 50 };
  for (const header of headers(place(at.programs), short(at.programBytes), short(at.programCount), wide ? 56 : 32)) {
    if (read.number(header, 4) !== loaded) continue;
    const flags = read.number(header + (wide ? 4 : 24), 4);
    const address = place(header + (wide ? 16 : 8));
    const segment = part(place(header + (wide ? 8 : 4)), place(header + (wide ? 32 : 16)));
    elf.segments.push({ address, writable: (flags & 2) !== 0, bytes: segment });
  }
  const sections = headers(place(at.sections), short(at.sectionBytes), short(at.sectionCount), wide ? 64 : 40).map(
    (header) => ({
      name: read.number(header, 4),
      bytes:
        read.number(header + 4, 4) === noBits
          ? bytes.subarray(0, 0)
          : part(place(header + (wide ? 24 : 16)), place(header + (wide ? 32 : 20))),
    }),
  );
  const names = sections[short(at.names)]?.bytes ?? bytes.subarray(0, 0);
  elf.sections = sections.map((section) => ({ name: nameAt(names, section.name), bytes: section.bytes }));
  return elf;
}

function nameAt(names: Buffer, start: number): string {
  if (start >= names.length) return '';
  const end = names.indexOf(0, start);
  return names.toString('latin1', start, end < 0 ? names.length : Math.min(end, start + 256));
}

/** Unsigned numbers of a file, beyond 2^53 as infinite, beyond its end as 0. */
export function readerOf(bytes: Buffer, littleEndian: boolean): { number(at: number, size: number): number } {
  return {
    number(at, size) {
      if (at < 0 || at + size > bytes.length) return 0;
      if (size <= 4) return littleEndian ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
      const value = Number(littleEndian ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
      return Number.isSafeInteger(value) ? value : Number.POSITIVE_INFINITY;
    },
  };
}

/** Bytes at an address of the running program; null: they are not in the file. */
export function bytesAt(elf: Elf, address: number, size: number): Buffer | null {
  for (const segment of elf.segments) {
    const start = address - segment.address;
    if (start >= 0 && start + size <= segment.bytes.length) return segment.bytes.subarray(start, start + size);
  }
  return null;
}

/** Whether a file may be a program: it may be executed, and is large enough to hold what is looked for. */
export function maybeProgram(file: { mode: number; size: number }): boolean {
  return (file.mode & 0o111) !== 0 && file.size >= 512;
}

import { bytesAt, type Elf, readerOf } from '../elf.ts';

/** What the Go linker leaves in every program. */
export interface BuildInfo {
  /** Version of the toolchain as it names itself: `go1.26.1`. */
  toolchain: string;
  /** Lines of modules; empty: built without modules. */
  modules: string;
}

const magic = Buffer.from('\u{ff} Go buildinf:', 'latin1');
const headerBytes = 32;
const alignment = 16;
const inlineFlag = 2;
/** Longest text that is taken; real ones have some thousand characters. */
const longestText = 8 * 1024 * 1024;

/**
 * Reads the build information of a Go program (Go, `debug/buildinfo`): in the section `.go.buildinfo`, else found by
 * its first bytes in the data that can be written. `damaged`: it is there and does not add up; null: there is none.
 */
export function readBuildInfo(elf: Elf): BuildInfo | 'damaged' | null {
  const section = elf.sections.find(({ name }) => name === '.go.buildinfo');
  const found = section === undefined ? findHeader(elf) : section.bytes;
  if (found === null) return null;
  if (found.length < headerBytes || !found.subarray(0, magic.length).equals(magic)) return 'damaged';
  const [pointerBytes = 0, flags = 0] = found.subarray(magic.length);
  const texts = (flags & inlineFlag) !== 0 ? inlineTexts(found) : pointedTexts(elf, found, pointerBytes, flags);
  if (texts === null || texts[0].length === 0) return 'damaged';
  return { toolchain: texts[0].toString('utf8'), modules: withoutMarks(texts[1]) };
}

function findHeader(elf: Elf): Buffer | null {
  for (const { bytes, writable } of elf.segments) {
    if (!writable) continue;
    for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
      if (at % alignment === 0) return bytes.subarray(at);
    }
  }
  return null;
}

/** Since Go 1.18: both texts follow the header, each after its length. */
function inlineTexts(found: Buffer): [Buffer, Buffer] | null {
  const first = textAfterLength(found, headerBytes);
  const second = first === null ? null : textAfterLength(found, first.end);
  return first === null || second === null ? null : [first.text, second.text];
}

function textAfterLength(bytes: Buffer, start: number): { text: Buffer; end: number } | null {
  let length = 0;
  let at = start;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[at++];
    if (byte === undefined || factor > 2 ** 35) return null;
    length += (byte & 127) * factor;
    if (byte < 128) break;
  }
  if (length > longestText || at + length > bytes.length) return null;
  return { text: bytes.subarray(at, at + length), end: at + length };
}

/** Before Go 1.18: the header points to both strings, each a pointer and a length. */
function pointedTexts(elf: Elf, found: Buffer, pointerBytes: number, flags: number): [Buffer, Buffer] | null {
  if (pointerBytes !== 4 && pointerBytes !== 8) return null;
  const littleEndian = (flags & 1) === 0;
  const number = (bytes: Buffer, at: number) => readerOf(bytes, littleEndian).number(at, pointerBytes);
  const text = (at: number): Buffer | null => {
    const pointer = number(found, at);
    const string = bytesAt(elf, pointer, 2 * pointerBytes);
    if (string === null) return null;
    const length = number(string, pointerBytes);
    if (length === 0) return Buffer.alloc(0);
    return length > longestText ? null : bytesAt(elf, number(string, 0), length);
  };
  const toolchain = text(16);
  const modules = text(16 + pointerBytes);
  return toolchain === null || modules === null ? null : [toolchain, modules];
}

/** Lines of modules lie between two marks of 16 bytes; what has none holds no lines. */
function withoutMarks(bytes: Buffer): string {
  const mark = 16;
  if (bytes.length < 2 * mark + 1 || bytes[bytes.length - mark - 1] !== 10) return '';
  return bytes.toString('utf8', mark, bytes.length - mark);
}

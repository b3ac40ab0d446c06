import type { FileInspector } from '../contract.ts';

/** What the first bytes of a file say; files they say nothing of have no note. */
export type FormatNote = 'script' | 'elf-program' | 'elf-library' | 'elf-core' | 'elf-other';

/** Tells programs, libraries, core dumps and scripts by their first bytes (elf(5): e_type, PT_INTERP). */
export const formatInspector: FileInspector = {
  id: 'format',
  version: 1,
  wants: (file) => (file.size < 4 ? 'no' : 'head'),
  inspect: (_file, bytes) => formatOf(bytes),
};

function formatOf(bytes: Uint8Array): FormatNote | null {
  if (bytes[0] === 0x23 && bytes[1] === 0x21) return 'script';
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (head.length < 20 || head.readUInt32BE(0) !== 0x7f454c46) return null;
  const little = head[5] === 1;
  const type = little ? head.readUInt16LE(16) : head.readUInt16BE(16);
  if (type === 2) return 'elf-program';
  if (type === 3) return hasInterpreter(head, little) ? 'elf-program' : 'elf-library';
  return type === 4 ? 'elf-core' : 'elf-other';
}

/** Whether a program header names a loader, which libraries do not have (but for the loader's own). */
function hasInterpreter(head: Buffer, little: boolean): boolean {
  const wide = head[4] === 2;
  if (head.length < (wide ? 64 : 52)) return false;
  const word = (at: number) => (at + 4 > head.length ? 0 : little ? head.readUInt32LE(at) : head.readUInt32BE(at));
  const half = (at: number) => (little ? head.readUInt16LE(at) : head.readUInt16BE(at));
  // Of a 64-bit offset the low half is enough: the headers follow the first one.
  const offset = wide ? word(little ? 32 : 36) : word(28);
  const [size, count] = wide ? [half(54), half(56)] : [half(42), half(44)];
  for (let index = 0; index < Math.min(count, 64); index++) if (word(offset + index * size) === 3) return true;
  return false;
}

/** Every token begins with as many printable characters. */
export const leastRun = 20;
/** Parts that are closer are looked at as one. */
const gapBytes = 1024;

const printable = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x20 && byte <= 0x7e ? 1 : 0));

/** A part of some bytes, from `start` up to `end`. */
export interface Part {
  start: number;
  end: number;
}

/** Bytes that are looked at together. */
const probeBytes = 4;
/** From one look to the next: all bytes of one of them are in every run that is long enough. */
const step = leastRun - probeBytes + 1;

/**
 * Parts of a program or of data where tokens can be: they hold every run of printable characters that is long enough.
 * Few bytes are looked at where there is none, so that most of a program is passed over.
 */
export function textParts(bytes: Uint8Array): Part[] {
  const parts: Part[] = [];
  const last = bytes.length - probeBytes;
  let at = step - 1;
  while (at <= last) {
    // Without a branch for each, since what comes next in a program cannot be foretold.
    const one = printable[bytes[at] as number] as number;
    const two = printable[bytes[at + 1] as number] as number;
    const three = printable[bytes[at + 2] as number] as number;
    const four = printable[bytes[at + 3] as number] as number;
    if ((one & two & three & four) !== 0) at = addRun(parts, bytes, at);
    at += step;
  }
  return parts;
}

/** Adds the run around a place where it is long enough. @returns where it ends */
function addRun(parts: Part[], bytes: Uint8Array, at: number): number {
  let [start, end] = [at, at + 1];
  while (start > 0 && printable[bytes[start - 1] as number] === 1) start--;
  while (end < bytes.length && printable[bytes[end] as number] === 1) end++;
  if (end - start < leastRun) return end;
  const last = parts.at(-1);
  if (last !== undefined && start - last.end <= gapBytes) last.end = end;
  else parts.push({ start, end });
  return end;
}

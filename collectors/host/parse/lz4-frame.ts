/**
 * Unpacks an LZ4 frame (LZ4 Frame Format 1.6), as apt keeps package lists. Checksums are passed over.
 * @param maximum most bytes that come out
 * @returns null: not such a frame, cut short or broken; `too-large`: more than the maximum
 */
export function unpackLz4(bytes: Buffer, maximum: number): Buffer | 'too-large' | null {
  if (bytes.length < 7 || bytes.readUInt32LE(0) !== 0x184d2204) return null;
  const flags = bytes[4] ?? 0;
  if (flags >> 6 !== 1 || (flags & 0x01) !== 0) return null;
  let at = 6 + ((flags & 0x08) !== 0 ? 8 : 0) + 1;
  const output: Output = { bytes: Buffer.allocUnsafe(Math.min(maximum, bytes.length * 4 + 64)), length: 0, maximum };
  for (;;) {
    if (at + 4 > bytes.length) return null;
    const header = bytes.readUInt32LE(at);
    at += 4;
    if (header === 0) return output.bytes.subarray(0, output.length);
    const size = header & 0x7fffffff;
    if (at + size > bytes.length) return null;
    const block = bytes.subarray(at, at + size);
    const outcome = header >>> 31 === 1 ? append(output, block) : unpackBlock(block, output);
    if (outcome !== true) return outcome === 'too-large' ? 'too-large' : null;
    at += size + ((flags & 0x10) !== 0 ? 4 : 0);
  }
}

interface Output {
  bytes: Buffer;
  length: number;
  maximum: number;
}

function reserve(output: Output, more: number): boolean {
  const needed = output.length + more;
  if (needed > output.maximum) return false;
  if (needed <= output.bytes.length) return true;
  const larger = Buffer.allocUnsafe(Math.min(output.maximum, Math.max(needed, output.bytes.length * 2)));
  output.bytes.copy(larger, 0, 0, output.length);
  output.bytes = larger;
  return true;
}

function append(output: Output, block: Buffer): true | 'too-large' {
  if (!reserve(output, block.length)) return 'too-large';
  block.copy(output.bytes, output.length);
  output.length += block.length;
  return true;
}

/** One block: sequences of literals and copies of what came before (LZ4 Block Format). */
function unpackBlock(block: Buffer, output: Output): true | 'too-large' | 'broken' {
  let at = 0;
  const length = (start: number): number => {
    let total = start;
    for (let byte = 255; start === 15 && byte === 255; total += byte) {
      if (at >= block.length) return -1;
      byte = block[at++] ?? 0;
    }
    return total;
  };
  while (at < block.length) {
    const token = block[at++] ?? 0;
    const literals = length(token >> 4);
    if (literals < 0 || at + literals > block.length) return 'broken';
    if (append(output, block.subarray(at, at + literals)) !== true) return 'too-large';
    at += literals;
    if (at === block.length) return true;
    if (at + 2 > block.length) return 'broken';
    const distance = block.readUInt16LE(at);
    at += 2;
    const copied = length(token & 15);
    if (copied < 0 || distance === 0 || distance > output.length) return 'broken';
    if (!reserve(output, copied + 4)) return 'too-large';
    copyBack(output, distance, copied + 4);
  }
  return true;
}

/** The copy may overlap its own result, which repeats a pattern. */
function copyBack(output: Output, distance: number, count: number): void {
  const { bytes } = output;
  const from = output.length - distance;
  if (distance >= count) bytes.copyWithin(output.length, from, from + count);
  else for (let index = 0; index < count; index++) bytes[output.length + index] = bytes[from + index] ?? 0;
  output.length += count;
}

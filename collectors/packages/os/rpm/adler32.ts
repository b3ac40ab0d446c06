const modulus = 65_521;
/** As many bytes as fit before a sum could leave 32 bits. */
const stretch = 5552;

/** Checksum Adler-32 (RFC 1950), which NDB databases carry. */
export function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let start = 0; start < bytes.length; start += stretch) {
    const end = Math.min(start + stretch, bytes.length);
    for (let position = start; position < end; position++) {
      low += bytes[position] ?? 0;
      high += low;
    }
    low %= modulus;
    high %= modulus;
  }
  return high * 65_536 + low;
}

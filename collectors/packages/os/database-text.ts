/** What the text databases of dpkg and apk have in common. */

/** One line, without its end (LF or CRLF). */
export interface Line {
  text: string;
  /** From 1. */
  number: number;
  /** Its bytes. */
  start: number;
  end: number;
}

const markLength = 3;

/**
 * The lines of a file one by one, a byte order mark left out. Bytes that are not UTF-8 become U+FFFD: free texts may
 * hold them, names may not.
 */
export function* linesOf(bytes: Uint8Array): Generator<Line> {
  const buffer = asBuffer(bytes);
  const marked = buffer.length >= markLength && buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf;
  let start = marked ? markLength : 0;
  for (let number = 1; start < buffer.length; number++) {
    const found = buffer.indexOf(10, start);
    const next = found < 0 ? buffer.length : found;
    const end = next > start && buffer[next - 1] === 13 ? next - 1 : next;
    yield { text: buffer.toString('utf8', start, end), number, start, end };
    start = next + 1;
  }
}

/** Why a text database counts as corrupt before any line is looked at; null: nothing seen so far. */
export function brokenText(bytes: Uint8Array): string | null {
  // Zero bytes are what a file system leaves after a crash.
  if (bytes.includes(0)) return 'it holds zero bytes';
  return bytes.length === 0 || bytes.at(-1) === 10 ? null : 'its last line has no end, so it is cut off';
}

/** Whether a name or version holds printable ASCII alone, as dpkg and apk demand. */
export function isPlainWord(text: string): boolean {
  return /^[\x21-\x7e]{1,1024}$/.test(text);
}

/** The same bytes, not copied. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Names of files as texts: a snapshot is UTF-8, names on disk are bytes. */

/** UTF-8, with the byte order mark dropped. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

/** Text of bytes that should be UTF-8: what is not is written `%XX`, and `%` then as `%25`. */
export function printableName(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(bytes)) return text.includes('%') ? text.replaceAll('%', '%25') : text;
  let printed = '';
  for (const byte of bytes) {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x25;
    printed += plain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return printed;
}

/** The bytes behind a printed name. */
export function nameBytes(printed: string): Buffer {
  if (!printed.includes('%')) return Buffer.from(printed, 'utf8');
  const parts = printed.split(/(%[0-9A-F]{2})/);
  return Buffer.concat(
    parts.map((part) => (/^%[0-9A-F]{2}$/.test(part) ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part, 'utf8'))),
  );
}

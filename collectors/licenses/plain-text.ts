/** Bytes of a licence file as text: marks of byte order, older encodings, HTML. */

const html = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype html|html|head|body)\b/i;
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
};

/** The text of a file. Never throws: bytes that are not UTF-8 are read as windows-1252, UTF-16 by its mark. */
export function plainText(bytes: Uint8Array): string {
  const text = decode(bytes);
  return html.test(text.slice(0, 4096)) ? withoutTags(text) : text;
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function withoutTags(text: string): string {
  return text
    .replace(/<(script|style|title|head)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<(?:br|\/?(?:p|div|li|h\d|tr|ul|ol|pre|hr))\b[^<>]{0,1000}>/gi, '\n')
    .replace(/<[a-z/!][^<>]{0,1000}>/gi, '')
    .replace(/&([a-z]{2,5});/gi, (whole, name: string) => entities[name.toLowerCase()] ?? whole);
}

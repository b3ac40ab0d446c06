import { PlimsollError } from '../errors.ts';
import { canonicalJson } from './canonical.ts';
import type { Head, Resource } from './schema.ts';

const targetMember = Buffer.from(',"target":');
/** A head, and where the facts begin: at the comma before the first one, or at the closing brace. */
export interface HeadOfLine {
  head: Head;
  factsOffset: number;
}

/**
 * Reads the head of a resource line and nothing behind it. `,"target":` followed by a digit ends the head: labels
 * and missing facts are strings, so it cannot occur earlier.
 * Throws `snapshot-invalid` where there is no head. Only the snapshot reader checks its members.
 */
export function readHead(line: Uint8Array): HeadOfLine {
  const { head, factsOffset } = readHeadText(line);
  return { head, factsOffset };
}

/** The same, with the text of the head up to `factsOffset`. */
export function readHeadText(line: Uint8Array): HeadOfLine & { text: string } {
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  const end = headEnd(bytes);
  if (end === -1) throw new PlimsollError('snapshot-invalid', 'A resource line has no head that ends in "target".');
  const text = bytes.toString('utf8', 0, end);
  try {
    return { head: JSON.parse(`${text}}`) as Head, factsOffset: end, text };
  } catch (cause) {
    throw new PlimsollError('snapshot-invalid', 'The head of a resource line is not JSON.', { cause });
  }
}

function headEnd(bytes: Buffer): number {
  let at = bytes.indexOf(targetMember);
  while (at !== -1) {
    let end = at + targetMember.length;
    const digits = end;
    while (isDigit(bytes[end])) end += 1;
    if (end > digits) return end;
    at = bytes.indexOf(targetMember, digits);
  }
  return -1;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Parses a whole resource line. Throws `snapshot-invalid` where it is not a JSON object. */
export function parseResource(line: Uint8Array): Resource {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new PlimsollError('snapshot-invalid', 'A resource line is not JSON.', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PlimsollError('snapshot-invalid', 'A resource line is not a JSON object.');
  }
  return value as Resource;
}

/** The canonical text of a head without its closing brace, members in the order that the format fixes. */
export function headText(head: Head): string {
  const { kind, key, id, name, labels, missing, target } = head;
  const strings = `"kind":${JSON.stringify(kind)},"key":${JSON.stringify(key)},"id":${JSON.stringify(id)}`;
  const maps = `"labels":${canonicalJson(labels)},"missing":${canonicalJson(missing)}`;
  return `{${strings},"name":${JSON.stringify(name)},${maps},"target":${target}`;
}

/** The canonical line of a resource, without its line feed: the head, then the facts sorted by name. */
export function resourceText(head: Head, facts: Record<string, unknown>): string {
  const rest = canonicalJson(facts);
  return rest === '{}' ? `${headText(head)}}` : `${headText(head)},${rest.slice(1)}`;
}

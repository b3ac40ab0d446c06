import { isUtf8 } from 'node:buffer';
import { printableName } from '../../host/file-names.ts';

/** Bytes as a string of one character (U+0000–U+00FF) a byte: names and links as an archive holds them. */
export type ByteString = string;

const plain = /^[\x00-\x24\x26-\x7f]*$/; // oxlint-disable-line no-control-regex

/** The text of a name: UTF-8, with `%XX` for bytes that are not, and `%25` for `%`. */
export function nameText(bytes: ByteString): string {
  if (plain.test(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  if (isUtf8(buffer)) return buffer.toString('utf8').replaceAll('%', '%25');
  return printableName(buffer);
}

/**
 * The path that an entry's name stands for, as an engine unpacks it inside the root: no leading slash, no `.`, and
 * `..` that stops at the root. The root itself is `''`.
 */
export function layerPath(name: ByteString): string {
  const text = nameText(name);
  if (isNormal(text)) return text;
  return joinSegments([], text).join('/');
}

/** Appends the segments of a relative path to others; `..` takes one away, and stops at the root. */
export function joinSegments(base: readonly string[], relative: string): string[] {
  const segments = [...base];
  for (const segment of relative.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  return segments;
}

/** True where there is nothing to take out: `usr/bin/env`. */
function isNormal(text: string): boolean {
  return text !== '' && !/(?:^|\/)(?:\.{0,2})(?:\/|$)/.test(text);
}

/** The folder of a path; the root for a name without one. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

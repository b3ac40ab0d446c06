import { existsSync } from 'node:fs';

/** A place on this machine and, after a colon, which image of it. */
export interface PlaceAddress {
  path: string;
  /** Reference, tag, digest, or `@INDEX` as skopeo counts them; null: none was named. */
  reference: string | null;
}

/**
 * Splits `PATH[:REFERENCE]`. Both may hold colons, so the longest path that exists decides; where none does, the text
 * is split at its first colon.
 */
export function splitAddress(text: string, exists: (path: string) => boolean = existsSync): PlaceAddress {
  if (exists(text)) return { path: text, reference: null };
  for (let colon = text.lastIndexOf(':'); colon > 0; colon = text.lastIndexOf(':', colon - 1)) {
    if (exists(text.slice(0, colon))) return split(text, colon);
  }
  const first = text.indexOf(':');
  return first > 0 ? split(text, first) : { path: text, reference: null };
}

function split(text: string, colon: number): PlaceAddress {
  return { path: text.slice(0, colon), reference: text.slice(colon + 1) || null };
}

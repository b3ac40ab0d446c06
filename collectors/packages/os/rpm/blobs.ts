/**
 * Headers of packages as a database holds them, or why it is corrupt. Readers are told how many may be, and stop at one
 * more, so that the caller sees it.
 */
export interface Blobs {
  blobs: Uint8Array[];
  corrupt: string | null;
}

export function corrupt(why: string): Blobs {
  return { blobs: [], corrupt: why };
}

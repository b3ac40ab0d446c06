/** Bytes by digest, wherever they are kept. */
export interface Contents {
  /** Keeps bytes; where they are there already, they count as fresh. */
  put(bytes: AsyncIterable<Uint8Array> | Uint8Array): Promise<{ digest: string; bytes: number }>;
  /** Null: nothing has the digest. */
  open(digest: string): Promise<AsyncIterable<Uint8Array> | null>;
  has(digest: string): Promise<boolean>;
  /** Removes content whose digest is not live and which was put before a time; leftovers of broken puts as well. */
  sweep(isLive: (digests: string[]) => Promise<Set<string>>, before: string): Promise<void>;
  remove(digest: string): Promise<void>;
  /** Throws where nothing can be put. */
  check(): Promise<void>;
}

/** `sha256:` and 64 hexadecimal digits: nothing else becomes a path. */
export function isDigest(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

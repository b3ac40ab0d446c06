import { type CandidateSearch, candidateSearch, type Fingerprint, fingerprintBytes, hashAt } from './fingerprints.ts';
import type { SecretPattern } from './pattern.ts';

/** A keyword of some patterns, as bytes. */
interface Keyword {
  bytes: Uint8Array;
  /** Whether capitals and small letters are the same. */
  folded: boolean;
  patterns: SecretPattern[];
}

/** Finds many keywords in one pass over bytes. */
export interface KeywordIndex {
  search: CandidateSearch;
  /** Keywords by the hash of their first four bytes. */
  buckets: ReadonlyMap<number, Keyword[]>;
}

/**
 * Builds the index.
 * @param plain - without vector instructions
 * @throws RangeError where a keyword is shorter than four bytes.
 */
export function keywordIndex(patterns: readonly SecretPattern[], plain = false): KeywordIndex {
  const buckets = new Map<number, Keyword[]>();
  const fingerprints: Fingerprint[] = [];
  for (const keyword of keywordsOf(patterns)) {
    fingerprints.push([0, 1, 2, 3].map((index) => variants(keyword, index)) as unknown as Fingerprint);
    const hash = hashAt(keyword.bytes, 0);
    buckets.set(hash, [...(buckets.get(hash) ?? []), keyword]);
  }
  return { search: candidateSearch(fingerprints, plain), buckets };
}

function keywordsOf(patterns: readonly SecretPattern[]): Iterable<Keyword> {
  const keywords = new Map<string, Keyword>();
  for (const pattern of patterns) {
    const folded = pattern.place !== 'token';
    for (const written of pattern.keywords) {
      if (written.length < fingerprintBytes) throw new RangeError(`The keyword ${written} is too short.`);
      const text = folded ? written.toLowerCase() : written;
      const known: Keyword = keywords.get(`${folded} ${text}`) ?? {
        bytes: Buffer.from(text, 'latin1'),
        folded,
        patterns: [],
      };
      known.patterns.push(pattern);
      keywords.set(`${folded} ${text}`, known);
    }
  }
  return keywords.values();
}

function variants({ bytes, folded }: Keyword, index: number): number[] {
  const byte = bytes[index] ?? 0;
  return folded && byte >= 0x61 && byte <= 0x7a ? [byte, byte - 0x20] : [byte];
}

/** Calls back for every keyword in the bytes, in order, with its patterns and where it begins. */
export function findKeywords(
  { search, buckets }: KeywordIndex,
  bytes: Uint8Array,
  found: (start: number, patterns: readonly SecretPattern[]) => void,
): void {
  search(bytes, (start) => {
    const bucket = buckets.get(hashAt(bytes, start));
    if (bucket === undefined) return;
    for (const keyword of bucket) if (isAt(keyword, bytes, start)) found(start, keyword.patterns);
  });
}

function isAt({ bytes: wanted, folded }: Keyword, bytes: Uint8Array, start: number): boolean {
  if (start + wanted.length > bytes.length) return false;
  // The end first: beginnings were looked at already.
  for (let index = wanted.length - 1; index >= 0; index--) {
    const byte = bytes[start + index] as number;
    const same = byte === wanted[index] || (folded && byte >= 0x41 && byte <= 0x5a && byte + 0x20 === wanted[index]);
    if (!same) return false;
  }
  return true;
}

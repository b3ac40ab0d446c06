import { groupsOf, halvesTable } from './fingerprint-groups.ts';
import {
  hashBits,
  hashFactor,
  hashFold,
  searchBytes,
  searchLayout,
  searchModule,
  tableBytes,
} from './search-module.ts';

/** What a keyword begins with: the values that each of its first four bytes may have. */
export type Fingerprint = readonly [number[], number[], number[], number[]];

/** Finds places that look like the beginning of a keyword, in order; some are not. */
export type CandidateSearch = (bytes: Uint8Array, candidate: (start: number) => void) => void;

/** Bytes of a fingerprint. */
export const fingerprintBytes = 4;
/** Bytes of one candidate, as the module writes it. */
const candidateBytes = Int32Array.BYTES_PER_ELEMENT;

/** Texts up to this size are looked at place by place: making groups takes as long as a megabyte. */
const shortBytes = 4 * 1024;
/** Beyond so many bytes in short texts groups are worth it for them too. */
const manyBytes = 1024 * 1024;

/**
 * A search for fingerprints: with vector instructions, or place by place where the processor has none.
 * @param plain - place by place in any case
 */
export function candidateSearch(fingerprints: readonly Fingerprint[], plain = false): CandidateSearch {
  const hashes = hashesOf(fingerprints);
  const short = plainSearch(hashes);
  let long: CandidateSearch | null = null;
  let searched = 0;
  return (bytes, candidate) => {
    if (plain || (long === null && bytes.length <= shortBytes && searched < manyBytes)) {
      searched += bytes.length;
      short(bytes, candidate);
      return;
    }
    long ??= vectorSearch(halvesTable(groupsOf(fingerprints)), hashes) ?? short;
    long(bytes, candidate);
  };
}

/** By hash: bytes of a candidate where a fingerprint has it, else 0. */
function hashesOf(fingerprints: readonly Fingerprint[]): Uint8Array {
  const hashes = new Uint8Array(tableBytes.hashes);
  for (const fingerprint of fingerprints) {
    const first = Uint8Array.from(fingerprint, ([byte]) => byte as number);
    hashes[hashAt(first, 0)] = candidateBytes;
  }
  return hashes;
}

interface VectorEngine {
  memory: Uint8Array;
  candidates: Int32Array;
  search(tables: number, at: number, end: number, out: number): number;
  /** Where the sets of tables end. */
  end: number;
}

let known: VectorEngine | null | undefined;

/** One for the process, made when first needed. */
function vectorEngine(): VectorEngine | null {
  if (known === undefined) known = makeEngine();
  return known;
}

function makeEngine(): VectorEngine | null {
  const bytes = searchModule();
  if (!WebAssembly.validate(bytes)) return null;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const { memory, search } = exports as { memory: WebAssembly.Memory } & Pick<VectorEngine, 'search'>;
  return {
    memory: new Uint8Array(memory.buffer),
    candidates: new Int32Array(memory.buffer, searchLayout.candidates),
    search,
    end: searchLayout.tables,
  };
}

/** Null: there are no vector instructions here. */
function vectorSearch(halves: Uint8Array, hashes: Uint8Array): CandidateSearch | null {
  const engine = vectorEngine();
  if (engine === null) return null;
  const tables = engine.end;
  engine.end += tableBytes.halves + tableBytes.hashes;
  if (engine.end > searchLayout.text) throw new RangeError('There is no room for so many searches.');
  const { memory, candidates, search } = engine;
  memory.set(halves, tables);
  memory.set(hashes, tables + tableBytes.halves);
  const { text } = searchLayout;
  return (bytes, candidate) => {
    // The last bytes of a piece are looked at again as the first ones of the next.
    const step = searchBytes - fingerprintBytes + 1;
    for (let from = 0; from + fingerprintBytes <= bytes.length; from += step) {
      const to = Math.min(bytes.length, from + searchBytes);
      memory.set(to - from === bytes.length ? bytes : bytes.subarray(from, to), text);
      const end = text + to - from;
      const found = (search(tables, text, end, searchLayout.candidates) - searchLayout.candidates) / candidateBytes;
      for (let index = 0; index < found; index++) {
        const place = candidates[index] as number;
        // Behind the end lies what was there before.
        if (place + fingerprintBytes <= end) candidate(from + place - text);
      }
    }
  };
}

function plainSearch(hashes: Uint8Array): CandidateSearch {
  return (bytes, candidate) => {
    for (let start = 0; start + fingerprintBytes <= bytes.length; start++) {
      if (hashes[hashAt(bytes, start)] !== 0) candidate(start);
    }
  };
}

/** A hash of the four bytes at a place, the same for capitals and small letters. */
export function hashAt(bytes: ArrayLike<number>, at: number): number {
  const word =
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24);
  return Math.imul(word | hashFold, hashFactor) >>> (32 - hashBits);
}

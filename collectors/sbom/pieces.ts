/**
 * Long documents in pieces. Schemas of SBOMs say that the entries of a list differ, and a validator compares each with
 * each: 50,000 components take it many minutes. So every long list is given to it part by part.
 */
import { isObject } from './values.ts';

/** Entries of a list that one piece has. */
export const pieceEntries = 50;
/** More pieces are not made, so that no document takes for ever. */
const mostPieces = 4_000;

/** Copies of a document that together hold everything in it. */
export interface Pieces {
  pieces: Iterable<unknown>;
  /** False: there is more in the document than the pieces hold. */
  whole: boolean;
}

/** Cuts a parsed document where its lists are long; a short one is its only piece. */
export function piecesOf(document: unknown): Pieces {
  const { longest, nested } = measure(document);
  const count = Math.max(1, Math.ceil(longest / pieceEntries));
  const pieces = Array.from({ length: Math.min(count, mostPieces) }, (_, index) => index);
  return {
    pieces: count === 1 ? [document] : pieces.values().map((index) => pieceOf(document, index)),
    whole: count <= mostPieces && !nested,
  };
}

/** The longest list, and whether a long one is inside the entries of another, where a piece shows only part of it. */
function measure(document: unknown): { longest: number; nested: boolean } {
  let longest = 0;
  let nested = false;
  const waiting: { value: unknown; inLong: boolean }[] = [{ value: document, inLong: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, inLong } = next;
    if (Array.isArray(value)) {
      const isLong = value.length > pieceEntries;
      longest = Math.max(longest, value.length);
      nested ||= isLong && inLong;
      for (const item of value) waiting.push({ value: item, inLong: inLong || isLong });
    } else if (isObject(value)) {
      for (const item of Object.values(value)) waiting.push({ value: item, inLong });
    }
  }
  return { longest, nested };
}

/** A copy with the part of every long list that has this number; a list that has ended shows its first part. */
function pieceOf(value: unknown, index: number): unknown {
  if (Array.isArray(value)) return partOf(value, index).map((item) => pieceOf(item, index));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, pieceOf(item, index)]));
}

function partOf(list: readonly unknown[], index: number): readonly unknown[] {
  if (list.length <= pieceEntries) return list;
  const part = list.slice(index * pieceEntries, (index + 1) * pieceEntries);
  return part.length === 0 ? list.slice(0, 1) : part;
}

/**
 * The inner loop of the search for keywords, as a WebAssembly module that is put together here: sixteen places of a
 * text are looked at with one instruction (WebAssembly core specification 2.0, vector instructions), which JavaScript
 * cannot. The method is known as Teddy: a place is a candidate where its four bytes fit one of eight
 * groups of keywords, and a byte fits a group where both its halves (four bits each) do.
 *
 * ```
 * search(tables, at, end, out):
 *   do
 *     groups = fits(0) & fits(1) & fits(2) & fits(3)
 *     for each lane of groups that is not zero
 *       memory32[out] = at + lane
 *       out += memory8[tables + 128 + hash(memory32[at + lane])]
 *     at += 16
 *   while at < end
 *   return out
 * fits(n) = swizzle(low[n], bytes[at + n …] & 15) & swizzle(high[n], bytes[at + n …] >> 4)
 * hash(word) = ((word | 0x20202020) * hashFactor) >>> (32 - hashBits)
 * ```
 *
 * Tables are low and high of each of four bytes (the groups that a half fits, as bits), and by hash 4 where a keyword
 * begins with such bytes, else 0.
 */

/** Bytes looked at in one call; the module has room for as many, and for that many candidates. */
export const searchBytes = 64 * 1024;
/** The hash of four bytes is the same for capitals and small letters. */
export const hashBits = 14;
export const hashFactor = 0x9e3779b1;
export const hashFold = 0x20202020;
/** Parts of a set of tables, in bytes. */
export const tableBytes = { halves: 8 * 16, hashes: 1 << hashBits };
const pageBytes = 64 * 1024;
/** Where sets of tables, the text and the candidates lie in the module's memory. */
export const searchLayout = { tables: 0, text: 2 * pageBytes, candidates: 4 * pageBytes, end: 8 * pageBytes };

type Code = readonly number[];

const [tables, at, end, out, lanes, place, ones, firstTable] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const [typeI32, typeV128, typeFunction, noResult] = [0x7f, 0x7b, 0x60, 0x40] as const;

const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const integer = (value: number): Code => [0x41, ...leb(value, true)];
const load: Code = [0x28, 0, 0];
const loadByte = (offset: number): Code => [0x2d, 0, ...leb(offset)];
const store: Code = [0x36, 0, 0];
const keep = (local: number): Code => [0x22, local];
const isBelow: Code = [0x49];
const trailingZeros: Code = [0x68];
const [add, multiply, and, or, shiftRight] = [[0x6a], [0x6c], [0x71], [0x72], [0x76]] as const;
const loop = (body: Code): Code => [0x03, noResult, ...body, 0x0b];
const repeatIf: Code = [0x0d, 0];
const when = (body: Code): Code => [0x04, noResult, ...body, 0x0b];
const vector = (instruction: number, ...rest: number[]): Code => [0xfd, ...leb(instruction), ...rest];
const loadVector = (offset: number): Code => vector(0x00, 0, ...leb(offset));
const zeros = vector(0x0c, ...new Array<number>(16).fill(0));
const [inAllLanes, both, swizzle, shiftLanesRight] = [vector(0x0f), vector(0x4e), vector(0x0e), vector(0x6d)];
const [isDifferent, asBits] = [vector(0x24), vector(0x64)];

/** Leaves the groups that byte `index` of each place fits. */
function fits(index: number): Code {
  const bytes = [...get(at), ...loadVector(index)];
  const lower = [...bytes, ...get(ones), ...both];
  const upper = [...bytes, ...integer(4), ...shiftLanesRight];
  const table = firstTable + 2 * index;
  return [...get(table), ...lower, ...swizzle, ...get(table + 1), ...upper, ...swizzle, ...both];
}

function searchBody(): Code {
  const loads = Array.from({ length: 8 }, (_, index) => [
    ...get(tables),
    ...loadVector(16 * index),
    ...set(firstTable + index),
  ]).flat();
  const hash = [
    ...[...get(place), ...load, ...integer(hashFold), ...or],
    ...[...integer(hashFactor | 0), ...multiply, ...integer(32 - hashBits), ...shiftRight],
  ];
  const nextCandidate = [
    ...get(out),
    ...[...get(at), ...get(lanes), ...trailingZeros, ...add, ...keep(place)],
    ...store,
    ...[...get(tables), ...hash, ...add, ...loadByte(tableBytes.halves), ...get(out), ...add, ...set(out)],
    // Takes the lowest bit away.
    ...[...get(lanes), ...get(lanes), ...integer(-1), ...add, ...and, ...keep(lanes), ...repeatIf],
  ];
  const nextPlaces = [
    ...[...fits(0), ...fits(1), ...both, ...fits(2), ...both, ...fits(3), ...both],
    ...[...zeros, ...isDifferent, ...asBits, ...keep(lanes), ...when(loop(nextCandidate))],
    ...[...get(at), ...integer(16), ...add, ...keep(at), ...get(end), ...isBelow, ...repeatIf],
  ];
  return [...loads, ...[...integer(15), ...inAllLanes, ...set(ones)], ...loop(nextPlaces), ...get(out), 0x0b];
}

/** The bytes of the module. It exports `search` and `memory`. */
export function searchModule(): Uint8Array<ArrayBuffer> {
  const locals = [2, 2, typeI32, 9, typeV128];
  const body = [...locals, ...searchBody()];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, typeFunction, 4, typeI32, typeI32, typeI32, typeI32, 1, typeI32]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, searchLayout.end / pageBytes]),
    ...section(7, [2, ...named('search'), 0, 0, ...named('memory'), 2, 0]),
    ...section(10, [1, ...leb(body.length), ...body]),
  ]);
}

function section(id: number, content: Code): Code {
  return [id, ...leb(content.length), ...content];
}

function named(name: string): Code {
  return [name.length, ...Buffer.from(name, 'latin1')];
}

/** LEB128, as all numbers of a module are written. */
function leb(value: number, signed = false): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const low = rest & 0x7f;
    rest >>= 7;
    const isLast = signed ? rest === ((low & 0x40) === 0 ? 0 : -1) : rest === 0;
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

/** Nesting that no document of ours reaches; deeper input is hostile and would exhaust the stack. */
export const maximumDepth = 100;

/** Moves surrogates above the rest of the basic plane, where UTF-8 puts the characters they stand for. */
function codePointRank(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
}

/**
 * Orders two strings by code point, which is the order of their UTF-8 bytes and not JavaScript's own
 * (there U+1F600 comes before U+FFFD).
 */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return codePointRank(left) - codePointRank(right);
  }
  return a.length - b.length;
}

/**
 * The canonical JSON of a value: members sorted by code point at every level, strings as `JSON.stringify`
 * writes them, no white space. Members that are `undefined` are left out.
 * Throws a `RangeError` for what JSON cannot hold (functions, NaN) and beyond {@link maximumDepth}.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`${value} has no form in JSON`);
    return JSON.stringify(value);
  }
  if (typeof value !== 'object') throw new RangeError(`a ${typeof value} has no form in JSON`);
  if (depth >= maximumDepth) throw new RangeError(`nested deeper than ${maximumDepth} levels`);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  return writeObject(value as Record<string, unknown>, depth);
}

function writeObject(value: Record<string, unknown>, depth: number): string {
  const members: string[] = [];
  for (const name of sortedNames(value)) {
    const member = value[name];
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${write(member, depth + 1)}`);
  }
  return `{${members.join(',')}}`;
}

/** From U+D800 on the order of code units is not that of code points; below it the engine's own sort is right and fast. */
const high = /[\ud800-\uffff]/;

function sortedNames(value: Record<string, unknown>): string[] {
  const names = Object.keys(value);
  if (names.length < 2) return names;
  return names.some((name) => high.test(name)) ? names.sort(compareText) : names.sort();
}

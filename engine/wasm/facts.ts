/** Finds single facts of a resource line without parsing the others: a finding shows few of them. */
export interface FactIndex {
  /** JSON text of a fact; undefined where the resource has none of this name. */
  text(name: string): string | undefined;
  /** The fact itself. */
  value(name: string): unknown;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
/** Sets `[` and `{`, `]` and `}` alike. */
const caseBit = 0x20;

/**
 * Facts of a line (document.md: head first, no white space), which the snapshot's reader has checked. Members are gone
 * through once, and only as far as the facts that are asked for.
 *
 * @param factsOffset where they begin, as `readHead` says
 */
export function indexFacts(line: Uint8Array, factsOffset: number): FactIndex {
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  const parsed = new Map<string, unknown>();
  /** Start and end of each name passed so far, and the end of its value, which begins two bytes behind the name. */
  const places: number[] = [];
  let next = factsOffset;

  function text(name: string): string | undefined {
    for (let at = 0; ; at += 3) {
      if (at === places.length && !passMember()) return undefined;
      const end = places[at + 1]!;
      if (isName(bytes, places[at]!, end, name)) return bytes.toString('utf8', end + 2, places[at + 2]!);
    }
  }

  function passMember(): boolean {
    if (bytes[next] !== comma || bytes[next + 1] !== quote) return false;
    const start = next + 2;
    const end = endOfString(bytes, start);
    next = endOfValue(bytes, end + 2);
    places.push(start, end, next);
    return true;
  }

  return {
    text,
    value(name) {
      if (parsed.has(name)) return parsed.get(name);
      const found = text(name);
      const value: unknown = found === undefined ? undefined : JSON.parse(found);
      parsed.set(name, value);
      return value;
    },
  };
}

/** Names of facts are plain ASCII, so their bytes are their characters. */
function isName(bytes: Uint8Array, start: number, end: number, name: string): boolean {
  if (end - start !== name.length) return false;
  for (let index = 0; index < name.length; index += 1) {
    if (bytes[start + index] !== name.charCodeAt(index)) return false;
  }
  return true;
}

/** Index of the quote that closes a string whose content begins at `at`. */
function endOfString(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < bytes.length && bytes[end] !== quote) end += bytes[end] === backslash ? 2 : 1;
  return end;
}

/** Index behind a value: of the comma or bracket that follows it. */
function endOfValue(bytes: Uint8Array, at: number): number {
  let depth = 0;
  for (let end = at; end < bytes.length; end += 1) {
    const byte = bytes[end]!;
    if (byte === quote) {
      end = endOfString(bytes, end + 1);
    } else if (byte === comma) {
      if (depth === 0) return end;
    } else if ((byte | caseBit) === openBrace) {
      depth += 1;
    } else if ((byte | caseBit) === closeBrace) {
      if (depth === 0) return end;
      depth -= 1;
    }
  }
  return bytes.length;
}

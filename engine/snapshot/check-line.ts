/**
 * The check that a resource line is complete and canonical, without parsing its facts: one pass over the bytes,
 * side by side with the kind's {@link Shape}. A fact that is neither present nor listed as missing would make a rule
 * pass that saw nothing, so nothing here is left to chance.
 */
import { maximumDepth } from './canonical.ts';
import { begins, type Member, type Shape } from './shape.ts';

export interface LineCheck {
  /** Dotted names of facts that are neither present nor listed. */
  absent: string[];
  /** What is wrong, for a message; null: nothing but what `absent` says. */
  wrong: string | null;
}

export interface CheckOptions {
  /** Names that this version does not know are passed over: the snapshot is of a newer one. */
  allowUnknown: boolean;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const minus = 0x2d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const escapes = new Set(Buffer.from('"\\bfnrt'));
const words: Readonly<Record<number, Uint8Array>> = {
  116: Buffer.from('true'),
  102: Buffer.from('false'),
  110: Buffer.from('null'),
};

/** For each byte 1 where a string cannot simply go on: its end, an escape, a control character. */
const special = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte === quote || byte === backslash ? 1 : 0,
);
/** For each byte the type that begins with it, 0 for none. */
const typeOf = Uint8Array.from({ length: 256 }, (_, byte) => typeAt(byte));

/** Carries a fault out of the scan; it never leaves this file. */
class Fault extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/**
 * Checks the facts of a line, from the end of its head to its closing brace.
 * @param missing the head's map; its paths count as accounted for and may not be present too
 */
export function checkFacts(
  line: Uint8Array,
  factsOffset: number,
  shape: Shape,
  missing: Readonly<Record<string, string>>,
  options: CheckOptions,
): LineCheck {
  const absent: string[] = [];
  const scan: Scan = { line, missing: Object.keys(missing), allowUnknown: options.allowUnknown, absent };
  try {
    const end = scanFacts(scan, factsOffset, shape);
    if (end !== line.length) throw new Fault(end, 'something follows the closing brace');
    return { absent, wrong: null };
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    return { absent, wrong: `${thrown.message} at byte ${thrown.at + 1}` };
  }
}

/** What a scan carries along. Every function takes the position to read at and returns the one behind. */
interface Scan {
  line: Uint8Array;
  missing: readonly string[];
  allowUnknown: boolean;
  absent: string[];
}

/** The facts are the members of the line's object behind the head, so they begin with a comma. */
function scanFacts(scan: Scan, start: number, shape: Shape): number {
  if (scan.line[start] === comma) return scanMembers(scan, start + 1, shape, shape.members!, 1);
  passOver(scan, shape.members!, 0, shape.members!.length);
  return behind(scan.line, start, closeBrace);
}

function scanMembers(scan: Scan, start: number, shape: Shape, members: readonly Member[], depth: number): number {
  const { line } = scan;
  let at = start;
  let next = 0;
  for (;;) {
    let member = members[next];
    if (member !== undefined && startsWith(line, at, member.bytes)) {
      next += 1;
      at += member.bytes.length;
    } else {
      const nameEnd = scanText(line, at);
      const index = indexOf(scan, at, nameEnd, shape, next);
      member = index === -1 ? undefined : members[index];
      if (index > next) passOver(scan, members, next, index);
      if (index !== -1) next = index + 1;
      at = behind(line, nameEnd, colon);
    }
    if (member !== undefined && scan.missing.length > 0 && isListed(scan, member)) {
      throw new Fault(at, `"${member.shape.path}" is listed as missing and present,`);
    }
    at = scanValue(scan, at, member === undefined ? null : member.shape, depth);
    if (line[at] !== comma) break;
    at += 1;
  }
  if (next < members.length) passOver(scan, members, next, members.length);
  return behind(line, at, closeBrace);
}

/** The index of a member that is not the next one in turn; -1 for one that only a newer version knows. */
function indexOf(scan: Scan, start: number, end: number, shape: Shape, next: number): number {
  const name = JSON.parse(Buffer.from(scan.line.subarray(start, end)).toString()) as string;
  const index = shape.byName.get(name);
  if (index === undefined && scan.allowUnknown) return -1;
  const full = shape.path === '' ? name : `${shape.path}.${name}`;
  if (index === undefined) throw new Fault(start, `${JSON.stringify(full)} is no fact of the kind,`);
  if (index < next) throw new Fault(start, `${JSON.stringify(full)} is repeated or out of order`);
  return index;
}

function startsWith(line: Uint8Array, at: number, bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index += 1) {
    if (line[at + index] !== bytes[index]) return false;
  }
  return true;
}

/** Notes the members between two indexes as absent, unless they may be or are listed as missing. */
function passOver(scan: Scan, members: readonly Member[], from: number, to: number): void {
  for (const member of members.slice(from, to)) {
    if (member.required && !isListed(scan, member)) scan.absent.push(member.shape.path);
  }
}

function isListed(scan: Scan, member: Member): boolean {
  return !member.shape.inList && scan.missing.includes(member.shape.path);
}

function scanValue(scan: Scan, at: number, shape: Shape | null, depth: number): number {
  const { line } = scan;
  const first = line[at];
  const type = first === undefined ? 0 : typeOf[first]!;
  if (type === 0) throw new Fault(at, 'no value');
  if (shape !== null && (shape.types & type) === 0) throw new Fault(at, `"${shape.path}" has the wrong type`);
  if (type === begins.text) return scanText(line, at);
  if (type === begins.number) return scanNumber(line, at);
  if (type === begins.flag || type === begins.nothing) return scanWord(line, at, words[first!]!);
  if (depth >= maximumDepth) throw new Fault(at, `nested deeper than ${maximumDepth} levels`);
  return type === begins.list ? scanList(scan, at, shape, depth + 1) : scanObject(scan, at, shape, depth + 1);
}

function scanObject(scan: Scan, start: number, shape: Shape | null, depth: number): number {
  const { line } = scan;
  const members = shape === null ? null : shape.members;
  let at = start + 1;
  if (line[at] === closeBrace) {
    if (members !== null) passOver(scan, members, 0, members.length);
    return at + 1;
  }
  if (members !== null) return scanMembers(scan, at, shape!, members, depth);
  for (;;) {
    at = scanValue(scan, behind(line, scanText(line, at), colon), null, depth);
    if (line[at] !== comma) break;
    at += 1;
  }
  return behind(line, at, closeBrace);
}

function scanList(scan: Scan, start: number, shape: Shape | null, depth: number): number {
  const { line } = scan;
  const item = shape === null ? null : shape.item;
  let at = start + 1;
  if (line[at] === closeBracket) return at + 1;
  for (;;) {
    at = scanValue(scan, at, item, depth);
    if (line[at] !== comma) break;
    at += 1;
  }
  return behind(line, at, closeBracket);
}

function scanText(line: Uint8Array, start: number): number {
  let at = behind(line, start, quote);
  for (;;) {
    while (special[line[at]!] === 0) at += 1;
    if (line[at] === quote) return at + 1;
    if (line[at] !== backslash) throw new Fault(at, 'a string does not end');
    at += escapeLength(line, at);
  }
}

function escapeLength(line: Uint8Array, at: number): number {
  const kind = line[at + 1];
  if (kind !== undefined && escapes.has(kind)) return 2;
  const digits = Buffer.from(line.subarray(at + 2, at + 6)).toString('latin1');
  if (kind === 0x75 && /^[0-9a-f]{4}$/.test(digits)) return 6;
  throw new Fault(at, 'a string has an escape that JSON does not know');
}

function scanNumber(line: Uint8Array, start: number): number {
  const digits = line[start] === minus ? start + 1 : start;
  let at = digits;
  while (isDigit(line[at])) at += 1;
  const isZero = line[digits] === 0x30;
  if (at === digits || (isZero && at - start > 1)) throw new Fault(start, 'a number is not in its canonical form');
  if (at - digits < 16) return at;
  const value = BigInt(Buffer.from(line.subarray(digits, at)).toString('latin1'));
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Fault(start, 'an integer is beyond 2^53');
  return at;
}

function scanWord(line: Uint8Array, at: number, word: Uint8Array): number {
  if (!startsWith(line, at, word)) throw new Fault(at, 'no value');
  return at + word.length;
}

/** The position behind a byte that must be there. */
function behind(line: Uint8Array, at: number, byte: number): number {
  if (line[at] !== byte) throw new Fault(at, `"${String.fromCharCode(byte)}" expected`);
  return at + 1;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function typeAt(byte: number): number {
  if (byte === quote) return begins.text;
  if (byte === minus || isDigit(byte)) return begins.number;
  if (byte === 0x74 || byte === 0x66) return begins.flag;
  if (byte === 0x6e) return begins.nothing;
  if (byte === openBracket) return begins.list;
  return byte === openBrace ? begins.object : 0;
}

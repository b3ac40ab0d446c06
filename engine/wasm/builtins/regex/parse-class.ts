import type { CharacterClass, ClassItem } from './character-class.ts';
import { classOf, perlItem, posixItem, rangeItem } from './character-class.ts';
import type { Reader } from './reader.ts';
import { badPattern, takeMatch, takePoint, takeText } from './reader.ts';
import { unicodeItem } from './unicode-class.ts';

const controls: Record<string, number> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** An escaped character, from behind its backslash. Backreferences and unknown letters are refused. */
export function parseEscape(reader: Reader): number {
  const octal = takeMatch(reader, /0[0-7]{0,2}|[1-7][0-7]{1,2}/y);
  if (octal !== null) return Number.parseInt(octal[0], 8);
  const hexadecimal = takeMatch(reader, /x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]+)\})/y);
  if (hexadecimal !== null) {
    const point = Number.parseInt(hexadecimal[1] ?? hexadecimal[2]!, 16);
    if (point > 0x10ffff) throw badPattern(reader, 'no character has that number');
    return point;
  }
  const point = takePoint(reader, 'a backslash ends it');
  const letter = String.fromCodePoint(point);
  if (Object.hasOwn(controls, letter)) return controls[letter]!;
  if (point >= 128 || /[0-9A-Za-z]/.test(letter)) throw badPattern(reader, `\\${letter} is not an escape`);
  return point;
}

/** `\d`, `\pL`, `\p{Greek}` … if one comes next. */
export function parseClassEscape(reader: Reader): ClassItem | undefined {
  const perl = takeMatch(reader, /\\([dDsSwW])/y);
  if (perl !== null) return perlItem(perl[1]!);
  const sign = takeMatch(reader, /\\([pP])/y);
  if (sign === null) return undefined;
  const name = takeText(reader, '{')
    ? takeMatch(reader, /([^}]*)\}/y)?.[1]
    : String.fromCodePoint(takePoint(reader, 'a class name is missing'));
  const item = name === undefined ? undefined : unicodeItem(name, sign[1] === 'P');
  if (item === undefined) throw badPattern(reader, 'there is no such Unicode class');
  return item;
}

/** A class in brackets, from behind its opening bracket. */
export function parseClass(reader: Reader, fold: boolean): CharacterClass {
  const negated = takeText(reader, '^');
  const items: ClassItem[] = [];
  for (let first = true; first || !takeText(reader, ']'); first = false) items.push(parseItem(reader));
  return classOf(items, negated, fold);
}

function parseItem(reader: Reader): ClassItem {
  const named = takeMatch(reader, /\[:(.*?):\]/sy);
  if (named !== null) {
    const item = posixItem(named[1]!);
    if (item === undefined) throw badPattern(reader, `there is no class ${named[0]}`);
    return item;
  }
  const escaped = parseClassEscape(reader);
  if (escaped !== undefined) return escaped;
  const first = parseMember(reader);
  if (takeMatch(reader, /-(?=[^\]])/sy) === null) return rangeItem(first, first);
  const last = parseMember(reader);
  if (last < first) throw badPattern(reader, 'a range ends before it begins');
  return rangeItem(first, last);
}

function parseMember(reader: Reader): number {
  if (takeText(reader, '\\')) return parseEscape(reader);
  return takePoint(reader, 'a class is not closed');
}

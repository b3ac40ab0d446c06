import { quoteText } from '../text.ts';
import type { Flags } from './flags.ts';
import { pad } from './flags.ts';

const bases: Record<string, number> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };
const largestCodePoint = 0x10ffffn;

/** A 64-bit integer by one of Go's verbs `v d b o O x X c q U`; undefined for any other. */
export function formatInteger(value: bigint, verb: string, flags: Flags): string | undefined {
  const base = bases[verb];
  if (base !== undefined) return pad(basedText(value, base, verb, flags), flags, false);
  if (verb === 'c') return pad(characterOf(value), flags);
  if (verb === 'q') return pad(quoteText(characterOf(value), "'", flags.plus), flags);
  return verb === 'U' ? pad(codePointText(value, flags), flags, false) : undefined;
}

function basedText(value: bigint, base: number, verb: string, flags: Flags): string {
  if (flags.precision === 0 && value === 0n) return '';
  const sign = value < 0n ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  const digits = (value < 0n ? -value : value).toString(base).padStart(zerosTo(sign, flags), '0');
  const text = prefixOf(digits, base, verb, flags.sharp) + digits;
  return sign + (verb === 'X' ? text.toUpperCase() : text);
}

/** The number of digits to reach with zeros: the precision, or the width less the sign for the flag `0`. */
function zerosTo(sign: string, flags: Flags): number {
  if (flags.precision !== undefined) return flags.precision;
  return flags.zero && !flags.minus && flags.width !== undefined ? flags.width - sign.length : 0;
}

function prefixOf(digits: string, base: number, verb: string, sharp: boolean): string {
  if (verb === 'O') return sharp && !digits.startsWith('0') ? '0o0' : '0o';
  if (!sharp) return '';
  if (base === 8) return digits.startsWith('0') ? '' : '0';
  return base === 2 ? '0b' : base === 16 ? '0x' : '';
}

/** The character of a code point; U+FFFD where there is none. */
function characterOf(value: bigint): string {
  if (value < 0n || value > largestCodePoint) return '\ufffd';
  return String.fromCodePoint(Number(value)).toWellFormed();
}

/** `U+0041`, with the flag `#` also the character itself. */
function codePointText(value: bigint, flags: Flags): string {
  const unsigned = BigInt.asUintN(64, value);
  const digits = unsigned
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(flags.precision ?? 4, 4), '0');
  const character = characterOf(value);
  const isCharacter = character.codePointAt(0) === Number(unsigned);
  const isShown = flags.sharp && isCharacter && quoteText(character).length === character.length + 2;
  return `U+${digits}${isShown ? ` '${character}'` : ''}`;
}

/** An integer beyond 64 bits, as Go's math/big formats it; undefined for a verb it does not know. */
export function formatBigInteger(value: bigint, verb: string, flags: Flags): string | undefined {
  const base = verb === 's' ? 10 : bases[verb];
  if (base === undefined) return undefined;
  const hasPlus = flags.plus || flags.plusV;
  const sign = value < 0n ? '-' : hasPlus ? '+' : flags.space ? ' ' : '';
  const digits = (value < 0n ? -value : value).toString(base);
  const prefix = bigPrefixOf(verb, flags.sharp || flags.sharpV);
  let zeros = Math.max((flags.precision ?? 0) - digits.length, 0);
  const missing = (flags.width ?? 0) - sign.length - prefix.length - zeros - digits.length;
  if (missing > 0 && flags.zero && !flags.minus && flags.precision === undefined) zeros = missing;
  const text = sign + prefix + '0'.repeat(zeros) + (verb === 'X' ? digits.toUpperCase() : digits);
  return pad(text, flags, false);
}

function bigPrefixOf(verb: string, sharp: boolean): string {
  if (verb === 'O') return '0o';
  return sharp ? ({ b: '0b', o: '0', x: '0x', X: '0X' }[verb] ?? '') : '';
}

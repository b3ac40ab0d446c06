import type { Decimal } from './decimal.ts';
import { binaryOf, exactDecimal, isNegative, roundDecimal, shortestDecimal } from './decimal.ts';
import type { Flags } from './flags.ts';
import { pad } from './flags.ts';

/**
 * A finite double by one of Go's verbs `b e E f F g G x X`.
 * @param precision digits when the format gives none; undefined means the fewest that read back the same
 */
export function formatFloat(value: number, verb: string, precision: number | undefined, flags: Flags): string {
  const wanted = flags.precision ?? precision;
  let number = unsignedText(value, verb, wanted);
  if (flags.sharp && verb !== 'b') number = withPoint(number, verb, wanted);
  const sign = isNegative(value) ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  // Zeros go between sign and digits.
  if (flags.zero && !flags.minus && flags.width !== undefined && sign !== '') {
    return sign + number.padStart(flags.width - 1, '0');
  }
  return pad(sign + number, flags);
}

function unsignedText(value: number, verb: string, precision: number | undefined): string {
  switch (verb) {
    case 'b':
      return binaryText(value);
    case 'x':
      return hexadecimalText(value, precision);
    case 'X':
      return hexadecimalText(value, precision).toUpperCase();
    case 'e':
    case 'E': {
      const text = scientificText(
        decimalOf(value, precision, () => (precision ?? 0) + 1),
        precision,
      );
      return verb === 'E' ? text.toUpperCase() : text;
    }
    case 'f':
    case 'F':
      return plainText(
        decimalOf(value, precision, (exact) => exact.point + (precision ?? 0)),
        precision,
      );
    default: {
      const text = generalText(value, precision);
      return verb === 'G' ? text.toUpperCase() : text;
    }
  }
}

function decimalOf(value: number, precision: number | undefined, keep: (exact: Decimal) => number): Decimal {
  if (precision === undefined) return shortestDecimal(value);
  const exact = exactDecimal(value);
  return roundDecimal(exact, keep(exact));
}

/** `d.dddde±dd` with `places` digits after the point, or as many as there are. */
function scientificText(decimal: Decimal, places = Math.max(decimal.digits.length - 1, 0)): string {
  const digits = decimal.digits === '' ? '0' : decimal.digits;
  const fraction = digits.slice(1, 1 + places).padEnd(places, '0');
  const exponent = decimal.digits === '' ? 0 : decimal.point - 1;
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${digits[0]}${places > 0 ? '.' : ''}${fraction}e${exponent < 0 ? '-' : '+'}${size}`;
}

/** `ddd.dddd` with `places` digits after the point, or as many as there are. */
function plainText(decimal: Decimal, places = Math.max(decimal.digits.length - decimal.point, 0)): string {
  const { digits, point } = decimal;
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const leading = '0'.repeat(Math.min(Math.max(-point, 0), places));
  const fraction = `${leading}${digits.slice(Math.max(point, 0))}`.slice(0, places).padEnd(places, '0');
  return places > 0 ? `${whole}.${fraction}` : whole;
}

/** Scientific for exponents below -4 or from the precision (6 when it is not given), plain otherwise. */
function generalText(value: number, precision: number | undefined): string {
  const significant = precision === 0 ? 1 : precision;
  const decimal = decimalOf(value, significant, () => significant ?? 0);
  const { digits, point } = decimal;
  let threshold = significant ?? 6;
  if (significant !== undefined && significant > digits.length && digits.length >= point) threshold = digits.length;
  const exponent = point - 1;
  return exponent < -4 || exponent >= threshold ? scientificText(decimal) : plainText(decimal);
}

function binaryText(value: number): string {
  const { mantissa, exponent } = binaryOf(value);
  return `${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`;
}

/** `0x1.hhhp±dd`, rounded half to even to that many hexadecimal digits. */
function hexadecimalText(value: number, precision: number | undefined): string {
  let { mantissa, exponent } = binaryOf(value);
  if (mantissa === 0n) return `0x0${precision ? `.${'0'.repeat(precision)}` : ''}p+00`;
  while (mantissa < 1n << 52n) {
    mantissa <<= 1n;
    exponent--;
  }
  exponent += 52;
  if (precision !== undefined && precision < 13) {
    const dropped = BigInt(52 - precision * 4);
    const half = 1n << (dropped - 1n);
    const rest = mantissa & ((1n << dropped) - 1n);
    mantissa >>= dropped;
    if (rest > half || (rest === half && mantissa % 2n === 1n)) mantissa++;
    mantissa <<= dropped;
    if (mantissa >= 1n << 53n) {
      mantissa >>= 1n;
      exponent++;
    }
  }
  const all = (mantissa & ((1n << 52n) - 1n)).toString(16).padStart(13, '0');
  const fraction = precision === undefined ? all.replace(/0+$/, '') : all.slice(0, precision).padEnd(precision, '0');
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `0x1${fraction === '' ? '' : '.'}${fraction}p${exponent < 0 ? '-' : '+'}${size}`;
}

/** The flag `#`: always a point, and for general verbs the zeros up to the precision. */
function withPoint(number: string, verb: string, precision: number | undefined): string {
  const isHexadecimal = verb === 'x' || verb === 'X';
  const cut = number.search(isHexadecimal ? /[pP]/ : /[eE]/);
  const body = cut === -1 ? number : number.slice(0, cut);
  const tail = cut === -1 ? '' : number.slice(cut);
  let missing = /[gGx]/.test(verb) ? (precision ?? 6) : 0;
  missing -= body.replace('.', '').replace(/^0+/, '').length;
  if (!body.includes('.') && body === '0') missing--;
  return `${body}${body.includes('.') ? '' : '.'}${'0'.repeat(Math.max(missing, 0))}${tail}`;
}

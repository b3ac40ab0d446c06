import type { BuiltinTable, Value } from './value.ts';
import { numberOf } from './value.ts';

/** `units.*`: amounts with a unit, as Kubernetes and file sizes write them. */
export const unitBuiltins: BuiltinTable = {
  'units.parse': parseUnits,
  'units.parse_bytes': parseBytes,
};

/** An exact fraction. */
interface Rational {
  numerator: bigint;
  denominator: bigint;
}

const thousands = 'kmgtpe';

/** 1024ⁿ for `ki`, `mi` …; 1000ⁿ for `k`, `m` …; undefined for anything else. */
function multiplierOf(unit: string): bigint | undefined {
  const power = BigInt(thousands.indexOf(unit.charAt(0)) + 1);
  if (unit === '') return 1n;
  if (power === 0n || unit.length > 2) return undefined;
  if (unit.length === 1) return 1000n ** power;
  return unit[1] === 'i' ? 1024n ** power : undefined;
}

function parseUnits(amount?: Value): Value | undefined {
  if (typeof amount !== 'string') return undefined;
  const parts = splitUnit(amount.replaceAll('"', ''));
  const number = parts === undefined ? undefined : rationalOf(parts.number);
  if (parts === undefined || number === undefined) return undefined;
  const unit = parts.unit.slice(0, 1) + parts.unit.slice(1).toLowerCase();
  // The milli of OPA is the double nearest to 0.001, not 0.001.
  if (unit === 'm') return rounded(product(number, milli));
  const multiplier = multiplierOf(unit.toLowerCase());
  return multiplier === undefined ? undefined : rounded(product(number, { numerator: multiplier, denominator: 1n }));
}

const milli: Rational = { numerator: 1152921504606847n, denominator: 2n ** 60n };

function parseBytes(amount?: Value): Value | undefined {
  if (typeof amount !== 'string') return undefined;
  const parts = splitUnit(amount.toLowerCase().replaceAll('"', ''));
  if (parts === undefined) return undefined;
  const unit = /^[kmgtpe]i?b$/.test(parts.unit) ? parts.unit.slice(0, -1) : parts.unit;
  const multiplier = multiplierOf(unit);
  const number = rationalOf(parts.number);
  if (multiplier === undefined || number === undefined || parts.number.includes('/')) return undefined;
  return numberOf(String(truncatedProduct(number, multiplier)));
}

/** Number and unit of `10.2GiB`. An `e` begins an exponent where a digit or a sign follows, else it is the unit. */
function splitUnit(text: string): { number: string; unit: string } | undefined {
  if (text.includes(' ')) return undefined;
  let end = text.length;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (sign === 'e' || sign === 'E') {
      if (!/^[eE][\d+-]/.test(text.slice(at, at + 2))) {
        end = at;
        break;
      }
      if (/[+-]/.test(text[at + 1]!)) at++;
      if (/^\d*/.exec(text.slice(at + 1))![0].length > 6) return undefined;
    } else if (!/[\d.+-]/.test(sign)) {
      end = at;
      break;
    }
  }
  return end === 0 ? undefined : { number: text.slice(0, end), unit: text.slice(end) };
}

const decimalPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

function rationalOf(text: string): Rational | undefined {
  const match = decimalPattern.exec(text);
  if (match === null || (match[2] === '' && (match[3] ?? '') === '')) return undefined;
  const digits = BigInt(`${match[2]}${match[3] ?? ''}` || '0');
  const exponent = Number(match[4] ?? 0) - (match[3]?.length ?? 0);
  const numerator = match[1] === '-' ? -digits : digits;
  if (exponent >= 0) return { numerator: numerator * 10n ** BigInt(exponent), denominator: 1n };
  return { numerator, denominator: 10n ** BigInt(-exponent) };
}

function product(left: Rational, right: Rational): Rational {
  return { numerator: left.numerator * right.numerator, denominator: left.denominator * right.denominator };
}

/** An integer as it is, anything else with ten digits after the point, half away from zero. */
function rounded({ numerator, denominator }: Rational): Value {
  if (numerator % denominator === 0n) return numberOf(String(numerator / denominator));
  const magnitude = numerator < 0n ? -numerator : numerator;
  const scaled = (magnitude * 10n ** 10n * 2n + denominator) / (2n * denominator);
  const digits = String(scaled).padStart(11, '0');
  return numberOf(`${numerator < 0n ? '-' : ''}${digits.slice(0, -10)}.${digits.slice(-10)}`);
}

/**
 * Number times multiplier without its fraction. OPA computes in floats of 64 bits of precision, rounding to even after
 * reading the number and after multiplying; so does this.
 */
function truncatedProduct(number: Rational, multiplier: bigint): bigint {
  const read = toPrecision(number);
  const multiplied = toPrecision({ numerator: read.numerator * multiplier, denominator: read.denominator });
  return multiplied.numerator / multiplied.denominator;
}

const precision = 64;

function toPrecision({ numerator, denominator }: Rational): Rational {
  if (numerator === 0n) return { numerator: 0n, denominator: 1n };
  const magnitude = numerator < 0n ? -numerator : numerator;
  let shift = precision - (bitLength(magnitude) - bitLength(denominator));
  let mantissa = shifted(magnitude, denominator, shift);
  if (bitLength(mantissa) > precision) mantissa = shifted(magnitude, denominator, --shift);
  const signed = numerator < 0n ? -mantissa : mantissa;
  return shift >= 0
    ? { numerator: signed, denominator: 1n << BigInt(shift) }
    : { numerator: signed << BigInt(-shift), denominator: 1n };
}

/** magnitude × 2^shift ÷ denominator, to the nearest integer, half to even. */
function shifted(magnitude: bigint, denominator: bigint, shift: number): bigint {
  const top = shift >= 0 ? magnitude << BigInt(shift) : magnitude;
  const bottom = shift >= 0 ? denominator : denominator << BigInt(-shift);
  const quotient = top / bottom;
  const twice = (top % bottom) * 2n;
  if (twice > bottom || (twice === bottom && quotient % 2n === 1n)) return quotient + 1n;
  return quotient;
}

function bitLength(value: bigint): number {
  const hexadecimal = value.toString(16);
  return (hexadecimal.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hexadecimal[0]!, 16)));
}

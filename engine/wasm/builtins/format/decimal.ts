/** A finite double in decimal: 0.DIGITS × 10^point. Zero has no digits. */
export interface Decimal {
  negative: boolean;
  digits: string;
  point: number;
}

/** The fewest digits that read back as the same double. */
export function shortestDecimal(value: number): Decimal {
  const [mantissa, exponent] = Math.abs(value).toExponential().split('e') as [string, string];
  const digits = mantissa.replace('.', '').replace(/0+$/, '');
  return { negative: isNegative(value), digits, point: digits === '' ? 0 : Number(exponent) + 1 };
}

/** All digits of the double, exactly. */
export function exactDecimal(value: number): Decimal {
  const { mantissa, exponent } = binaryOf(value);
  const scaled = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent);
  const all = scaled === 0n ? '' : String(scaled);
  const point = all === '' ? 0 : all.length + Math.min(exponent, 0);
  return { negative: isNegative(value), digits: all.replace(/0+$/, ''), point };
}

/** Keeps that many digits (at least none), rounding half to even. */
export function roundDecimal(decimal: Decimal, keep: number): Decimal {
  if (keep >= decimal.digits.length) return decimal;
  if (keep < 0) return { ...decimal, digits: '', point: 0 };
  const kept = decimal.digits.slice(0, keep);
  const rest = decimal.digits.slice(keep);
  const isTie = /^50*$/.test(rest);
  const isOdd = Number(kept.at(-1) ?? '0') % 2 === 1;
  const isUp = isTie ? isOdd : rest >= '5';
  if (!isUp) return trimmed({ ...decimal, digits: kept });
  const raised = String(BigInt(kept === '' ? '0' : kept) + 1n).padStart(kept.length, '0');
  return trimmed({ ...decimal, digits: raised, point: decimal.point + raised.length - kept.length });
}

function trimmed(decimal: Decimal): Decimal {
  const digits = decimal.digits.replace(/0+$/, '');
  return { ...decimal, digits, point: digits === '' ? 0 : decimal.point };
}

/** The double as mantissa × 2^exponent, without its sign. */
export function binaryOf(value: number): { mantissa: bigint; exponent: number } {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const fraction = raw & ((1n << 52n) - 1n);
  const biased = Number((raw >> 52n) & 0x7ffn);
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

export function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}

/** A number whose text JavaScript would not give back: `12345678901234567890`, `1.0`, `1e3`. */
export interface NumberText {
  readonly number: string;
}

/**
 * A Rego value as host built-ins see it. Sets are `Set`, objects are `Map` (their keys may be any value), and a number is
 * a JavaScript number only where printing it gives the same text again.
 */
export type Value = null | boolean | string | number | NumberText | Value[] | Map<Value, Value> | Set<Value>;

/** A host built-in. `undefined` is Rego's undefined: what a partial built-in answers for input it cannot take. */
export type Builtin = (...operands: Value[]) => Value | undefined;

/** A family of built-ins by their Rego names. */
export type BuiltinTable = Record<string, Builtin>;

export function isNumber(value: Value | undefined): value is number | NumberText {
  return typeof value === 'number' || (typeof value === 'object' && value !== null && 'number' in value);
}

/** The text of a number, as the policy or the input wrote it. */
export function numberText(value: number | NumberText): string {
  return typeof value === 'number' ? String(value) : value.number;
}

/** The value of a number's JSON text, exact whatever its size. */
export function numberOf(text: string): number | NumberText {
  const number = Number(text);
  return String(number) === text ? number : { number: text };
}

const integerPattern = /^([+-]?\d+)(?:\.0*)?$/;
const smallest = -(2n ** 63n);
const largest = 2n ** 63n - 1n;

/** The operand as a 64-bit integer, or undefined: `2` and `2.0` are integers, `2e0` and `2.5` are not, as in OPA. */
export function integerOf(value: Value | undefined): bigint | undefined {
  if (!isNumber(value)) return undefined;
  const match = integerPattern.exec(numberText(value));
  if (match === null) return undefined;
  const integer = BigInt(match[1]!);
  return integer < smallest || integer > largest ? undefined : integer;
}

/** The whole number the operand is, of any size and however it is written (`1e3`); undefined for fractions. */
export function wholeNumberOf(value: Value | undefined): bigint | undefined {
  if (!isNumber(value)) return undefined;
  const match = /^(-?\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(numberText(value));
  if (match === null) return undefined;
  const fraction = match[2] ?? '';
  const exponent = Number(match[3] ?? 0) - fraction.length;
  if (Math.abs(exponent) > 400) return undefined;
  const digits = BigInt(`${match[1]}${fraction}`);
  if (exponent >= 0) return digits * 10n ** BigInt(exponent);
  const divisor = 10n ** BigInt(-exponent);
  return digits % divisor === 0n ? digits / divisor : undefined;
}

/** The value of one member, found by Rego's equality; undefined when the object has none. */
export function memberOf(object: Map<Value, Value>, key: Value): Value | undefined {
  const direct = object.get(key);
  if (direct !== undefined || typeof key === 'string') return direct;
  for (const [other, value] of object) if (equal(other, key)) return value;
  return undefined;
}

/** Whether a set holds the value, by Rego's equality. */
export function setHas(set: Set<Value>, value: Value): boolean {
  if (set.has(value)) return true;
  if (typeof value === 'string') return false;
  for (const other of set) if (equal(other, value)) return true;
  return false;
}

/** Rego's equality: numbers by value (`1` is `1.0`), collections by their members. */
export function equal(left: Value, right: Value): boolean {
  return left === right || compare(left, right) === 0;
}

/** OPA's order of all values: null, booleans, numbers, strings, arrays, objects, sets; then by content. */
export function compare(left: Value, right: Value): number {
  const rank = rankOf(left) - rankOf(right);
  if (rank !== 0) return Math.sign(rank);
  if (typeof left === 'boolean') return Number(left) - Number(right);
  if (typeof left === 'string') return compareText(left, right as string);
  if (isNumber(left)) return compareNumbers(left, right as number | NumberText);
  if (Array.isArray(left)) return compareLists(left, right as Value[]);
  if (left instanceof Map) return compareLists(membersOf(left), membersOf(right as Map<Value, Value>));
  if (left instanceof Set) return compareLists(sorted(left), sorted(right as Set<Value>));
  return 0;
}

/** Strings in the order of their UTF-8 bytes, which is that of code points, not of UTF-16 units. */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a === b) continue;
    const surrogates = Number(isSurrogate(a)) - Number(isSurrogate(b));
    return surrogates !== 0 ? surrogates : Math.sign(a - b);
  }
  return Math.sign(left.length - right.length);
}

/** The values in OPA's order. */
export function sorted(values: Iterable<Value>): Value[] {
  return [...values].sort(compare);
}

/** Keys and values in the order of the keys, in turn. */
function membersOf(object: Map<Value, Value>): Value[] {
  return [...object].sort(([left], [right]) => compare(left, right)).flat(1) as Value[];
}

function compareLists(left: Value[], right: Value[]): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const order = compare(left[index]!, right[index]!);
    if (order !== 0) return order;
  }
  return Math.sign(left.length - right.length);
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function rankOf(value: Value): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return 1;
  if (typeof value === 'string') return 3;
  if (isNumber(value)) return 2;
  if (Array.isArray(value)) return 4;
  return value instanceof Map ? 5 : 6;
}

function compareNumbers(left: number | NumberText, right: number | NumberText): number {
  if (typeof left === 'number' && typeof right === 'number') return Math.sign(left - right);
  const a = decimalOf(numberText(left));
  const b = decimalOf(numberText(right));
  if (a.sign !== b.sign) return Math.sign(a.sign - b.sign);
  if (a.sign === 0) return 0;
  if (a.magnitude !== b.magnitude) return a.magnitude < b.magnitude ? -a.sign : a.sign;
  if (a.digits === b.digits) return 0;
  // Digits without trailing zeros, both read as 0.ddd: the order of the text is that of the value.
  return a.digits < b.digits ? -a.sign : a.sign;
}

interface Decimal {
  sign: -1 | 0 | 1;
  /** Significant digits without zeros at either end. */
  digits: string;
  /** Power of ten of the first digit. */
  magnitude: number;
}

function decimalOf(text: string): Decimal {
  const [, minus, whole, fraction = '', exponent = '0'] = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const all = `${whole ?? ''}${fraction}`;
  const leading = all.length - all.replace(/^0+/, '').length;
  const digits = all.slice(leading).replace(/0+$/, '');
  if (digits === '') return { sign: 0, digits, magnitude: 0 };
  return { sign: minus === '-' ? -1 : 1, digits, magnitude: (whole ?? '').length - leading + Number(exponent) };
}

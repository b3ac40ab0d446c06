import type { Flags } from './format/flags.ts';
import { noFlags, pad, truncate } from './format/flags.ts';
import { formatFloat } from './format/float.ts';
import { formatBigInteger, formatInteger } from './format/integer.ts';
import { formatString } from './format/string.ts';
import { printValue } from './text.ts';
import type { BuiltinTable, Value } from './value.ts';
import { isNumber, numberText } from './value.ts';

/** `sprintf` with the verbs, flags and complaints of Go's package fmt, on values as OPA hands them to it. */
export const sprintfBuiltins: BuiltinTable = {
  sprintf: (format, values) =>
    typeof format === 'string' && Array.isArray(values) ? formatAll(format, values.map(operandOf)) : undefined,
};

/** A value as Go sees it: numbers keep a type, everything else is text. */
type Operand =
  | { type: 'int64'; value: bigint }
  | { type: '*big.Int'; value: bigint }
  | { type: 'float64'; value: number }
  | { type: 'string'; value: string };

function operandOf(value: Value): Operand {
  if (typeof value === 'string') return { type: 'string', value };
  if (!isNumber(value)) return { type: 'string', value: printValue(value) };
  const text = numberText(value);
  if (!/[.eE]/.test(text)) return integerOperand(BigInt(text));
  const double = Number(text);
  return Number.isFinite(double) ? { type: 'float64', value: double } : { type: 'string', value: text };
}

function integerOperand(value: bigint): Operand {
  return { type: BigInt.asIntN(64, value) === value ? 'int64' : '*big.Int', value };
}

interface State {
  format: string;
  at: number;
  operands: Operand[];
  next: number;
  /** Operands were named by number, so unused ones are no mistake. */
  reordered: boolean;
  goodIndex: boolean;
}

function formatAll(format: string, operands: Operand[]): string {
  const state: State = { format, at: 0, operands, next: 0, reordered: false, goodIndex: true };
  let text = '';
  for (;;) {
    const percent = format.indexOf('%', state.at);
    if (percent === -1) break;
    text += format.slice(state.at, percent);
    state.at = percent + 1;
    text += formatOne(state);
  }
  text += format.slice(state.at);
  if (state.reordered || state.next >= operands.length) return text;
  const extra = operands.slice(state.next).map((operand) => `${operand.type}=${print(operand, 'v', noFlags())}`);
  return `${text}%!(EXTRA ${extra.join(', ')})`;
}

const tooLarge = 1_000_000;

/** One verb, from behind its `%`. */
function formatOne(state: State): string {
  const flags = noFlags();
  state.goodIndex = true;
  readFlags(state, flags);
  let complaints = '';
  let afterIndex = readIndex(state);
  if (state.format[state.at] === '*') {
    state.at++;
    flags.width = takeInteger(state);
    if (flags.width === undefined) complaints += '%!(BADWIDTH)';
    if (flags.width !== undefined && flags.width < 0) {
      flags.width = -flags.width;
      flags.minus = true;
      flags.zero = false;
    }
    afterIndex = false;
  } else {
    flags.width = readNumber(state);
    if (afterIndex && flags.width !== undefined) state.goodIndex = false;
  }
  if (state.format[state.at] === '.' && state.at + 1 < state.format.length) {
    state.at++;
    if (afterIndex) state.goodIndex = false;
    afterIndex = readIndex(state);
    if (state.format[state.at] === '*') {
      state.at++;
      const precision = takeInteger(state);
      flags.precision = precision === undefined || precision < 0 ? undefined : precision;
      if (flags.precision === undefined) complaints += '%!(BADPREC)';
      afterIndex = false;
    } else {
      flags.precision = readNumber(state) ?? 0;
    }
  }
  if (!afterIndex) readIndex(state);
  return complaints + printVerb(state, flags);
}

function printVerb(state: State, flags: Flags): string {
  if (state.at >= state.format.length) return '%!(NOVERB)';
  const verb = String.fromCodePoint(state.format.codePointAt(state.at)!);
  state.at += verb.length;
  if (verb === '%') return '%';
  if (!state.goodIndex) return `%!${verb}(BADINDEX)`;
  const operand = state.operands[state.next];
  if (operand === undefined) return `%!${verb}(MISSING)`;
  state.next++;
  if (verb === 'v' || verb === 'w') {
    flags.sharpV = flags.sharp;
    flags.plusV = flags.plus;
    flags.sharp = false;
    flags.plus = false;
  }
  return print(operand, verb, flags);
}

function print(operand: Operand, verb: string, flags: Flags): string {
  if (verb === 'T') return pad(truncate(operand.type, flags), flags);
  const text = printTyped(operand, verb, flags);
  if (text !== undefined) return text;
  if (operand.type === '*big.Int') return `%!${verb}(big.Int=${operand.value})`;
  return `%!${verb}(${operand.type}=${printTyped(operand, 'v', flags)})`;
}

const floatPrecision: Record<string, number | undefined> = { e: 6, E: 6, f: 6, F: 6 };

function printTyped(operand: Operand, verb: string, flags: Flags): string | undefined {
  if (operand.type === 'string') return formatString(operand.value, verb, flags);
  if (operand.type === 'int64') return formatInteger(operand.value, verb, flags);
  if (operand.type === '*big.Int') return formatBigInteger(operand.value, verb, flags);
  if (!'vbgGxXfFeE'.includes(verb)) return undefined;
  return formatFloat(operand.value, verb === 'v' ? 'g' : verb, floatPrecision[verb], flags);
}

function readFlags(state: State, flags: Flags): void {
  for (; state.at < state.format.length; state.at++) {
    const sign = state.format[state.at];
    if (sign === '#') flags.sharp = true;
    else if (sign === '0') flags.zero = true;
    else if (sign === '+') flags.plus = true;
    else if (sign === '-') flags.minus = true;
    else if (sign === ' ') flags.space = true;
    else return;
  }
}

/** A decimal number; one that is far too large spoils the rest of the format, as in Go. */
function readNumber(state: State): number | undefined {
  let number: number | undefined;
  for (; /^\d$/.test(state.format[state.at] ?? ''); state.at++) {
    if ((number ?? 0) > tooLarge) {
      state.at = state.format.length;
      return undefined;
    }
    number = (number ?? 0) * 10 + Number(state.format[state.at]);
  }
  return number;
}

/** `[3]`: which operand is next. True when there was one. */
function readIndex(state: State): boolean {
  if (state.format[state.at] !== '[') return false;
  state.reordered = true;
  const close = state.format.indexOf(']', state.at);
  if (close === -1 || state.at + 3 > state.format.length) {
    state.goodIndex = false;
    state.at++;
    return false;
  }
  const text = state.format.slice(state.at + 1, close);
  state.at = close + 1;
  const index = /^\d{1,7}$/.test(text) ? Number(text) - 1 : undefined;
  if (index !== undefined && index >= 0 && index < state.operands.length) {
    state.next = index;
    return true;
  }
  state.goodIndex = false;
  return index !== undefined;
}

/** The next operand as a width or precision for `*`. */
function takeInteger(state: State): number | undefined {
  const operand = state.operands[state.next];
  if (operand === undefined) return undefined;
  state.next++;
  if (operand.type !== 'int64') return undefined;
  const number = Number(operand.value);
  return Math.abs(number) > tooLarge ? undefined : number;
}

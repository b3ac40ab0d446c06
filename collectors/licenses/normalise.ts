/** What a package says of its licence, in any ecosystem's habit, as an SPDX expression. */
import { namedException } from './exceptions.ts';
import { type Expression, join, parseSpdx, writeExpression } from './expression.ts';
import { oneLicense } from './one-license.ts';

/** Where a text comes from: habits differ. */
export interface LicenseHabit {
  /** Type of the package: `deb`, `rpm`, `apk`, `pypi`, `npm` …; others are read as everybody writes. */
  ecosystem: string;
}

/** A longer text is no statement of a licence, but the licence itself. */
const mostCharacters = 4096;

/** Words that say that no licence is named here, or that there is none. */
const silent =
  /^(?:unknown|none|n\/?a|null|undefined|other|custom|proprietary|commercial|dual|unlicensed|noassertion|see[ _-].*|.*\bsee licen[cs]e in\b.*|license|copyright|distributable|freely distributable|free|open source|all rights reserved\.?)$/i;

/**
 * The SPDX expression of what metadata says; null: nothing, or nothing that says which licence it is.
 *
 * No guess that changes the meaning: `BSD`, `GPL`, `Apache` without version, `SEE LICENSE IN`, `UNLICENSED` and lists
 * without an operator are null. In a text of several licences a part that is not known becomes `LicenseRef-<as written>`,
 * so that the known parts still count. An exception that SPDX has no name for is left out: it only adds permissions, so
 * the expression asks for more, never for less.
 * Sources: SPDX 2.3 annex D; DEP-5 "License"; Fedora licensing ("and", "or"); PyPI classifiers; npm package.json.
 */
export function normaliseLicense(text: string, habit: LicenseHabit): string | null {
  const expression = readLicense(text, habit);
  return expression === null ? null : writeExpression(expression);
}

/** {@link normaliseLicense} as a tree. */
export function readLicense(text: string, habit: LicenseHabit): Expression | null {
  if (text.length > mostCharacters) return null;
  const trimmed = tidy(text);
  if (trimmed === '' || silent.test(trimmed)) return null;
  const direct = oneLicense(trimmed, habit.ecosystem) ?? parseSpdx(trimmed);
  if (direct !== null) return direct;
  const lines = trimmed.split(/\n+/).map((line) => line.trim());
  if (lines.length > 1) return sameThroughout(lines, habit);
  const read = readNames(trimmed.replace(later, '+'), habit.ecosystem);
  return read?.known ? read.expression : null;
}

/** Several statements without an operator: only where all say the same, since nobody says whether all or one apply. */
function sameThroughout(lines: readonly string[], habit: LicenseHabit): Expression | null {
  const read = lines.map((line) => readLicense(line, habit));
  const first = read[0] ?? null;
  if (first === null) return null;
  return read.every((each) => each !== null && writeExpression(each) === writeExpression(first)) ? first : null;
}

/** Classifiers without their path, links without their address, quotes and blanks at the ends gone. */
function tidy(text: string): string {
  return text
    .replace(/\r/g, '')
    .replace(/^\s*License\s*::\s*(?:[^:\n]*::\s*)*/gim, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/^[\s"'`]+|[\s"'`,;.]+$/g, '');
}

interface Read {
  expression: Expression;
  /** Whether SPDX knows one licence in it at least. */
  known: boolean;
}

const later =
  /[\s,;]*\(?\b(?:or|and)[\s-]+(?:\(?at your option\)?,?\s*)?(?:any\s+)?(?:later|newer|above|greater|higher)(?:\s+versions?)?(?:\s*\(?at your option\)?)?\)?/gi;

/** Operators, the weakest first. A comma before an operator binds weakest (DEP-5, "License"). */
const levels: readonly { operator: 'AND' | 'OR'; separator: RegExp }[] = [
  { operator: 'OR', separator: /^\s*,\s+or\s+/i },
  { operator: 'AND', separator: /^\s*,\s+and\s+/i },
  { operator: 'OR', separator: /^(?:\s+or\s+|\s*\|\|?\s*)/i },
  // "and/or" leaves the choice open: all of them is the reading that never asks for too little.
  { operator: 'AND', separator: /^(?:\s+and(?:\/or)?\s+|\s*&&?\s*)/i },
];

/** Reads names and operators; null: there is nothing to read. */
function readNames(text: string, ecosystem: string): Read | null {
  const bare = withoutParentheses(text.trim());
  if (bare === '') return null;
  const single = oneLicense(bare, ecosystem) ?? parseSpdx(bare);
  if (single !== null) return { expression: single, known: true };
  for (const { operator, separator } of levels) {
    const parts = splitOutside(bare, separator);
    if (parts.length > 1) return joined(operator, parts, ecosystem);
  }
  return readException(bare, ecosystem) ?? readAlternatives(bare, ecosystem) ?? readList(bare, ecosystem);
}

function joined(operator: 'AND' | 'OR', parts: readonly string[], ecosystem: string): Read | null {
  if (parts.some((part) => part === '' || /^(?:and|or|with)\b|\b(?:and|or|with)$/i.test(part))) return null;
  const read = parts
    .filter((part) => !/^[\w. -]*\bexceptions?$/i.test(part))
    .map((part) => readNames(part, ecosystem) ?? unnamed(part));
  const expression = join(
    operator,
    read.map((each) => each.expression),
  );
  return expression === null ? null : { expression, known: read.some((each) => each.known) };
}

/** `GPL-2+ with OpenSSL exception`. */
function readException(text: string, ecosystem: string): Read | null {
  const parts = splitOutside(text, /^\s*,?\s+(?:with|w\/)\s+/i);
  const [left, ...exceptions] = parts;
  if (left === undefined || exceptions.length === 0) return null;
  const read = readNames(left, ecosystem);
  if (read === null || !('id' in read.expression)) return read;
  const exception = exceptions.length === 1 ? namedException(exceptions[0] ?? '') : null;
  const whole = exception === null ? null : parseSpdx(`${read.expression.id} WITH ${exception}`);
  return whole === null ? read : { expression: whole, known: true };
}

/** `MIT/Apache-2.0`, where both are names. */
function readAlternatives(text: string, ecosystem: string): Read | null {
  const parts = splitOutside(text, /^\s*\/\s*/).map((part) => oneLicense(part, ecosystem));
  const whole = parts.flatMap((part) => (part === null ? [] : [part]));
  const expression = parts.length > 1 && whole.length === parts.length ? join('OR', whole) : null;
  return expression === null ? null : { expression, known: true };
}

/** Lists as Alpine wrote them, of ids with blanks between, and Debian, with commas: all apply. */
function readList(text: string, ecosystem: string): Read | null {
  const separator = ecosystem === 'apk' ? /^\s+/ : ecosystem === 'deb' ? /^\s*,\s+/ : null;
  const parts = separator === null ? [] : splitOutside(text, separator);
  if (parts.length < 2) return null;
  const read = parts.map((part) => oneLicense(part, ecosystem));
  if (ecosystem === 'apk' && read.includes(null)) return null;
  return joined('AND', parts, ecosystem);
}

function unnamed(text: string): Read {
  const name = withoutParentheses(text.trim())
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return { expression: { id: `LicenseRef-${name === '' ? 'unnamed' : name}` }, known: false };
}

function withoutParentheses(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0 && at < text.length - 1) return text;
  }
  return depth === 0 ? withoutParentheses(text.slice(1, -1).trim()) : text;
}

/** Splits where a separator stands outside parentheses. */
function splitOutside(text: string, separator: RegExp): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth !== 0 || !/[\s,|&/]/.test(character)) continue;
    const hit = separator.exec(text.slice(at, at + 16));
    if (hit === null) continue;
    parts.push(text.slice(start, at));
    at += hit[0].length - 1;
    start = at + 1;
  }
  return [...parts, text.slice(start)].map((part) => part.trim());
}

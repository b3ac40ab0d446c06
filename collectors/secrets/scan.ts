import { entropyOf, isPlaceholder } from './harmless.ts';
import { findKeywords, type KeywordIndex, keywordIndex } from './keywords.ts';
import type { SecretPattern } from './pattern.ts';
import { secretPatterns } from './patterns.ts';
import { textParts } from './text-parts.ts';

/** A secret in a text: characters `start` to `end` of it. */
export interface Finding {
  pattern: SecretPattern;
  start: number;
  end: number;
}

/**
 * What is looked for: `file` everything that a file of this path may hold; `binary` what gives itself away, in bytes
 * that are no text; `text` what gives itself away or stands beside its name, in any text; `shape` what gives itself
 * away, examples and placeholders too, since only their meaning differs.
 */
export type ScanMode = { what: 'file'; path: string } | { what: 'binary' | 'text' | 'shape' };

/** How much of a line is looked at before and after a keyword, in characters. */
const [before, after] = [512, 8192];
/** Matches that begin so close to the end of a window that was cut are looked for again in the next. */
const overlap = 1024;

/** Which patterns are looked for by their keywords. */
type Selection = 'all' | 'anywhere' | 'tokens';

const selections: Readonly<Record<Selection, (pattern: SecretPattern) => boolean>> = {
  all: (pattern) => pattern.place !== 'file',
  anywhere: (pattern) => pattern.place !== 'file' && pattern.files === null,
  tokens: (pattern) => pattern.place === 'token',
};

const indexes: Partial<Record<Selection, KeywordIndex>> = {};

/** Patterns of certain files have words that are everywhere: in other files nobody looks for them. */
const ofSomeFiles = secretPatterns.filter((pattern) => pattern.place !== 'file' && pattern.files !== null);

function indexFor(mode: ScanMode): KeywordIndex {
  const selection = selectionFor(mode);
  indexes[selection] ??= keywordIndex(secretPatterns.filter(selections[selection]));
  return indexes[selection];
}

function selectionFor(mode: ScanMode): Selection {
  if (mode.what === 'text') return 'anywhere';
  if (mode.what !== 'file') return 'tokens';
  return ofSomeFiles.some((pattern) => pattern.files?.test(mode.path)) ? 'all' : 'anywhere';
}

/**
 * Finds secrets in bytes that are ASCII or a superset of it, sorted by place; of two that overlap the one whose
 * pattern stands first in the table. Time is linear in the bytes.
 */
export function scanBytes(bytes: Uint8Array, mode: ScanMode): Finding[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let decoded: string | undefined;
  // Most files hold no keyword and are never decoded.
  const text = (): string => (decoded ??= view.toString('latin1'));
  const found: Finding[] = [];
  const examined = new Map<SecretPattern, number>();
  const path = mode.what === 'file' ? mode.path : null;
  const examine = (start: number, patterns: readonly SecretPattern[]) => {
    for (const pattern of patterns) {
      if (pattern.files !== null && path !== null && !pattern.files.test(path)) continue;
      if (start < (examined.get(pattern) ?? 0)) continue;
      const match = pattern.place === 'token' ? matchToken : matchLine;
      examined.set(pattern, match(pattern, text(), start, found));
    }
  };
  const index = indexFor(mode);
  if (mode.what === 'binary') {
    for (const part of textParts(bytes)) {
      findKeywords(index, bytes.subarray(part.start, part.end), (at, patterns) => examine(part.start + at, patterns));
    }
  } else findKeywords(index, bytes, examine);
  if (path !== null) {
    for (const pattern of secretPatterns) {
      if (pattern.place === 'file' && pattern.files?.test(path)) matchAll(pattern, text(), 0, found);
    }
  }
  const isWanted = (finding: Finding) => mode.what === 'shape' || isSecret(finding, text());
  return withoutOverlaps(found.filter(isWanted));
}

/** Looks whether a token begins with a keyword. @returns up to where it was looked at */
function matchToken(pattern: SecretPattern, text: string, start: number, found: Finding[]): number {
  if (isWordCharacter(text, start) && isJoined(text, start - 1) && !isEscape(text, start - 1)) return start;
  pattern.expression.lastIndex = start;
  const match = pattern.expression.exec(text);
  if (match === null) return start;
  const end = start + match[0].length;
  if (!isLetterOrDigit(text, end)) keep(pattern, match, start, found);
  return end;
}

/** Looks at the line around a keyword. @returns up to where it was looked at */
function matchLine(pattern: SecretPattern, text: string, at: number, found: Finding[]): number {
  const from = Math.max(text.lastIndexOf('\n', at) + 1, at - before);
  const lineEnd = text.indexOf('\n', at);
  const to = Math.min(lineEnd < 0 ? text.length : lineEnd, at + after);
  matchAll(pattern, text.slice(from, to), from, found);
  return to === at + after ? to - overlap : to;
}

function matchAll(pattern: SecretPattern, text: string, offset: number, found: Finding[]): void {
  for (const match of text.matchAll(pattern.expression)) keep(pattern, match, offset + match.index, found);
}

function keep(pattern: SecretPattern, match: RegExpExecArray | RegExpMatchArray, at: number, found: Finding[]): void {
  const value = match[1] ?? match[0];
  const start = at + match[0].lastIndexOf(value);
  found.push({ pattern, start, end: start + value.length });
}

/** Whether a finding is a secret, and not an example or something that only has the shape. */
function isSecret({ pattern, start, end }: Finding, text: string): boolean {
  const value = text.slice(start, end);
  return entropyOf(value) >= pattern.entropy && !isPlaceholder(value) && (pattern.accept?.(value) ?? true);
}

function withoutOverlaps(found: Finding[]): Finding[] {
  if (found.length < 2) return found;
  const order = new Map(secretPatterns.map((pattern, index) => [pattern, index]));
  const rank = (finding: Finding) => order.get(finding.pattern) ?? 0;
  found.sort((one, other) => one.start - other.start || rank(one) - rank(other));
  const kept: Finding[] = [];
  for (const finding of found) {
    const last = kept.at(-1);
    if (last === undefined || finding.start >= last.end) kept.push(finding);
    else if (rank(finding) < rank(last)) kept[kept.length - 1] = finding;
  }
  return kept;
}

function isWordCharacter(text: string, index: number): boolean {
  return isLetterOrDigit(text, index) || text[index] === '_';
}

/** Characters that tokens are made of: what follows one of them is the middle of something else. */
function isJoined(text: string, index: number): boolean {
  return isWordCharacter(text, index) || text[index] === '-';
}

function isLetterOrDigit(text: string, index: number): boolean {
  const code = index < 0 || index >= text.length ? 0 : text.charCodeAt(index);
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** The letter of `\n`, `\t` and `\r`, as JSON and shells write line ends inside texts. */
function isEscape(text: string, index: number): boolean {
  return /[nrt]/.test(text[index] ?? '') && text[index - 1] === '\\';
}

import { createContext, Script } from 'node:vm';
import { redactMatch } from '../redact.ts';
import { failed, got, type Read } from './read.ts';

/** One run of one pattern over one file. */
const patternMilliseconds = 250;
const maximumPatternLength = 2000;
const maximumValues = 1000;
const maximumValueLength = 1024;

/** Runs in a context of its own, where it can be stopped: a pattern that backtracks without end cannot hang us. */
const matcher = new Script(`
  const found = [];
  for (const match of text.matchAll(new RegExp(pattern, flags))) {
    found.push([match.index, match[0].length, match[1] ?? match[0]]);
    if (found.length > maximum) break;
  }
  JSON.stringify(found);
`);

/**
 * Text that a pattern of a bundle finds in a file: the first group of every match (all of it where there is no group),
 * redacted with the line it stands on. `(?i)`, `(?m)`, `(?s)` at the front are understood.
 * Fails with `timeout` after a quarter of a second, `limit` for too many or too long values, `parse-error` for what is
 * not a pattern.
 */
export function matchPattern(text: string, pattern: string): Read<string[]> {
  if (pattern.length > maximumPatternLength) return failed('limit');
  const inline = /^\(\?([ims]{1,3})\)/.exec(pattern);
  const flags = `g${[...new Set(`m${inline?.[1] ?? ''}`)].join('')}`;
  const context = createContext({
    text,
    pattern: pattern.slice(inline?.[0].length ?? 0),
    flags,
    maximum: maximumValues,
  });
  let found: [number, number, string][];
  try {
    found = JSON.parse(matcher.runInContext(context, { timeout: patternMilliseconds }) as string);
  } catch (thrown) {
    // The error may be of the context's own Error, so its class says nothing.
    const isTimeout = (thrown as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    return failed(isTimeout ? 'timeout' : 'parse-error');
  }
  if (found.length > maximumValues) return failed('limit');
  const values: string[] = [];
  for (const [index, length, value] of found) {
    if (value.length > maximumValueLength) return failed('limit');
    values.push(redactMatch(value, linesAround(text, index, index + length)));
  }
  return got(values);
}

/** The lines a match touches, and not more of them than a secret's name needs. */
function linesAround(text: string, from: number, to: number): string {
  const start = Math.max(text.lastIndexOf('\n', Math.max(0, from - 1)) + 1, from - 1024);
  const lineEnd = text.indexOf('\n', to);
  return text.slice(from === 0 ? 0 : start, Math.min(lineEnd < 0 ? text.length : lineEnd, to + 1024));
}

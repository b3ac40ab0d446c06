/**
 * Foreign text made safe to look at. Escaping for HTML is done by the templates; here it is about characters that
 * deceive the eye in any format: control characters, terminal escapes, direction overrides, invisible spaces.
 */
import { visibleText } from '../engine/index.ts';

const tags = /[\u{E0000}-\u{E007F}]/gu;

/** Every deceptive character as `\u{hex}`; nothing else changes. */
export function visible(text: string): string {
  return visibleText(text).replace(tags, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** {@link visible} for text of several lines: line feeds stay, tabs become spaces. */
export function visibleLines(text: string): string {
  return text.replaceAll('\t', '  ').split('\n').map(visible).join('\n');
}

/**
 * A foreign string for a report: made visible and cut to `limit` characters (code points), saying how long it was.
 * A text of megabytes is cut before it is rewritten.
 */
export function label(text: string, limit: number): string {
  const shown = visible(first(text, limit));
  const kept = first(shown, limit);
  if (kept === shown && first(text, limit) === text) return shown;
  return `${kept}… (cut; ${text.length} characters in all)`;
}

/** The first `limit` code points; twice as many UTF-16 units hold at least these. */
function first(text: string, limit: number): string {
  return text.length <= limit
    ? text
    : Array.from(text.slice(0, limit * 2))
        .slice(0, limit)
        .join('');
}

/** A value of a fact as JSON in one line: numbers, lists and null as rules see them. */
export function valueText(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

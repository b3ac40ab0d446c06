import { styleText } from 'node:util';

/** Width of the first column of every block. */
export const labelColumns = 10;

/** Colours of the terminal, or none. Words carry the meaning; colour only helps the eye. */
export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

export function painter(colour: boolean): Paint {
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
}

/** Characters a text takes on a terminal: a wide (East Asian) one takes two, a combining one none. */
export function width(text: string): number {
  let total = 0;
  for (const character of text) total += characterWidth(character);
  return total;
}

/** A text of exactly this width: filled up with spaces, or cut with an ellipsis. */
export function pad(text: string, columns: number): string {
  const shown = clip(text, columns);
  return shown + ' '.repeat(Math.max(0, columns - width(shown)));
}

/** A text of at most this width, cut with an ellipsis. */
export function clip(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let shown = '';
  let total = 0;
  for (const character of text) {
    total += characterWidth(character);
    if (total > columns - 1) break;
    shown += character;
  }
  return `${shown}…`;
}

/** Words in lines of at most this width; later lines start with `indent` spaces. A word longer than a line is cut. */
export function wrap(text: string, columns: number, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const room = columns - (lines.length === 0 ? 0 : indent);
    if (line !== '' && width(line) + 1 + width(word) > room) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? clip(word, columns - indent) : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one, index) => (index === 0 ? one : ' '.repeat(indent) + one));
}

// Blocks of wide characters (Unicode 16, EastAsianWidth W and F) that occur in names.
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

function characterWidth(character: string): number {
  if (/\p{M}/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

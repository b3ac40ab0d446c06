import { isSpace } from './spaces.ts';

/**
 * Words of ENV, LABEL and ARG: parted by blanks outside quotes. Quotes and escapes stay as they are; the escape
 * character does nothing between single quotes, and at the very end it is dropped.
 */
export function quotedWords(text: string, escapeSign: string): string[] {
  const characters = [...text];
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (quote === null && isSpace(character)) {
      if (word !== null && word !== '') words.push(word);
      word = null;
      continue;
    }
    word ??= '';
    const isLast = at === characters.length - 1;
    if (character === escapeSign && quote !== "'") {
      if (isLast) break;
      word += character + (characters[++at] ?? '');
      continue;
    }
    if (quote === null && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = null;
    word += character;
  }
  if (word !== null && word !== '') words.push(word);
  return words;
}

/** Flags at the front of the arguments, and what is left: `--` ends them, quotes and escapes in them go. */
export function builderFlags(text: string, escapeSign: string): { flags: string[]; rest: string } {
  const flags: string[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && isSpace(text[at])) at++;
    if (!text.startsWith('--', at)) return { flags, rest: text.slice(at) };
    const flag = flagAt(text, at, escapeSign);
    at = flag.end;
    if (flag.value === '--') return { flags, rest: text.slice(at) };
    flags.push(flag.value);
  }
}

function flagAt(text: string, from: number, escapeSign: string): { value: string; end: number } {
  let value = '';
  let quote: string | null = null;
  let at = from;
  for (; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote === null && isSpace(character)) break;
    if (quote === null && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = null;
    else if (character !== escapeSign) value += character;
    else if (at + 1 < text.length) value += text[++at] ?? '';
  }
  return { value, end: at };
}

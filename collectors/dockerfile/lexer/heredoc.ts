import { shellWords } from './shell-word.ts';
import { type Heredoc, LexError } from './types.ts';

/** Heredocs that an instruction opens, in order, still without content. Words that cannot be read open none. */
export function heredocsOf(line: string): Heredoc[] {
  let words: string[];
  try {
    words = shellWords(line, { escape: '\\', raw: { quotes: true, escapes: true } }).words;
  } catch (thrown) {
    if (thrown instanceof LexError) return [];
    throw thrown;
  }
  return words.map(heredocOf).filter((heredoc) => heredoc !== null);
}

/** @throws LexError where the word behind `<<` cannot be read */
function heredocOf(word: string): Heredoc | null {
  const match = /^(\d*)<<(-?)[\t\n\f\r ]*([^<]*)$/.exec(word);
  if (match === null || match[3] === '') return null;
  const written = match[3] ?? '';
  const plain = shellWords(written, { escape: '\\' }).words;
  if (plain.length !== 1) return null;
  const raw = shellWords(written, { escape: '\\', raw: { quotes: true, escapes: false } }).words;
  if (raw.length !== 1) throw new LexError('the word of a heredoc cannot be read');
  const name = plain[0] ?? '';
  return {
    name,
    descriptor: Number(match[1] ?? 0),
    chomp: match[2] === '-',
    expand: quotesIn(name) === quotesIn(raw[0] ?? ''),
    content: '',
  };
}

function quotesIn(text: string): number {
  return text.split(/["']/).length - 1;
}

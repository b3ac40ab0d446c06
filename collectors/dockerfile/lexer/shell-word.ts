// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Dockerfiles and shells
import { isSpace } from './spaces.ts';
import { LexError } from './types.ts';

export interface ShellWordOptions {
  escape: string;
  /** Keep quotes and escapes as they are written. */
  raw?: { quotes: boolean; escapes: boolean };
  /** Value of a variable; undefined: it has none. Without it every variable stays as it is written. */
  lookup?: (name: string) => string | undefined;
}

/**
 * Takes a text apart as builders do before they use it: quotes, escapes and variables, `${name:-value}` and alike.
 * Variables without a value and without another instead stay as they are written.
 * @throws LexError for a quote or brace that is not closed, and for a form of `${}` that builders refuse
 */
export function shellWords(text: string, options: ShellWordOptions): { text: string; words: string[] } {
  const lexer: Lexer = {
    characters: [...text],
    at: 0,
    escape: options.escape,
    rawQuotes: options.raw?.quotes ?? false,
    rawEscapes: options.raw?.escapes ?? false,
    lookup: options.lookup ?? null,
    word: '',
    depth: 0,
  };
  return readUntil(lexer, null);
}

interface Lexer {
  characters: string[];
  at: number;
  escape: string;
  rawQuotes: boolean;
  rawEscapes: boolean;
  lookup: ((name: string) => string | undefined) | null;
  /** The word that is being read; a nested reading begins it anew, as builders do. */
  word: string;
  /** How many `${…}` are around. */
  depth: number;
}

/** Variables inside variables; deeper ones are refused, since they would exhaust the stack. */
const deepest = 500;

function readUntil(lexer: Lexer, stop: string | null): { text: string; words: string[] } {
  let text = '';
  const words: string[] = [];
  lexer.word = '';
  const finish = () => {
    if (lexer.word !== '') words.push(lexer.word);
    lexer.word = '';
  };
  while (lexer.at < lexer.characters.length) {
    const character = lexer.characters[lexer.at] ?? '';
    if (character === stop) {
      lexer.at++;
      finish();
      return { text, words };
    }
    const special = readSpecial(lexer, character);
    if (special !== null) {
      text += special;
      if (character !== '$') lexer.word += special;
      else {
        for (const piece of special) {
          if (isSpace(piece)) finish();
          else lexer.word += piece;
        }
      }
      continue;
    }
    lexer.at++;
    if (character === lexer.escape) {
      const kept = lexer.rawEscapes ? character : '';
      const next = lexer.characters[lexer.at++] ?? '';
      lexer.word += kept + next;
      text += kept + next;
      continue;
    }
    if (isSpace(character)) finish();
    else lexer.word += character;
    text += character;
  }
  if (stop !== null) throw new LexError(`"${stop}" is missing`);
  finish();
  return { text, words };
}

function readSpecial(lexer: Lexer, character: string): string | null {
  if (character === "'") return readSingleQuoted(lexer);
  if (character === '"') return readDoubleQuoted(lexer);
  if (character === '$') return readVariable(lexer);
  if (character !== '<') return null;
  lexer.at++;
  if (lexer.characters[lexer.at] !== '<') return '<';
  lexer.at++;
  let word = '<<';
  // The word of a heredoc may stand behind blanks.
  while (/^[ \t\r]$/.test(lexer.characters[lexer.at] ?? '')) word += lexer.characters[lexer.at++];
  return word;
}

function readSingleQuoted(lexer: Lexer): string {
  const end = lexer.characters.indexOf("'", lexer.at + 1);
  if (end < 0) throw new LexError('a single quote is not closed');
  const inside = lexer.characters.slice(lexer.at + 1, end).join('');
  lexer.at = end + 1;
  return lexer.rawQuotes ? `'${inside}'` : inside;
}

function readDoubleQuoted(lexer: Lexer): string {
  lexer.at++;
  let inside = '';
  while (lexer.at < lexer.characters.length) {
    const character = lexer.characters[lexer.at] ?? '';
    if (character === '"') {
      lexer.at++;
      return lexer.rawQuotes ? `"${inside}"` : inside;
    }
    if (character === '$') {
      inside += readVariable(lexer);
      continue;
    }
    lexer.at++;
    if (character !== lexer.escape) {
      inside += character;
      continue;
    }
    if (lexer.rawEscapes) inside += character;
    const next = lexer.characters[lexer.at];
    if (next === undefined) continue;
    const escapes = next === '"' || next === '$' || next === lexer.escape;
    inside += escapes ? next : character;
    if (escapes) lexer.at++;
  }
  throw new LexError('a double quote is not closed');
}

function readVariable(lexer: Lexer): string {
  lexer.at++;
  if (lexer.characters[lexer.at] !== '{') {
    const name = readName(lexer);
    return name === '' ? '$' : (lexer.lookup?.(name) ?? `$${name}`);
  }
  lexer.at++;
  if (/^[{}:]?$/.test(lexer.characters[lexer.at] ?? '')) throw new LexError('"${" has no name');
  const name = readName(lexer);
  const value = lexer.lookup?.(name);
  let modifier = lexer.characters[lexer.at++] ?? '';
  if (modifier === '}') return value ?? `\${${name}}`;
  if (modifier === '/') return readReplacement(lexer, name);
  if (modifier === ':') modifier += lexer.characters[lexer.at++] ?? '';
  if (!/^(?::?[-+?]|[#%])$/.test(modifier)) throw new LexError('"${…}" is of no known form');
  const word = readInside(lexer, modifier === '#' || modifier === '%', () => readUntil(lexer, '}').text);
  const written = `\${${name}${modifier}${word}}`;
  if (lexer.lookup === null) return written;
  const isSet = value !== undefined && !(modifier.startsWith(':') && value === '');
  const operation = modifier.at(-1);
  if (operation === '-') return isSet ? value : word;
  if (operation === '+') return isSet ? word : '';
  // What cuts a pattern off stays as it is written, so that the result counts as not known.
  return operation === '?' && isSet ? value : written;
}

function readReplacement(lexer: Lexer, name: string): string {
  if (lexer.characters[lexer.at] === '/') lexer.at++;
  const pattern = readInside(lexer, true, () => readUntil(lexer, '/').text);
  const replacement = readInside(lexer, true, () => readUntil(lexer, '}').text);
  return `\${${name}/${pattern}/${replacement}}`;
}

function readInside<T>(lexer: Lexer, raw: boolean, read: () => T): T {
  const before = lexer.rawEscapes;
  lexer.rawEscapes = raw;
  if (++lexer.depth > deepest) throw new LexError('variables stand inside one another too deep');
  const result = read();
  lexer.depth--;
  lexer.rawEscapes = before;
  return result;
}

/** A name, a number, or one of the special parameters of a shell. */
function readName(lexer: Lexer): string {
  const first = lexer.characters[lexer.at] ?? '';
  if (/^[@*#?\-$!]$/.test(first)) {
    lexer.at++;
    return first;
  }
  const allowed = /^\d$/.test(first) ? /^\d$/ : /^[\p{L}\p{Nd}_]$/u;
  let name = '';
  while (allowed.test(lexer.characters[lexer.at] ?? '')) name += lexer.characters[lexer.at++];
  return name;
}

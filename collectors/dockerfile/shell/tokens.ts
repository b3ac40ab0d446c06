/** A piece of a shell script: a word without its quotes, or an operator; a line end is the operator `\n`. */
export interface Token {
  type: 'word' | 'operator';
  text: string;
  /** Whether some of a word was quoted, so that it is no reserved word. */
  quoted: boolean;
  /** Whether it is written as `NAME=…`; the value may be quoted. */
  assignment: boolean;
  /** Scripts inside a word: `$(…)`, backquotes, `<(…)`. */
  scripts: string[];
}

const operators = ['&&', '||', '|&', ';;', ';&', '|', ';', '&', '(', ')', '\n'];

/**
 * Takes a script apart as a POSIX shell does (XCU 2.3), without doing anything: quotes, escapes, comments, heredocs and
 * redirections, which are left out with their targets. What is not closed ends with the script.
 */
export function shellTokens(script: string): Token[] {
  const reader: Reader = { script, at: 0, heredocs: [], depth: 0 };
  const tokens: Token[] = [];
  for (;;) {
    skipBlanks(reader);
    if (reader.at >= script.length) return tokens;
    const redirection = redirectionAt(reader);
    if (redirection !== null) {
      reader.at += redirection.length;
      readTarget(reader, redirection, tokens);
      continue;
    }
    const operator = operators.find((candidate) => script.startsWith(candidate, reader.at));
    if (operator === undefined) tokens.push(readWord(reader));
    else {
      reader.at += operator.length;
      if (operator === '\n') skipHeredocs(reader);
      tokens.push({ type: 'operator', text: operator, quoted: false, assignment: false, scripts: [] });
    }
  }
}

interface Reader {
  script: string;
  at: number;
  /** Words that end heredocs opened on this line. */
  heredocs: { name: string; chomp: boolean }[];
  /** How many `${…}` are around. */
  depth: number;
}

/** Parameters inside parameters that are looked into. */
const deepest = 8;

function skipBlanks(reader: Reader): void {
  const { script } = reader;
  for (;;) {
    const character = script[reader.at];
    if (character === ' ' || character === '\t' || character === '\r') reader.at++;
    else if (character === '\\' && script[reader.at + 1] === '\n') reader.at += 2;
    else if (character === '#') reader.at = indexOr(script, '\n', reader.at);
    else return;
  }
}

function indexOr(script: string, text: string, from: number): number {
  const index = script.indexOf(text, from);
  return index < 0 ? script.length : index;
}

/** `>`, `2>&`, `<<-` and alike; not the `<(` of a script in place of a file. */
function redirectionAt(reader: Reader): string | null {
  const match = /^(?:\d{0,3}(?:<<<|<<-|<<|<>|<&|>>|>&|>\||<|>)|&>>|&>)/.exec(
    reader.script.slice(reader.at, reader.at + 8),
  );
  if (match === null || /[<>]\($/.test(match[0] + (reader.script[reader.at + match[0].length] ?? ''))) return null;
  return match[0];
}

function readTarget(reader: Reader, redirection: string, tokens: Token[]): void {
  skipBlanks(reader);
  if (reader.at >= reader.script.length || /[\n;|&()]/.test(reader.script[reader.at] ?? '')) return;
  const target = readWord(reader);
  if (/<<-?$/.test(redirection)) reader.heredocs.push({ name: target.text, chomp: redirection.endsWith('-') });
  // A script in a target is run too: `> >(tee log)`, `<<< $(date)`.
  else if (target.scripts.length > 0) tokens.push({ ...target, type: 'operator', text: '' });
}

function skipHeredocs(reader: Reader): void {
  for (const { name, chomp } of reader.heredocs) {
    while (reader.at < reader.script.length) {
      const end = indexOr(reader.script, '\n', reader.at);
      const line = reader.script.slice(reader.at, end);
      reader.at = end + 1;
      if ((chomp ? line.replace(/^\t+/, '') : line) === name) break;
    }
  }
  reader.heredocs = [];
}

function readWord(reader: Reader): Token {
  const { script } = reader;
  const assignment = /^[A-Za-z_][A-Za-z0-9_]{0,200}\+?=/.test(script.slice(reader.at, reader.at + 256));
  const token: Token = { type: 'word', text: '', quoted: false, assignment, scripts: [] };
  while (reader.at < script.length) {
    const character = script[reader.at] ?? '';
    const next = script[reader.at + 1];
    if (/[<>]/.test(character) && next === '(') readScript(reader, token, 2);
    else if (/[\s;|&()<>]/.test(character)) break;
    else if (character === '\\') readEscape(reader, token);
    else if (character === "'") readQuoted(reader, token, 1);
    else if (character === '$' && next === "'") readQuoted(reader, token, 2);
    else if (character === '"') readDoubleQuoted(reader, token);
    else readPlain(reader, token);
  }
  // A character that begins no word must still be passed, or the script would not end.
  if (token.text === '' && !token.quoted && token.scripts.length === 0) token.text = script[reader.at++] ?? '';
  return token;
}

function readEscape(reader: Reader, token: Token): void {
  const next = reader.script[reader.at + 1] ?? '';
  if (next !== '\n') token.text += next;
  token.quoted = true;
  reader.at += 2;
}

function readQuoted(reader: Reader, token: Token, opening: number): void {
  let end = reader.at + opening;
  while (end < reader.script.length && reader.script[end] !== "'")
    end += opening === 2 && reader.script[end] === '\\' ? 2 : 1;
  token.text += reader.script.slice(reader.at + opening, end);
  token.quoted = true;
  reader.at = end + 1;
}

function readDoubleQuoted(reader: Reader, token: Token): void {
  token.quoted = true;
  reader.at++;
  while (reader.at < reader.script.length && reader.script[reader.at] !== '"') {
    const next = reader.script[reader.at + 1] ?? '';
    if (reader.script[reader.at] !== '\\') readPlain(reader, token);
    else {
      token.text += next === '\n' ? '' : /[$`"\\]/.test(next) ? next : `\\${next}`;
      reader.at += 2;
    }
  }
  reader.at++;
}

/** One character, or a whole `$(…)`, `${…}` or backquoted script. */
function readPlain(reader: Reader, token: Token): void {
  const { script } = reader;
  if (script.startsWith('$((', reader.at)) readScript(reader, { ...token, scripts: [] }, 2, token);
  else if (script.startsWith('$(', reader.at)) readScript(reader, token, 2);
  else if (script.startsWith('${', reader.at)) readParameter(reader, token);
  else if (script[reader.at] === '`') readBackquoted(reader, token);
  else token.text += script[reader.at++];
}

function readParameter(reader: Reader, token: Token): void {
  const end = closing(reader.script, reader.at + 2, '}');
  // What stands instead of a variable may run something: `${A:-$(id)}`.
  const depth = reader.depth + 1;
  const inside: Reader = { script: reader.script.slice(reader.at + 2, end), at: 0, heredocs: [], depth };
  const unseen: Token = { ...token, text: '' };
  while (depth <= deepest && inside.at < inside.script.length) readPlain(inside, unseen);
  token.text += reader.script.slice(reader.at, end + 1);
  reader.at = end + 1;
}

function readBackquoted(reader: Reader, token: Token): void {
  const { script } = reader;
  let end = reader.at + 1;
  while (end < script.length && script[end] !== '`') end += script[end] === '\\' ? 2 : 1;
  token.scripts.push(script.slice(reader.at + 1, end).replaceAll('\\`', '`'));
  token.text += script.slice(reader.at, end + 1);
  reader.at = end + 1;
}

/** @param shown - the word that gets the text, where the scripts in it do not count (arithmetic) */
function readScript(reader: Reader, token: Token, opening: number, shown = token): void {
  const end = closing(reader.script, reader.at + opening, ')');
  token.scripts.push(reader.script.slice(reader.at + opening, end));
  shown.text += reader.script.slice(reader.at, end + 1);
  reader.at = end + 1;
}

/** Index of the bracket that closes, quotes and inner brackets passed over; the end where none does. */
function closing(script: string, from: number, bracket: ')' | '}'): number {
  const opening = bracket === ')' ? '(' : '{';
  let depth = 0;
  for (let at = from; at < script.length; at++) {
    const character = script[at];
    if (character === '\\') at++;
    else if (character === "'") at = indexOr(script, "'", at + 1);
    else if (character === '"') at = endOfDoubleQuoted(script, at + 1);
    else if (character === opening) depth++;
    else if (character === bracket && depth-- === 0) return at;
  }
  return script.length;
}

function endOfDoubleQuoted(script: string, from: number): number {
  let at = from;
  while (at < script.length && script[at] !== '"') at += script[at] === '\\' ? 2 : 1;
  return at;
}

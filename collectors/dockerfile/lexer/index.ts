import { heredocsOf } from './heredoc.ts';
import { readInstruction } from './instruction.ts';
import { trimStart } from './spaces.ts';
import { type Heredoc, LexError, type LexedDockerfile, type LexedInstruction } from './types.ts';

export { readInstruction } from './instruction.ts';
export { shellWords } from './shell-word.ts';
export type { Heredoc, LexedDockerfile, LexedInstruction } from './types.ts';
export { LexError } from './types.ts';

/** Longest line that builders read, in bytes with its end. */
const lineBytes = 64 * 1024;

/**
 * Takes a Dockerfile apart into instructions, line by line as BuildKit does (frontend/dockerfile/parser): directives,
 * continuation, comments and empty lines inside instructions, heredocs. Never throws.
 */
export function lexDockerfile(text: string): LexedDockerfile {
  const state: State = {
    lines: linesOf(text),
    next: 0,
    result: { escape: '\\', directives: {}, instructions: [], failure: null },
    directivesEnded: false,
    continuation: continuationOf('\\'),
  };
  let line = 0;
  try {
    while (state.next < state.lines.length) {
      line = state.next + 1;
      readOne(state);
    }
    line = state.lines.length;
    if (state.result.instructions.length === 0) throw new LexError('the file has no instructions');
  } catch (thrown) {
    if (!(thrown instanceof LexError)) throw thrown;
    state.result.failure = { line: Math.max(line, 1), message: thrown.message };
  }
  return state.result;
}

interface State {
  /** With their ends. */
  lines: string[];
  next: number;
  result: LexedDockerfile;
  directivesEnded: boolean;
  /** Matches a line that goes on: the escape character at its end, and not that character escaped. */
  continuation: RegExp;
}

function linesOf(text: string): string[] {
  const bare = text.startsWith('\ufeff') ? text.slice(1) : text;
  return bare.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function continuationOf(escapeSign: string): RegExp {
  return escapeSign === '\\' ? /(^|[^\\])\\[ \t]*$/ : /(^|[^`])`[ \t]*$/;
}

/** Reads lines up to the end of one instruction; a comment or empty line is one too, and leaves nothing. */
function readOne(state: State): void {
  const startLine = state.next + 1;
  let line = takeLine(state, true);
  let goesOn = state.continuation.test(line);
  let joined = goesOn ? line.replace(state.continuation, '$1') : line;
  if (!goesOn && joined === '') return;
  while (goesOn && state.next < state.lines.length) {
    line = takeLine(state, false);
    // Comments and empty lines inside an instruction count for nothing.
    if (trimStart(line) === '') continue;
    goesOn = state.continuation.test(line);
    joined += goesOn ? line.replace(state.continuation, '$1') : line;
  }
  const instruction = readInstruction(joined, state.result.escape);
  if (mayHaveHeredocs(instruction) && joined.includes('<<')) instruction.heredocs = readHeredocs(state, joined);
  state.result.instructions.push({ ...instruction, line: startLine, endLine: state.next });
}

/** The next line without its end; empty for a comment. Directives are taken note of. */
function takeLine(state: State, isFirst: boolean): string {
  const written = state.lines[state.next++] ?? '';
  if (Buffer.byteLength(written) > lineBytes) throw new LexError(`a line is longer than ${lineBytes} bytes`);
  const bare = written.replace(/[\r\n]+$/, '');
  const line = isFirst ? trimStart(bare) : bare;
  noteDirective(state, line);
  return isComment(line) ? '' : line;
}

function isComment(line: string): boolean {
  return trimStart(line).startsWith('#');
}

/** Directives stand before everything else, each once. @throws LexError */
function noteDirective(state: State, line: string): void {
  if (state.directivesEnded) return;
  const match = line.startsWith('#')
    ? /^([A-Za-z][A-Za-z0-9]*)[\t\n\f\r ]*=[\t\n\f\r ]*(.+)$/.exec(trimStart(line.slice(1)))
    : null;
  const name = match?.[1]?.toLowerCase() ?? '';
  if (!['syntax', 'escape', 'check'].includes(name)) {
    state.directivesEnded = true;
    return;
  }
  const value = (match?.[2] ?? '').replace(/[\t\n\f\r ]+$/, '');
  const { result } = state;
  if (Object.hasOwn(result.directives, name)) throw new LexError(`the directive ${name} stands there twice`);
  result.directives[name] = value;
  if (name !== 'escape') return;
  if (value !== '\\' && value !== '`') throw new LexError('the escape character can only be \\ or `');
  result.escape = value;
  state.continuation = continuationOf(value);
}

function mayHaveHeredocs(instruction: LexedInstruction): boolean {
  const inner = instruction.name.toLowerCase() === 'onbuild' ? (instruction.child ?? instruction) : instruction;
  return ['add', 'copy', 'run'].includes(inner.name.toLowerCase()) && !inner.json;
}

function readHeredocs(state: State, line: string): Heredoc[] {
  const heredocs = heredocsOf(line);
  for (const heredoc of heredocs) {
    let content = '';
    for (;;) {
      if (state.next >= state.lines.length) throw new LexError('a heredoc does not end');
      const written = state.lines[state.next++] ?? '';
      const bare = written.replace(/[\r\n]+$/, '');
      if ((heredoc.chomp ? bare.replace(/^\t+/, '') : bare) === heredoc.name) break;
      content += written;
    }
    heredoc.content = content;
  }
  return heredocs;
}

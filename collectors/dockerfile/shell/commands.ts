import { shellTokens, type Token } from './tokens.ts';

/** What a script runs, as far as reading it tells. */
export interface ShellCommands {
  /** Words of each simple command, without assignments in front and redirections; scripts inside words follow them. */
  commands: string[][];
  /** Names of programs joined by pipes, one list a pipeline of two and more. */
  pipes: string[][];
}

/** Scripts inside scripts that are read: `$(…)`, `sh -c '…'`. */
const deepest = 8;

/** Words that are no commands, but stand where commands begin. */
const reserved = new Set('if then elif else fi while until do done { } ! time coproc'.split(' '));

/** Reads the commands of a POSIX shell script. What a variable holds is not known: it stays as it is written. */
export function shellCommands(script: string): ShellCommands {
  const found: ShellCommands = { commands: [], pipes: [] };
  readScript(script, found, 0);
  return found;
}

/** The same of a command given as words: itself, and the script it runs where it is a shell with `-c`. */
export function wordCommands(words: readonly string[]): ShellCommands {
  const found: ShellCommands = { commands: words.length === 0 ? [] : [[...words]], pipes: [] };
  const script = scriptOf(words);
  if (script !== null) readScript(script, found, 1);
  return found;
}

/** Whether a program is a shell whose scripts are read here. */
export function isShell(program: string): boolean {
  return shells.has(baseName(program));
}

interface Reading {
  words: string[];
  /** Scripts in the words of this command. */
  scripts: string[];
  /** Scripts that run before this command: those of the word behind `case`. */
  earlier: string[];
  pipeline: string[];
  /** In `case`: `subject` up to `in`, `pattern` up to `)`, `body` up to `;;`; in `for`: `list` up to its end. */
  inside: ('subject' | 'pattern' | 'body' | 'list')[];
}

function readScript(script: string, found: ShellCommands, depth: number): void {
  if (depth > deepest) return;
  const reading: Reading = { words: [], scripts: [], earlier: [], pipeline: [], inside: [] };
  for (const token of shellTokens(script)) {
    reading.scripts.push(...token.scripts);
    if (token.type === 'operator') takeOperator(token.text, reading, found, depth);
    else takeWord(token, reading);
  }
  endPipeline(reading, found, depth);
}

function takeWord(token: Token, reading: Reading): void {
  const place = reading.inside.at(-1);
  const isStart = reading.words.length === 0 && !token.quoted;
  if (place === 'subject') {
    if (token.quoted || token.text !== 'in') return;
    reading.inside[reading.inside.length - 1] = 'pattern';
    reading.earlier.push(...reading.scripts.splice(0));
    return;
  }
  if (place === 'pattern' || place === 'body') {
    if (isStart && token.text === 'esac') {
      reading.inside.pop();
      return;
    }
    if (place === 'pattern') return;
  }
  if (place === 'list') return;
  if (isStart && token.text === 'case') reading.inside.push('subject');
  else if (isStart && (token.text === 'for' || token.text === 'select')) reading.inside.push('list');
  else if (isStart && (reserved.has(token.text) || token.text === 'function')) return;
  else if (reading.words.length === 0 && token.assignment) return;
  else reading.words.push(token.text);
}

function takeOperator(operator: string, reading: Reading, found: ShellCommands, depth: number): void {
  const place = reading.inside.at(-1);
  if (operator === '') return;
  if (place === 'pattern') {
    if (operator === ')') reading.inside[reading.inside.length - 1] = 'body';
    return;
  }
  if (place === 'subject') return;
  if (place === 'list' && (operator === ';' || operator === '\n')) reading.inside.pop();
  if (operator === '(') {
    // `name()`: a function is defined, not run.
    reading.words = [];
    return;
  }
  endCommand(reading, found, depth);
  if (operator === '|' || operator === '|&' || operator === ')') return;
  endPipeline(reading, found, depth);
  if (place === 'body' && (operator === ';;' || operator === ';&'))
    reading.inside[reading.inside.length - 1] = 'pattern';
}

function endCommand(reading: Reading, found: ShellCommands, depth: number): void {
  const { words, scripts } = reading;
  reading.words = [];
  reading.scripts = [];
  for (const script of reading.earlier.splice(0)) readScript(script, found, depth + 1);
  if (words.length > 0) {
    found.commands.push(words);
    const name = programOf(words);
    if (name !== null) reading.pipeline.push(name);
  }
  for (const script of scripts) readScript(script, found, depth + 1);
  const inner = scriptOf(words);
  if (inner !== null) readScript(inner, found, depth + 1);
}

function endPipeline(reading: Reading, found: ShellCommands, depth: number): void {
  endCommand(reading, found, depth);
  if (reading.pipeline.length > 1) found.pipes.push(reading.pipeline);
  reading.pipeline = [];
}

/** Programs that run another one, and their options that take a value. */
const wrappers: Readonly<Record<string, RegExp>> = {
  sudo: /^-[A-Za-z]*[ughpCrtUTR]$/,
  doas: /^-[uC]$/,
  env: /^-[uSC]$/,
  exec: /^-a$/,
  nice: /^-n$/,
  command: /^$/,
  nohup: /^$/,
  busybox: /^$/,
  gosu: /^$/,
  timeout: /^-[ks]$/,
};

/** Name of the program a command runs, without its folder, and behind sudo, env and alike; null: not known. */
export function programOf(words: readonly string[]): string | null {
  const name = baseName(words[0] ?? '');
  const valued = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
  if (valued === undefined) return name === '' ? null : name;
  let at = 1;
  while (at < words.length && ((words[at] ?? '').startsWith('-') || /^[A-Za-z_][A-Za-z0-9_]*=/.test(words[at] ?? '')))
    at += valued.test(words[at] ?? '') ? 2 : 1;
  // The user of gosu and the time of timeout stand before the program.
  if (name === 'gosu' || name === 'timeout') at++;
  return at < words.length ? programOf(words.slice(at)) : name;
}

function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

const shells = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh']);

/** The script a command runs from a word: `sh -c '…'`, `eval …`; null: none. */
function scriptOf(words: readonly string[]): string | null {
  const at = words.findIndex((word) => shells.has(baseName(word)));
  if (words[0] === 'eval') return words.slice(1).join(' ');
  if (at < 0 || programOf(words) !== baseName(words[at] ?? '')) return null;
  const option = words.findIndex((word, index) => index > at && /^-[a-z]*c$/.test(word));
  const script = option < 0 ? undefined : words[option + 1];
  // A script that is nothing but the output of another one was read with the word it stands in.
  return script === undefined || /^\$\([^)]*\)$/.test(script) ? null : script;
}

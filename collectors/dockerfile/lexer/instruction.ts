import { splitAtBlanks, trim, trimStart } from './spaces.ts';
import { LexError, type LexedInstruction } from './types.ts';
import { builderFlags, quotedWords } from './words.ts';

type Arguments = Pick<LexedInstruction, 'words' | 'json' | 'child'>;

/** ONBUILD inside ONBUILD, which builders refuse later. */
const deepest = 50;

const none: Arguments = { words: [], json: false, child: null };

/** How arguments are read, by instruction; of others they are not looked at. */
const readers: Readonly<Record<string, (text: string, escapeSign: string, depth: number) => Arguments>> = {
  add: listOrWords,
  arg: (text, escapeSign) => ({ ...none, words: quotedWords(text, escapeSign) }),
  cmd: listOrText,
  copy: listOrWords,
  entrypoint: listOrText,
  env: (text, escapeSign) => settings(text, 'ENV', escapeSign),
  expose: blankWords,
  from: blankWords,
  healthcheck: healthcheck,
  label: (text, escapeSign) => settings(text, 'LABEL', escapeSign),
  maintainer: wholeText,
  onbuild: (text, escapeSign, depth) =>
    text === '' ? none : { ...none, child: readInstruction(text, escapeSign, depth + 1) },
  run: listOrText,
  shell: listOrText,
  stopsignal: wholeText,
  user: wholeText,
  volume: listOrWords,
  workdir: wholeText,
};

/**
 * Reads one instruction whose lines are joined.
 * @throws LexError where a builder refuses it
 */
export function readInstruction(text: string, escapeSign: string, depth = 0): LexedInstruction {
  if (depth > deepest) throw new LexError('ONBUILD stands inside ONBUILD too often');
  const trimmed = trim(text);
  const gap = /[\t\v\f\r ]+/.exec(trimmed);
  const name = gap === null ? trimmed : trimmed.slice(0, gap.index);
  const { flags, rest } = builderFlags(gap === null ? '' : trimmed.slice(gap.index + gap[0].length), escapeSign);
  const read = readers[name.toLowerCase()];
  const parts = read === undefined ? { ...none, words: [''] } : read(trim(rest), escapeSign, depth);
  return { name, line: 0, endLine: 0, flags, ...parts, heredocs: [], text };
}

function wholeText(text: string): Arguments {
  return text === '' ? none : { ...none, words: [text] };
}

function blankWords(text: string): Arguments {
  return text === '' ? none : { ...none, words: splitAtBlanks(text) };
}

function listOrText(text: string): Arguments {
  return text === '' ? none : (jsonList(text) ?? wholeText(text));
}

function listOrWords(text: string): Arguments {
  return jsonList(text) ?? blankWords(text);
}

/** @returns null: it is no JSON list. @throws LexError for a list that holds something else than texts */
function jsonList(text: string): Arguments | null {
  const start = trimStart(text);
  if (!start.startsWith('[')) return null;
  let list: unknown;
  try {
    list = JSON.parse(start);
  } catch {
    return null;
  }
  const words = list as unknown[];
  if (!words.every((word) => typeof word === 'string')) throw new LexError('a JSON list may hold texts only');
  return { ...none, words, json: true };
}

/** `name value` to the end of the line, or `name=value` any number of times. */
function settings(text: string, name: string, escapeSign: string): Arguments {
  const words = quotedWords(text, escapeSign);
  const first = words[0];
  if (first === undefined) return none;
  if (!first.includes('=')) {
    const gap = /[\t\v\f\r ]+/.exec(text);
    if (gap === null) throw new LexError(`${name} needs a name and a value`);
    return { ...none, words: [text.slice(0, gap.index), text.slice(gap.index + gap[0].length), ''] };
  }
  const pairs: string[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals < 0) throw new LexError(`${name} has a word without "="`);
    pairs.push(word.slice(0, equals), word.slice(equals + 1), '=');
  }
  return { ...none, words: pairs };
}

function healthcheck(text: string): Arguments {
  const gap = /[\t\n\v\f\r \u0085\u00a0]+/.exec(text);
  const type = gap === null ? text : text.slice(0, gap.index);
  if (type === '') return none;
  const command = listOrText(gap === null ? '' : text.slice(gap.index + gap[0].length));
  return { ...command, words: [type, ...command.words] };
}

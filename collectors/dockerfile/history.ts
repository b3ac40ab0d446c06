import type { Facts, MissingCode } from '../../engine/index.ts';
import { LexError, type LexedInstruction, readInstruction } from './lexer/index.ts';
import { factsOf } from './parse.ts';
import { isShell } from './shell/commands.ts';

/** A Dockerfile made again, as far as an image tells. */
export interface ReconstructedDockerfile {
  facts: Partial<Facts<'dockerfile'>>;
  missing: Partial<Record<keyof Facts<'dockerfile'>, MissingCode>>;
}

/**
 * Makes a Dockerfile again from the history of an image (`history` of its configuration): steps of the classic builder
 * (`/bin/sh -c #(nop) …`) and of BuildKit (`RUN … # buildkit`). Lines are numbers of steps, from 1; there is one stage
 * without a base. Steps that no Dockerfile has written are left out. Everything is redacted.
 * @param reference - of the image
 * @returns null: no step is of such a form
 */
export function dockerfileFromHistory(history: unknown, reference: string): ReconstructedDockerfile | null {
  const steps = Array.isArray(history) ? history : [];
  const instructions: LexedInstruction[] = [];
  for (const [index, step] of steps.entries()) {
    const written = typeof step === 'object' && step !== null ? (step as Record<string, unknown>)['created_by'] : null;
    const read = typeof written === 'string' ? readStep(written) : null;
    if (read !== null) instructions.push({ ...read, line: index + 1, endLine: index + 1 });
  }
  if (instructions.length === 0) return null;
  const start = { ...readInstruction('FROM scratch', '\\'), line: instructions[0]?.line ?? 1 };
  const { stages, instructions: read } = factsOf([start, ...instructions], '\\');
  const unknownBase = { base: null, scratch: false, tag: null, digest: null };
  return {
    facts: {
      path: null,
      reconstructed: true,
      image: reference,
      digest: null,
      escape: '\\',
      syntax: null,
      stages: stages.map((stage) => ({ ...stage, ...unknownBase })),
      instructions: read.slice(1),
      ignore: null,
      context: null,
    },
    missing: {},
  };
}

/** One step; null: no builder of Dockerfiles wrote it. */
function readStep(written: string): LexedInstruction | null {
  const bare = written.replace(/\s*# buildkit\s*$/, '').trim();
  // The classic builder puts the shell in front of everything, also another one that SHELL named.
  const classic = /^(?:\|\d+ .*?)?\/\S+ .{0,200}?#\(nop\)\s*/s.exec(bare);
  if (classic !== null) return readPlain(bare.slice(classic[0].length));
  if (/^(?:\|\d+ |\/\S+ )/.test(bare)) return readRun(bare);
  const name = /^[A-Z]+(?=\s|$)/.exec(bare)?.[0];
  if (name === undefined) return null;
  return name === 'RUN' ? readRun(bare.slice('RUN'.length).trim()) : readPlain(bare);
}

/** Build arguments and the shell stand before the command: `|1 VERSION=3 /bin/sh -c make`. */
function readRun(step: string): LexedInstruction {
  const match = /^(?:\|\d+ .*? ?)?\/\S+ (?:-\S+ |pipefail )*-[a-z]*c (.*)$/s.exec(step);
  const command = (match?.[1] ?? step.replace(/^\|\d+ /, '')).trim();
  return { ...instruction('RUN', [command]), text: `RUN ${step}` };
}

function readPlain(step: string): LexedInstruction | null {
  const name = /^[A-Z]+/.exec(step)?.[0] ?? '';
  const rest = step.slice(name.length).trim();
  const read = plainReaders[name];
  return read === undefined ? null : read(name, rest);
}

const plainReaders: Readonly<Record<string, (name: string, rest: string) => LexedInstruction>> = {
  ADD: readCopy,
  ARG: readAgain,
  CMD: readCommand,
  COPY: readCopy,
  ENTRYPOINT: readCommand,
  ENV: readSettings,
  EXPOSE: (name, rest) => instruction(name, bracketed(rest.replace(/:\{\}/g, ''))),
  HEALTHCHECK: readHealthcheck,
  LABEL: readSettings,
  MAINTAINER: readAgain,
  ONBUILD: readAgain,
  SHELL: (name, rest) => ({ ...instruction(name, quotedList(rest) ?? bracketed(rest)), json: true }),
  STOPSIGNAL: readAgain,
  USER: readAgain,
  VOLUME: (name, rest) => instruction(name, quotedList(rest) ?? bracketed(rest)),
  WORKDIR: readAgain,
};

function instruction(name: string, words: string[]): LexedInstruction {
  const text = [name, ...words].join(' ');
  return { name, line: 0, endLine: 0, flags: [], words, json: false, child: null, heredocs: [], text };
}

function readAgain(name: string, rest: string): LexedInstruction {
  try {
    return readInstruction(`${name} ${rest}`, '\\');
  } catch (thrown) {
    if (thrown instanceof LexError) return instruction(name, [rest]);
    throw thrown;
  }
}

/** `file:… in /` of the classic builder is a source and a target. */
function readCopy(name: string, rest: string): LexedInstruction {
  const match = /^((?:file|dir|multi):\S+) in (.*)$/s.exec(rest);
  return match === null ? readAgain(name, rest) : instruction(name, [match[1] ?? '', (match[2] ?? '').trim()]);
}

function readCommand(name: string, rest: string): LexedInstruction {
  const words = quotedList(rest);
  if (words === null) return readAgain(name, rest);
  // A command that was a text has become one of the shell.
  if (words.length > 2 && isShell(words[0] ?? '') && /^-[a-z]*c$/.test(words.at(-2) ?? ''))
    return instruction(name, [words.at(-1) ?? '']);
  return { ...instruction(name, words), json: true, text: `${name} ${JSON.stringify(words)}` };
}

/** Values come without their quotes: one ends where the next name begins, or with the step. */
function readSettings(name: string, rest: string): LexedInstruction {
  const words: string[] = [];
  for (const pair of rest.split(/\s+(?=[A-Za-z_][A-Za-z0-9_.-]{0,200}=)/)) {
    const equals = pair.indexOf('=');
    words.push(...(equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]), '=');
  }
  return { ...instruction(name, words), text: `${name} ${rest}` };
}

/** As Go prints it: `&{["CMD-SHELL" "curl …"] "30s" …}`, or `&{Test:[CMD-SHELL curl …] Interval:30s …}`. */
function readHealthcheck(name: string, rest: string): LexedInstruction {
  const list = /^&\{(\[(?:[^"\]]|"(?:[^"\\]|\\.)*")*\])/s.exec(rest)?.[1];
  const named = /^&\{Test:\[(.*)\] Interval:/s.exec(rest)?.[1];
  const words = list === undefined ? (named?.split(' ') ?? null) : quotedList(list);
  if (words === null) return readAgain(name, rest);
  const [type = '', ...command] = words;
  if (type === 'CMD-SHELL') return instruction(name, ['CMD', command.join(' ')]);
  return { ...instruction(name, [type, ...command]), json: type === 'CMD' };
}

/** Texts of a list in quotes, with or without commas; null: it is no such list. */
function quotedList(text: string): string[] | null {
  if (!text.startsWith('[') || !text.endsWith(']')) return null;
  const quoted = /"(?:[^"\\]|\\.)*"/gs;
  if (!/^[\s,[\]]*$/.test(text.replace(quoted, ''))) return null;
  const words = [...text.matchAll(quoted)].map(([word]) => unquote(word));
  return words.length === 0 && text.replace(/\s/g, '') !== '[]' ? null : words;
}

function unquote(word: string): string {
  try {
    return JSON.parse(word) as string;
  } catch {
    return word.slice(1, -1);
  }
}

/** Words of `[a b]`, `map[a b]` or `a b`. */
function bracketed(text: string): string[] {
  const inside = /^(?:map)?\[(.*)\]$/s.exec(text)?.[1] ?? text;
  return inside.split(/\s+/).filter((word) => word !== '');
}

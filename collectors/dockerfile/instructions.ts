import { compareText, type Facts } from '../../engine/index.ts';
import { redactBuildStep } from '../docker/history.ts';
import { environmentVariable, redactCommand, redactNamed, redactText } from '../redact.ts';
import { secretsInCommand, secretsInText } from '../secrets/index.ts';
import type { LexedInstruction } from './lexer/index.ts';
import { isShell, programOf, type ShellCommands, shellCommands, wordCommands } from './shell/commands.ts';
import { unquoted } from './variables.ts';

type Instruction = Facts<'dockerfile'>['instructions'][number];

export interface InstructionPlace {
  /** Index of the stage; null: before the first FROM. */
  stage: number | null;
  escape: string;
  /** Whether commands that are texts go to a POSIX shell. */
  posix: boolean;
}

/** Facts of one instruction; nothing of it leaves unredacted. */
export function instructionFacts(lexed: LexedInstruction, place: InstructionPlace): Instruction {
  // Heredocs stand behind the whole line, also behind ONBUILD.
  const inner = lexed.child === null ? lexed : { ...lexed.child, heredocs: lexed.heredocs };
  const name = lexed.name.toUpperCase();
  const ran = commandsOf(inner, place.posix);
  return {
    name,
    stage: place.stage,
    line: lexed.line,
    endLine: lexed.endLine,
    form: inner.json ? 'exec' : 'shell',
    arguments:
      lexed.child === null
        ? argumentsOf(lexed, place.escape)
        : [inner.name.toUpperCase(), ...argumentsOf(inner, place.escape)],
    flags: [...lexed.flags, ...(lexed.child?.flags ?? [])].map(flagOf),
    text: textOf(lexed, place.escape),
    commands: ran.commands.map((words) => redactCommand(words)),
    pipes: ran.pipes.map((names) => names.map(redactText)),
    looksSecret: secretNames(inner, lexed, place.escape),
  };
}

function flagOf(flag: string): Instruction['flags'][number] {
  const equals = flag.indexOf('=');
  if (equals < 0) return { name: flag, value: null };
  const name = flag.slice(0, equals);
  // `--mount=type=secret,id=token` names a secret and holds none.
  return { name, value: redactText(flag.slice(equals + 1)) };
}

/** NAME=value pairs of ENV, LABEL and ARG, unquoted; null for other instructions. */
function pairsOf(lexed: LexedInstruction, escapeSign: string): { name: string; value: string | null }[] | null {
  const name = lexed.name.toUpperCase();
  const { words } = lexed;
  if (name === 'ARG') {
    return words.map((word) => {
      const equals = word.indexOf('=');
      if (equals < 0) return { name: word, value: null };
      return { name: word.slice(0, equals), value: unquoted(word.slice(equals + 1), escapeSign) };
    });
  }
  if (name !== 'ENV' && name !== 'LABEL') return null;
  const pairs: { name: string; value: string | null }[] = [];
  for (let at = 0; at + 1 < words.length; at += 3)
    pairs.push({ name: unquoted(words[at] ?? '', escapeSign), value: unquoted(words[at + 1] ?? '', escapeSign) });
  return pairs;
}

function argumentsOf(lexed: LexedInstruction, escapeSign: string): string[] {
  const pairs = pairsOf(lexed, escapeSign);
  if (pairs !== null) return pairs.map(shownPair);
  if (lexed.json) return redactCommand(lexed.words);
  return isCommand(lexed) ? lexed.words.map(redactText) : redactCommand(lexed.words);
}

function shownPair({ name, value }: { name: string; value: string | null }): string {
  return value === null ? redactText(name) : `${redactText(name)}=${redactNamed(name, value)}`;
}

function isCommand(lexed: LexedInstruction): boolean {
  return /^(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK|SHELL)$/i.test(lexed.name);
}

function textOf(lexed: LexedInstruction, escapeSign: string): string {
  const inner = lexed.child ?? lexed;
  const pairs = pairsOf(inner, escapeSign);
  const before = lexed.child === null ? '' : `${lexed.name} `;
  if (pairs !== null)
    return [`${before}${inner.name}`, ...inner.flags.map(redactText), ...pairs.map(shownPair)].join(' ');
  const bodies = inner.name.toUpperCase() === 'RUN' ? lexed.heredocs : [];
  const text = [lexed.text.trim(), ...bodies.map(({ content, name }) => `${content}${name}`)].join('\n');
  return inner.json ? redactBuildStep(text) : redactText(text);
}

function commandsOf(lexed: LexedInstruction, posix: boolean): ShellCommands {
  const nothing: ShellCommands = { commands: [], pipes: [] };
  if (!isCommand(lexed) || lexed.name.toUpperCase() === 'SHELL') return nothing;
  const words = lexed.name.toUpperCase() === 'HEALTHCHECK' ? lexed.words.slice(1) : lexed.words;
  if (lexed.json) return wordCommands(words);
  if (!posix) return nothing;
  const script = words.join(' ');
  return lexed.heredocs.length === 0 ? shellCommands(script) : heredocCommands(lexed, script);
}

/** A RUN that is nothing but a heredoc runs it; a shell that gets one runs it too; others read it as data. */
function heredocCommands(lexed: LexedInstruction, script: string): ShellCommands {
  const bodies = lexed.heredocs.map(({ content, chomp }) => (chomp ? content.replace(/^\t+/gm, '') : content));
  const first = bodies[0] ?? '';
  if (/^\d*<<-?\s*\S+$/.test(script)) {
    const interpreter = /^#!\s*(?:\S*\/env\s+)?(\S+)/.exec(first)?.[1];
    return interpreter === undefined || isShell(interpreter)
      ? shellCommands(first)
      : { commands: [[interpreter]], pipes: [] };
  }
  const found = shellCommands(script);
  if (found.commands.length === 1 && isShell(programOf(found.commands[0] ?? []) ?? '')) {
    const inside = shellCommands(bodies.join('\n'));
    return { commands: [...found.commands, ...inside.commands], pipes: [...found.pipes, ...inside.pipes] };
  }
  return found;
}

function secretNames(inner: LexedInstruction, lexed: LexedInstruction, escapeSign: string): string[] {
  const names = new Set<string>();
  const pairs = pairsOf(inner, escapeSign);
  if (pairs !== null) {
    for (const { name, value } of pairs)
      if (value !== null && environmentVariable(`${name}=${value}`).looksSecret) names.add(redactText(name));
  } else {
    const bodies = lexed.heredocs.map(({ content }) => content);
    const found = inner.json ? secretsInCommand(inner.words) : secretsInText([lexed.text, ...bodies].join('\n'));
    for (const { name, pattern } of found) names.add(name ?? pattern);
  }
  return [...names].sort(compareText);
}

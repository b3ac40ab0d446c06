import type { Facts } from '../../engine/index.ts';
import { redactText } from '../redact.ts';
import type { LexedInstruction } from './lexer/index.ts';
import { expandKnown, type Variables } from './variables.ts';

type Stage = Facts<'dockerfile'>['stages'][number];

/** A stage while it is read, with what its instructions set. */
interface OpenStage {
  stage: Stage;
  environment: Map<string, string | null>;
  arguments: Map<string, string | null>;
}

/** Reads the stages, and tells each instruction the index of its own; null: before the first FROM. */
export function readStages(
  instructions: readonly LexedInstruction[],
  escapeSign: string,
): { stages: Stage[]; stageOf: (number | null)[] } {
  const globals = new Map<string, string | null>();
  const open: OpenStage[] = [];
  const stageOf: (number | null)[] = [];
  for (const instruction of instructions) {
    const name = instruction.name.toUpperCase();
    const current = open.at(-1);
    if (name === 'FROM') open.push(openStage(instruction, open, globals, escapeSign));
    else if (current !== undefined) applyToStage(current, name, instruction, globals, escapeSign);
    else if (name === 'ARG') setArguments(globals, instruction, globals, new Map(), escapeSign);
    stageOf.push(open.length === 0 ? null : open.length - 1);
  }
  const last = open.at(-1);
  if (last !== undefined) last.stage.final = true;
  return { stages: open.map(({ stage }) => stage), stageOf };
}

function openStage(
  instruction: LexedInstruction,
  open: readonly OpenStage[],
  globals: Variables,
  escapeSign: string,
): OpenStage {
  const [written = '', as, name] = instruction.words;
  const expanded = expandKnown(written, globals, escapeSign);
  const base = expanded === '' ? null : expanded;
  const earlier = base === null ? -1 : open.findIndex(({ stage }) => stage.name?.toLowerCase() === base.toLowerCase());
  const parts = base === null || earlier >= 0 ? { tag: null, digest: null } : referenceParts(base);
  return {
    stage: {
      index: open.length,
      name: as?.toLowerCase() === 'as' && name !== undefined ? redactText(name) : null,
      line: instruction.line,
      base: base === null ? null : redactText(base),
      baseStage: earlier < 0 ? null : earlier,
      scratch: earlier < 0 && base === 'scratch',
      ...parts,
      final: false,
      user: null,
      healthcheck: null,
    },
    environment: new Map(open[earlier]?.environment),
    arguments: new Map(),
  };
}

/** Tag and digest of a reference: `host:5000/name:tag@sha256:…`. */
function referenceParts(reference: string): { tag: string | null; digest: string | null } {
  const at = reference.indexOf('@');
  const name = at < 0 ? reference : reference.slice(0, at);
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  return {
    tag: colon < 0 ? null : redactText(name.slice(colon + 1)),
    digest: at < 0 ? null : redactText(reference.slice(at + 1)),
  };
}

function applyToStage(
  open: OpenStage,
  name: string,
  instruction: LexedInstruction,
  globals: Variables,
  escapeSign: string,
): void {
  const { stage } = open;
  const words = instruction.words;
  if (name === 'ARG') setArguments(open.arguments, instruction, variablesOf(open), globals, escapeSign);
  if (name === 'ENV') {
    const known = variablesOf(open);
    for (let at = 0; at + 1 < words.length; at += 3)
      open.environment.set(words[at] ?? '', expandKnown(words[at + 1] ?? '', known, escapeSign));
  }
  // What only the build knows stays as it is written: it is some user, though not known which.
  if (name === 'USER' && words[0] !== undefined)
    stage.user = redactText(expandKnown(words[0], variablesOf(open), escapeSign) ?? words[0]);
  if (name === 'HEALTHCHECK') stage.healthcheck = words[0]?.toUpperCase() !== 'NONE';
}

/** Values of ENV win over those of ARG. */
function variablesOf(open: OpenStage): Variables {
  return new Map([...open.arguments, ...open.environment]);
}

/** An ARG without a default has that of the one before the first FROM, in a stage. */
function setArguments(
  target: Map<string, string | null>,
  instruction: LexedInstruction,
  known: Variables,
  globals: Variables,
  escapeSign: string,
): void {
  for (const word of instruction.words) {
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    target.set(name, equals < 0 ? (globals.get(name) ?? null) : expandKnown(word.slice(equals + 1), known, escapeSign));
  }
}

import type { Facts, MissingCode, Problem } from '../../engine/index.ts';
import { redactText } from '../redact.ts';
import { instructionFacts } from './instructions.ts';
import { type LexedInstruction, lexDockerfile } from './lexer/index.ts';
import { isShell } from './shell/commands.ts';
import { readStages } from './stages.ts';

/** What the text of a Dockerfile alone tells. */
export type DockerfileFacts = Pick<Facts<'dockerfile'>, 'escape' | 'syntax' | 'stages' | 'instructions'>;

export interface ParsedDockerfile {
  facts: Partial<DockerfileFacts>;
  /** Facts that a file which builders refuse does not have. */
  missing: Partial<Record<keyof DockerfileFacts, MissingCode>>;
  /** `dockerfile-invalid` with the line in the message; the caller adds the file. */
  problems: Problem[];
}

const known = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

/**
 * Reads a Dockerfile as BuildKit does. One that builders refuse has no instructions and no stages: they are missing,
 * never empty. Everything is redacted. Never throws.
 */
export function parseDockerfile(text: string): ParsedDockerfile {
  const { escape: escapeSign, directives, instructions, failure } = lexDockerfile(text);
  const syntax = directives['syntax'];
  const heads = { escape: escapeSign, syntax: syntax === undefined ? null : redactText(syntax) };
  if (failure !== null) {
    const problems = [invalid(`Line ${failure.line}: ${failure.message}.`)];
    return { facts: heads, missing: { stages: 'parse-error', instructions: 'parse-error' }, problems };
  }
  const problems = instructions
    .filter(isUnknown)
    .map(({ line, name }) => invalid(`Line ${line}: ${shownName(name)} is no instruction.`));
  const { stages, instructions: facts } = factsOf(instructions, escapeSign);
  if (stages.length === 0) {
    problems.push(invalid('It has no FROM.'));
    return { facts: { ...heads, instructions: facts }, missing: { stages: 'parse-error' }, problems };
  }
  return { facts: { ...heads, stages, instructions: facts }, missing: {}, problems };
}

/** Stages and instructions of what was read, in order. */
export function factsOf(
  instructions: readonly LexedInstruction[],
  escapeSign: string,
): Pick<DockerfileFacts, 'stages' | 'instructions'> {
  const { stages, stageOf } = readStages(instructions, escapeSign);
  let posix = true;
  const facts = instructions.map((instruction, index) => {
    const name = instruction.name.toUpperCase();
    // Each stage begins with the shell of its base, which is most often /bin/sh.
    if (name === 'FROM') posix = true;
    if (name === 'SHELL' && instruction.json) posix = isShell(instruction.words[0] ?? '');
    return instructionFacts(instruction, { stage: stageOf[index] ?? null, escape: escapeSign, posix });
  });
  return { stages, instructions: facts };
}

function isUnknown(instruction: LexedInstruction): boolean {
  return !known.has(instruction.name.toUpperCase());
}

/** Names of instructions are letters; what else stands there may be anything, and is not shown. */
function shownName(name: string): string {
  return /^[A-Za-z]{1,20}$/.test(name) ? name.toUpperCase() : 'the first word';
}

function invalid(message: string): Problem {
  return { code: 'dockerfile-invalid', message, kind: 'dockerfile' };
}

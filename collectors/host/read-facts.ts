import type { FileRequest, MissingCode, Problem } from '../../engine/index.ts';
import { readAccounts } from './accounts.ts';
import { type CommandName, type CommandOutput, commandLine, commands, runCommand } from './commands.ts';
import { readEngineConfigurations } from './engine-configuration.ts';
import type { FactAnswers, FactReader, HostContext } from './fact-reader.ts';
import type { HostRoot } from './host-root.ts';
import { readPackages } from './packages.ts';
import type { Read } from './read.ts';
import { readers } from './readers.ts';

/** All facts of one host: what was read, and the codes of what was not. */
export interface HostReading {
  facts: Record<string, unknown>;
  missing: Record<string, MissingCode>;
  problems: Problem[];
}

export interface ReadFactsOptions {
  files: readonly FileRequest[];
  signal: AbortSignal;
  /** Called before each group of facts. */
  progress?(done: number, expected: number): void;
}

/** Reads every fact of a host. A reader that fails unexpectedly costs its own facts only, and is told as a problem. */
export async function readHostFacts(root: HostRoot, options: ReadFactsOptions): Promise<HostReading> {
  const reading: HostReading = { facts: {}, missing: {}, problems: [] };
  const context = hostContext(root, options, reading.problems);
  const ended = endOfRun(options.signal);
  for (const [index, reader] of readers.entries()) {
    options.progress?.(index, readers.length);
    if (reader.liveOnly && !root.live) missAll(reading, reader, 'not-supported');
    else if (options.signal.aborted) missAll(reading, reader, 'timeout');
    else take(reading, reader, await Promise.race([readSafely(reader, context), ended]));
  }
  return reading;
}

/** What a reader gives that still waits when the run ends: a file of a dead network mount never answers. */
function endOfRun(signal: AbortSignal): Promise<FactAnswers> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ facts: {}, timedOut: true }), { once: true });
  });
}

function hostContext(root: HostRoot, options: ReadFactsOptions, problems: Problem[]): HostContext {
  const outputs = new Map<CommandName, Promise<Read<CommandOutput>>>();
  return {
    root,
    signal: options.signal,
    files: options.files,
    problems,
    accounts: once(() => readAccounts(root)),
    packages: once(() => readPackages(root, problems)),
    engines: once(() => readEngineConfigurations(root)),
    run(command) {
      const output = outputs.get(command) ?? runNoted(root, command, options.signal, problems);
      outputs.set(command, output);
      return output;
    },
  };
}

/** Runs a command; one that is stopped at a limit, or lacks a right, is a problem that names the limit or the right. */
async function runNoted(
  root: HostRoot,
  command: CommandName,
  signal: AbortSignal,
  problems: Problem[],
): Promise<Read<CommandOutput>> {
  const output = await runCommand(root, command, root.limits, signal);
  const limit = output.ok ? null : stoppingLimit(output.code);
  if (limit !== null) {
    const message = `The command ${commandLine(command)} was stopped at the limit ${limit} (${root.limits[limit]}).`;
    problems.push({ code: 'limit-reached', message, limit, kind: 'host', subject: command });
  }
  if (!output.ok && output.code === 'permission-denied') {
    const message = `The command ${commandLine(command)} was not run: it takes root, for ${commands[command].right}.`;
    problems.push({ code: 'permission-denied', message, kind: 'host', subject: command });
  }
  return output;
}

function stoppingLimit(code: string): 'commandMilliseconds' | 'commandOutputBytes' | null {
  if (code === 'timeout') return 'commandMilliseconds';
  return code === 'limit' ? 'commandOutputBytes' : null;
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined;
  return () => {
    value ??= read();
    return value;
  };
}

async function readSafely(reader: FactReader, context: HostContext): Promise<FactAnswers | Error> {
  try {
    return await reader.read(context);
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}

function take(reading: HostReading, reader: FactReader, answers: FactAnswers | Error): void {
  if (answers instanceof Error) {
    missAll(reading, reader, 'parse-error');
    // The message may hold what was read, and that may be secret: only the kind of error is told.
    const message = `Reading ${reader.facts.join(', ')} failed unexpectedly (${answers.name}).`;
    reading.problems.push({ code: 'reader-failed', message, kind: 'host' });
    return;
  }
  if (answers.timedOut === true) {
    missAll(reading, reader, 'timeout');
    return;
  }
  for (const fact of reader.facts) {
    const answer = answers.facts[fact];
    if (answer?.ok === true) reading.facts[fact] = answer.value;
    else reading.missing[fact] = codeOf(answer);
  }
  Object.assign(reading.missing, answers.missing);
}

function codeOf(answer: Read<unknown> | undefined): MissingCode {
  if (answer === undefined || answer.ok || answer.code === 'absent') return 'not-supported';
  return answer.code;
}

function missAll(reading: HostReading, reader: FactReader, code: MissingCode): void {
  for (const fact of reader.facts) reading.missing[fact] = code;
}

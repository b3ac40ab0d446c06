import { Command, CommanderError, Option } from 'commander';
import { programVersion } from '../root.ts';
import { commands } from './commands/index.ts';
import type { CommandDefinition, OptionDefinition, OptionValues } from './definition.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const globalOptions: OptionDefinition[] = [
  { flags: '--config <file>', description: 'configuration; default: plimsoll.yaml here or in a folder above' },
  { flags: '-q, --quiet', description: 'print errors only' },
  { flags: '-v, --verbose', description: 'print more' },
  {
    flags: '--log-format <format>',
    description: 'lines for people or for programs',
    choices: ['text', 'json'],
    default: 'text',
  },
];

/** Collects a list option: it repeats, and takes commas. */
function listValue(value: string, previous: string[] | undefined): string[] {
  const items = value.split(',').filter((item) => item !== '');
  return [...(previous ?? []), ...items];
}

function addOption(command: Command, definition: OptionDefinition): void {
  const option = new Option(definition.flags, definition.description);
  if (definition.choices) option.choices(definition.choices);
  if (definition.default !== undefined) option.default(definition.default);
  if (definition.list) option.argParser(listValue);
  command.addOption(option);
}

/** Everything a run of the program gives: what to execute once the line is parsed. */
interface Parsed {
  definition: CommandDefinition;
  arguments: string[];
  options: OptionValues;
}

/** The whole command line, made from the table of commands. `onParsed` is told what was asked for. */
export function buildProgram(onParsed: (parsed: Parsed) => void): Command {
  const program = new Command('plimsoll')
    .description(
      'Audits containers, images, engines and hosts against policies, and reports what holds, what fails and what was not looked at.',
    )
    .version(programVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .showSuggestionAfterError()
    // Options belong to the command they stand behind: `attest` and `attest export` have some of the same name.
    .enablePositionalOptions()
    .exitOverride();
  const groups = new Map<string, Command>();
  for (const definition of commands) {
    const words = definition.name.split(' ');
    const [first = '', second] = words;
    let parent = program;
    if (second !== undefined) {
      parent = groups.get(first) ?? program.command(first).description(`${first}: see its commands`);
      parent.exitOverride();
      groups.set(first, parent);
    }
    const command = parent.command(second ?? first).summary(definition.summary);
    // A command may have others below it.
    if (second === undefined) groups.set(first, command.enablePositionalOptions());
    command.description([definition.summary + '.', definition.description].filter(Boolean).join('\n\n'));
    command.helpOption('-h, --help', 'print help').showSuggestionAfterError().exitOverride();
    for (const argument of definition.arguments ?? []) command.argument(argument.form, argument.description);
    for (const option of [...definition.options, ...globalOptions]) addOption(command, option);
    const examples = definition.examples.map(({ line, does }) => `  ${line}\n      ${does}`);
    if (examples.length > 0) command.addHelpText('after', `\nExamples:\n${examples.join('\n')}`);
    command.action((...given: unknown[]) => {
      const positional = given
        .slice(0, -2)
        .flat()
        .filter((value): value is string => typeof value === 'string');
      onParsed({ definition, arguments: positional, options: command.opts() });
    });
  }
  return program;
}

/** Runs one command line and answers the exit code (docs: results.md). Never throws. */
export async function main(line: string[]): Promise<number> {
  let parsed: Parsed | undefined;
  try {
    buildProgram((value) => {
      parsed = value;
    }).parse(line, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version that were asked for are no error; every error of the parser is 2.
    return error.exitCode === 0 ? 0 : 2;
  }
  if (parsed === undefined) return 2;
  const { definition, options } = parsed;
  const terminal = openTerminal({
    quiet: options['quiet'] === true,
    verbose: options['verbose'] === true,
    json: options['logFormat'] === 'json',
    environment: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    clock: () => performance.now(),
  });
  const stop = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => stop.abort(new Error(`stopped by ${signal}`));
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    return await definition.run({
      arguments: parsed.arguments,
      options,
      terminal,
      workingFolder: process.cwd(),
      environment: process.env,
      signal: stop.signal,
      line,
    });
  } catch (error) {
    if (stop.signal.aborted) {
      terminal.warn(`${(stop.signal.reason as Error).message}; nothing was left behind`);
      return 130;
    }
    return await reportError(error, terminal);
  } finally {
    terminal.settle();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** Prints an error with its place and the next step, and answers its exit code. */
async function reportError(thrown: unknown, terminal: Terminal): Promise<number> {
  const { formatPlace, toPlimsollError } = await import('../engine/index.ts');
  const error = toPlimsollError(thrown);
  for (const each of [error, ...error.others]) {
    const place = each.place === undefined ? '' : `${formatPlace(each.place)}: `;
    terminal.warn(`${terminal.style('red', 'error')} ${place}${each.message}`);
  }
  terminal.warn(`Next: ${error.next}`);
  if (error.code === 'internal' || terminal.verbose) {
    const cause = error.cause instanceof Error ? error.cause.stack : undefined;
    terminal.detail(cause ?? error.stack ?? '');
  }
  terminal.warn(`exit ${error.exitCode}: ${error.code}`);
  return error.exitCode;
}

// True where this file itself was started, as bin/plimsoll.mjs does with a Node 24 it found; not where it was imported.
if (import.meta.main) process.exitCode = await main(process.argv.slice(2));

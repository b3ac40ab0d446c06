import type { Terminal } from './terminal.ts';

/** An option. A list repeats or takes commas and never swallows the argument after its value. */
export interface OptionDefinition {
  flags: string;
  description: string;
  list?: boolean;
  choices?: readonly string[];
  default?: string;
}

export interface CommandDefinition {
  /** `audit`, or `bundle check` for a command of a group. */
  name: string;
  summary: string;
  /** Sentences under the summary in `--help`. */
  description?: string;
  /** As commander writes them: `[target...]`, `<snapshot...>`. */
  arguments?: readonly { form: string; description: string }[];
  options: readonly OptionDefinition[];
  /** Command lines that a test runs, with what they do. */
  examples: readonly { line: string; does: string }[];
  /** Runs it and answers the exit code. Rooms are imported inside, so that `--help` stays quick. */
  run(call: Call): Promise<number>;
}

/** Options as parsed: a text, a list or a switch by its camelCase name. */
export type OptionValues = Record<string, string | string[] | boolean | undefined>;

/** One call of a command. */
export interface Call {
  arguments: string[];
  options: OptionValues;
  terminal: Terminal;
  workingFolder: string;
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** The command line as given, for run.json. */
  line: string[];
}

/** A text option, or undefined. */
export function textOption(call: Call, name: string): string | undefined {
  const value = call.options[name];
  return typeof value === 'string' ? value : undefined;
}

/** A list option; undefined where it was not given. */
export function listOption(call: Call, name: string): string[] | undefined {
  const value = call.options[name];
  return Array.isArray(value) ? value : undefined;
}

/** A switch. */
export function flagOption(call: Call, name: string): boolean {
  return call.options[name] === true;
}

/** Options that several commands share, so that they read the same everywhere. */
export const shared = {
  bundle: {
    flags: '-b, --bundle <bundle>',
    description: 'shipped name, bundle folder or archive (repeat, or commas; default: default)',
    list: true,
  },
  profile: { flags: '-p, --profile <profile>', description: 'file, or name of a profile in a loaded bundle' },
  waivers: { flags: '-w, --waivers <file>', description: 'accepted findings (waivers.yaml)' },
  attestations: { flags: '--attestations <file>', description: 'answers to manual controls (attestations.yaml)' },
  deep: { flags: '--deep', description: 'open the images that containers of an engine are made from' },
  platform: {
    flags: '--platform <platform>',
    description: "os/architecture to choose of images for several (default: linux on this machine's architecture)",
  },
  output: {
    flags: '-o, --output <folder>',
    description: 'folder to write; default: plimsoll-report/<time>/ and the link latest',
  },
  format: {
    flags: '-f, --format <format>',
    description: 'html, pdf, json, notice, licenses-csv, cyclonedx, spdx (repeat, or commas; default: html, pdf, json)',
    list: true,
  },
  template: {
    flags: '-t, --template <name>',
    description: 'report (default), benchmark, or a folder of report templates of your own',
  },
  failOn: {
    flags: '--fail-on <severity>',
    description: 'lowest severity that makes the exit code 1, or none',
    choices: ['critical', 'high', 'medium', 'low', 'info', 'none'],
    default: 'high',
  },
  baseline: {
    flags: '--baseline <result>',
    description: 'result.json, or a stored run (its id, or latest), whose findings are known: only new ones count',
  },
  failOnNew: {
    flags: '--fail-on-new <severity>',
    description: 'lowest severity of a new finding that makes the exit code 1 (with --baseline; default: --fail-on)',
    choices: ['critical', 'high', 'medium', 'low', 'info', 'none'],
  },
  stream: {
    flags: '--stream <name>',
    description: 'record the run in the store, to be compared with others of this name (see: plimsoll runs)',
  },
  asOf: { flags: '--as-of <time>', description: "judge expiry dates at this RFC 3339 time instead of the snapshot's" },
} satisfies Record<string, OptionDefinition>;

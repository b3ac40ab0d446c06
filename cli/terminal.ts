import { styleText } from 'node:util';

/** What goes to people. Data goes to files and stdout; everything here goes to stderr. */
export interface Terminal {
  /** Characters in a line. */
  columns: number;
  colour: boolean;
  quiet: boolean;
  verbose: boolean;
  /** Data on stdout, as it is. */
  data(text: string): void;
  /** A line for people; left out when quiet. */
  say(text: string): void;
  /** A line for people who asked for more. */
  detail(text: string): void;
  /** A line that is printed even when quiet. */
  warn(text: string): void;
  /** Shows how far a long piece of work is: rewritten in place on a terminal, a plain line every ten seconds elsewhere. */
  progress(what: string, message: string): void;
  /** Ends the progress line. */
  settle(): void;
  style(style: Parameters<typeof styleText>[0], text: string): string;
}

export interface TerminalSettings {
  quiet: boolean;
  verbose: boolean;
  json: boolean;
  environment: NodeJS.ProcessEnv;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  /** Monotonic milliseconds. */
  clock(): number;
}

const showAfter = 1_000;
const repeatEvery = 10_000;

/** Opens the terminal. `NO_COLOR` and `CI` are honoured; with `json`, each line is one JSON object. */
export function openTerminal(settings: TerminalSettings): Terminal {
  const { environment, stderr, stdout, quiet, verbose, json } = settings;
  const interactive = stderr.isTTY === true && environment['CI'] === undefined && !json;
  const colour = interactive && environment['NO_COLOR'] === undefined && environment['TERM'] !== 'dumb';
  const work = new Map<string, { started: number; shown: number }>();
  let open = false;

  function line(level: string, text: string): void {
    settle();
    if (json) stderr.write(`${JSON.stringify({ level, message: text, time: new Date().toISOString() })}\n`);
    else stderr.write(`${text}\n`);
  }

  function settle(): void {
    if (open) stderr.write('\r\u001b[2K');
    open = false;
  }

  return {
    columns: Math.max(60, stderr.columns ?? 100),
    colour,
    quiet,
    verbose,
    data: (text) => void stdout.write(text),
    say: (text) => {
      if (!quiet) line('info', text);
    },
    detail: (text) => {
      if (verbose) line('debug', text);
    },
    warn: (text) => line('warn', text),
    progress(what, message) {
      if (quiet) return;
      const now = settings.clock();
      const state = work.get(what) ?? { started: now, shown: now };
      work.set(what, state);
      if (now - state.started < showAfter) return;
      if (interactive) {
        const room = Math.max(20, (stderr.columns ?? 80) - 1);
        stderr.write(`\r\u001b[2K${`${what}  ${message}`.slice(0, room)}`);
        open = true;
      } else if (now - state.shown >= repeatEvery) {
        state.shown = now;
        line('info', `${what}  ${message}`);
      }
    },
    settle,
    style: (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text),
  };
}

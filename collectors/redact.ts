/**
 * Secrets never enter a snapshot: every foreign text that a collector emits passes here (docs: document.md, Redaction).
 * What goes is replaced by `***`. Digests, ids, UUIDs, purls and plain words stay. All functions are pure, take time
 * linear in their input and never throw.
 */
import { hides, redactAssignments } from './redact/assignments.ts';
import { isHarmlessValue } from './redact/names.ts';
import { marker, redactShapes } from './redact/shapes.ts';
import { redactToolOptions } from './redact/tools.ts';
import { redactUrls } from './redact/url.ts';

export { redactUrl } from './redact/url.ts';

/** One environment variable as a snapshot shows it: never its value. */
export interface EnvironmentVariable {
  name: string;
  hasValue: boolean;
  looksSecret: boolean;
}

/** Redacts a free text: a command line, a label, a line of history, a message, a file's matched text. */
export function redactText(text: string): string {
  if (text === '') return '';
  const redacted = redactShapes(redactUrls(redactAssignments(text)));
  if (!/\s-[A-Za-z]/.test(redacted)) return redacted;
  // Every second piece is the blank between two words, and stays.
  const pieces = redacted.split(/(\s+)/);
  const words = redactToolOptions(pieces.filter((_, index) => index % 2 === 0));
  return pieces.map((piece, index) => (index % 2 === 0 ? (words[index / 2] ?? '') : piece)).join('');
}

/** Redacts a value that has a name: all of it where the name looks secret, else as {@link redactText}. */
export function redactNamed(name: string, value: string): string {
  return hides(name, value) ? marker : redactText(value);
}

/**
 * Redacts the arguments of a command, one by one: `--flag=value`, `--flag value`, `NAME=value`, and what
 * {@link redactText} finds inside one argument. The number of arguments stays.
 */
export function redactCommand(args: readonly string[]): string[] {
  const redacted: string[] = [];
  let hiddenBy: string | null = null;
  for (const argument of redactToolOptions(args)) {
    redacted.push(
      hiddenBy !== null && !argument.startsWith('-') ? redactNamed(hiddenBy, argument) : redactArgument(argument),
    );
    hiddenBy = /^--?[A-Za-z][A-Za-z0-9_.-]{1,127}$/.test(argument) ? argument : null;
  }
  return redacted;
}

/** Redacts one word that may be `NAME=value` or `--flag=value`: an option of a mount, of a log, of a command. */
export function redactArgument(argument: string): string {
  const assignment = /^(-{0,2}[A-Za-z_][A-Za-z0-9_.-]{0,127})=/.exec(argument);
  if (assignment === null) return redactText(argument);
  const name = assignment[1] ?? '';
  return `${name}=${redactNamed(name, argument.slice(name.length + 1))}`;
}

/** What a snapshot says of one `NAME=value` of an environment. Without `=` it has no value. */
export function environmentVariable(assignment: string): EnvironmentVariable {
  const equals = assignment.indexOf('=');
  const name = equals < 0 ? assignment : assignment.slice(0, equals);
  const value = equals < 0 ? '' : assignment.slice(equals + 1);
  const looksSecret = hides(name, value) || redactShapes(value) !== value || hasPasswordInUrl(value);
  return { name: redactText(name), hasValue: value !== '', looksSecret };
}

function hasPasswordInUrl(value: string): boolean {
  return /:\/\/[^\s/@]{0,256}:[^\s/@]{1,256}@/.test(value) || redactAssignments(value) !== value;
}

/** Redacts labels, annotations or options: each value by its name, and each name as text. */
export function redactLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [redactText(name), redactNamed(name, value)]),
  );
}

/**
 * Redacts a piece of a file that a pattern picked out, with the lines it stands on: where their redaction takes the
 * piece away (`password = hunter2` and the piece is `hunter2`), all of it goes.
 */
export function redactMatch(value: string, context: string): string {
  const redacted = redactText(value);
  if (redacted !== value || isHarmlessValue(value)) return redacted;
  return redactUrls(redactAssignments(context)).includes(value) ? value : marker;
}

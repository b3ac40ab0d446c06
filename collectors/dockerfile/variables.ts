import { LexError, shellWords } from './lexer/index.ts';

/** Values of ARG and ENV at one place of a Dockerfile; a name without a value is one that only the build knows. */
export type Variables = ReadonlyMap<string, string | null>;

/**
 * A text with the values of variables put in, quotes and escapes taken away.
 * @returns null: a variable in it is not known, or builders refuse the text
 */
export function expandKnown(text: string, variables: Variables, escapeSign: string): string | null {
  let unknown = false;
  const lookup = (name: string) => {
    const value = variables.get(name);
    if (value === null) unknown = true;
    return value ?? undefined;
  };
  try {
    const expanded = shellWords(text, { escape: escapeSign, lookup }).text;
    return unknown || /\$(?:\{|[A-Za-z_])/.test(expanded) ? null : expanded;
  } catch (thrown) {
    if (thrown instanceof LexError) return null;
    throw thrown;
  }
}

/** A text without quotes and escapes, its variables as they are written. */
export function unquoted(text: string, escapeSign: string): string {
  try {
    return shellWords(text, { escape: escapeSign }).text;
  } catch (thrown) {
    if (thrown instanceof LexError) return text;
    throw thrown;
  }
}

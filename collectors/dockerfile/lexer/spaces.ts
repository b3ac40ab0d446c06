/** White space as Go's unicode.IsSpace has it, which differs from JavaScript's in U+0085 and U+FEFF. */
const space = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const leading = new RegExp(`^[${space}]+`);
const one = new RegExp(`^[${space}]$`);

export function isSpace(character: string | undefined): boolean {
  return character !== undefined && one.test(character);
}

export function trimStart(text: string): string {
  return text.replace(leading, '');
}

export function trim(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text[end - 1])) end--;
  return trimStart(text.slice(0, end));
}

/** Splits at runs of blanks, as the parser of Docker does: an empty text is one empty word. */
export function splitAtBlanks(text: string): string[] {
  return text.split(/[\t\v\f\r ]+/);
}

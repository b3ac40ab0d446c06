/**
 * A foreign text as both databases can keep it: PostgreSQL has no NUL in texts, and neither has halves of surrogate
 * pairs. NUL becomes its visible symbol U+2400, a half U+FFFD.
 */
export function storable(text: string): string {
  return text.replaceAll('\0', '\u2400').toWellFormed();
}

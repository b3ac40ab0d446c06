import { PlimsollError } from '../../../errors.ts';

/** The pattern and the place of the parser in it. */
export interface Reader {
  readonly pattern: string;
  at: number;
}

/** A pattern that RE2's syntax does not allow. */
export function badPattern(reader: Reader, what: string): PlimsollError {
  return new PlimsollError(
    'rego-invalid',
    `The pattern ${JSON.stringify(reader.pattern)} is not valid at character ${reader.at + 1}: ${what}.`,
  );
}

/** Takes one character (a code point) and returns it. */
export function takePoint(reader: Reader, missing: string): number {
  const point = reader.pattern.codePointAt(reader.at);
  if (point === undefined) throw badPattern(reader, missing);
  reader.at += point > 0xffff ? 2 : 1;
  return point;
}

/** Takes the text if it comes next. */
export function takeText(reader: Reader, text: string): boolean {
  if (!reader.pattern.startsWith(text, reader.at)) return false;
  reader.at += text.length;
  return true;
}

/** Takes what a sticky pattern matches here. */
export function takeMatch(reader: Reader, sticky: RegExp): RegExpExecArray | null {
  sticky.lastIndex = reader.at;
  const match = sticky.exec(reader.pattern);
  if (match !== null) reader.at += match[0].length;
  return match;
}

import type { LexedInstruction } from '../../../collectors/dockerfile/lexer/index.ts';

/** A parsed instruction as BuildKit's own tests print it: `(copy ["--from=x"] "a" "b")`. */
export function dump(instruction: LexedInstruction): string {
  return `(${dumpInside(instruction)})`;
}

function dumpInside({ name, flags, words, child }: LexedInstruction): string {
  const shownFlags = flags.length === 0 ? '' : ` [${flags.map(quote).join(' ')}]`;
  const shownChild = child === null ? '' : ` ${dump(child)}`;
  return [`${name.toLowerCase()}${shownFlags}`, ...words.map(quote)].join(' ') + shownChild;
}

const short: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

/** As Go quotes a text. */
function quote(text: string): string {
  const inside = [...text].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    return short[character] ?? (code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : character);
  });
  return `"${inside.join('')}"`;
}

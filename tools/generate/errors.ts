import { errorCodes, limitTable } from '../../engine/index.ts';
import { markdownTable, pageHead } from './markdown.ts';

/** Every error code with its exit code, meaning and next step. */
export function errorReference(): string {
  const rows = Object.entries(errorCodes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { exit, meaning, next }]) => [`\`${code}\``, String(exit), meaning, next]);
  return `${pageHead('Errors', 'The last line on the terminal names the code. The exit code says what kind of fault it is: 2 the input, 3 a target, 4 the program or a format.')}\n${markdownTable(['code', 'exit', 'meaning', 'next step'], rows)}\n`;
}

/** Every limit with its default. */
export function limitReference(): string {
  const rows = Object.entries(limitTable).map(([name, { value, unit, meaning }]) => [
    `\`${name}\``,
    value.toLocaleString('en'),
    unit,
    meaning,
  ]);
  return `${pageHead('Limits', 'Set others under `limits:` in `plimsoll.yaml`. A limit that is reached is reported by its name and never cuts silently.')}\n${markdownTable(['limit', 'default', 'unit', 'bounds'], rows)}\n`;
}

import { type BuiltinTable, numberOf, type Value } from './value.ts';

export const timeBuiltins: BuiltinTable = {
  'time.parse_rfc3339_ns': parseRfc3339,
};

const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/;

function parseRfc3339(text?: Value): Value | undefined {
  const match = typeof text === 'string' ? pattern.exec(text) : null;
  if (match === null) return undefined;
  const seconds = Date.parse(`${match[1]}${match[3]}`);
  if (Number.isNaN(seconds)) return undefined;
  const fraction = BigInt((match[2] ?? '').slice(0, 9).padEnd(9, '0'));
  return numberOf(String(BigInt(seconds) * 1_000_000n + fraction));
}

import { patch } from './patch.ts';
import type { BuiltinTable, Value } from './value.ts';
import { compareText, isNumber, numberText, sorted } from './value.ts';

/** The `json.*` functions that are not in the wasm itself, and `glob.quote_meta`. */
export const jsonBuiltins: BuiltinTable = {
  'json.marshal_with_options': marshalWithOptions,
  'json.patch': patch,
  'glob.quote_meta': (pattern) =>
    typeof pattern === 'string' ? pattern.replace(/[*?\\[\]{}]/g, (sign) => `\\${sign}`) : undefined,
};

interface Layout {
  prefix: string;
  indent: string;
}

function marshalWithOptions(value?: Value, options?: Value): Value | undefined {
  if (value === undefined || !(options instanceof Map)) return undefined;
  const layout: Layout = { prefix: '', indent: '\t' };
  let pretty: boolean | undefined;
  for (const [key, option] of options) {
    if (key === 'pretty' && typeof option === 'boolean') pretty = option;
    else if ((key === 'prefix' || key === 'indent') && typeof option === 'string') layout[key] = option;
    else return undefined;
  }
  const isPretty = pretty ?? (options.has('prefix') || options.has('indent'));
  return isPretty ? layout.prefix + printPretty(value, layout, 0) : marshal(value);
}

/** A value as `json.marshal` writes it: compact, sorted, sets as arrays, every key a text. */
export function marshal(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(marshal).join(',')}]`;
  if (value instanceof Set) return `[${sorted(value).map(marshal).join(',')}]`;
  if (value instanceof Map) {
    return `{${membersOf(value)
      .map(([key, member]) => `${printText(key)}:${marshal(member)}`)
      .join(',')}}`;
  }
  return printScalar(value);
}

function printPretty(value: Value, layout: Layout, depth: number): string {
  const inner = `\n${layout.prefix}${layout.indent.repeat(depth + 1)}`;
  const outer = `\n${layout.prefix}${layout.indent.repeat(depth)}`;
  if (value instanceof Map) {
    const members = membersOf(value).map(
      ([key, member]) => `${inner}${printText(key)}: ${printPretty(member, layout, depth + 1)}`,
    );
    return members.length === 0 ? '{}' : `{${members.join(',')}${outer}}`;
  }
  if (Array.isArray(value) || value instanceof Set) {
    const elements = (Array.isArray(value) ? value : sorted(value)).map(
      (element) => `${inner}${printPretty(element, layout, depth + 1)}`,
    );
    return elements.length === 0 ? '[]' : `[${elements.join(',')}${outer}]`;
  }
  return printScalar(value);
}

function printScalar(value: Value): string {
  if (typeof value === 'string') return printText(value);
  return isNumber(value) ? numberText(value) : String(value);
}

/** Members in the order of their keys; a key that is no string becomes its JSON text. */
function membersOf(object: Map<Value, Value>): [string, Value][] {
  return [...object]
    .map(([key, member]): [string, Value] => [typeof key === 'string' ? key : marshal(key), member])
    .sort(([left], [right]) => compareText(left, right));
}

/** JSON text as Go writes it: `<`, `>`, `&` and the two line separators are escaped too. */
function printText(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

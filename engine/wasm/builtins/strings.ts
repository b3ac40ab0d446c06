import type { BuiltinTable, Value } from './value.ts';
import { integerOf } from './value.ts';

/** `strings.*` and `indexof_n` (OPA: builtins "Strings"). */
export const stringBuiltins: BuiltinTable = {
  indexof_n: indexesOf,
  'strings.any_prefix_match': (search, base) => anyMatch(search!, base!, (text, prefix) => text.startsWith(prefix)),
  'strings.any_suffix_match': (search, base) => anyMatch(search!, base!, (text, suffix) => text.endsWith(suffix)),
  'strings.count': count,
  'strings.split_n': splitLimited,
};

/** The strings of a string, an array or a set of strings; undefined for anything else. */
export function textsOf(value: Value | undefined): string[] | undefined {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value) && !(value instanceof Set)) return undefined;
  const texts = [...value];
  return texts.every((text) => typeof text === 'string') ? texts : undefined;
}

function anyMatch(search: Value, base: Value, matches: (text: string, affix: string) => boolean): boolean | undefined {
  const texts = textsOf(search);
  const affixes = textsOf(base);
  if (texts === undefined || affixes === undefined) return undefined;
  return texts.some((text) => affixes.some((affix) => matches(text, affix)));
}

/** Where the search text begins, overlaps included, counted in characters (code points), not in UTF-16 units. */
function indexesOf(text?: Value, search?: Value): Value | undefined {
  if (typeof text !== 'string' || typeof search !== 'string' || search === '') return undefined;
  const found: number[] = [];
  let counted = 0;
  let characters = 0;
  for (let at = text.indexOf(search); at !== -1; at = text.indexOf(search, at + 1)) {
    characters += lengthOf(text.slice(counted, at));
    counted = at;
    found.push(characters);
  }
  return found;
}

/** Occurrences that do not overlap; an empty search text occurs around every character. */
function count(text?: Value, search?: Value): Value | undefined {
  if (typeof text !== 'string' || typeof search !== 'string') return undefined;
  if (search === '') return lengthOf(text) + 1;
  return text.split(search).length - 1;
}

/** The first `limit` parts, or, for a negative limit, the last ones; an empty delimiter splits into characters. */
function splitLimited(text?: Value, delimiter?: Value, limit?: Value): Value | undefined {
  const parts = integerOf(limit);
  if (typeof text !== 'string' || typeof delimiter !== 'string' || parts === undefined) return undefined;
  const all = delimiter === '' ? [...text] : text.split(delimiter);
  return parts >= 0n ? all.slice(0, Number(parts)) : all.slice(Math.max(all.length + Number(parts), 0));
}

function lengthOf(text: string): number {
  let length = 0;
  for (const _character of text) length++;
  return length;
}

import type { Match, Regex } from './regex/index.ts';
import { findAll, matches, regexOf } from './regex/index.ts';
import type { BuiltinTable, Value } from './value.ts';
import { integerOf } from './value.ts';

/** `regex.*` functions that are not in the wasm itself, with the syntax and results of Go's package regexp. */
export const regexBuiltins: BuiltinTable = {
  'regex.find_n': findSome,
  'regex.replace': replace,
  'regex.split': split,
  'regex.template_match': matchTemplate,
};

function findSome(pattern?: Value, text?: Value, most?: Value): Value | undefined {
  const limit = integerOf(most);
  if (typeof pattern !== 'string' || typeof text !== 'string' || limit === undefined) return undefined;
  const regex = regexOf(pattern);
  if (regex === undefined) return undefined;
  return findAll(regex, text, Number(limit)).map((match) => text.slice(match[0], match[1]));
}

function split(pattern?: Value, text?: Value): Value | undefined {
  if (typeof pattern !== 'string' || typeof text !== 'string') return undefined;
  const regex = regexOf(pattern);
  if (regex === undefined) return undefined;
  if (pattern !== '' && text === '') return [''];
  const parts: string[] = [];
  let begin = 0;
  let end = 0;
  for (const match of findAll(regex, text)) {
    end = match[0]!;
    // An empty match at the very beginning splits nothing off.
    if (match[1] !== 0) parts.push(text.slice(begin, end));
    begin = match[1]!;
  }
  if (end !== text.length) parts.push(text.slice(begin));
  return parts;
}

function replace(text?: Value, pattern?: Value, template?: Value): Value | undefined {
  if (typeof text !== 'string' || typeof pattern !== 'string' || typeof template !== 'string') return undefined;
  const regex = regexOf(pattern);
  if (regex === undefined) return undefined;
  const pieces = readTemplate(template);
  let result = '';
  let done = 0;
  for (const match of findAll(regex, text, -1, template.includes('$'))) {
    result += text.slice(done, match[0]) + fill(pieces, regex, text, match);
    done = match[1]!;
  }
  return result + text.slice(done);
}

/** Text to insert as it is, or the number or name of a group. */
type Piece = { text: string } | { group: number | string };

/** Reads `$1`, `$name`, `${name}` and `$$`; any other `$` is itself. A name is as long as it can be. */
function readTemplate(template: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of template.matchAll(/\$(?:(\$)|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu)) {
    pieces.push({ text: template.slice(done, match.index) });
    pieces.push(match[1] === '$' ? { text: '$' } : { group: groupOf((match[2] ?? match[3])!) });
    done = match.index + match[0].length;
  }
  pieces.push({ text: template.slice(done) });
  return pieces;
}

function groupOf(name: string): number | string {
  return /^(0|[1-9][0-9]{0,8})$/.test(name) ? Number(name) : name;
}

/** Groups that do not exist or took no part are empty; of several groups of one name the first that took part counts. */
function fill(pieces: Piece[], regex: Regex, text: string, match: Match): string {
  return pieces.map((piece) => ('text' in piece ? piece.text : groupText(piece.group, regex, text, match))).join('');
}

function groupText(group: number | string, regex: Regex, text: string, match: Match): string {
  const numbers =
    typeof group === 'number'
      ? [group]
      : [...regex.machine.groups.keys()].filter((n) => regex.machine.groups[n] === group);
  const number = numbers.find((candidate) => (match[candidate * 2] ?? -1) >= 0);
  return number === undefined ? '' : text.slice(match[number * 2], match[number * 2 + 1]);
}

/** `urn:<[a-z]+>:x`: literal text with patterns between delimiters of one ASCII character; the whole text must match. */
function matchTemplate(template?: Value, text?: Value, start?: Value, end?: Value): Value | undefined {
  if (typeof template !== 'string' || typeof text !== 'string') return undefined;
  if (typeof start !== 'string' || typeof end !== 'string') return undefined;
  if (!isOneByte(start) || !isOneByte(end)) return undefined;
  const pattern = templatePattern(template, start, end);
  const regex = pattern === undefined ? undefined : regexOf(pattern);
  return regex === undefined ? undefined : matches(regex, text);
}

function isOneByte(text: string): boolean {
  return text.length === 1 && text.charCodeAt(0) < 128;
}

/** The template as one pattern; undefined when delimiters do not pair or a part is no valid pattern by itself. */
function templatePattern(template: string, start: string, end: string): string | undefined {
  let pattern = '^';
  let depth = 0;
  let done = 0;
  for (let at = 0; at < template.length; at++) {
    const sign = template[at];
    if (sign === start) {
      if (++depth !== 1) continue;
      pattern += quoteMeta(template.slice(done, at));
      done = at + 1;
    } else if (sign === end) {
      if (--depth < 0) return undefined;
      if (depth !== 0) continue;
      const part = template.slice(done, at);
      if (regexOf(`^${part}$`) === undefined) return undefined;
      pattern += `(${part})`;
      done = at + 1;
    }
  }
  return depth === 0 ? `${pattern}${quoteMeta(template.slice(done))}$` : undefined;
}

function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, (sign) => `\\${sign}`);
}

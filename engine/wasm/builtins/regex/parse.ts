import { anyCharacter, characterOf, classOf } from './character-class.ts';
import { parseClass, parseClassEscape, parseEscape } from './parse-class.ts';
import type { Reader } from './reader.ts';
import { badPattern, takeMatch, takePoint, takeText } from './reader.ts';
import type { Node, Pattern, PatternFlags } from './syntax.ts';

interface Parser extends Reader {
  flags: PatternFlags;
  groups: (string | undefined)[];
  depth: number;
}

/** Groups in groups, as many as Go allows. */
const deepest = 1000;
/** The largest count of a repetition, and of nested ones multiplied. */
const mostRepeats = 1000;

/**
 * Parses RE2's syntax as Go's package regexp reads it: no backreferences, no lookaround.
 * @throws PlimsollError `rego-invalid` with the place
 */
export function parsePattern(pattern: string): Pattern {
  const flags = { fold: false, multiline: false, dotAll: false, ungreedy: false };
  const parser: Parser = { pattern, at: 0, flags, groups: [undefined], depth: 0 };
  const root = parseChoice(parser);
  if (parser.at < pattern.length) throw badPattern(parser, 'a parenthesis closes nothing');
  return { root, groups: parser.groups };
}

function parseChoice(parser: Parser): Node {
  const choices = [parseSequence(parser)];
  while (takeText(parser, '|')) choices.push(parseSequence(parser));
  return choices.length === 1 ? choices[0]! : { kind: 'choice', choices };
}

function parseSequence(parser: Parser): Node {
  const parts: Node[] = [];
  let repeated = false;
  while (parser.at < parser.pattern.length && !'|)'.includes(parser.pattern[parser.at]!)) {
    const counts = parseCounts(parser);
    if (counts === undefined) parts.push(...parseAtom(parser));
    else parts.push(repeatOf(parser, parts.pop(), counts, repeated));
    repeated = counts !== undefined;
  }
  return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
}

interface Counts {
  least: number;
  most: number;
}

const number = '(0|[1-9][0-9]*)';
const countsPattern = new RegExp(`\\{${number}(,${number}?)?\\}`, 'y');

/** `*`, `+`, `?` or `{n,m}` if one comes next. What only looks like a count is literal text. */
function parseCounts(parser: Parser): Counts | undefined {
  if (takeText(parser, '*')) return { least: 0, most: Number.POSITIVE_INFINITY };
  if (takeText(parser, '+')) return { least: 1, most: Number.POSITIVE_INFINITY };
  if (takeText(parser, '?')) return { least: 0, most: 1 };
  const match = takeMatch(parser, countsPattern);
  if (match === null) return undefined;
  const least = Number(match[1]);
  const open = match[2] === ',';
  const most = match[2] === undefined ? least : open ? Number.POSITIVE_INFINITY : Number(match[3]);
  if (least > mostRepeats || (!open && (most > mostRepeats || most < least))) {
    throw badPattern(parser, 'a repetition count is out of range');
  }
  return { least, most };
}

function repeatOf(parser: Parser, body: Node | undefined, counts: Counts, repeated: boolean): Node {
  const lazy = takeText(parser, '?');
  if (repeated) throw badPattern(parser, 'a repetition is repeated');
  if (body === undefined) throw badPattern(parser, 'there is nothing to repeat');
  const node: Node = { kind: 'repeat', body, ...counts, greedy: lazy === parser.flags.ungreedy };
  if (Math.max(counts.least, counts.most) >= 2 && multiplied(node) > mostRepeats)
    throw badPattern(parser, 'repetitions multiply out of range');
  return node;
}

/** The largest product of counts that are nested in each other. */
function multiplied(node: Node): number {
  if (node.kind === 'repeat') {
    const count = node.most === Number.POSITIVE_INFINITY ? node.least : node.most;
    return Math.max(count, 1) * multiplied(node.body);
  }
  if (node.kind === 'capture') return multiplied(node.body);
  if (node.kind === 'sequence') return Math.max(1, ...node.parts.map(multiplied));
  return node.kind === 'choice' ? Math.max(1, ...node.choices.map(multiplied)) : 1;
}

/** What one sign or escape stands for; nothing for `(?i)`, several characters for `\Q…\E`. */
function parseAtom(parser: Parser): Node[] {
  const { flags } = parser;
  if (takeText(parser, '(')) return parseGroup(parser);
  if (takeText(parser, '[')) return [{ kind: 'character', class: parseClass(parser, flags.fold) }];
  if (takeText(parser, '.')) return [{ kind: 'character', class: anyCharacter(flags.dotAll) }];
  if (takeText(parser, '^')) return [{ kind: 'assertion', assertion: flags.multiline ? 'begin-line' : 'begin-text' }];
  if (takeText(parser, '$')) return [{ kind: 'assertion', assertion: flags.multiline ? 'end-line' : 'end-text' }];
  if (takeText(parser, '\\A')) return [{ kind: 'assertion', assertion: 'begin-text' }];
  if (takeText(parser, '\\z')) return [{ kind: 'assertion', assertion: 'end-text' }];
  if (takeText(parser, '\\b')) return [{ kind: 'assertion', assertion: 'word-boundary' }];
  if (takeText(parser, '\\B')) return [{ kind: 'assertion', assertion: 'no-word-boundary' }];
  if (takeText(parser, '\\Q')) return parseQuoted(parser);
  const item = parseClassEscape(parser);
  if (item !== undefined) return [{ kind: 'character', class: classOf([item], false, flags.fold) }];
  const point = takeText(parser, '\\') ? parseEscape(parser) : takePoint(parser, 'a character is missing');
  return [{ kind: 'character', class: characterOf(point, flags.fold) }];
}

function parseQuoted(parser: Parser): Node[] {
  const end = parser.pattern.indexOf('\\E', parser.at);
  const text = parser.pattern.slice(parser.at, end === -1 ? undefined : end);
  parser.at = end === -1 ? parser.pattern.length : end + 2;
  return [...text].map((character) => ({
    kind: 'character',
    class: characterOf(character.codePointAt(0)!, parser.flags.fold),
  }));
}

/** A group or a change of flags, from behind the opening parenthesis. */
function parseGroup(parser: Parser): Node[] {
  const outer = parser.flags;
  const named = takeMatch(parser, /\?P?<([0-9A-Za-z_]+)>/y);
  const switches = named === null ? takeMatch(parser, /\?([imsU]*)(?:-([imsU]+))?([:)])/y) : null;
  if (named === null && switches === null && parser.pattern[parser.at] === '?') {
    throw badPattern(parser, 'this kind of group is not supported');
  }
  if (switches !== null) parser.flags = switched(outer, switches[1]!, switches[2] ?? '');
  if (switches?.[3] === ')') return [];
  const group = switches === null ? parser.groups.push(named?.[1]) - 1 : undefined;
  if (++parser.depth > deepest) throw badPattern(parser, 'groups are nested too deeply');
  const body = parseChoice(parser);
  if (!takeText(parser, ')')) throw badPattern(parser, 'a group is not closed');
  parser.depth--;
  parser.flags = outer;
  return [group === undefined ? body : { kind: 'capture', number: group, body }];
}

function switched(flags: PatternFlags, on: string, off: string): PatternFlags {
  const state = (letter: string, before: boolean) => (on.includes(letter) || before) && !off.includes(letter);
  return {
    fold: state('i', flags.fold),
    multiline: state('m', flags.multiline),
    dotAll: state('s', flags.dotAll),
    ungreedy: state('U', flags.ungreedy),
  };
}

import { corrupt, type NotedPackage, type NoteReader, tooLong } from '../note.ts';
import { licenseOf, listedLicenses, textOf, wordOf } from '../words.ts';

export interface Gem extends NotedPackage {
  /** Absent: any (`ruby`). */
  platform?: string;
}

const inSpecifications = /(?:^|\/)specifications\/(?:default\/)?[^/]+\.gemspec$/;

/**
 * Reads specifications of installed gems, which RubyGems writes itself, always in the same form. Nothing is evaluated:
 * `s.name = "…".freeze`, lists of such texts, and `Gem::Version.new("…")` are understood.
 */
export const gemspec: NoteReader<Gem> = {
  id: 'ruby-gemspec',
  version: 1,
  wants: ({ path }) => path.endsWith('.gemspec') && inSpecifications.test(path),
  certain: () => true,
  read(bytes, _path, limits) {
    const long = tooLong(bytes, limits);
    if (long !== null) return long;
    const text = textOf(bytes);
    const stub = /^# stub: (\S+) (\S+) (\S+) /m.exec(text);
    const name = wordOf(textsOf(text, 'name')[0]) ?? wordOf(stub?.[1]);
    const version = wordOf(textsOf(text, 'version')[0]) ?? wordOf(stub?.[2]);
    if (name === null || version === null) return corrupt('it states no name and version as a text');
    const platform = wordOf(stub?.[3] ?? textsOf(text, 'platform')[0]);
    const licenses = textsOf(text, 'licenses');
    const license = licenses.length > 0 ? listedLicenses(licenses) : licenseOf(textsOf(text, 'license')[0]);
    const onlyFor = platform === null || platform === 'ruby' ? {} : { platform };
    return { packages: [{ name, version, ...license, ...onlyFor }] };
  },
};

const mostTexts = 100;

/** The texts that are assigned to a member: one, or those of a list; empty: none, or something else. */
function textsOf(source: string, name: string): string[] {
  const assignment = new RegExp(String.raw`^[ \t]*\w+\.${name}[ \t]*=[ \t]*`, 'm').exec(source);
  if (assignment === null) return [];
  let at = assignment.index + assignment[0].length;
  const isList = source[at] === '[';
  if (isList) at += 1;
  else if (source.startsWith('Gem::Version.new(', at)) at += 'Gem::Version.new('.length;
  const texts: string[] = [];
  while (texts.length < mostTexts) {
    at = afterBlanks(source, at);
    const literal = textAt(source, at);
    if (literal === null) break;
    texts.push(literal.text);
    at = afterBlanks(source, source.startsWith('.freeze', literal.end) ? literal.end + 7 : literal.end);
    if (!isList || source[at] !== ',') break;
    at += 1;
  }
  return texts;
}

function afterBlanks(source: string, at: number): number {
  let next = at;
  while (/\s/.test(source[next] ?? '')) next += 1;
  return next;
}

/** A text in single or double quotes; null: there is none, or one with a value put into it. */
function textAt(source: string, start: number): { text: string; end: number } | null {
  const quote = source[start];
  if (quote !== '"' && quote !== "'") return null;
  let text = '';
  for (let at = start + 1; at < source.length && at - start < 4096; at += 1) {
    const character = source[at] ?? '';
    if (character === quote) return { text, end: at + 1 };
    if (quote === '"' && character === '#' && source[at + 1] === '{') return null;
    if (character === '\\') at += 1;
    text += character === '\\' ? (source[at] ?? '') : character;
  }
  return null;
}

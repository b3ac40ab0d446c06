/** One part of a character class: the inside of a JavaScript class, possibly negated. */
export interface ClassItem {
  source: string;
  negated: boolean;
}

/** A set of characters, asked by code point. */
export interface CharacterClass {
  has(point: number): boolean;
  /** The only character of the class, where it is that simple. */
  single: number | undefined;
}

/**
 * A class of items; negation comes after case folding, as in RE2. JavaScript's own classes decide, one character at a
 * time: its `iu` folding is Unicode's simple folding, the same as Go's.
 */
export function classOf(items: ClassItem[], negated: boolean, fold: boolean): CharacterClass {
  const bodies = items.map((item) => `[${item.negated ? '^' : ''}${item.source}]`);
  const test = new RegExp(`^(?:${bodies.join('|')})$`, fold ? 'iu' : 'u');
  const known = new Map<number, boolean>();
  function has(point: number): boolean {
    const answer = known.get(point);
    if (answer !== undefined) return answer;
    const fresh = items.length === 0 ? negated : test.test(String.fromCodePoint(point)) !== negated;
    if (known.size < mostKnown) known.set(point, fresh);
    return fresh;
  }
  const ascii = new Uint8Array(128);
  for (let point = 0; point < 128; point++) ascii[point] = Number(has(point));
  return { has: (point) => (point < 128 ? ascii[point] === 1 : has(point)), single: undefined };
}

/** Answers kept for one class. */
const mostKnown = 4096;

/** The class of one character. */
export function characterOf(point: number, fold: boolean): CharacterClass {
  if (fold) return classOf([{ source: escaped(point), negated: false }], false, true);
  return { has: (other) => other === point, single: point };
}

/** Every character, or every one but the line feed. */
export function anyCharacter(withLineFeed: boolean): CharacterClass {
  return { has: withLineFeed ? () => true : (point) => point !== 0x0a, single: undefined };
}

/** A range for a class item. */
export function rangeItem(first: number, last: number): ClassItem {
  return { source: first === last ? escaped(first) : `${escaped(first)}-${escaped(last)}`, negated: false };
}

function escaped(point: number): string {
  return `\\u{${point.toString(16)}}`;
}

const perlClasses: Record<string, string> = { d: '0-9', s: '\\t\\n\\f\\r ', w: '0-9A-Za-z_' };

/** `\d`, `\s`, `\w` and their negations (ASCII only, as in RE2), by letter. */
export function perlItem(letter: string): ClassItem | undefined {
  const source = perlClasses[letter.toLowerCase()];
  return source === undefined ? undefined : { source, negated: letter < 'a' };
}

const posixClasses: Record<string, string> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** `[:alpha:]` or `[:^alpha:]`, by what stands between the colons. */
export function posixItem(name: string): ClassItem | undefined {
  const negated = name.startsWith('^');
  const key = negated ? name.slice(1) : name;
  return Object.hasOwn(posixClasses, key) ? { source: posixClasses[key]!, negated } : undefined;
}

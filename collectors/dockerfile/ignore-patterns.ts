/**
 * Patterns of a .dockerignore, as Docker cleans them: blanks and a leading slash go, `.` and `..` are resolved,
 * `!` stays in front; lines that begin with `#` are comments (moby/patternmatcher, ignorefile).
 */
export function ignorePatterns(text: string): string[] {
  const patterns: string[] = [];
  const lines = text.replace(/^\ufeff/, '').split('\n');
  for (const line of lines) {
    if (line.startsWith('#')) continue;
    const trimmed = line.trim();
    if (trimmed === '') continue;
    const inverted = trimmed.startsWith('!');
    const pattern = (inverted ? trimmed.slice(1) : trimmed).trim();
    const cleaned = pattern === '' ? '' : cleanPath(pattern);
    const relative = cleaned.length > 1 && cleaned.startsWith('/') ? cleaned.slice(1) : cleaned;
    patterns.push(inverted ? `!${relative}` : relative);
  }
  return patterns;
}

/** The shortest path of the same meaning; `.` for nothing. */
function cleanPath(path: string): string {
  const isRooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !isRooted) parts.push(part);
  }
  const joined = parts.join('/');
  return isRooted ? `/${joined}` : joined || '.';
}

/** A piece of a pattern: one character, any of a class, any run without or with slashes, or any number of folders. */
type Piece =
  | { kind: 'one'; text: string }
  | { kind: 'any' | 'run' | 'all' | 'folders' }
  | { kind: 'class'; negated: boolean; ranges: [string, string][] };

interface Pattern {
  inverted: boolean;
  pieces: Piece[];
}

/**
 * Whether a path of the build context is left out: by the last pattern that matches it or a folder above it. A pattern
 * that Docker refuses matches nothing. A backslash makes the next character mean itself, also a letter, of which Docker
 * makes what Go's regular expressions do.
 * @param path - relative to the context, without a leading slash
 */
export function isIgnored(path: string, patterns: readonly string[]): boolean {
  const parts = path.split('/');
  const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  let ignored = false;
  for (const { inverted, pieces } of patterns.map(compile)) {
    if (inverted === ignored && above.some((folder) => matches(pieces, folder))) ignored = !inverted;
  }
  return ignored;
}

function compile(written: string): Pattern {
  const inverted = written.startsWith('!');
  const characters = [...(inverted ? written.slice(1) : written).trim()];
  const pieces: Piece[] = [];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*' && characters[at + 1] === '*') {
      at++;
      // `**/` stands for `**`; behind it only whole folders may be left out, at the end everything, and so too where
      // it begins a pattern that has no other wildcard: `**.log`.
      if (characters[at + 1] === '/') at++;
      const isEnding = at === 1 && /^[^*?\\[\]]*$/.test(characters.slice(2).join(''));
      pieces.push({ kind: at + 1 >= characters.length || isEnding ? 'all' : 'folders' });
    } else if (character === '*') pieces.push({ kind: 'run' });
    else if (character === '?') pieces.push({ kind: 'any' });
    else if (character === '\\' && at + 1 < characters.length)
      pieces.push({ kind: 'one', text: characters[++at] ?? '' });
    else if (character === '[') {
      const end = characters.indexOf(']', at + 2);
      if (end < 0) return { inverted, pieces: [{ kind: 'class', negated: false, ranges: [] }] };
      pieces.push(classOf(characters.slice(at + 1, end)));
      at = end;
    } else pieces.push({ kind: 'one', text: character });
  }
  return { inverted, pieces };
}

function classOf(characters: readonly string[]): Piece {
  const negated = characters[0] === '^';
  const inside = negated ? characters.slice(1) : characters;
  const ranges: [string, string][] = [];
  for (let at = 0; at < inside.length; at++) {
    const first = inside[at] ?? '';
    if (inside[at + 1] === '-' && inside[at + 2] !== undefined) {
      ranges.push([first, inside[at + 2] ?? '']);
      at += 2;
    } else ranges.push([first, first]);
  }
  return { kind: 'class', negated, ranges };
}

/** Follows all ways through the pattern at once, so that the time is the product of both lengths at most. */
function matches(pieces: readonly Piece[], path: string): boolean {
  const characters = [...path];
  // Places in the pattern that what was read so far may have led to; of folders also whether one is open.
  let places = closure(pieces, new Set([0]));
  for (const [index, character] of characters.entries()) {
    const next = new Set<number>();
    for (const place of places) {
      const piece = pieces[place];
      if (piece === undefined) continue;
      if (piece.kind === 'all' || (piece.kind === 'run' && character !== '/')) next.add(place);
      else if (piece.kind === 'folders') {
        next.add(~place);
        if (character === '/') next.add(place + 1);
      } else if (matchesOne(piece, character)) next.add(place + 1);
    }
    for (const place of places) {
      if (place >= 0) continue;
      next.add(place);
      if (character === '/') next.add(~place + 1);
    }
    places = closure(pieces, next);
    if (places.size === 0 && index < characters.length - 1) return false;
  }
  return places.has(pieces.length);
}

/** Adds the places that are reached without reading anything. */
function closure(pieces: readonly Piece[], places: Set<number>): Set<number> {
  for (const place of places) {
    const kind = place < 0 ? undefined : pieces[place]?.kind;
    if (kind === 'run' || kind === 'all' || kind === 'folders') places.add(place + 1);
  }
  return places;
}

function matchesOne(piece: Piece, character: string): boolean {
  if (piece.kind === 'one') return piece.text === character;
  if (piece.kind === 'any') return character !== '/';
  if (piece.kind !== 'class') return false;
  return piece.ranges.some(([from, to]) => character >= from && character <= to) !== piece.negated;
}

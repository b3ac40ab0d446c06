/** Random numbers below a bound, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/**
 * A text that an expression of the tables matches: characters, classes, groups, alternatives and bounded repetition
 * are understood. Repetition stays near its lower bound.
 */
export function textMatching(source: string, random: (bound: number) => number): string {
  let at = 0;
  return alternatives();

  function alternatives(): string {
    const choices = [sequence()];
    while (source[at] === '|') {
      at++;
      choices.push(sequence());
    }
    return choices[random(choices.length)] ?? '';
  }

  function sequence(): string {
    let text = '';
    while (at < source.length && source[at] !== '|' && source[at] !== ')') text += repeated();
    return text;
  }

  function repeated(): string {
    const start = at;
    const first = atom();
    const end = at;
    const [least, most] = bounds();
    const after = at;
    if (most === 1 && least === 1) return first;
    let text = '';
    const count = least + random(Math.min(most - least, 6) + 1);
    for (let index = 0; index < count; index++) {
      at = start;
      text += atom();
    }
    if (count === 0) at = end;
    at = after;
    return text;
  }

  function bounds(): [number, number] {
    const match = /^(?:\?|\*|\+|\{(\d+)(,?)(\d*)\})/.exec(source.slice(at));
    if (match === null) return [1, 1];
    at += match[0].length;
    if (match[0] === '?') return [0, 1];
    if (match[1] === undefined) return [match[0] === '+' ? 1 : 0, 8];
    const least = Number(match[1]);
    return [least, match[2] === '' ? least : Number(match[3])];
  }

  function atom(): string {
    const character = source[at++] ?? '';
    if (character === '^' || character === '$') return '';
    if (character === '(') {
      if (source.startsWith('?:', at)) at += 2;
      const text = alternatives();
      at++;
      return text;
    }
    if (character === '[') return one(classCharacters());
    if (character === '\\') return one(escaped(source[at++] ?? ''));
    return character === '.' ? one([...'aR7kQ9zX3m']) : character;
  }

  function one(characters: readonly string[]): string {
    return characters[random(characters.length)] ?? '';
  }

  function classCharacters(): string[] {
    const negated = source[at] === '^';
    if (negated) at++;
    const characters: string[] = [];
    while (source[at] !== ']') {
      if (source[at] === '\\') {
        at++;
        characters.push(...escaped(source[at++] ?? ''));
      } else if (source[at + 1] === '-' && source[at + 2] !== ']') {
        for (let code = source.charCodeAt(at); code <= source.charCodeAt(at + 2); code++)
          characters.push(String.fromCharCode(code));
        at += 3;
      } else characters.push(source[at++] ?? '');
    }
    at++;
    const usual = [...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789'];
    return negated ? usual.filter((character) => !characters.includes(character)) : characters;
  }

  function escaped(letter: string): string[] {
    if (letter === 's') return [' '];
    if (letter === 'S') return [...'aR7kQ9zX3m'];
    if (letter === 'd') return [...'0123456789'];
    if (letter === 'b') return [''];
    if (letter === 'n') return ['\n'];
    return [letter];
  }
}

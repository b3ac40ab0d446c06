import { digitsKey, type Key } from './key.ts';

/** Qualifiers with a place of their own; `''` stands for a release. */
const known = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const release = known.indexOf('');
const aliases: Record<string, string> = { ga: '', final: '', release: '', cr: 'rc' };
const beforeNumber: Record<string, string> = { a: 'alpha', b: 'beta', m: 'milestone' };

interface Token {
  separator: '.' | '-';
  text: string;
  number: boolean;
}

/** Whether the text is a version; Maven orders any text, so only what cannot be one in a path or range is refused. */
export function isMavenVersion(text: string): boolean {
  return /^[^\s\\/:"<>|?*[\](){},$]+$/.test(text);
}

/**
 * Order of Maven's versions (POM reference, "Version Order Specification"). Read to the letter, the specification runs
 * in circles: 1.0.alpha < 1 < 1-sp < 1.0.alpha. Here zeros before a qualifier of what is not yet out stand below the
 * end, which is the first of these and breaks the last.
 */
export function mavenKey(text: string): Key {
  const tokens = trimmed(tokensOf(text.toLowerCase()));
  return [...tokens.map((token, index) => tokenKey(token, tokens.slice(index + 1))), [release, 0]];
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [, mark, piece] of `.${text}`.matchAll(/([.-])([^.-]*)/g)) {
    const separator = mark === '-' ? '-' : '.';
    const runs = piece!.match(/\d+|\D+/g) ?? ['0'];
    for (const [place, run] of runs.entries()) {
      const number = /^\d/.test(run);
      const spelt = number ? run : qualifier(run, place + 1 < runs.length);
      tokens.push({ separator: place === 0 ? separator : '-', text: spelt, number });
    }
  }
  return tokens;
}

function qualifier(run: string, beforeDigits: boolean): string {
  const long = (beforeDigits ? beforeNumber[run] : undefined) ?? run;
  return Object.hasOwn(aliases, long) ? aliases[long]! : long;
}

/** Without the tokens that mean nothing: at the end and before a dash. */
function trimmed(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  const dropNulls = () => {
    while (kept.length > 0 && isNull(kept.at(-1)!)) kept.pop();
  };
  for (const token of tokens) {
    if (token.separator === '-') dropNulls();
    kept.push(token);
  }
  dropNulls();
  return kept;
}

function isNull({ text, number }: Token): boolean {
  return number ? /^0+$/.test(text) : text === '';
}

/** Qualifiers (those after a dot first), numbers after a dash, numbers after a dot; the end is that of a release. */
function tokenKey(token: Token, rest: readonly Token[]): Key {
  const { separator, text, number } = token;
  const prefix = separator === '.' ? 0 : 1;
  if (number && isNull(token) && isEarly(rest.find((each) => !isNull(each)))) return [release, -1];
  if (number) return [known.length + 2 - prefix, digitsKey(text)];
  const place = known.indexOf(text);
  return place < 0 ? [known.length, prefix, text] : [place, prefix];
}

function isEarly(token: Token | undefined): boolean {
  if (token === undefined || token.number) return false;
  return known.slice(0, release).includes(token.text);
}

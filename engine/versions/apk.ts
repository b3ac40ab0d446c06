import { digitsKey, type Key } from './key.ts';

const before = ['alpha', 'beta', 'pre', 'rc'];
const after = ['cvs', 'svn', 'git', 'hg', 'p'];

/** A letter may have a number, which apk-tools 2 took: `5.7.3p1-r0`. */
const valid = /^\d+(?:\.\d+)*(?:[a-z]\d*)?(?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*(?:~[0-9a-f]+)?(?:-r\d+)?$/;

/** Whether the text is a version of an Alpine package. */
export function isApkVersion(text: string): boolean {
  return valid.test(text);
}

/** Rank of what may stand next, lowest first: versions that go on are greater, but for suffixes of what is not yet out. */
const rank = { early: 0, invalid: 1, end: 2, revision: 3, hash: 4, suffixNumber: 5, late: 6, letter: 7, digits: 8 };

/**
 * Order of Alpine packages (apk-package(5), version.c of apk-tools 3): numbers, a letter, suffixes, a commit, the
 * revision. What follows the first fault says nothing, but makes the version less than the one that ends there.
 */
export function apkKey(text: string): Key {
  const key: Key[] = [];
  let rest = text;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(rest);
    if (match !== null) rest = rest.slice(match[0].length);
    return match;
  };
  const first = take(/^\d+/);
  if (first !== null) key.push([rank.digits, digitsKey(first[0])]);
  for (let next = take(part); next; next = take(part)) key.push(...partKey(next[1], next[2]!, next[3]!));
  for (let next = take(suffix); next; next = take(suffix)) key.push(...suffixKey(next[1]!, next[2]!));
  const hash = take(/^~([0-9a-f]+)/);
  if (hash !== null) key.push([rank.hash, hash[1]!]);
  const revision = take(/^-r(?![a-z])(\d*)/);
  if (revision !== null) key.push([rank.revision, digitsKey(revision[1]!)]);
  return [...key, [rest === '' ? rank.end : rank.invalid]];
}

const part = /^(?:\.(\d*)|([a-z])(\d*))/;

function partKey(fractional: string | undefined, letter: string, number: string): Key[] {
  if (fractional !== undefined) return [[rank.digits, fraction(fractional)]];
  return number === ''
    ? [[rank.letter, letter]]
    : [
        [rank.letter, letter],
        [rank.digits, digitsKey(number)],
      ];
}

const suffix = /^_(alpha|beta|pre|rc|cvs|svn|git|hg|p)(?![a-z])(\d*)/;

function suffixKey(name: string, number: string): Key[] {
  const early = before.indexOf(name);
  const named = early >= 0 ? [rank.early, early] : [rank.late, after.indexOf(name)];
  return number === '' ? [named] : [named, [rank.suffixNumber, digitsKey(number)]];
}

/** A number after a dot: one that begins with a zero is a decimal fraction, and compared as text. */
function fraction(digits: string): Key {
  return digits === '' || digits.startsWith('0') ? [0, digits] : [1, ...digitsKey(digits)];
}

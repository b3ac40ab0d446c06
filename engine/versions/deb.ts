import { digitsKey, type Key } from './key.ts';

/** Debian Policy 5.6.12, with room for what dpkg tolerates: underscores, and parts that begin with no digit. */
const valid = /^(?:\d+:[A-Za-z0-9.+~_:-]+|[A-Za-z0-9.+~_-]+)(?<!-)$/;

/** Whether the text is a version of a Debian package. */
export function isDebVersion(text: string): boolean {
  return valid.test(text);
}

/**
 * Order of Debian packages (Debian Policy 5.6.12, deb-version(7)): epoch, upstream version, revision. In each of them
 * pieces without digits and numbers take turns.
 */
export function debKey(text: string): Key {
  const trimmed = text.trim();
  const colon = trimmed.indexOf(':');
  const rest = trimmed.slice(colon + 1);
  const hyphen = rest.lastIndexOf('-');
  const upstream = hyphen < 0 ? rest : rest.slice(0, hyphen);
  const revision = hyphen < 0 ? '' : rest.slice(hyphen + 1);
  return [digitsKey(colon < 0 ? '' : trimmed.slice(0, colon)), partKey(upstream), partKey(revision)];
}

/** Pairs of a piece without digits and a number; a pair of nothing ends the list, as every text goes on with nothing. */
function partKey(text: string): Key {
  const pairs = [...text.matchAll(/([^0-9]*)([0-9]*)/g)].filter(([whole], index) => index === 0 || whole !== '');
  return [...pairs.map(([, other, digits]) => [otherKey(other!), digitsKey(digits!)]), [otherKey(''), digitsKey('')]];
}

/** `~` before the end, the end before letters, letters before everything else. */
function otherKey(text: string): Key {
  return [...[...text].map(weight), 0];
}

function weight(character: string): number {
  if (character === '~') return -1;
  const code = character.codePointAt(0)!;
  return /[A-Za-z]/.test(character) ? code : code + 256;
}

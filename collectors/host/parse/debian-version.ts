/**
 * Compares two Debian versions (Debian Policy 5.6.12): epoch, upstream version, revision.
 * @returns negative, zero or positive, as for sorting
 */
export function compareDebianVersions(left: string, right: string): number {
  const [a, b] = [splitVersion(left), splitVersion(right)];
  return compareEpochs(a.epoch, b.epoch) || comparePart(a.upstream, b.upstream) || comparePart(a.revision, b.revision);
}

interface DebianVersion {
  epoch: string;
  upstream: string;
  revision: string;
}

function splitVersion(version: string): DebianVersion {
  const trimmed = version.trim();
  const colon = trimmed.indexOf(':');
  const rest = trimmed.slice(colon + 1);
  const hyphen = rest.lastIndexOf('-');
  return {
    epoch: colon < 0 ? '0' : trimmed.slice(0, colon),
    upstream: hyphen < 0 ? rest : rest.slice(0, hyphen),
    revision: hyphen < 0 ? '' : rest.slice(hyphen + 1),
  };
}

function compareEpochs(left: string, right: string): number {
  return compareDigits(left, right);
}

/** Compares pieces without digits and numbers in turn. */
function comparePart(left: string, right: string): number {
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    while (isOther(left[i]) || isOther(right[j])) {
      const difference = weight(left[i]) - weight(right[j]);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    const [fromLeft, fromRight] = [i, j];
    while (isDigit(left[i])) i++;
    while (isDigit(right[j])) j++;
    const difference = compareDigits(left.slice(fromLeft, i), right.slice(fromRight, j));
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Numbers of any length; no digits count as 0. */
function compareDigits(left: string, right: string): number {
  const [a, b] = [left.replace(/^0+/, ''), right.replace(/^0+/, '')];
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function isOther(character: string | undefined): boolean {
  return character !== undefined && !isDigit(character);
}

/** `~` before the end, the end (or a digit) before letters, letters before everything else. */
function weight(character: string | undefined): number {
  if (character === undefined || isDigit(character)) return 0;
  if (character === '~') return -1;
  const code = character.codePointAt(0) ?? 0;
  return /[A-Za-z]/.test(character) ? code : code + 256;
}

import { digitsKey, type Key } from './key.ts';

const valid = /^\s*[0-9]+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?\s*$/;

/** Whether the text is a version after Gem::Version. */
export function isGemVersion(text: string): boolean {
  return valid.test(text);
}

const [letters, zero, number] = [0, [1], 2];

/**
 * Order of Ruby's packages (Gem::Version): runs of digits and of letters; letters before numbers, and both texts go on
 * with zeros for ever. So zeros at the end count nothing, and an end beside more is a zero.
 */
export function gemKey(text: string): Key {
  const segments = text.replaceAll('-', '.pre.').match(/[0-9]+|[A-Za-z]+/g) ?? [];
  const firstWord = segments.findIndex((segment) => !/^[0-9]/.test(segment));
  const numbers = segments.slice(0, firstWord < 0 ? segments.length : firstWord);
  const words = firstWord < 0 ? [] : segments.slice(firstWord);
  const whole = [...withoutZeros(numbers), ...withoutZeros(words)];
  return spread(whole.map(segmentKey));
}

function withoutZeros(segments: readonly string[]): string[] {
  const last = segments.findLastIndex((segment) => !/^0+$/.test(segment));
  return segments.slice(0, last + 1);
}

function segmentKey(segment: string): Key {
  if (/^0+$/.test(segment)) return zero;
  return /^[0-9]/.test(segment) ? [number, digitsKey(segment)] : [letters, segment];
}

/**
 * The list with an end that compares as zeros without end would: less than an end stands what begins, after its zeros,
 * with letters; greater stands the rest. Runs of zeros are told by what follows them.
 */
function spread(segments: readonly Key[]): Key {
  const key: Key[] = [];
  for (const [index, segment] of segments.entries()) {
    if (segment !== zero) {
      key.push(segment);
      continue;
    }
    const following = segments.slice(index).find((each) => each !== zero);
    key.push(following?.[0] === letters ? [1, -1] : [1, 1]);
  }
  return [...key, [1, 0]];
}

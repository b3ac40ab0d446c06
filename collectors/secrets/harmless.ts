/** Words of texts that stand where a secret would. */
const placeholderWords =
  /example|placeholder|sample|dummy|change_?-?me|replace_?-?me|your[-_ ]|my[-_]?(?:secret|token|password)|insert|redacted|removed|foobar|xxxx|\.\.\.|\*\*\*|<[a-z]|\$\{|\{\{|%[sdr]\b|not[-_]?a[-_]?(?:real|secret)/i;

/** Keys that documentation of their makers shows, in pieces, and the payload of the web token that everybody shows. */
const wellKnown: readonly string[] = [
  ['4eC39HqLyjW', 'DarjtT1zdp7dc'].join(''),
  ['BQokikJOvBi', 'I2HlWgH4olfQ2'].join(''),
  ['eyJzdWIiOiIxMjM0', 'NTY3ODkw'].join(''),
];

/** Whether a text stands for a secret rather than being one: an example, a placeholder, a run of one character. */
export function isPlaceholder(value: string): boolean {
  if (placeholderWords.test(value.slice(0, 400)) || wellKnown.some((known) => value.includes(known))) return true;
  // Keys are long, and base64 of their zero bytes is a run of one letter.
  return value.length <= 100 && longestRun(value) >= 8;
}

/** Length of the longest run of characters that stay the same or count up: `xxxx`, `12345`, `abcde`. */
function longestRun(text: string): number {
  let [longest, same, rising] = [1, 1, 1];
  for (let index = 1; index < text.length; index++) {
    const step = text.charCodeAt(index) - text.charCodeAt(index - 1);
    same = step === 0 ? same + 1 : 1;
    rising = step === 1 || (step === -9 && text[index] === '0') ? rising + 1 : 1;
    longest = Math.max(longest, same, rising);
  }
  return longest;
}

/** Shannon entropy in bits per character of the first 256 characters. */
export function entropyOf(value: string): number {
  const beginning = value.slice(0, 256);
  const counts = new Map<string, number>();
  for (const character of beginning) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / beginning.length) * Math.log2(count / beginning.length);
  return bits;
}

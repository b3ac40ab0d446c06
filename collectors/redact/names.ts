/** What the name of a setting says about its value. */
export type NameVerdict = 'secret' | 'maybe' | 'plain';

/** Words that make a name secret wherever they stand in it. */
const secretWords = new Set(
  'password passwd passwort pwd pw pass passphrase secret secrets token apikey credential credentials bearer'.split(
    ' ',
  ),
);

/** Endings of run-together words: `pgpassword`, `authtoken`, `clientsecret`. */
const secretEndings = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'token',
  'apikey',
  'secretkey',
  'accesskey',
  'privatekey',
];

/** Words that make a following `key` secret. */
const secretKeyWords = new Set(
  'api access private secret signing encryption master auth account shared storage deploy license app service'.split(
    ' ',
  ),
);

/** Last words of names whose value is secret only when it looks random. */
const maybeWords = new Set(
  'key keys auth authorization cookie pin salt signature sig hash dsn otp seed session sid tokens'.split(' '),
);

/** Last words that say the value describes a secret rather than being one. */
const describingWords = new Set(
  `file files path dir directory folder id name names url uri endpoint length len type policy ttl expiry expiration
expires timeout count min max enabled disabled required authentication algorithm alg prefix header issuer audience
version format age quality rotation limit store provider manager lifetime interval retries location server host port
mount driver opts options`.split(/\s+/),
);

/** Words before `key` that make it a public one. */
const publicKeyWords = new Set('public pub gpg pgp host'.split(' '));

/** Splits `dbPassword`, `DB_PASSWORD` and `db-password` into lower-case words. */
export function nameWords(name: string): string[] {
  return name
    .slice(-maximumName)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Longest name that is looked at, in characters. */
export const maximumName = 128;

/** Says whether values under this name are secret, secret when they look random, or plain. */
export function judgeName(name: string): NameVerdict {
  const words = nameWords(name);
  const last = words.at(-1);
  if (last === undefined || describingWords.has(last)) return 'plain';
  if (words.some(isSecretWord)) return 'secret';
  const keyAt = words.findIndex((word) => word === 'key' || word === 'keys');
  if (keyAt >= 0 && words.slice(0, keyAt).some((word) => publicKeyWords.has(word))) return 'plain';
  if (keyAt > 0 && secretKeyWords.has(words[keyAt - 1] ?? '')) return 'secret';
  return maybeWords.has(last) ? 'maybe' : 'plain';
}

function isSecretWord(word: string): boolean {
  return secretWords.has(word) || secretEndings.some((ending) => word.endsWith(ending));
}

/** Values that cannot be a secret: empty, a switch, a reference to a variable, the marker itself. */
export function isHarmlessValue(value: string): boolean {
  return /^(?:|true|false|yes|no|on|off|null|none|\*{3}|\$\{?[A-Za-z_][A-Za-z0-9_]{0,127}\}?)$/i.test(value);
}

/** Last words of names whose value is secret as soon as it is no plain word. */
const likelyWords = new Set('auth authorization cookie otp sig signature session sid'.split(' '));

/**
 * Whether a value looks random enough for its name: long, mixed and of high entropy. Asked only for names that may
 * hold a secret; digests, UUIDs, paths, URLs and words joined by hyphens are not random in this sense.
 */
export function looksRandom(name: string, value: string): boolean {
  const likely = likelyWords.has(nameWords(name).at(-1) ?? '');
  if (value.length < (likely ? 8 : 16) || /\s/.test(value) || /^[./~]/.test(value) || value.includes('://'))
    return false;
  if (/^(?:sha\d{3}:)?[0-9a-fA-F]+$/.test(value) || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value))
    return false;
  if (value.split(/[-_.:/@]/).every((part) => /^(?:[a-z]*|[A-Z]*|[A-Z][a-z]*|[0-9]*)$/.test(part))) return false;
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((pattern) => pattern.test(value)).length;
  return classes >= 2 && entropyOf(value.slice(0, 256)) >= (likely ? 2.5 : 3.3);
}

/** Shannon entropy in bits per character. */
function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

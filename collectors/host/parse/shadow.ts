/** State of a password, without the hash. */
export interface PasswordState {
  locked: boolean;
  empty: boolean;
  /** md5, sha256, sha512, yescrypt, bcrypt or other; null: no hash. */
  algorithm: string | null;
}

const algorithms: Readonly<Record<string, string>> = {
  '1': 'md5',
  '5': 'sha256',
  '6': 'sha512',
  y: 'yescrypt',
  gy: 'yescrypt',
  '2a': 'bcrypt',
  '2b': 'bcrypt',
  '2x': 'bcrypt',
  '2y': 'bcrypt',
};

/** Parses shadow(5) into states by user; of two lines for one user the first counts, as for the C library. */
export function parseShadow(text: string): Map<string, PasswordState> {
  const states = new Map<string, PasswordState>();
  for (const line of text.split('\n')) {
    const [name, hash] = line.replace(/\r$/, '').split(':');
    if (name === undefined || name === '' || name.startsWith('#') || hash === undefined) continue;
    if (!states.has(name)) states.set(name, passwordState(hash));
  }
  return states;
}

/** What a password field says: `!` and `*` lock, an empty one lets anyone in. */
export function passwordState(hash: string): PasswordState {
  const locked = /^[!*]/.test(hash);
  const bare = hash.replace(/^[!*]+/, '');
  if (hash === '') return { locked: false, empty: true, algorithm: null };
  // `x` is no hash, and no password matches it.
  if (bare === '' || bare === 'x' || /^(?:NP|LK|\*LK\*)$/.test(bare))
    return { locked: true, empty: false, algorithm: null };
  const id = /^\$([a-z0-9]+)\$/.exec(bare)?.[1];
  return { locked, empty: false, algorithm: id === undefined ? 'other' : (algorithms[id] ?? 'other') };
}

/** How each reason for a check not made is said: short on the terminal, a phrase on paper, and what would help. */
export interface ReasonWords {
  /** After a number: `3 timed out`. */
  short: string;
  /** After "38 checks": `need root`. */
  phrase: string;
  advice: string | null;
}

const table: Readonly<Record<string, ReasonWords>> = {
  'permission-denied': {
    short: 'need more rights',
    phrase: 'need rights that the collection did not have',
    advice: 'Give read access to what is named, or leave the rule out with a reason in the profile.',
  },
  timeout: {
    short: 'timed out',
    phrase: 'ran out of time',
    advice: 'Run it again; if it stays, raise the limit under limits: in plimsoll.yaml.',
  },
  memory: {
    short: 'ran out of memory',
    phrase: 'ran out of memory',
    advice: 'Raise limits.wasmMemoryBytes in plimsoll.yaml, or tell the owner of the bundle.',
  },
  trap: {
    short: 'stopped on a fault of the rule',
    phrase: 'stopped on a fault in the rule itself',
    advice: 'Tell the owner of the bundle; plimsoll bundle test reproduces it.',
  },
  limit: {
    short: 'met a limit',
    phrase: 'met a limit of size or number',
    advice: 'Raise the limit named under limits: in plimsoll.yaml.',
  },
  'not-supported': {
    short: 'not offered by the target',
    phrase: 'need facts that this kind of target does not offer',
    advice: 'Audit the machine itself as well (target host), or the engine over its local socket.',
  },
  'not-requested': {
    short: 'not collected',
    phrase: 'need facts that were not collected',
    advice: 'Collect again with this bundle: plimsoll audit, or plimsoll collect -b.',
  },
  'parse-error': {
    short: 'met an unreadable file',
    phrase: 'met a file or answer that is not well-formed',
    advice: 'See the problem named under What was looked at.',
  },
  vanished: {
    short: 'vanished while read',
    phrase: 'lost their resource while it was being read',
    advice: 'Run it again.',
  },
  'older-snapshot': {
    short: 'need a newer snapshot',
    phrase: 'need facts that this older snapshot does not have',
    advice: 'Collect again with this version.',
  },
  'not-seen': {
    short: 'not seen',
    phrase: 'are about resources that were listed and could not be read',
    advice: 'See the problem named under What was looked at.',
  },
  'target-failed': {
    short: 'on targets that failed',
    phrase: 'could not start, since the target could not be read',
    advice: 'Make the target reachable and run it again.',
  },
  unknown: {
    short: 'undecided',
    phrase: 'could not be decided from what was read',
    advice: 'See the reason beside each of them.',
  },
};

const other: ReasonWords = { short: 'undecided', phrase: 'could not be decided', advice: null };

const needsRoot: ReasonWords = {
  short: 'need root',
  phrase: 'need root',
  advice: 'Run it as root, or grant read access to the files named.',
};

const notOnMachine: ReasonWords = {
  short: 'not offered by the machine',
  phrase: 'need facts that this machine does not offer',
  advice: 'A kernel or tool that gives them would make these checks possible.',
};

export interface ReasonPlace {
  /** Root would make the checks. */
  root: boolean;
  machine: boolean;
  /** The exact rights that the facts take, each once. */
  rights: readonly string[];
}

/** The words for a code; codes of rules that are not in the table are undecided. */
export function reasonWords(code: string, { root, machine, rights }: ReasonPlace): ReasonWords {
  if (code === 'permission-denied') {
    const words = root ? needsRoot : table[code]!;
    return rights.length === 0 ? words : { ...words, advice: `${words.advice} It takes ${rights.join('; ')}.` };
  }
  if (code === 'not-supported' && machine) return notOnMachine;
  return Object.hasOwn(table, code) ? table[code]! : other;
}

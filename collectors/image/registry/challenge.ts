/** What a registry asks for in `WWW-Authenticate`. */
export interface Challenge {
  /** Lower case: `bearer`, `basic`. */
  scheme: string;
  /** Names in lower case. */
  parameters: ReadonlyMap<string, string>;
}

const longestHeader = 8192;
const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

/** Reads the challenges of a header (RFC 9110, 11.6.1), of which there may be several. What is malformed ends it. */
export function parseChallenges(header: string | undefined): Challenge[] {
  const challenges: Challenge[] = [];
  const text = (header ?? '').slice(0, longestHeader);
  const parameter = new RegExp(`[\\s,]*(${token})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))\\s*(?=,|$)`, 'y');
  const scheme = new RegExp(`[\\s,]*(${token})(?:\\s+|(?=,)|$)`, 'y');
  let parameters: Map<string, string> | null = null;
  let position = 0;
  while (position < text.length) {
    parameter.lastIndex = position;
    const pair = parameter.exec(text);
    if (pair !== null && parameters !== null) {
      parameters.set((pair[1] ?? '').toLowerCase(), (pair[2] ?? pair[3] ?? '').replace(/\\(.)/g, '$1'));
      position = parameter.lastIndex;
      continue;
    }
    scheme.lastIndex = position;
    const name = scheme.exec(text);
    if (name === null) break;
    parameters = new Map();
    challenges.push({ scheme: (name[1] ?? '').toLowerCase(), parameters });
    position = scheme.lastIndex;
  }
  return challenges;
}

/** One setting of sshd_config(5), keyword in lower case. */
export interface SshdLine {
  keyword: string;
  /** The rest of the line, without quotes around single words. */
  arguments: string[];
}

/** Splits one file into lines; a keyword may be followed by `=`. Includes and Match are lines like others. */
export function parseSshdConfig(text: string): SshdLine[] {
  const lines: SshdLine[] = [];
  for (const line of text.replace(/^\uFEFF/, '').split('\n')) {
    const parts = /^\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*)$/.exec(line.replace(/\r$/, ''));
    if (parts === null) continue;
    lines.push({ keyword: (parts[1] ?? '').toLowerCase(), arguments: splitArguments(parts[2] ?? '') });
  }
  return lines;
}

function splitArguments(rest: string): string[] {
  const words: string[] = [];
  for (const match of rest.matchAll(/"([^"]*)"|(\S+)/g)) {
    if (match[2]?.startsWith('#')) break;
    words.push(match[1] ?? match[2] ?? '');
  }
  return words;
}

/** Effective settings outside Match blocks. */
export interface SshdSettings {
  permitRootLogin: string;
  passwordAuthentication: boolean;
  permitEmptyPasswords: boolean;
  x11Forwarding: boolean;
  maxAuthTries: number;
  port: number[];
  protocol1: boolean;
  hasMatchBlocks: boolean;
}

/**
 * Works out what is in force: of two lines with one keyword the first counts, ports add up; what is inside a Match
 * block holds for some connections only, until the next Match or the end of its file. Defaults are those of OpenSSH.
 * @param lines with includes already put in; an included file's Match ends with the file: {@link endOfFile}
 */
export function effectiveSshd(lines: readonly SshdLine[]): SshdSettings {
  const first = new Map<string, string>();
  const ports: number[] = [];
  let depthInMatch = false;
  let hasMatchBlocks = false;
  const outer: boolean[] = [];
  for (const line of lines) {
    const value = line.arguments[0] ?? '';
    if (line.keyword === startOfFile) outer.push(depthInMatch);
    else if (line.keyword === endOfFile) depthInMatch = outer.pop() ?? false;
    else if (line.keyword === 'match') {
      // `Match all` is how a block is closed.
      depthInMatch = !(line.arguments.length === 1 && value.toLowerCase() === 'all');
      hasMatchBlocks ||= depthInMatch;
    } else if (depthInMatch) continue;
    else if (line.keyword === 'port' && isPort(value)) ports.push(Number(value));
    else if (!first.has(line.keyword)) first.set(line.keyword, value);
  }
  const isYes = (keyword: string, otherwise: boolean) => {
    const value = first.get(keyword)?.toLowerCase();
    return value === undefined ? otherwise : value === 'yes' || value === 'true';
  };
  const root = (first.get('permitrootlogin') ?? 'prohibit-password').toLowerCase();
  const tries = first.get('maxauthtries');
  return {
    permitRootLogin: root === 'without-password' ? 'prohibit-password' : root,
    passwordAuthentication: isYes('passwordauthentication', true),
    permitEmptyPasswords: isYes('permitemptypasswords', false),
    x11Forwarding: isYes('x11forwarding', false),
    maxAuthTries: tries !== undefined && /^\d{1,9}$/.test(tries) ? Number(tries) : 6,
    port: ports.length === 0 ? [22] : ports,
    protocol1: (first.get('protocol') ?? '2').split(',').includes('1'),
    hasMatchBlocks,
  };
}

/** Marks where an included file begins and ends, since its Match blocks do not reach beyond it. */
export const startOfFile = '(start of file)';
export const endOfFile = '(end of file)';

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) <= 65535;
}

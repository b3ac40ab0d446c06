/** First values by lower-case name, in order, of the headers of core metadata (PEP 566: as e-mail headers). */
export type Headers = ReadonlyMap<string, readonly string[]>;

/** Reads headers up to the first empty line; lines that begin with a blank continue the one before. */
export function readHeaders(text: string): Headers {
  const headers = new Map<string, string[]>();
  let last: string[] | null = null;
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end).replace(/\r$/, '');
    at = end < 0 ? text.length : end + 1;
    if (line === '') break;
    if (/^[ \t]/.test(line)) {
      if (last !== null) last.push(`${last.pop() ?? ''}\n${line.trim().replace(/^\|/, '')}`);
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) {
      last = null;
      continue;
    }
    const name = line.slice(0, colon).trim().toLowerCase();
    last = headers.get(name) ?? [];
    headers.set(name, last);
    last.push(line.slice(colon + 1).trim());
  }
  return headers;
}

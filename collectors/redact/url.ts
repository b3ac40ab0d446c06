import { marker } from './shapes.ts';

/**
 * Takes user information and query out of one URL: `https://***@host/path?***`. What is not a URL comes back as it is.
 * A password that holds `/`, `?` or `#` unescaped is recognised by a port that is not a number.
 */
export function redactUrl(url: string): string {
  const scheme = url.indexOf('://');
  if (scheme < 0) return url;
  const start = scheme + 3;
  let authorityEnd = firstOf(url, '/?#', start);
  let at = url.lastIndexOf('@', authorityEnd - 1);
  if (at < start) at = -1;
  if (at < 0 && hasOddPort(url.slice(start, authorityEnd))) {
    at = url.lastIndexOf('@');
    if (at < start) at = -1;
    if (at >= 0) authorityEnd = firstOf(url, '/?#', at);
  }
  const authority = at < 0 ? url.slice(start, authorityEnd) : `${marker}@${url.slice(at + 1, authorityEnd)}`;
  return url.slice(0, start) + authority + redactQuery(url.slice(authorityEnd));
}

function hasOddPort(authority: string): boolean {
  const colon = authority.lastIndexOf(':');
  return colon > 0 && !authority.endsWith(']') && !/^\d*$/.test(authority.slice(colon + 1));
}

function redactQuery(rest: string): string {
  const query = rest.indexOf('?');
  const fragment = rest.indexOf('#');
  if (query >= 0 && (fragment < 0 || query < fragment)) return `${rest.slice(0, query)}?${marker}`;
  if (fragment >= 0 && rest.includes('=', fragment)) return `${rest.slice(0, fragment)}#${marker}`;
  return rest;
}

/** Index of the first of some characters, or the length. */
function firstOf(text: string, characters: string, from: number): number {
  for (let index = from; index < text.length; index++) if (characters.includes(text[index] ?? '')) return index;
  return text.length;
}

/** Replaces every URL inside a text. Linear: each `://` is visited once. */
export function redactUrls(text: string): string {
  let redacted = '';
  let done = 0;
  for (;;) {
    const separator = text.indexOf('://', done);
    if (separator < 0) return redacted + text.slice(done);
    let start = separator;
    while (start > done && separator - start < 32 && /[A-Za-z0-9+.-]/.test(text[start - 1] ?? '')) start--;
    let end = separator + 3;
    while (end < text.length && !/[\s"'`<>\\]/.test(text[end] ?? '')) end++;
    redacted += text.slice(done, start) + redactUrl(text.slice(start, end));
    done = end;
  }
}

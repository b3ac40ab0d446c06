/** Statements of copyright, for notices: who has to be named. */
import { compareText } from '../../engine/index.ts';
import { redactText } from '../redact.ts';

/** Statements kept of one package or text; more are left out, the first in order stay. */
const most = 50;
const longest = 200;

const statement =
  /^[^\p{L}\p{N}\n©(]*((?:portions?[ \t]+|parts?[ \t]+)?(?:copyrights?\b[ \t]*(?:\(c\)|©|&copy;|:|by\b|\d{4})|\(c\)[ \t]*(?:copyright\b|\d{4})|©).*)$/gimu;
/** Gaps to fill in, and the owners of licence texts themselves. */
const nobody =
  /<[a-z ]*(?:year|name|owner|holder)[^>]*>|\[(?:yyyy|year|name)[^\]]*\]|\{(?:yyyy|year)[^}]*\}|free software foundation, inc\.? ?(?:<|5\d|59|51|$)|(?:19xx|20xx|yyyy)/i;

/** The statements of a licence text, sorted, each once. */
export function copyrightsIn(text: string): string[] {
  return tidyCopyrights([...text.slice(0, 200_000).matchAll(statement)].map((match) => match[1] ?? ''));
}

/** Statements cleaned, redacted, sorted and cut to fifty. */
export function tidyCopyrights(lines: readonly string[]): string[] {
  const clean = lines
    .filter((line) => !nobody.test(line))
    .map((line) =>
      redactText(
        line
          .replace(/\s+/g, ' ')
          .replace(/^[\s*#/;|.-]+|[\s*#/;|,-]+$/g, '')
          .slice(0, longest)
          .toWellFormed(),
      ),
    )
    .filter((line) => /\p{L}{2}/u.test(line.replace(/copyright|public[ -]domain|none|n\/a/gi, '')));
  return [...new Set(clean)].sort(compareText).slice(0, most);
}

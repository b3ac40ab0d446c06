const token =
  /[ \t\r\n]*(?:(?<mark>[{}[\],:])|(?<text>"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?<other>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

/** What may come next. */
type Wanted = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | 'more' | 'end';

/**
 * Where a text stops being JSON, as line and column from 1; the engine's own messages often do not say. Null where it
 * is JSON.
 */
export function jsonFault(text: string): { line: number; column: number } | null {
  const open: ('{' | '[')[] = [];
  let wanted: Wanted = 'value';
  let at = 0;
  while (at < text.length) {
    token.lastIndex = at;
    const groups = token.exec(text)?.groups;
    if (groups === undefined) break;
    const next = step(wanted, groups, open);
    if (next === null) break;
    wanted = next;
    at = token.lastIndex;
  }
  const rest = /^[ \t\r\n]*/.exec(text.slice(at))![0].length;
  if (wanted === 'end' && at + rest === text.length) return null;
  const before = text.slice(0, at + rest).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

function step(wanted: Wanted, groups: Record<string, string | undefined>, open: ('{' | '[')[]): Wanted | null {
  const { mark, text } = groups;
  const after = (): Wanted => (open.length === 0 ? 'end' : 'more');
  if (wanted.startsWith('name') && text !== undefined) return ':';
  if (wanted === ':') return mark === ':' ? 'value' : null;
  if (mark === '}' || mark === ']') {
    const fits =
      mark === '}'
        ? open.at(-1) === '{' && ['name or }', 'more'].includes(wanted)
        : open.at(-1) === '[' && ['value or ]', 'more'].includes(wanted);
    if (!fits) return null;
    open.pop();
    return after();
  }
  if (wanted === 'more') return mark !== ',' ? null : open.at(-1) === '{' ? 'name' : 'value';
  if (!wanted.startsWith('value')) return null;
  if (mark === undefined) return after();
  if (mark !== '{' && mark !== '[') return null;
  open.push(mark);
  return mark === '{' ? 'name or }' : 'value or ]';
}

/** One piece of a Go time layout: text as it is, or an element such as `2006` or `Z07:00`. */
export interface LayoutPart {
  element: boolean;
  text: string;
}

const elements = new RegExp(
  [
    'January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST',
    '0[1-6]|002|15|1|2006|2|__2|_2(?!006)|3|4|5|PM|pm',
    '[-Z]070000|[-Z]07:00:00|[-Z]0700|[-Z]07:00|[-Z]07',
    '[.,](?:0+|9+)(?![0-9])',
  ].join('|'),
  'g',
);

/** Layouts kept, so that the usual ones are cut once. */
const mostKept = 64;
const kept = new Map<string, LayoutPart[]>();

/** Cuts a layout of Go's package time into text and elements. */
export function parseLayout(layout: string): readonly LayoutPart[] {
  const known = kept.get(layout);
  if (known !== undefined) return known;
  const parts = cut(layout);
  if (kept.size < mostKept) kept.set(layout, parts);
  return parts;
}

function cut(layout: string): LayoutPart[] {
  const parts: LayoutPart[] = [];
  let done = 0;
  for (const match of layout.matchAll(elements)) {
    if (match.index > done) parts.push({ element: false, text: layout.slice(done, match.index) });
    parts.push({ element: true, text: match[0] });
    done = match.index + match[0].length;
  }
  if (done < layout.length) parts.push({ element: false, text: layout.slice(done) });
  return parts;
}

/** Layouts that OPA knows by name. */
export const namedLayouts: Record<string, string> = {
  ANSIC: 'Mon Jan _2 15:04:05 2006',
  UnixDate: 'Mon Jan _2 15:04:05 MST 2006',
  RubyDate: 'Mon Jan 02 15:04:05 -0700 2006',
  RFC822: '02 Jan 06 15:04 MST',
  RFC822Z: '02 Jan 06 15:04 -0700',
  RFC850: 'Monday, 02-Jan-06 15:04:05 MST',
  RFC1123: 'Mon, 02 Jan 2006 15:04:05 MST',
  RFC1123Z: 'Mon, 02 Jan 2006 15:04:05 -0700',
  RFC3339: '2006-01-02T15:04:05Z07:00',
  RFC3339Nano: '2006-01-02T15:04:05.999999999Z07:00',
};

/** The layout of a name, or the text itself. */
export function layoutOf(name: string): string {
  return Object.hasOwn(namedLayouts, name) ? namedLayouts[name]! : name;
}

export const monthNames: readonly string[] = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

export const dayNames: readonly string[] = [
  ...['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
];

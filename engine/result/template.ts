import { PlimsollError } from '../errors.ts';
import { canonicalJson } from '../snapshot/canonical.ts';

/** Control characters, and those that change the direction or hide in a line. */
const unseen =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

/** Text with control, bidi and invisible characters written as `\u{hex}`, so that nothing hides or reorders. */
export function visibleText(text: string): string {
  return text.replace(unseen, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

const piece = /\{\{|\}\}|\{([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)\}|[{}]/g;

/**
 * Fills a message, reason or question: `{x}` looks in `args`, then in the resource, and may be dotted; `{{` and `}}`
 * are braces. Lists are joined by a comma; null and an empty list read "none"; what could hide in a value is visible.
 * Throws `bundle-invalid` for a name that neither has, and for a brace that opens or closes nothing.
 */
export function renderTemplate(
  template: string,
  args: Readonly<Record<string, unknown>>,
  resource: Readonly<Record<string, unknown>>,
): string {
  const sentence = template.trim().replace(/\s+/g, ' ');
  if (visibleText(sentence) !== sentence) throw refused(template, 'it holds control or bidi characters');
  return sentence.replace(piece, (found: string, name: string | undefined) => {
    if (found === '{{') return '{';
    if (found === '}}') return '}';
    if (name === undefined) throw refused(template, `"${found}" stands alone; a brace is written twice`);
    const value = lookUp(args, name) ?? lookUp(resource, name);
    if (value === undefined) throw refused(template, `{${name}} is neither in the arguments nor in the resource`);
    return visibleText(valueText(value.found));
  });
}

function refused(template: string, why: string): PlimsollError {
  return new PlimsollError('bundle-invalid', `The template "${visibleText(template)}" cannot be filled: ${why}.`);
}

/** The value at a dotted name in own members only, boxed since it may be null; undefined where there is none. */
function lookUp(from: Readonly<Record<string, unknown>>, name: string): { found: unknown } | undefined {
  let value: unknown = from;
  for (const segment of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value === undefined ? undefined : { found: value };
}

function valueText(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueText).join(', ');
  return canonicalJson(value);
}

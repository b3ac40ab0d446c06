import { parseReference, showReference } from '../registry/reference.ts';

/** A reference as Docker shows it, without the default registry; what is no whole reference (a bare tag) stays. */
export function shownReference(text: string): string {
  if (!/[/:@]/.test(text)) return text;
  return completedReference(text) ?? text;
}

/** A reference with its defaults, so that `shop` and `shop:latest` are one; null: it is no reference. */
export function completedReference(text: string): string | null {
  try {
    return showReference(parseReference(text));
  } catch {
    return null;
  }
}

/** Foreign names, versions and licences, before they are taken. */

const longestName = 1024;
const longestLicense = 8192;

/**
 * A name or version without blanks around it; null: there is none, or it is none (other than text, too long, with
 * control characters or line ends in it).
 */
export function wordOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const word = value.trim();
  if (word === '' || word.length > longestName || /[\u0000-\u001f\u007f\ufffd]/.test(word)) return null;
  return word.isWellFormed() ? word : null;
}

/** A name out of a path, where nothing better is told: what no name may hold becomes `_`. */
export function wordOfPath(name: string): string {
  return (
    wordOf(
      name
        .toWellFormed()
        .replace(/[\u0000-\u001f\u007f\ufffd]/g, '_')
        .slice(0, longestName),
    ) ?? '_'
  );
}

/** The licence as written, cut where it is a whole text; `{}` where nothing is said. */
export function licenseOf(value: unknown): { license?: string } {
  if (typeof value !== 'string') return {};
  const text = value.trim();
  return text === '' ? {} : { license: text.slice(0, longestLicense).toWellFormed() };
}

/** Several licences of which one may be chosen, as their ecosystem defines a list. */
export function anyLicense(values: readonly unknown[]): { license?: string } {
  const texts = values.filter((value) => typeof value === 'string' && value.trim() !== '') as string[];
  if (texts.length < 2) return licenseOf(texts[0]);
  return licenseOf(texts.map((text) => (/\band\b/i.test(text) ? `(${text.trim()})` : text.trim())).join(' OR '));
}

/** Several licences whose relation nobody states: one a line. */
export function listedLicenses(values: readonly unknown[]): { license?: string } {
  const texts = values.filter((value) => typeof value === 'string').map((text) => text.trim());
  return licenseOf(texts.filter((text) => text !== '').join('\n'));
}

/** UTF-8, a byte order mark left out; bytes that are not become U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

/** Licences that SPDX has no id for, named inside one document (SPDX 2.3, clause 10). */
import { compareText, sha256Hex } from '../../engine/index.ts';
import type { SbomPackage } from './images.ts';

/** One entry of `hasExtractedLicensingInfos`. */
export interface ExtractedLicense {
  licenseId: string;
  extractedText: string;
  name: string;
}

/** Collects what a document has to explain. */
export interface ExtractedLicenses {
  /** What a package declares, as SPDX writes it; null: nothing. */
  declared(license: SbomPackage['license']): string | null;
  /** An expression as it is, its own names noted. */
  expression(expression: string): string;
  /** Sorted by id. */
  all(): ExtractedLicense[];
}

/** Begins an empty collection. */
export function openExtractedLicenses(): ExtractedLicenses {
  const known = new Map<string, ExtractedLicense>();

  function expression(text: string): string {
    for (const [id] of text.matchAll(/LicenseRef-[A-Za-z0-9.-]+/g)) {
      const name = id.slice('LicenseRef-'.length);
      if (!known.has(id)) known.set(id, { licenseId: id, extractedText: `The metadata names it: ${name}`, name });
    }
    return text;
  }

  function declared(license: SbomPackage['license']): string | null {
    if (license.declared !== null) return expression(license.declared);
    const text = license.declaredText;
    if (text === null || text === '') return null;
    const id = `LicenseRef-plimsoll-${sha256Hex(text).slice(0, 16)}`;
    known.set(id, { licenseId: id, extractedText: text, name: text.split('\n')[0]?.slice(0, 100) || 'not named' });
    return id;
  }

  return { declared, expression, all: () => [...known.values()].sort((a, b) => compareText(a.licenseId, b.licenseId)) };
}

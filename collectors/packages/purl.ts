import { PackageURL } from 'packageurl-js';

/** Parts of a package URL as they are, not yet escaped. */
export interface PurlParts {
  type: string;
  /** `@scope`, `group`, `vendor`, id of a distribution; null: none. */
  namespace?: string | null;
  name: string;
  /** Null or empty: not stated. */
  version?: string | null;
  /** Those without a value are left out. */
  qualifiers?: Readonly<Record<string, string | null | undefined>>;
  subpath?: string | null;
}

/**
 * Writes a package URL in its canonical form (purl-spec, each type's own rules applied).
 * Null where the parts cannot make one, such as an empty name: the package then has no purl.
 */
export function packageUrl(parts: PurlParts): string | null {
  const qualifiers = Object.entries(parts.qualifiers ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== null && entry[1] !== undefined && entry[1] !== '',
  );
  try {
    return new PackageURL(
      parts.type,
      parts.namespace || undefined,
      parts.name,
      parts.version || undefined,
      qualifiers.length === 0 ? undefined : Object.fromEntries(qualifiers),
      parts.subpath || undefined,
    ).toString();
  } catch {
    return null;
  }
}

/** Reads a package URL, its escapes undone; null: it is none (purl-spec). */
export function readPackageUrl(text: string): PurlParts | null {
  try {
    const { type, namespace, name, version, qualifiers, subpath } = PackageURL.fromString(text);
    if (!type || !name) return null;
    return {
      type,
      namespace: namespace ?? null,
      name,
      version: version ?? null,
      qualifiers: qualifiers ?? {},
      subpath: subpath ?? null,
    };
  } catch {
    return null;
  }
}

import type { NotedPackage } from '../note.ts';
import { licenseOf, wordOf, wordOfPath } from '../words.ts';
import type { Manifest } from './manifest.ts';

/** A package of Maven: coordinates, as far as they are known. */
export interface MavenPackage extends NotedPackage {
  /** Absent: not told; the name is then that of the artifact alone. */
  group?: string;
  artifact: string;
}

/** Coordinates as a package. */
export function mavenPackage(group: string | null, artifact: string, version: string | null): MavenPackage {
  const name = group === null ? artifact : `${group}:${artifact}`;
  return { name, version: version ?? '', artifact, ...(group === null ? {} : { group }) };
}

/** Characters of a name that are looked at: file systems allow no longer ones, archives do. */
const longestFileName = 255;

/** What the name of an archive tells: `name-1.2.3.jar`. */
export function fileIdentity(fileName: string): { artifact: string; version: string | null } {
  const stem = wordOfPath(fileName.slice(-longestFileName).replace(/\.[a-z]{3,4}$/i, ''));
  const match = /^(.+?)-(\d[\w.+~-]*)$/.exec(stem);
  if (match === null) return { artifact: stem, version: null };
  return { artifact: match[1] ?? stem, version: match[2] ?? null };
}

/**
 * The package that an archive without `pom.properties` is, by its manifest and its name. The name tells the artifact,
 * as titles are for people; the manifest tells the version where the name does not. A group is only taken where the
 * manifest states one that fits.
 */
export function manifestPackage(fileName: string, manifest: Manifest | null): MavenPackage {
  const named = fileIdentity(fileName);
  const value = (key: string) => wordOf(manifest?.get(key) ?? null);
  const symbolic = value('bundle-symbolicname')?.replace(/\s*;.*$/, '') ?? null;
  const version = named.version ?? value('implementation-version') ?? value('bundle-version');
  const license = bundleLicense(manifest?.get('bundle-license'));
  const found = mavenPackage(
    groupOf(named.artifact, symbolic, value('implementation-vendor-id')),
    named.artifact,
    version,
  );
  return { ...found, ...license };
}

/** A group that the symbolic name of a bundle or the id of its vendor states; null: none. */
function groupOf(artifact: string, symbolic: string | null, vendor: string | null): string | null {
  const isGroup = (text: string) => /^[A-Za-z][\w-]*(?:\.[\w-]+)+$/.test(text);
  if (vendor !== null && isGroup(vendor)) return vendor;
  if (symbolic === null) return null;
  const suffix = `.${artifact}`;
  const group = symbolic.endsWith(suffix) ? symbolic.slice(0, -suffix.length) : null;
  return group !== null && isGroup(group) ? group : null;
}

const longestStatement = 8192;

/** `Bundle-License` (OSGi): names or addresses, commas between, each with attributes behind semicolons. */
export function bundleLicense(text: string | undefined): { license?: string } {
  if (text === undefined) return {};
  const each = splitOutsideQuotes(text.slice(0, longestStatement)).map((part) => {
    const bare = (splitOutsideQuotes(part, ';')[0] ?? '').trim();
    return bare.startsWith('"') && bare.endsWith('"') ? bare.slice(1, -1) : bare;
  });
  return licenseOf(each.filter((part) => part !== '' && part !== '<<EXTERNAL>>').join('\n'));
}

function splitOutsideQuotes(text: string, separator = ','): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    if (text[at] !== separator || quoted) continue;
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  return [...parts, text.slice(start)];
}

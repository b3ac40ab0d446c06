/** What both forms of SBOM are read into. */
import type { FoundPackage, PackageType } from '../packages/contract.ts';
import { type PurlParts, readPackageUrl } from '../packages/purl.ts';

/** Something wrong with a document. */
export interface Fault {
  code: 'sbom-invalid' | 'sbom-without-packages' | 'purl-invalid';
  text: string;
  subject?: string;
}

/** The packages of a document. */
export interface Listing {
  name: string | null;
  packages: FoundPackage[];
  /** False: some entry could not be read at all. */
  whole: boolean;
  faults: Fault[];
}

/** What a document says of one package, in either form. */
export interface Entry {
  group: string | null;
  name: string | null;
  version: string | null;
  purl: string | null;
  licenseText: string | null;
  path: string;
  layer: number | null;
  architecture: string | null;
  sourceName: string | null;
  sourceVersion: string | null;
}

const types: ReadonlySet<string> = new Set<PackageType>([
  'apk',
  'cargo',
  'composer',
  'deb',
  'gem',
  'golang',
  'maven',
  'npm',
  'nuget',
  'pypi',
  'rpm',
]);
const distributionTypes: ReadonlySet<string> = new Set<PackageType>(['apk', 'deb', 'rpm']);
/** Types of purl whose names have two parts, and what is between these. */
const separators: Readonly<Record<string, string>> = { composer: '/', golang: '/', maven: ':', npm: '/' };
/** Purls of images: what an SBOM is about, and no package in it. */
const imageTypes: ReadonlySet<string> = new Set(['docker', 'oci']);

/** The purl of an entry, read; null: it has none that can be read. */
export function purlOf(entry: Pick<Entry, 'purl'>): PurlParts | null {
  return entry.purl === null ? null : readPackageUrl(entry.purl);
}

/** Whether a purl names an image. */
export function isImagePurl(purl: PurlParts | null): boolean {
  return purl !== null && imageTypes.has(purl.type);
}

/**
 * One entry as a package, with what is wrong with it. A purl that cannot be read is a fault, and the package stays.
 * Null: it has neither a name nor a purl.
 */
export function packageOf(entry: Entry): { found: FoundPackage | null; fault: Fault | null } {
  const purl = purlOf(entry);
  const name = nameOf(entry, purl);
  const fault: Fault | null =
    entry.purl === null || purl !== null
      ? null
      : {
          code: 'purl-invalid',
          text: `${JSON.stringify(entry.purl.slice(0, 200))} is no package URL`,
          subject: entry.name ?? entry.purl.slice(0, 200),
        };
  if (name === null) return { found: null, fault };
  const type = (purl !== null && types.has(purl.type) ? purl.type : 'other') as PackageType;
  const upstream = upstreamOf(purl);
  const found: FoundPackage = {
    type,
    name,
    version: versionOf(entry, purl),
    purl: purl === null ? null : entry.purl,
    architecture: entry.architecture ?? purl?.qualifiers?.['arch'] ?? null,
    sourceName: entry.sourceName ?? upstream.name,
    sourceVersion: entry.sourceVersion ?? upstream.version,
    scope: distributionTypes.has(type) ? 'distribution' : 'application',
    path: entry.path,
    layer: entry.layer,
    licenseText: entry.licenseText,
    licensePaths: [],
    files: null,
    folder: null,
  };
  return { found, fault };
}

/** The full name in its ecosystem, which documents write in one part, in two, or in the purl alone. */
function nameOf({ group, name }: Entry, purl: PurlParts | null): string | null {
  const separator = purl === null ? '/' : separators[purl.type];
  if (separator === undefined) return name ?? purl?.name ?? null;
  if (group !== null && name !== null) return `${group}${separator}${name}`;
  if (purl === null || name?.includes(separator)) return name;
  return purl.namespace ? `${purl.namespace}${separator}${purl.name}` : (name ?? purl.name);
}

/** The version as stated; where a producer left the release to the purl, that of the purl. */
function versionOf({ version }: Entry, purl: PurlParts | null): string {
  const full = purl?.version ?? '';
  if (version === null || version === '') return full;
  return purl !== null && distributionTypes.has(purl.type) && full.startsWith(`${version}-`) ? full : version;
}

/** The source package that purls of distributions name: `upstream=openssl@3.0.7-24.el9`. */
function upstreamOf(purl: PurlParts | null): { name: string | null; version: string | null } {
  const upstream = purl?.qualifiers?.['upstream'];
  if (purl === null || !upstream || !distributionTypes.has(purl.type)) return { name: null, version: null };
  const [name = '', version = ''] = upstream.split('@');
  return { name: name || null, version: version || null };
}

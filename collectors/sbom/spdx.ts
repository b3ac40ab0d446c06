/** Packages of an SPDX 2 document. */
import type { Limits } from '../../engine/index.ts';
import { type Entry, type Fault, isImagePurl, type Listing, packageOf, purlOf } from './listing.ts';
import { isObject, objectsOf, textOf } from './values.ts';

/** Purposes of what is no package, but what packages are in (SPDX 2.3, clause 7.24); the schema of its JSON has an underscore. */
const otherPurposes: ReadonlySet<string> = new Set([
  'CONTAINER',
  'DEVICE',
  'FILE',
  'FIRMWARE',
  'OPERATING-SYSTEM',
  'OPERATING_SYSTEM',
]);
/** SPDX 2.2 has no purposes; producers then tell by the id. */
const otherIds = /^SPDXRef-(?:Application|ContainerImage|Filesystem|OperatingSystem)-/;

/** Reads the packages of a parsed document. */
export function readSpdx(document: Record<string, unknown>, { file }: { file: string; limits: Limits }): Listing {
  const faults = frameFaults(document);
  const listing: Listing = { name: textOf(document['name']), packages: [], whole: true, faults };
  const { packages } = document;
  if (packages === undefined) {
    faults.push({ code: 'sbom-without-packages', text: 'it has no list of packages, so nothing is known of them' });
    return { ...listing, whole: false };
  }
  if (!Array.isArray(packages)) return unreadable(listing, 'packages', 'is no list');
  const context = { file, subjects: subjectsOf(document), files: filesOf(document), licenses: licensesOf(document) };
  for (const [index, value] of packages.entries()) {
    if (isObject(value)) take(value, `packages/${index}`, context, listing);
    else unreadable(listing, `packages/${index}`, 'is no package');
  }
  return listing;
}

/** Members without which a document is none (SPDX 2.3, clause 6). */
function frameFaults(document: Record<string, unknown>): Fault[] {
  const faults: Fault[] = [];
  for (const member of ['SPDXID', 'dataLicense', 'name', 'documentNamespace']) {
    if (textOf(document[member]) === null) faults.push({ code: 'sbom-invalid', text: `${member} is missing` });
  }
  const { creationInfo } = document;
  if (!isObject(creationInfo) || textOf(creationInfo['created']) === null || !Array.isArray(creationInfo['creators'])) {
    faults.push({ code: 'sbom-invalid', text: 'creationInfo does not say who made it and when' });
  }
  return faults;
}

interface Context {
  file: string;
  subjects: ReadonlySet<string>;
  files: ReadonlyMap<string, string>;
  licenses: ReadonlyMap<string, string>;
}

/** Ids of what the document is about. */
function subjectsOf(document: Record<string, unknown>): Set<string> {
  const described = Array.isArray(document['documentDescribes']) ? document['documentDescribes'] : [];
  const related = objectsOf(document['relationships'])
    .filter(({ relationshipType }) => relationshipType === 'DESCRIBES')
    .map(({ relatedSpdxElement }) => relatedSpdxElement);
  return new Set([...described, ...related].filter((id) => typeof id === 'string'));
}

function filesOf(document: Record<string, unknown>): Map<string, string> {
  const named = objectsOf(document['files']).map(({ SPDXID, fileName }) => [textOf(SPDXID), textOf(fileName)] as const);
  return new Map(
    named.flatMap(([id, name]) => (id === null || name === null ? [] : [[id, name.replace(/^\.?\//, '')]])),
  );
}

/** What licences are that only this document has a name for. */
function licensesOf(document: Record<string, unknown>): Map<string, string> {
  const known = new Map<string, string>();
  for (const { licenseId, name, extractedText } of objectsOf(document['hasExtractedLicensingInfos'])) {
    const id = textOf(licenseId);
    if (id === null) continue;
    // Ours hold what a package declares, word for word; others have a name, and the whole text of the licence.
    const text = id.startsWith('LicenseRef-plimsoll-') ? textOf(extractedText) : textOf(name);
    if (text !== null && text !== 'NOASSERTION') known.set(id, text);
  }
  return known;
}

function take(value: Record<string, unknown>, place: string, context: Context, listing: Listing): void {
  for (const member of ['name', 'versionInfo']) {
    if (value[member] === undefined || typeof value[member] === 'string') continue;
    unreadable(listing, `${place}/${member}`, 'is no text');
    return;
  }
  const entry = entryOf(value, context);
  if (!isPackage(value, entry, context.subjects)) return;
  const { found, fault } = packageOf(entry);
  if (fault !== null) listing.faults.push(fault);
  if (found !== null) listing.packages.push(found);
  else unreadable(listing, place, 'has neither a name nor a package URL');
}

/** What a document is about is a package only where a purl says so. */
function isPackage(value: Record<string, unknown>, entry: Entry, subjects: ReadonlySet<string>): boolean {
  if (otherPurposes.has(String(value['primaryPackagePurpose']))) return false;
  if (entry.purl !== null) return !isImagePurl(purlOf(entry));
  const id = String(value['SPDXID']);
  return !subjects.has(id) && !otherIds.test(id);
}

function entryOf(value: Record<string, unknown>, context: Context): Entry {
  const reference = objectsOf(value['externalRefs']).find(({ referenceType }) => referenceType === 'purl');
  const { path, layer } = placeOf(value, context);
  const comment = textOf(value['comment']) ?? '';
  const source = /(?:^|; )source package (\S+)(?: (\S+))?$/.exec(comment);
  return {
    group: null,
    name: textOf(value['name']),
    version: textOf(value['versionInfo']),
    purl: textOf(reference?.['referenceLocator']),
    licenseText: licenseText(value['licenseDeclared'], context) ?? licenseText(value['licenseConcluded'], context),
    path,
    layer,
    architecture: /^architecture (\S+?)(?:;|$)/.exec(comment)?.[1] ?? null,
    sourceName: source?.[1] ?? null,
    sourceVersion: source?.[2] ?? null,
  };
}

function placeOf(value: Record<string, unknown>, { file, files }: Context): { path: string; layer: number | null } {
  const told = /^read from (?:layer (\d{1,4}), )?file (.+)$/.exec(textOf(value['sourceInfo']) ?? '');
  if (told !== null) return { path: told[2] ?? file, layer: told[1] === undefined ? null : Number(told[1]) };
  const owned = Array.isArray(value['hasFiles']) ? value['hasFiles'] : [];
  const own = owned.map((id) => files.get(String(id))).find((name) => name !== undefined);
  return { path: textOf(value['packageFileName']) ?? own ?? file, layer: null };
}

function licenseText(value: unknown, { licenses }: Context): string | null {
  const text = textOf(value);
  if (text === null || text === 'NOASSERTION' || text === 'NONE') return null;
  return licenses.get(text) ?? text;
}

function unreadable(listing: Listing, place: string, what: string): Listing {
  listing.whole = false;
  listing.faults.push({ code: 'sbom-invalid', text: `${place} ${what}, so its packages are not read` });
  return listing;
}

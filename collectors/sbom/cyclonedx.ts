/** Packages of a CycloneDX document, nested components included. */
import type { Limits } from '../../engine/index.ts';
import { type Entry, type Fault, isImagePurl, type Listing, packageOf, purlOf } from './listing.ts';
import { isObject, objectsOf, textOf } from './values.ts';

/** Types of components that are packages whatever else they say. */
const packageTypes: ReadonlySet<string> = new Set(['framework', 'library']);

/** Reads the components of a parsed document. */
export function readCyclonedx(document: Record<string, unknown>, { file }: { file: string; limits: Limits }): Listing {
  const metadata = isObject(document['metadata']) ? document['metadata'] : {};
  const subject = isObject(metadata['component']) ? metadata['component'] : null;
  const listing: Listing = { name: nameOfSubject(subject), packages: [], whole: true, faults: [] };
  // What is next is at the end, so that any depth of nesting takes no stack of calls.
  const waiting: { value: unknown; place: string }[] = [];
  function wait(components: unknown, place: string): void {
    if (components === undefined) return;
    if (Array.isArray(components)) {
      for (let at = components.length - 1; at >= 0; at -= 1)
        waiting.push({ value: components[at], place: `${place}/${at}` });
      return;
    }
    listing.whole = false;
    listing.faults.push(unreadable(place, 'is no list'));
  }
  if (document['components'] === undefined) {
    listing.whole = false;
    listing.faults.push({
      code: 'sbom-without-packages',
      text: 'it has no list of components, so nothing is known of packages',
    });
  }
  wait(document['components'], '/components');
  // An application or a library that an SBOM is about is a package too; an image is not.
  if (subject !== null && !repeats(document['components'], subject)) {
    waiting.push({ value: subject, place: '/metadata/component' });
  }
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, place } = next;
    if (!isObject(value)) {
      listing.whole = false;
      listing.faults.push(unreadable(place, 'is no component'));
      continue;
    }
    wait(value['components'], `${place}/components`);
    take(value, place, file, listing);
  }
  return listing;
}

function nameOfSubject(subject: Record<string, unknown> | null): string | null {
  return subject === null ? null : textOf(subject['name']);
}

function repeats(components: unknown, subject: Record<string, unknown>): boolean {
  const purl = textOf(subject['purl']);
  const reference = textOf(subject['bom-ref']);
  return objectsOf(components).some(
    (each) => (purl !== null && each['purl'] === purl) || (reference !== null && each['bom-ref'] === reference),
  );
}

function take(component: Record<string, unknown>, place: string, file: string, listing: Listing): void {
  const { type, name, version, group, purl } = component;
  for (const [member, value] of Object.entries({ name, version, group, purl })) {
    if (value === undefined || typeof value === 'string') continue;
    listing.whole = false;
    listing.faults.push(unreadable(`${place}/${member}`, 'is no text'));
    return;
  }
  const entry = entryOf(component, file);
  if (!isPackage(type, entry)) return;
  const { found, fault } = packageOf(entry);
  if (fault !== null) listing.faults.push(fault);
  if (found !== null) listing.packages.push(found);
  else {
    listing.whole = false;
    listing.faults.push(unreadable(place, 'has neither a name nor a package URL'));
  }
}

/** Files, operating systems, services and the like are none, and neither is an application that only groups others. */
function isPackage(type: unknown, entry: Entry): boolean {
  if (entry.purl !== null) return !isImagePurl(purlOf(entry));
  if (typeof type !== 'string') return true;
  return packageTypes.has(type) || (type === 'application' && entry.version !== null);
}

function entryOf(component: Record<string, unknown>, file: string): Entry {
  const properties = new Map(
    objectsOf(component['properties']).map(({ name, value }) => [name, textOf(value)] as const),
  );
  const own = (name: string) => properties.get(`plimsoll:${name}`) ?? null;
  const layer = own('layer');
  const evidence = isObject(component['evidence']) ? component['evidence'] : {};
  const [occurrence] = objectsOf(evidence['occurrences']);
  return {
    group: textOf(component['group']),
    name: textOf(component['name']),
    version: textOf(component['version']),
    purl: textOf(component['purl']),
    licenseText: licenseTextOf(component['licenses']),
    path:
      textOf(occurrence?.['location'])?.replace(/^\//, '') ??
      properties.get('syft:location:0:path')?.replace(/^\//, '') ??
      properties.get('aquasecurity:trivy:FilePath') ??
      file,
    layer: layer !== null && /^\d{1,4}$/.test(layer) ? Number(layer) : null,
    architecture: own('architecture'),
    sourceName: own('sourceName'),
    sourceVersion: own('sourceVersion'),
  };
}

/**
 * Licences as one text. A list does not say whether all of it applies or a choice is meant, so all of it does. What is
 * declared goes before what somebody concluded.
 */
function licenseTextOf(value: unknown): string | null {
  const choices = objectsOf(value).map((choice) => (isObject(choice['license']) ? choice['license'] : choice));
  const declared = choices.filter((choice) => choice['acknowledgement'] !== 'concluded');
  const texts = (declared.length > 0 ? declared : choices).flatMap(
    (choice) => textOf(choice['expression']) ?? textOf(choice['id']) ?? textOf(choice['name']) ?? [],
  );
  if (texts.length < 2) return texts[0] ?? null;
  return texts.map((text) => (/\s/.test(text) ? `(${text})` : text)).join(' AND ');
}

function unreadable(place: string, what: string): Fault {
  return { code: 'sbom-invalid', text: `${place} ${what}, so its packages are not read` };
}

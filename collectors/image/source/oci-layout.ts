import type { Problem } from '../../../engine/index.ts';
import { compareText } from '../../../engine/index.ts';
import type { ImageAbout } from '../contract.ts';
import { type Descriptor, invalid, isManifestType, parseDocument, readIndex } from './manifest.ts';
import { type ManifestLimits, openFromLayout } from './open-manifest.ts';
import { isAttestation, type Platform } from './platform.ts';
import { shownReference } from './references.ts';
import type { ImageShelf } from './shelf.ts';
import type { Store } from './store.ts';

export interface ShelfOptions {
  source: ImageAbout['source'];
  /** Null: this machine's, or the only one. */
  platform: Platform | null;
  limits: ManifestLimits;
}

/**
 * Lists the images of an OCI layout (specification: image-spec, image-layout.md). Entries of one name are one image on
 * several platforms; entries of one digest are one image with several names.
 * @throws PlimsollError `archive-invalid`, `limit-reached`
 */
export async function listLayout(store: Store, options: ShelfOptions): Promise<ImageShelf> {
  const bytes = await store.read('index.json');
  if (bytes === null) throw invalid(`${store.name} is no OCI image layout: it has no index.json.`, store.name);
  await checkVersion(store);
  const problems: Problem[] = [];
  const entries = readIndex(parseDocument(bytes, 'index.json'), 'index.json').filter((entry) => {
    if (isAttestation(entry)) return false;
    if (isManifestType(entry.mediaType)) return true;
    problems.push(unknownType(entry));
    return false;
  });
  const images = groups(entries).map(({ references, descriptors }) => ({
    references,
    digests: descriptors.map(({ digest }) => digest),
    open: () => openFromLayout(store, descriptors, { ...options, references }),
  }));
  return { images, problems, close: () => store.close() };
}

async function checkVersion(store: Store): Promise<void> {
  const bytes = await store.read('oci-layout');
  if (bytes === null) return;
  const version = parseDocument(bytes, 'oci-layout')['imageLayoutVersion'];
  if (typeof version === 'string' && version.startsWith('1.')) return;
  throw invalid(`${store.name} is an OCI image layout of a version that is not known.`, 'oci-layout');
}

interface Group {
  references: string[];
  descriptors: Descriptor[];
}

function groups(entries: readonly Descriptor[]): Group[] {
  const named = new Map<string, Descriptor[]>();
  const unnamed: Descriptor[] = [];
  for (const entry of entries) {
    const reference = referenceOf(entry);
    if (reference === null) unnamed.push(entry);
    else named.set(reference, [...(named.get(reference) ?? []), entry]);
  }
  const byContent = new Map<string, Group>();
  for (const [reference, descriptors] of named) {
    const content = descriptors.map(({ digest }) => digest).join(' ');
    const known = byContent.get(content);
    if (known === undefined) byContent.set(content, { references: [reference], descriptors });
    else known.references = [...known.references, reference].sort(compareText);
  }
  return [...byContent.values(), ...unnamedGroups(unnamed)];
}

/** Without names, entries for different platforms are one image; others are images of their own. */
function unnamedGroups(entries: readonly Descriptor[]): Group[] {
  const platforms = new Set(entries.map(({ platform }) => platform && JSON.stringify(platform)));
  if (entries.length > 1 && platforms.size === entries.length && !platforms.has(null)) {
    return [{ references: [], descriptors: [...entries] }];
  }
  return entries.map((entry) => ({ references: [], descriptors: [entry] }));
}

/** containerd writes the whole name beside the tag. */
function referenceOf({ annotations }: Descriptor): string | null {
  const whole = annotations['io.containerd.image.name'];
  const reference = whole || annotations['org.opencontainers.image.ref.name'];
  return reference ? shownReference(reference) : null;
}

function unknownType({ digest, mediaType }: Descriptor): Problem {
  const message = `${digest} in index.json is of the type ${mediaType || '""'} and was not looked at.`;
  return { code: 'media-type-unknown', message, kind: 'image', subject: digest };
}

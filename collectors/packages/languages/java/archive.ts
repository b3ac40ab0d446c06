import type { LimitName, Limits } from '../../../../engine/index.ts';
import { distinct } from '../catalogue-notes.ts';
import { nameOf } from '../found-package.ts';
import { corrupt, type Note } from '../note.ts';
import { listedLicenses, textOf, wordOf, wordOfPath } from '../words.ts';
import { bundleLicense, type MavenPackage, manifestPackage, mavenPackage } from './identity.ts';
import { type Manifest, readManifest, readProperties } from './manifest.ts';
import { licensesOfPom } from './pom-license.ts';
import { openZip, type ZipEntry } from './zip.ts';

/** Whether a name is that of an archive of Java. */
export function isJavaArchive(name: string): boolean {
  return /\.(?:jar|war|ear|par|sar|kar|jpi|hpi)$/i.test(name);
}

/** What one archive and those in it may still unpack. */
interface Reading {
  limits: Limits;
  /** Bytes of the outermost archive. */
  outer: number;
  unpacked: number;
  packages: MavenPackage[];
  failed: { corrupt: string } | { limit: LimitName } | null;
}

/**
 * Packages of an archive of Java, of the archives in it and so on, `archiveNesting` deep. What is unpacked is bounded
 * by `archiveRatio`; an archive that is damaged or reaches a limit tells nothing.
 */
export function readJavaArchive(bytes: Buffer, path: string, limits: Limits): Note<MavenPackage> {
  const reading: Reading = { limits, outer: bytes.length, unpacked: 0, packages: [], failed: null };
  readArchive(reading, bytes, nameOf(path), 1);
  return reading.failed ?? { packages: distinct(reading.packages) };
}

function readArchive(reading: Reading, bytes: Buffer, name: string, depth: number): void {
  const entries = entriesOf(reading, bytes, name, depth);
  if (entries === null) return;
  readOwn(reading, entries, name);
  for (const entry of entries) {
    if (reading.failed !== null) return;
    if (!isJavaArchive(entry.name)) continue;
    const inner = unpack(reading, entry, reading.limits.imageInspectBytes, 'imageInspectBytes');
    if (inner === null || inner.length === 0) continue;
    if (depth < reading.limits.archiveNesting) readArchive(reading, inner, nameOf(entry.name), depth + 1);
    else fail(reading, { limit: 'archiveNesting' });
  }
}

/** What an archive lists; null: it lists nothing that can be read, which is noted where it looks like an archive. */
function entriesOf(reading: Reading, bytes: Buffer, name: string, depth: number): ZipEntry[] | null {
  const zip = openZip(bytes, reading.limits.imageEntries);
  if (zip === 'no-zip') return null;
  if (zip === 'too-many') return fail(reading, { limit: 'imageEntries' });
  if ('entries' in zip) return zip.entries;
  return fail(reading, corrupt(depth === 1 ? zip.damaged : `${wordOfPath(name.slice(0, 200))} in it: ${zip.damaged}`));
}

const pomPath = /^META-INF\/maven\/[^/]+\/[^/]+\/pom\.(properties|xml)$/;
const manifestPath = 'META-INF/MANIFEST.MF';

/** Packages that the archive itself is, and those whose classes were put into it. */
function readOwn(reading: Reading, entries: readonly ZipEntry[], name: string): void {
  const texts = new Map<string, string>();
  for (const entry of entries) {
    const isManifest = entry.name.length === manifestPath.length && entry.name.toUpperCase() === manifestPath;
    if (!isManifest && !pomPath.test(entry.name)) continue;
    const bytes = unpack(reading, entry, reading.limits.packageFileBytes, 'packageFileBytes');
    if (bytes !== null) texts.set(isManifest ? manifestPath : entry.name, textOf(bytes));
  }
  if (reading.failed !== null) return;
  const manifestText = texts.get(manifestPath);
  const manifest = manifestText === undefined ? null : readManifest(manifestText);
  const poms: MavenPackage[] = [];
  for (const [path, text] of texts) {
    if (!path.endsWith('.properties')) continue;
    const one = packageOfPom(text, texts.get(path.replace(/\.properties$/, '.xml')));
    if (one !== null) poms.push(one);
  }
  reading.packages.push(...withOwn(poms, name, manifest));
}

function packageOfPom(properties: string, xml: string | undefined): MavenPackage | null {
  const values = readProperties(properties);
  const artifact = wordOf(values.get('artifactId'));
  if (artifact === null) return null;
  const found = mavenPackage(wordOf(values.get('groupId')), artifact, wordOf(values.get('version')));
  return xml === undefined ? found : { ...found, ...listedLicenses(licensesOfPom(xml)) };
}

/**
 * The packages that were named, and the archive itself where none of them is it. It is the one that its name begins
 * with, else one that has its version; a licence of the manifest is that of the archive. Where nothing tells the version
 * of the archive, nobody can say, and nothing is added.
 */
function withOwn(poms: readonly MavenPackage[], name: string, manifest: Manifest | null): MavenPackage[] {
  const whole = manifestPackage(name, manifest);
  if (poms.length === 0) return [whole];
  const stem = name.replace(/\.[a-z]{3,4}$/i, '');
  const named = poms.find(({ artifact }) => isNamedAfter(stem, artifact));
  const own = named ?? (poms.length === 1 && isSameVersion(poms[0]!, whole) ? poms[0] : undefined);
  if (own === undefined) return poms.some((each) => isSameVersion(each, whole)) ? [...poms] : [...poms, whole];
  const license = own.license === undefined ? bundleLicense(manifest?.get('bundle-license')) : {};
  return poms.map((each) => (each === own ? { ...each, ...license } : each));
}

function isSameVersion(pom: MavenPackage, whole: MavenPackage): boolean {
  return whole.version === '' || whole.version === pom.version;
}

function isNamedAfter(stem: string, artifact: string): boolean {
  return stem === artifact || (stem.startsWith(`${artifact}-`) && /^\d/.test(stem.slice(artifact.length + 1)));
}

/** The content of an entry; null: it could not be had, which is noted. */
function unpack(reading: Reading, entry: ZipEntry, most: number, limit: LimitName): Buffer | null {
  if (entry.size > most) return fail(reading, { limit });
  reading.unpacked += entry.size;
  const { archiveRatio, archiveRatioFrom, imageFileBytes } = reading.limits;
  if (reading.unpacked > archiveRatioFrom && reading.unpacked > archiveRatio * reading.outer) {
    return fail(reading, { limit: 'archiveRatio' });
  }
  if (reading.unpacked > imageFileBytes) return fail(reading, { limit: 'imageFileBytes' });
  return entry.read() ?? fail(reading, corrupt(`its entry ${wordOfPath(entry.name.slice(0, 200))} cannot be unpacked`));
}

function fail(reading: Reading, why: { corrupt: string } | { limit: LimitName }): null {
  reading.failed ??= why;
  return null;
}

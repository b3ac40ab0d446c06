/** An SBOM of either form, read into the packages that it lists. */
import { type Limits, PlimsollError, type Problem } from '../../engine/index.ts';
import type { FoundPackage } from '../packages/contract.ts';
import { readCyclonedx } from './cyclonedx.ts';
import { cyclonedxFaults } from './cyclonedx-faults.ts';
import type { Fault, Listing } from './listing.ts';
import { readSpdx } from './spdx.ts';
import { isObject } from './values.ts';

/** What an SBOM says, and what is wrong with it. */
export interface SbomReading {
  /** `CycloneDX 1.6`, `SPDX 2.3`. */
  format: string;
  /** What it is about; null: it does not say. */
  name: string | null;
  /** Null: a part of the list cannot be read, so that a list would be short. */
  packages: FoundPackage[] | null;
  /** Why there is no list; null: there is one. */
  unread: 'parse-error' | 'limit' | null;
  problems: Problem[];
}

const cyclonedxVersions: readonly string[] = ['1.4', '1.5', '1.6', '1.7'];
const spdxVersions: readonly string[] = ['SPDX-2.2', 'SPDX-2.3'];
/** Faults that are told one by one. */
const mostFaults = 20;

/**
 * Reads an SBOM.
 * Sources: ECMA-424 and the CycloneDX specifications 1.4 to 1.7; SPDX 2.2 and 2.3 (ISO/IEC 5962).
 * @param options.file its name, for places and for packages whose own file it does not tell
 * @throws PlimsollError `sbom-invalid` for what is not JSON, or of no form or version that is read here
 */
export async function readSbom(bytes: Uint8Array, options: { file: string; limits: Limits }): Promise<SbomReading> {
  const { file, limits } = options;
  const text = decode(bytes, file);
  const document = parse(text, file);
  if (document['bomFormat'] === 'CycloneDX') {
    const version = knownVersion(document['specVersion'], cyclonedxVersions, 'CycloneDX', file);
    const faults = await cyclonedxFaults(document, version);
    return reading(`CycloneDX ${version}`, readCyclonedx(document, options), faults, limits);
  }
  if ('spdxVersion' in document) {
    const version = knownVersion(document['spdxVersion'], spdxVersions, 'SPDX', file);
    return reading(version.replace('-', ' '), readSpdx(document, options), [], limits);
  }
  throw invalid(`${file} is neither CycloneDX nor SPDX 2`, file);
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw invalid(`${file} is not UTF-8`, file, cause);
  }
}

function parse(text: string, file: string): Record<string, unknown> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw invalid(`${file} is not JSON`, file, cause);
  }
  if (!isObject(document)) throw invalid(`${file} is neither CycloneDX nor SPDX 2`, file);
  return document;
}

function knownVersion(version: unknown, known: readonly string[], format: string, file: string): string {
  if (typeof version === 'string' && known.includes(version)) return version;
  throw invalid(`${file} has a version of ${format} that is not read: ${JSON.stringify(version)?.slice(0, 40)}`, file);
}

function invalid(message: string, file: string, cause?: unknown): PlimsollError {
  return new PlimsollError('sbom-invalid', message, { place: { file }, ...(cause === undefined ? {} : { cause }) });
}

function reading(format: string, listing: Listing, faults: readonly string[], limits: Limits): SbomReading {
  const all: Fault[] = [...faults.map((text) => ({ code: 'sbom-invalid' as const, text })), ...listing.faults];
  const problems: Problem[] = all.slice(0, mostFaults).map(({ code, text, subject }) => ({
    code,
    message: `The ${format} document: ${text}`,
    kind: 'image',
    ...(subject === undefined ? {} : { subject }),
  }));
  if (all.length > mostFaults) {
    const message = `The ${format} document has ${all.length - mostFaults} more faults.`;
    problems.push({ code: 'sbom-invalid', message, kind: 'image' });
  }
  const tooMany = listing.packages.length > limits.imagePackages;
  if (tooMany) {
    const message = `The ${format} document lists ${listing.packages.length} packages, more than the limit imagePackages (${limits.imagePackages}).`;
    problems.push({ code: 'limit-reached', message, limit: 'imagePackages', kind: 'image' });
  }
  const unread = tooMany ? 'limit' : listing.whole ? null : 'parse-error';
  return { format, name: listing.name, packages: unread === null ? listing.packages : null, unread, problems };
}

/** Images of a run whose packages are known, each to become one SBOM. */
import {
  comparePackages,
  compareText,
  type Facts,
  PlimsollError,
  type Resource,
  sha256Hex,
} from '../../engine/index.ts';
import type { ReportFile, ReportInput } from '../contract.ts';

export type SbomPackage = Facts<'image'>['packages'][number];

/** One image, and what an SBOM says of where it comes from. */
export interface SbomImage {
  /** Name of its file without extension, the same in every format: `sbom-shop-app-1.0`. */
  stem: string;
  key: string;
  name: string;
  /** Digest of its configuration, or what else identifies it. */
  id: string;
  facts: Partial<Facts<'image'>> & Pick<Facts<'image'>, 'packages'>;
  /** Facts that were not read, each with its code; sorted by name. */
  missing: [fact: string, code: string][];
  /** When the snapshot was taken. */
  createdAt: string;
  tool: { name: string; version: string };
  /** Names this SBOM of this image in this snapshot; the same whenever it is written again. */
  uuid: string;
}

/**
 * Writes one file for each image that was opened. One that was not is told through `input.notice`.
 * @throws PlimsollError `format-failed` where there is no snapshot, or no image was opened
 */
export async function writeSboms(
  input: ReportInput,
  format: { id: string; extension: string; write(image: SbomImage): unknown },
): Promise<ReportFile[]> {
  const { opened, closed } = await sbomImages(input, format.id);
  for (const { name, code } of closed)
    input.notice?.(`no SBOM of the image ${name}: its packages were not read (${code})`);
  if (opened.length === 0) {
    throw new PlimsollError('format-failed', 'no image was opened, so there is nothing that an SBOM could list', {
      next: 'Name an image as the target, or open those of an engine with --deep.',
    });
  }
  return opened.map((image) => ({
    name: `${image.stem}.${format.extension}`,
    bytes: new TextEncoder().encode(`${JSON.stringify(format.write(image), null, 2)}\n`),
  }));
}

interface SbomImages {
  /** Sorted by key. */
  opened: SbomImage[];
  closed: { name: string; code: string }[];
}

async function sbomImages(input: ReportInput, format: string): Promise<SbomImages> {
  if (input.resources === undefined) {
    throw new PlimsollError(
      'format-failed',
      `the format ${format} lists packages, which a result alone does not have`,
      {
        next: 'Make the report with the run itself, or name its snapshot: plimsoll report RESULT --snapshot FILE.',
      },
    );
  }
  const images: Resource[] = [];
  for await (const resource of input.resources('image')) images.push(resource);
  images.sort((a, b) => compareText(a.key, b.key) || a.target - b.target);
  const taken = new Set<string>();
  const found: SbomImages = { opened: [], closed: [] };
  for (const resource of images) {
    if (Array.isArray(resource['packages'])) found.opened.push(imageOf(resource, input, format, taken));
    else found.closed.push({ name: resource.name, code: resource.missing['packages'] ?? 'not-requested' });
  }
  return found;
}

function imageOf(resource: Resource, { result }: ReportInput, format: string, taken: Set<string>): SbomImage {
  const { kind: _kind, key, id, name, labels: _labels, missing, target, ...facts } = resource;
  const origin = result.inputs.snapshots[result.targets.find((each) => each.id === target)?.snapshot ?? 0];
  const known = facts as SbomImage['facts'];
  return {
    stem: stemOf(name, taken),
    key,
    name,
    id,
    facts: { ...known, packages: [...known.packages].sort(byName) },
    missing: Object.entries(missing).sort(([a], [b]) => compareText(a, b)),
    createdAt: origin?.createdAt ?? result.createdAt,
    tool: origin?.tool ?? { name: 'plimsoll', version: result.engine.version },
    uuid: uuidOf([format, origin?.digest ?? '', String(target), key, id]),
  };
}

function byName(a: SbomPackage, b: SbomPackage): number {
  return comparePackages(a, b) || compareText(a.purl ?? '', b.purl ?? '');
}

/** A file name that every file system takes; the second image of a name gets a number, also where only case differs. */
function stemOf(name: string, taken: Set<string>): string {
  const plain = name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 100);
  const first = `sbom-${plain === '' ? 'image' : plain}`;
  let stem = first;
  for (let number = 2; taken.has(stem.toLowerCase()); number += 1) stem = `${first}-${number}`;
  taken.add(stem.toLowerCase());
  return stem;
}

/** A UUID of version 8 (RFC 9562) out of what is named. */
function uuidOf(parts: readonly string[]): string {
  const hex = sha256Hex(JSON.stringify(parts));
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const fields = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`];
  return [...fields, hex.slice(20, 32)].join('-');
}

/** Gives each thing of a document a short name that stays the same while the thing does; equal things get a number. */
export function openReferences(): (parts: readonly unknown[]) => string {
  const seen = new Map<string, number>();
  return (parts) => {
    const text = JSON.stringify(parts);
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    return sha256Hex(times === 1 ? text : `${text}\n${times}`).slice(0, 16);
  };
}

/** Facts without which a list of packages may lack something, and how a reader is told. */
export function gapsOf({ facts, missing }: SbomImage): string[] {
  const lacking = missing.filter(([fact]) => packageFacts.has(fact)).map(([fact, code]) => `${fact} (${code})`);
  const loose = facts.unpackagedExecutables?.length ?? 0;
  return [
    ...(lacking.length === 0 ? [] : [`not read: ${lacking.join(', ')}`]),
    ...(loose === 0 ? [] : [`${loose} program${loose === 1 ? '' : 's'} that no package owns`]),
  ];
}

const packageFacts: ReadonlySet<string> = new Set<keyof Facts<'image'>>([
  'contents',
  'distribution',
  'layerContents',
  'licenseTexts',
  'packageManagers',
  'unpackagedExecutables',
]);

/** Plain hex of a sha256, with or without its name in front; null: it is none. */
export function sha256Of(digest: string): string | null {
  return /^(?:sha256:)?([0-9a-f]{64})$/.exec(digest)?.[1] ?? null;
}

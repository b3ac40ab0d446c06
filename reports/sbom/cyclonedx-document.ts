/** An image as a CycloneDX 1.6 document (ECMA-424). Members that would be empty are left out. */
import { gapsOf, openReferences, type SbomImage, type SbomPackage, sha256Of } from './images.ts';

/** Members in the order in which they are written. */
type Members = Record<string, unknown>;

const imageReference = 'image';
const systemReference = 'operating-system';

/** The whole document. */
export function cyclonedxDocument(image: SbomImage): Members {
  const reference = openReferences();
  const packages = image.facts.packages.map((each) => packageComponent(each, image, reference));
  const files = fileComponents(image, reference);
  const system = systemComponent(image);
  const components = [...(system === null ? [] : [system]), ...packages, ...files];
  const references = components.map((component) => component['bom-ref'] as string);
  const { name, version } = image.tool;
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${image.uuid}`,
    version: 1,
    metadata: {
      timestamp: image.createdAt,
      tools: { components: [{ type: 'application', name, version }] },
      component: imageComponent(image),
    },
    components,
    dependencies: [{ ref: imageReference, dependsOn: references }],
    // Nobody can know that an image holds nothing else, and what packages need of each other is not looked at.
    compositions: [
      { aggregate: gapsOf(image).length > 0 ? 'incomplete' : 'unknown', assemblies: [imageReference] },
      ...(packages.length === 0
        ? []
        : [{ aggregate: 'unknown', dependencies: packages.map((each) => each['bom-ref']) }]),
    ],
  };
}

function imageComponent({ name, id, facts, missing, ...image }: SbomImage): Members {
  const properties = [
    ...property('imageId', id),
    ...property('source', facts.source),
    ...(facts.tags ?? []).flatMap((tag) => property('tag', tag)),
    ...(facts.digests ?? []).flatMap((digest) => property('digest', digest)),
    ...property('os', facts.os),
    ...property('architecture', facts.architecture),
    ...(facts.layers ?? []).flatMap((layer) => property('layerDiffId', layer)),
    ...missing.flatMap(([fact, code]) => property('missing', `${fact}: ${code}`)),
    ...gapsOf({ name, id, facts, missing, ...image }).flatMap((gap) => property('incomplete', gap)),
  ];
  return { type: 'container', 'bom-ref': imageReference, name, version: id, properties };
}

function systemComponent({ facts: { distribution } }: SbomImage): Members | null {
  if (distribution === null || distribution === undefined) return null;
  const { id, versionId, name, codename } = distribution;
  return {
    type: 'operating-system',
    'bom-ref': systemReference,
    name: id,
    ...(versionId ? { version: versionId } : {}),
    description: name,
    ...withProperties(property('codename', codename)),
  };
}

function packageComponent(found: SbomPackage, image: SbomImage, reference: (parts: unknown[]) => string): Members {
  const { type, name, version, purl, path, layer, license } = found;
  const copyright = license.copyrights.map((text) => ({ text }));
  return {
    type: 'library',
    'bom-ref': `${type}-${reference([type, name, version, purl, path, layer])}`,
    ...groupAndName(found),
    ...(version === '' ? {} : { version }),
    ...licensesOf(license),
    ...(purl === null ? {} : { purl }),
    evidence: {
      ...(path === '' ? {} : { occurrences: [{ location: path }] }),
      ...(license.found === null ? {} : { licenses: [{ expression: license.found }] }),
      ...(copyright.length === 0 ? {} : { copyright }),
    },
    ...withProperties([
      ...property('type', type),
      ...property('scope', found.scope),
      ...property('architecture', found.architecture),
      ...property('sourceName', found.sourceName),
      ...property('sourceVersion', found.sourceVersion),
      ...layerProperties(layer, image),
    ]),
  };
}

/** What is before the name proper goes into `group`, where the ecosystem has such a part. */
function groupAndName({ type, name }: SbomPackage): Members {
  const separator = type === 'maven' ? ':' : type === 'npm' || type === 'composer' ? '/' : null;
  const at = separator === null ? -1 : name.indexOf(separator);
  return at < 1 || at === name.length - 1 ? { name } : { group: name.slice(0, at), name: name.slice(at + 1) };
}

function licensesOf({ declared, declaredText }: SbomPackage['license']): Members {
  // An expression, also of one id: the list of ids in the schema ends before that of SPDX does.
  if (declared !== null) return { licenses: [{ expression: declared, acknowledgement: 'declared' }] };
  if (declaredText === null || declaredText === '') return {};
  return { licenses: [{ license: { name: declaredText, acknowledgement: 'declared' } }] };
}

function fileComponents(image: SbomImage, reference: (parts: unknown[]) => string): Members[] {
  const { unpackagedExecutables: executables = [], licenseTexts = [] } = image.facts;
  return [
    ...executables.map(({ path, format, size, layer }) => ({
      type: 'file',
      'bom-ref': `file-${reference(['executable', path])}`,
      name: path,
      description: 'program that no package owns',
      ...withProperties([
        ...property('format', format),
        ...property('size', String(size)),
        ...layerProperties(layer, image),
      ]),
    })),
    ...licenseTexts.map(({ path, digest, expression, layer }) => {
      const sha256 = sha256Of(digest);
      return {
        type: 'file',
        'bom-ref': `file-${reference(['license', path])}`,
        name: path,
        description: 'licence text that belongs to no package',
        ...(sha256 === null ? {} : { hashes: [{ alg: 'SHA-256', content: sha256 }] }),
        ...(expression === null ? {} : { evidence: { licenses: [{ expression }] } }),
        ...withProperties(layerProperties(layer, image)),
      };
    }),
  ];
}

interface Property {
  name: string;
  value: string;
}

function property(name: string, value: string | null | undefined): Property[] {
  return value === null || value === undefined || value === '' ? [] : [{ name: `plimsoll:${name}`, value }];
}

function layerProperties(layer: number | null, { facts }: SbomImage): Property[] {
  if (layer === null) return [];
  return [...property('layer', String(layer)), ...property('layerDiffId', facts.layers?.[layer])];
}

function withProperties(properties: readonly Property[]): Members {
  return properties.length === 0 ? {} : { properties };
}

/** An image as an SPDX 2.3 document. What is not known is NOASSERTION, never NONE. */
import { compareText } from '../../engine/index.ts';
import { gapsOf, openReferences, type SbomImage, type SbomPackage, sha256Of } from './images.ts';
import { openExtractedLicenses } from './spdx-licenses.ts';

/** Members in the order in which they are written. */
type Members = Record<string, unknown>;

const imageReference = 'SPDXRef-Image';
const notKnown = 'NOASSERTION';

/** The whole document. */
export function spdxDocument(image: SbomImage): Members {
  const reference = openReferences();
  const licenses = openExtractedLicenses();
  const packages = [
    ...systemPackage(image),
    ...image.facts.packages.map((each) => packageOf(each, reference, licenses.declared)),
    ...filePackages(image, reference, licenses.expression),
  ];
  const contained = packages.map((each) => each['SPDXID'] as string);
  const extracted = licenses.all();
  const gaps = gapsOf(image);
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: image.name,
    documentNamespace: `https://spdx.org/spdxdocs/plimsoll-${image.uuid}`,
    creationInfo: { created: wholeSeconds(image.createdAt), creators: [annotator(image)] },
    comment: gaps.length === 0 ? incomplete : `${incomplete} Of this image: ${gaps.join('; ')}.`,
    packages: [imagePackage(image), ...packages],
    ...(extracted.length === 0 ? {} : { hasExtractedLicensingInfos: extracted }),
    relationships: [
      relationship('SPDXRef-DOCUMENT', 'DESCRIBES', imageReference),
      ...contained.map((each) => relationship(imageReference, 'CONTAINS', each)),
      // What else it contains is not known.
      relationship(imageReference, 'CONTAINS', notKnown),
    ],
  };
}

const incomplete =
  'Packages are those that package databases and the metadata of applications tell; an image may hold more. What packages need of each other was not looked at.';

function annotator({ tool }: SbomImage): string {
  return `Tool: ${tool.name}-${tool.version}`;
}

/** SPDX has times without fractions. */
function wholeSeconds(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z');
}

function relationship(spdxElementId: string, relationshipType: string, relatedSpdxElement: string): Members {
  return { spdxElementId, relationshipType, relatedSpdxElement };
}

/** Members that every package of ours has. */
function unread(): Members {
  return {
    supplier: notKnown,
    downloadLocation: notKnown,
    filesAnalyzed: false,
    licenseConcluded: notKnown,
    licenseDeclared: notKnown,
    copyrightText: notKnown,
  };
}

function imagePackage(image: SbomImage): Members {
  const { name, id, facts, missing } = image;
  const sha256 = sha256Of(id);
  const lines = [
    ...(facts.tags ?? []).map((tag) => `tag: ${tag}`),
    ...(facts.digests ?? []).map((digest) => `digest: ${digest}`),
    ...(facts.os === undefined ? [] : [`platform: ${[facts.os, facts.architecture].filter(Boolean).join('/')}`]),
    ...(facts.layers ?? []).map((layer, index) => `layer ${index}: ${layer}`),
    ...missing.map(([fact, code]) => `not read: ${fact} (${code})`),
  ];
  return {
    name,
    SPDXID: imageReference,
    versionInfo: id,
    ...unread(),
    primaryPackagePurpose: 'CONTAINER',
    // The digest of an image is that of its configuration, which names its layers by theirs.
    ...(sha256 === null ? {} : { checksums: [{ algorithm: 'SHA256', checksumValue: sha256 }] }),
    annotations: lines.map((comment) => ({
      annotationDate: wholeSeconds(image.createdAt),
      annotationType: 'OTHER',
      annotator: annotator(image),
      comment,
    })),
  };
}

function systemPackage({ facts: { distribution } }: SbomImage): Members[] {
  if (distribution === null || distribution === undefined) return [];
  const { id, versionId, name } = distribution;
  return [
    {
      name: id,
      SPDXID: 'SPDXRef-OperatingSystem',
      ...(versionId ? { versionInfo: versionId } : {}),
      ...unread(),
      summary: name,
      primaryPackagePurpose: 'OPERATING_SYSTEM',
    },
  ];
}

function packageOf(
  found: SbomPackage,
  reference: (parts: unknown[]) => string,
  declared: (license: SbomPackage['license']) => string | null,
): Members {
  const { type, name, version, purl, path, layer, license } = found;
  return {
    name,
    SPDXID: `SPDXRef-Package-${type}-${reference([type, name, version, purl, path, layer])}`,
    ...(version === '' ? {} : { versionInfo: version }),
    ...unread(),
    licenseDeclared: declared(license) ?? notKnown,
    ...(license.found === null ? {} : { licenseComments: `Its licence texts say: ${license.found}` }),
    ...(license.copyrights.length === 0 ? {} : { copyrightText: license.copyrights.join('\n') }),
    ...(path === '' ? {} : { sourceInfo: `read from ${layer === null ? '' : `layer ${layer}, `}file ${path}` }),
    ...(purl === null
      ? {}
      : {
          externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }],
        }),
    ...attributesOf(found),
  };
}

/** What SPDX has no member for, where a purl does not carry it either. */
function attributesOf({ architecture, sourceName, sourceVersion }: SbomPackage): Members {
  const parts = [
    ...(architecture === null ? [] : [`architecture ${architecture}`]),
    ...(sourceName === null ? [] : [`source package ${[sourceName, sourceVersion ?? ''].join(' ').trim()}`]),
  ];
  return parts.length === 0 ? {} : { comment: parts.join('; ') };
}

/** Files as packages: SPDX asks for the SHA1 of a file, which is not known of them. */
function filePackages(
  { facts }: SbomImage,
  reference: (parts: unknown[]) => string,
  expressionOf: (expression: string) => string,
): Members[] {
  const { unpackagedExecutables: executables = [], licenseTexts = [] } = facts;
  return [
    ...executables.map(({ path, format, size, layer }) => ({
      name: path,
      SPDXID: `SPDXRef-File-${reference(['executable', path])}`,
      packageFileName: path,
      ...unread(),
      summary: 'program that no package owns',
      comment: [`${format}, ${size} bytes`, ...(layer === null ? [] : [`layer ${layer}`])].join(', '),
      primaryPackagePurpose: 'FILE',
    })),
    ...licenseTexts.map(({ path, digest, expression, layer }) => {
      const sha256 = sha256Of(digest);
      return {
        name: path,
        SPDXID: `SPDXRef-File-${reference(['license', path])}`,
        packageFileName: path,
        ...unread(),
        summary: 'licence text that belongs to no package',
        ...(expression === null ? {} : { licenseComments: `It says: ${expressionOf(expression)}` }),
        ...(layer === null ? {} : { comment: `layer ${layer}` }),
        primaryPackagePurpose: 'FILE',
        ...(sha256 === null ? {} : { checksums: [{ algorithm: 'SHA256', checksumValue: sha256 }] }),
      };
    }),
  ].sort((a, b) => compareText(a.name, b.name) || compareText(a.SPDXID, b.SPDXID));
}

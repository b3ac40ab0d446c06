import { integerOf, listOf, mapOf, objectOf, textOf, textOrNull } from '../../../docker/shape.ts';
import { redactText } from '../../../redact.ts';
import type { ImageFact } from '../../facts.ts';
import { checkedDigest, type Descriptor, reading } from '../../source/manifest.ts';
import type { FetchedManifest } from '../manifest.ts';

/** A manifest that is no image: a signature, an attestation, a bill of materials. */
export interface Artifact {
  digest: string;
  artifactType: string | null;
  layers: Descriptor[];
  /** What a bundle of sigstore says that it is about; null: nothing. */
  predicateType: string | null;
}

export type SignatureKind = ImageFact<'signatures'>[number]['kind'];

const plainConfigTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
  'application/vnd.oci.empty.v1+json',
  '',
]);
const longestType = 255;
const predicateAnnotation = 'dev.sigstore.bundle.predicateType';
/** The predicate of bundles that are cosign's signatures. */
const signaturePredicate = 'https://sigstore.dev/cosign/sign/v1';

/** Reads the manifest of an artifact. @throws PlimsollError `archive-invalid` */
export function readArtifact({ digest, document }: FetchedManifest): Artifact {
  return reading(digest, () => {
    const config = document['config'] === undefined ? '' : textOf(objectOf(document['config'])['mediaType']);
    const own = textOrNull(document['artifactType']) ?? (plainConfigTypes.has(config) ? null : config);
    const layers = listOf(document['layers']).map((value) => layerOf(value, digest));
    const predicateType = textOrNull(mapOf(document['annotations'])[predicateAnnotation]);
    return { digest, artifactType: cleanType(own), layers, predicateType };
  });
}

function layerOf(value: unknown, where: string): Descriptor {
  const layer = objectOf(value);
  return {
    mediaType: textOf(layer['mediaType']),
    digest: checkedDigest(textOf(layer['digest']), where),
    size: integerOf(layer['size']),
    platform: null,
    annotations: mapOf(layer['annotations']),
  };
}

/** A foreign media type as a snapshot shows it. */
export function cleanType(type: string | null): string | null {
  return type === null || type === '' ? null : redactText(type.slice(0, longestType));
}

/** What an artifact that was read is: a bundle of sigstore may be a signature or an attestation. */
export function kindOf({ artifactType, layers, predicateType }: Artifact): SignatureKind {
  const kind = kindOfTypes([artifactType ?? '', ...layers.map(({ mediaType }) => mediaType)]);
  return kind === 'attestation' && predicateType === signaturePredicate ? 'cosign' : kind;
}

/** What an artifact is, by its type and those of its layers. */
export function kindOfTypes(types: readonly string[]): SignatureKind {
  const has = (pattern: RegExp) => types.some((type) => pattern.test(type));
  if (has(/^application\/vnd\.cncf\.notary\./)) return 'notation';
  if (has(/^application\/vnd\.dev\.cosign\.(simplesigning|artifact\.sig)\./)) return 'cosign';
  if (has(/^application\/vnd\.(in-toto|dsse)\b|^application\/vnd\.dev\.sigstore\.bundle/)) return 'attestation';
  if (has(/^(application|text)\/(vnd\.)?(spdx|cyclonedx|syft)\b|^application\/vnd\.dev\.cosign\.artifact\.sbom\./))
    return 'sbom';
  return 'other';
}

import type { Descriptor } from '../../source/manifest.ts';
import type { Registry } from '../client.ts';
import { fetchSmallBlob } from '../manifest.ts';
import type { Artifact } from './artifact.ts';
import { decodeBase64, type PublicKey, signerOf } from './keys.ts';
import {
  type Complaint,
  inTotoPayloadType,
  preAuthenticationEncoding,
  readEnvelope,
  simplePayloadComplaint,
  statementComplaint,
} from './statement.ts';

/** What verification of one artifact came to. */
export interface Verdict {
  /** Name of the key that signed it for the image; null: none did. */
  key: string | null;
  /** Why not; null: it did. */
  error: string | null;
}

const simpleSigningType = 'application/vnd.dev.cosign.simplesigning.v1+json';
const signatureAnnotation = 'dev.cosignproject.cosign/signature';
const envelopeType = 'application/vnd.dsse.envelope.v1+json';
const bundleType = /^application\/vnd\.dev\.sigstore\.bundle(\.v\d+(\.\d+)*)?\+json(;version=[\d.]+)?$/;

/**
 * Verifies what an artifact holds, for the image of a digest: one signature by one of the keys is enough. Of several
 * failures the one that came nearest is told.
 * @throws PlimsollError where a payload cannot be read.
 */
export async function verifyArtifact(
  registry: Registry,
  artifact: Artifact,
  subject: string,
  keys: readonly PublicKey[],
): Promise<Verdict> {
  let nearest: { error: string; rank: number } = { error: 'it holds no signature that a key could verify', rank: 0 };
  for (const layer of artifact.layers) {
    const check = checkOf(layer);
    if (check === null) continue;
    const { signer, complaint } = check(await fetchSmallBlob(registry, layer), layer, subject, keys);
    if (signer !== null && complaint === null) return { key: signer.name, error: null };
    // A good signature over another image says more than a signature by somebody unknown.
    const rank = signer === null ? 1 : 2;
    const error = signer === null ? (complaint ?? 'no configured key signed it') : (complaint ?? '');
    if (rank > nearest.rank) nearest = { error, rank };
  }
  return { key: null, error: nearest.error };
}

interface Checked {
  signer: PublicKey | null;
  /** Set also without a signer, where the form is wrong. */
  complaint: Complaint;
}

type Check = (bytes: Uint8Array, layer: Descriptor, subject: string, keys: readonly PublicKey[]) => Checked;

function checkOf({ mediaType, annotations }: Descriptor): Check | null {
  if (mediaType === simpleSigningType || Object.hasOwn(annotations, signatureAnnotation)) return checkSimple;
  if (mediaType === envelopeType || bundleType.test(mediaType)) return checkEnvelope;
  return null;
}

function checkSimple(bytes: Uint8Array, layer: Descriptor, subject: string, keys: readonly PublicKey[]): Checked {
  const signature = decodeBase64(layer.annotations[signatureAnnotation]);
  if (signature === null) return { signer: null, complaint: 'the signature itself is missing or not base64' };
  const signer = signerOf(bytes, signature, keys);
  return { signer, complaint: signer === null ? null : simplePayloadComplaint(bytes, subject) };
}

function checkEnvelope(bytes: Uint8Array, _layer: Descriptor, subject: string, keys: readonly PublicKey[]): Checked {
  const envelope = readEnvelope(bytes);
  if (envelope === null) return { signer: null, complaint: 'it is not a DSSE envelope' };
  const signed = preAuthenticationEncoding(envelope.payloadType, envelope.payload);
  for (const signature of envelope.signatures) {
    const signer = signerOf(signed, signature, keys);
    if (signer === null) continue;
    if (envelope.payloadType !== inTotoPayloadType)
      return { signer, complaint: 'what is signed is not an in-toto statement' };
    return { signer, complaint: statementComplaint(envelope.payload, subject) };
  }
  return { signer: null, complaint: null };
}

/** Makes signatures and attestations as cosign does, with keys of the test. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { descriptorOf, ociTypes, type TestDescriptor } from '../../../support/registry.ts';

export interface Signer {
  name: string;
  pem: string;
  privateKey: KeyObject;
}

export function makeSigner(name: string, kind: 'ec' | 'rsa' | 'ed25519' = 'ec'): Signer {
  const { publicKey, privateKey } =
    kind === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
      : kind === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ed25519');
  return { name, pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(), privateKey };
}

export function signBytes({ privateKey }: Signer, bytes: Uint8Array): string {
  return sign(privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256', bytes, privateKey).toString('base64');
}

/** The payload that cosign signs for an image. */
export function simplePayload(digest: string, type = 'cosign container image signature'): Buffer {
  return Buffer.from(
    JSON.stringify({
      critical: {
        identity: { 'docker-reference': 'registry.test/app' },
        image: { 'docker-manifest-digest': digest },
        type,
      },
      optional: null,
    }),
  );
}

export function statement(digest: string, type = 'https://in-toto.io/Statement/v1'): Buffer {
  const subject = [{ name: 'registry.test/app', digest: { sha256: digest.slice('sha256:'.length) } }];
  return Buffer.from(
    JSON.stringify({ _type: type, subject, predicateType: 'https://slsa.dev/provenance/v1', predicate: {} }),
  );
}

/** A DSSE envelope around a payload. */
export function envelope(signer: Signer, payload: Uint8Array, payloadType = 'application/vnd.in-toto+json'): Buffer {
  const head = `DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `;
  const sig = signBytes(signer, Buffer.concat([Buffer.from(head), payload]));
  return Buffer.from(
    JSON.stringify({ payloadType, payload: Buffer.from(payload).toString('base64'), signatures: [{ keyid: '', sig }] }),
  );
}

export interface Piece {
  mediaType: string;
  bytes: Buffer;
  annotations?: Record<string, string>;
}

/** A payload with its signature, as cosign keeps it in a layer. */
export function signedPiece(signer: Signer, payload: Buffer): Piece {
  return {
    mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
    bytes: payload,
    annotations: { 'dev.cosignproject.cosign/signature': signBytes(signer, payload) },
  };
}

export const envelopePiece = (bytes: Buffer): Piece => ({ mediaType: 'application/vnd.dsse.envelope.v1+json', bytes });

/** The blobs and manifest of what lies beside an image. */
export function makeArtifact(pieces: readonly Piece[], more: object = {}) {
  const config = Buffer.from(JSON.stringify({ made: 'by a test', of: pieces.length }));
  const layers: TestDescriptor[] = pieces.map(({ mediaType, bytes, annotations }) =>
    descriptorOf(mediaType, bytes, annotations ? { annotations } : {}),
  );
  const document = {
    schemaVersion: 2,
    mediaType: ociTypes.manifest,
    config: descriptorOf(ociTypes.config, config),
    layers,
    ...more,
  };
  const manifest = Buffer.from(JSON.stringify(document));
  return { blobs: [config, ...pieces.map(({ bytes }) => bytes)], manifest };
}

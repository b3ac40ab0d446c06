import { createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { PlimsollError } from '../../../../engine/index.ts';

/** A public key of the configuration. */
export interface VerificationKey {
  name: string;
  /** PEM of a public key or a certificate: ECDSA P-256, RSA or Ed25519. */
  pem: string;
}

export interface PublicKey {
  name: string;
  key: KeyObject;
}

const smallestRsa = 2048;

/**
 * Reads configured keys, in their order.
 * @throws PlimsollError `configuration-invalid` with the key's name where it is none of the kinds that are verified.
 */
export function readKeys(keys: readonly VerificationKey[]): PublicKey[] {
  return keys.map(({ name, pem }) => {
    const key = publicKeyOf(name, pem);
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
    const isKnown =
      type === 'ed25519' ||
      (type === 'ec' && details?.namedCurve === 'prime256v1') ||
      (type === 'rsa' && (details?.modulusLength ?? 0) >= smallestRsa);
    if (!isKnown) throw wrongKey(name, `it is not ECDSA P-256, Ed25519, or RSA of ${smallestRsa} bits or more`);
    return { name, key };
  });
}

function publicKeyOf(name: string, pem: string): KeyObject {
  // A private key would do as well, and has no business here.
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) throw wrongKey(name, 'it is a private key');
  try {
    return pem.includes('-----BEGIN CERTIFICATE-----') ? new X509Certificate(pem).publicKey : createPublicKey(pem);
  } catch {
    throw wrongKey(name, 'it is not a public key in PEM');
  }
}

function wrongKey(name: string, why: string): PlimsollError {
  return new PlimsollError(
    'configuration-invalid',
    `The verification key ${JSON.stringify(name)} cannot be used: ${why}.`,
    {
      next: 'Give the public key, such as the file cosign.pub.',
    },
  );
}

/** The first key that made a signature over these bytes; null: none did. */
export function signerOf(payload: Uint8Array, signature: Uint8Array, keys: readonly PublicKey[]): PublicKey | null {
  return keys.find(({ key }) => isSignedBy(payload, signature, key)) ?? null;
}

/** ECDSA (DER) and RSA (PKCS #1 v1.5) over SHA-256, Ed25519 over the bytes themselves: as cosign signs. */
function isSignedBy(payload: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  try {
    return verify(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', payload, key, signature);
  } catch {
    return false;
  }
}

/** Decodes base64 of foreign origin; null: it is not base64. */
export function decodeBase64(text: unknown): Buffer | null {
  if (typeof text !== 'string' || text === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return null;
  return Buffer.from(text, 'base64');
}

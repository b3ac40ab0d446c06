/** What signed texts say about an image: the payloads of cosign and the statements of in-toto. */
import { decodeBase64 } from './keys.ts';

/** Null: it names this image; else what is wrong, in words. */
export type Complaint = string | null;

const simpleTypes: ReadonlySet<unknown> = new Set(['cosign container image signature', 'atomic container signature']);
export const inTotoPayloadType = 'application/vnd.in-toto+json';

/**
 * Whether a payload of simple signing is about the image of a digest (specification: containers/image
 * docs/containers-signature.5.md; cosign specs/SIGNATURE_SPEC.md). The name in it is not compared: images are copied.
 */
export function simplePayloadComplaint(payload: Uint8Array, digest: string): Complaint {
  const critical = fieldsOf(fieldsOf(parse(payload))['critical']);
  if (!simpleTypes.has(critical['type'])) return 'what is signed is not a container image signature';
  const named = fieldsOf(critical['image'])['docker-manifest-digest'];
  return named === digest ? null : 'the signature is for another image';
}

/** Whether an in-toto statement has the image of a digest among its subjects. */
export function statementComplaint(payload: Uint8Array, digest: string): Complaint {
  const statement = fieldsOf(parse(payload));
  if (!/^https:\/\/in-toto\.io\/Statement\/v(0\.1|1)$/.test(String(statement['_type']))) {
    return 'what is signed is not an in-toto statement';
  }
  const colon = digest.indexOf(':');
  const [algorithm, hex] = [digest.slice(0, colon), digest.slice(colon + 1)];
  const subjects = Array.isArray(statement['subject']) ? (statement['subject'] as unknown[]) : [];
  const isNamed = subjects.some((subject) => {
    const digests = fieldsOf(fieldsOf(subject)['digest']);
    return Object.hasOwn(digests, algorithm) && digests[algorithm] === hex;
  });
  return isNamed ? null : 'the statement is about another image';
}

/** A DSSE envelope (specification: secure-systems-lab/dsse, protocol.md). */
export interface Envelope {
  payloadType: string;
  payload: Buffer;
  signatures: Buffer[];
}

/** Reads an envelope, alone or in a bundle of sigstore; null: it is neither. */
export function readEnvelope(bytes: Uint8Array): Envelope | null {
  const document = fieldsOf(parse(bytes));
  const envelope = Object.hasOwn(document, 'dsseEnvelope') ? fieldsOf(document['dsseEnvelope']) : document;
  const payload = decodeBase64(envelope['payload']);
  const { payloadType, signatures } = envelope;
  if (payload === null || typeof payloadType !== 'string' || !Array.isArray(signatures)) return null;
  const decoded = (signatures as unknown[]).map((each) => decodeBase64(fieldsOf(each)['sig']));
  return { payloadType, payload, signatures: decoded.filter((each) => each !== null) };
}

/** The bytes that signatures of an envelope are made over. */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, 'utf8'), payload]);
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : {};
}

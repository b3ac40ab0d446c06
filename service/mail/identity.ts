import { canonicalJson, sha256Hex } from '../../engine/index.ts';

/**
 * Id of a delivery, from what it is: composing the same thing again after a crash gives the same row, never a second.
 * Also the left part of its Message-ID and the boundary of its parts.
 * @param parts run or slot, channel, recipient, purpose
 */
export function deliveryId(...parts: readonly (string | null)[]): string {
  return sha256Hex(canonicalJson(['delivery', ...parts])).slice(0, 32);
}

/** Message-ID (RFC 5322 section 3.6.4) with the domain of the sender. */
export function messageIdOf(id: string, from: string): string {
  return `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`;
}

/** Field of a message that names the digest of its small form, for a server that refuses the size. */
export const smallField = 'X-Plimsoll-Small';

import { createHash, type Hash, hash } from 'node:crypto';

/** sha256 of bytes or of the UTF-8 of a text, as 64 hexadecimal digits. */
export function sha256Hex(data: Uint8Array | string): string {
  return hash('sha256', data, 'hex');
}

/** The same as a digest is written everywhere: `sha256:<hex>`. */
export function digestOf(data: Uint8Array | string): string {
  return `sha256:${sha256Hex(data)}`;
}

/** A running sha256, for content that is never in memory as a whole. */
export function runningDigest(): { update(data: Uint8Array): void; digest(): string } {
  const running: Hash = createHash('sha256');
  return {
    update: (data) => void running.update(data),
    digest: () => `sha256:${running.digest('hex')}`,
  };
}

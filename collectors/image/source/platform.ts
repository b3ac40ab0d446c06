import { PlimsollError } from '../../../engine/index.ts';

/** A platform as OCI writes it. */
export interface Platform {
  os: string;
  architecture: string;
  variant: string | null;
}

/** What images call the architectures that Node has names for. */
const architectures: Readonly<Record<string, string>> = {
  x64: 'amd64',
  ia32: '386',
  arm64: 'arm64',
  arm: 'arm',
  ppc64: 'ppc64le',
  riscv64: 'riscv64',
  s390x: 's390x',
  loong64: 'loong64',
};

/** The platform that images are chosen for unless another is asked for: Linux on this machine's architecture. */
export function hostPlatform(): Platform {
  return { os: 'linux', architecture: architectures[process.arch] ?? process.arch, variant: null };
}

/** Reads `os/architecture[/variant]`. @throws PlimsollError `usage` */
export function parsePlatform(text: string): Platform {
  const [os = '', architecture = '', variant, ...rest] = text.split('/');
  if (os === '' || architecture === '' || variant === '' || rest.length > 0) {
    throw new PlimsollError('usage', `${JSON.stringify(text)} is no platform.`, {
      next: 'Write it as os/architecture, for example linux/arm64 or linux/arm/v7.',
    });
  }
  return { os, architecture, variant: variant ?? null };
}

export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant === null ? [] : [variant])].join('/');
}

/** Attestations lie beside images in an index, under the platform unknown/unknown. */
export function isAttestation(entry: {
  platform: Platform | null;
  annotations: Readonly<Record<string, string>>;
}): boolean {
  if (Object.hasOwn(entry.annotations, 'vnd.docker.reference.type')) return true;
  return entry.platform?.os === 'unknown' && entry.platform.architecture === 'unknown';
}

/**
 * Chooses among the images of an index: the only one, else the one of the platform. Attestations are passed over.
 * Without a variant asked for, arm takes the highest one there is, as engines do.
 * @param asked - platform that was asked for; null: that of this machine, or the only one.
 * @throws PlimsollError `image-unknown` listing the platforms that are there
 */
export function choosePlatform<T extends { platform: Platform | null; annotations: Readonly<Record<string, string>> }>(
  entries: readonly T[],
  asked: Platform | null,
  where: string,
): T {
  const images = entries.filter((entry) => !isAttestation(entry));
  const [only] = images;
  if (only !== undefined && images.length === 1 && (asked === null || only.platform === null)) return only;
  const wanted = asked ?? hostPlatform();
  const fitting = images
    .filter(({ platform }) => platform !== null && fits(platform, wanted))
    .sort((one, other) => compareVariants(other.platform?.variant ?? '', one.platform?.variant ?? ''));
  if (fitting[0] !== undefined) return fitting[0];
  const there = images.map(({ platform }) => (platform === null ? 'one that is not stated' : formatPlatform(platform)));
  const message = `${where} has no image for ${formatPlatform(wanted)}.`;
  throw new PlimsollError('image-unknown', message, {
    next:
      there.length === 0
        ? 'It holds no image at all.'
        : `Name one with --platform: ${[...new Set(there)].sort().join(', ')}.`,
  });
}

function fits(platform: Platform, wanted: Platform): boolean {
  if (platform.os !== wanted.os || platform.architecture !== wanted.architecture) return false;
  if (wanted.variant === null || platform.variant === wanted.variant) return true;
  // 64-bit ARM has v8 whether it is written or not.
  return wanted.architecture === 'arm64' && wanted.variant === 'v8' && platform.variant === null;
}

function compareVariants(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * Checks that an image is for the platform that was asked for, by what its configuration says.
 * @throws PlimsollError `image-unknown` naming the one it is for
 */
export function checkConfiguredPlatform(
  config: Readonly<Record<string, unknown>>,
  asked: Platform | null,
  where: string,
): void {
  const { os, architecture, variant } = config;
  if (asked === null || typeof os !== 'string' || typeof architecture !== 'string') return;
  const own = { os, architecture, variant: typeof variant === 'string' && variant !== '' ? variant : null };
  // Not every builder writes the variant: without one the image may be what was asked for.
  if (own.os === asked.os && own.architecture === asked.architecture && (own.variant === null || fits(own, asked)))
    return;
  throw new PlimsollError('image-unknown', `${where} has no image for ${formatPlatform(asked)}.`, {
    next: `It is for ${formatPlatform(own)}: leave --platform out, or name that one.`,
  });
}

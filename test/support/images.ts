/** Small images for tests, made from nothing but a static busybox: no registry, no network. */
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Dockerd } from './dockerd.ts';
import { findOnPath } from './real-parts.ts';

/** The busybox to build images from; null where it is not installed. */
export function findBusybox(): string | null {
  return findOnPath('busybox');
}

/** First lines of a Dockerfile whose image has a shell and the usual commands. */
export const busyboxBase = [
  'FROM scratch',
  'COPY busybox /bin/busybox',
  'RUN ["/bin/busybox", "--install", "-s", "/bin"]',
].join('\n');

/**
 * Builds an image from {@link busyboxBase} and further instructions.
 * @param files - further files of the build context by name.
 */
export async function buildImage(
  daemon: Pick<Dockerd, 'docker'>,
  tag: string,
  instructions: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
): Promise<void> {
  const busybox = findBusybox();
  if (busybox === null) throw new Error('busybox is not installed');
  const context = await mkdtemp(path.join(tmpdir(), 'plimsoll-build-'));
  try {
    await copyFile(busybox, path.join(context, 'busybox'));
    await writeFile(path.join(context, 'Dockerfile'), `${busyboxBase}\n${instructions.join('\n')}\n`);
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(context, name)), { recursive: true });
      await writeFile(path.join(context, name), content);
    }
    await daemon.docker('build', '--quiet', '--network', 'none', '--tag', tag, context);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

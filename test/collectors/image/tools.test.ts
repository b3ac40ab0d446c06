import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Facts } from '../../../engine/index.ts';
import { collectImages } from '../../support/image-collecting.ts';
import { findOnPath, skipUnless } from '../../support/real-parts.ts';
import { modelFaults } from '../docker/collecting.ts';

const run = promisify(execFile);
const tools = process.getuid?.() === 0 && findOnPath('buildah') !== null && findOnPath('podman') !== null;

describe('what buildah and podman write', skipUnless(tools, 'buildah and podman, as root'), () => {
  let folder: string;
  const stored = () => ['--root', `${folder}/root`, '--runroot', `${folder}/run`, '--storage-driver', 'vfs'];
  const buildah = async (...args: string[]) => (await run('buildah', [...stored(), ...args])).stdout.trim();
  const podman = (...args: string[]) => run('podman', [...stored(), ...args]);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'plimsoll-tools-'));
    await mkdir(path.join(folder, 'files'));
    await writeFile(path.join(folder, 'files/run'), '#!/bin/sh\n', { mode: 0o755 });
    const container = await buildah('from', 'scratch');
    await buildah('copy', container, path.join(folder, 'files'), '/srv');
    await buildah('config', '--env', 'API_TOKEN=x', '--user', '7', '--label', 'team=shop', '--port', '80', container);
    await buildah('commit', '--quiet', container, 'localhost/shop:1');
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    ['oci', 'layout:t', 't', (to: string) => buildah('push', '--quiet', 'localhost/shop:1', `oci:${to}`)],
    [
      'docker-archive',
      'docker.tar',
      'localhost/shop:1',
      (to: string) => podman('save', '--quiet', '--format', 'docker-archive', '-o', to, 'localhost/shop:1'),
    ],
    [
      'oci-archive',
      'oci.tar',
      'localhost/shop:1',
      (to: string) => podman('save', '--quiet', '--format', 'oci-archive', '-o', to, 'localhost/shop:1'),
    ],
  ])('as %s is read whole', async (scheme, name, reference, write) => {
    await write(path.join(folder, name));
    const { summary, images, resources } = await collectImages(`${scheme}:${path.join(folder, name)}`);
    expect(summary).toMatchObject({ status: 'collected', problems: [] });
    expect(modelFaults(resources)).toEqual([]);
    expect(images).toHaveLength(1);
    expect(images[0]).toMatchObject({ key: `image/${reference}`, labels: { team: 'shop' } });
    expect(images[0]!.facts as Facts<'image'>).toMatchObject({
      user: '7',
      env: [{ name: 'API_TOKEN', hasValue: true, looksSecret: true }],
      exposedPorts: [{ port: 80, protocol: 'tcp' }],
      contents: { files: 1 },
      unpackagedExecutables: [{ path: 'srv/run', format: 'script' }],
    });
  });
});

import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Collected, type CollectSummary, collectors } from '../../../collectors/index.ts';
import { type Facts, type LimitName, limitsWith } from '../../../engine/index.ts';
import { modelFaults } from '../docker/collecting.ts';

let folder: string;
let outside: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plimsoll-root-'));
  outside = await mkdtemp(path.join(tmpdir(), 'plimsoll-outside-'));
  await writeFile(path.join(outside, '.env'), 'API_KEY=AKIAQ7OUTSIDE2NOTREAD\n');
  for (const name of ['etc', 'usr/lib', 'srv/app', 'proc', 'var/lib/dpkg'])
    await mkdir(path.join(folder, name), { recursive: true });
  const write = (name: string, content: string, mode = 0o644) => writeFile(path.join(folder, name), content, { mode });
  await write('usr/lib/os-release', 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian 12"\n');
  await symlink('../usr/lib/os-release', path.join(folder, 'etc/os-release'));
  const status = 'Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.36-9\n';
  await write('var/lib/dpkg/status', status);
  await write('etc/passwd', 'root:x:0:0::/root:/bin/sh\n');
  await write('etc/group', 'root:x:0:\n');
  await write('srv/app/run', '#!/bin/sh\necho hello\n', 0o755);
  await link(path.join(folder, 'srv/app/run'), path.join(folder, 'srv/app/again'));
  await symlink(outside, path.join(folder, 'srv/out'));
  await symlink(path.join(outside, '.env'), path.join(folder, 'srv/.env'));
  await writeFile(Buffer.concat([Buffer.from(`${folder}/srv/`), Buffer.from([0xff, 0x25])]), 'odd\n');
  execFileSync('mkfifo', [path.join(folder, 'srv/pipe')]);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await rm(outside, { recursive: true });
});

async function collect(uri: string, imageContents = true, limits: Partial<Record<LimitName, number>> = {}) {
  const host = collectors.find(({ id }) => id === 'host')!;
  const resources: Collected[] = [];
  const summary: CollectSummary = await host.collect({
    target: { id: 1, uri, collector: 'host', address: '', name: 'box' },
    limits: limitsWith(limits),
    signal: new AbortController().signal,
    now: () => new Date('2026-01-01T00:00:00Z'),
    kinds: new Set(host.kinds),
    files: [],
    imageFiles: [{ path: '/srv/app/*' }],
    imageContents,
    deep: false,
    platform: null,
    imageKeys: [],
    cacheFolder: null,
    emit: async (resource) => void resources.push(resource),
    progress: () => {},
    environment: {},
  });
  return { summary, resources, image: resources.find(({ kind }) => kind === 'image') };
}

describe('a root file system', () => {
  test('is an image too, where a bundle asks for what is inside images', async () => {
    const { summary, image, resources } = await collect(`rootfs:${folder}`);
    expect(summary.kinds['image']).toEqual({ status: 'complete', expected: 1, seen: 1 });
    expect(modelFaults(resources)).toEqual([]);
    expect(image).toMatchObject({ key: 'image/rootfs', id: 'box', name: 'box' });
    const facts = image!.facts as Facts<'image'>;
    expect(facts).toMatchObject({
      source: 'rootfs',
      distribution: { id: 'debian', versionId: '12' },
      packageManagers: ['dpkg'],
      packages: [{ type: 'deb', name: 'libc6', version: '2.36-9' }],
      secrets: [],
      users: [{ name: 'root' }],
      // The same file under two names is counted twice as a file and once by its bytes.
      contents: { files: 7, symbolicLinks: 3 },
      unpackagedExecutables: [
        { path: 'srv/app/again', format: 'script' },
        { path: 'srv/app/run', format: 'script' },
      ],
    });
    expect(facts.files.map((file) => file.path).sort()).toEqual(['/srv/app/again', '/srv/app/run']);
    for (const fact of ['env', 'layers', 'privilegedFiles', 'base', 'layerContents']) {
      expect([fact, image!.missing[fact]]).toEqual([fact, 'not-supported']);
    }
  });

  test('is none, where no bundle asks, and on a running host', async () => {
    expect((await collect(`rootfs:${folder}`, false)).image).toBeUndefined();
    expect((await collect(`host:${folder}`)).image).toBeUndefined();
  });

  test('is never left through a link', async () => {
    const { image } = await collect(`rootfs:${folder}`);
    expect(JSON.stringify(image)).not.toMatch(/AKIAQ7|aws/);
  });

  test('tells nothing of its contents where something could not be read', {
    skip: process.getuid?.() !== 0,
  }, async () => {
    // The kernel refuses to read this even to root, as it does with a file of a broken disk.
    const mount = path.join(folder, 'srv/mount');
    await mkdir(mount);
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', mount]);
    try {
      const { summary, image, resources } = await collect(`rootfs:${folder}`);
      expect(summary.status).toBe('partial');
      expect(summary.kinds['image']).toMatchObject({ status: 'partial' });
      expect(summary.problems).toContainEqual(expect.objectContaining({ code: 'file-unread', subject: 'srv/mount' }));
      expect(image!.missing).toMatchObject({ packages: 'permission-denied', secrets: 'permission-denied' });
      expect(modelFaults(resources)).toEqual([]);
    } finally {
      execFileSync('umount', [mount]);
      await rm(mount, { recursive: true });
    }
  });

  test('with more entries than the limit is no image, and the host is kept', async () => {
    const { summary, resources } = await collect(`rootfs:${folder}`, true, { imageEntries: 5 });
    expect(resources.map(({ kind }) => kind)).toEqual(['host']);
    expect(summary.status).toBe('partial');
    expect(summary.kinds['image']).toEqual({ status: 'failed', expected: 1, seen: 0 });
    expect(summary.problems).toContainEqual(expect.objectContaining({ code: 'limit-reached', limit: 'imageEntries' }));
  });
});

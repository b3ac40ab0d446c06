import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTarget } from '../../collectors/index.ts';
import { PlimsollError } from '../../engine/index.ts';
import { tarOf } from '../support/tar-entries.ts';

test.each([
  ['host', 'host', ''],
  ['host:/mnt', 'host', '/mnt'],
  ['rootfs:/srv/tree', 'host', '/srv/tree'],
  ['docker', 'docker', ''],
  ['docker:unix:///run/user/1000/docker.sock', 'docker', 'unix:///run/user/1000/docker.sock'],
  ['docker:tcp://[::1]:2376', 'docker', 'tcp://[::1]:2376'],
  ['image:alpine', 'image', 'alpine'],
  ['docker-daemon:alpine:3', 'image', 'alpine:3'],
  ['docker-archive:a.tar:x:1', 'image', 'a.tar:x:1'],
  ['oci:dir:tag', 'image', 'dir:tag'],
  ['oci-archive:a.tar', 'image', 'a.tar'],
  ['registry:localhost:5000/alpine', 'image', 'localhost:5000/alpine'],
  ['docker://alpine@sha256:00', 'image', '//alpine@sha256:00'],
])('%s is read', (text, collector, address) => {
  expect(parseTarget(text, 3)).toEqual({ id: 3, uri: text, collector, address, name: null });
});

test('a bare path is taken as an engine where it is a socket', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-target-'));
  const socket = path.join(folder, 'engine.sock');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  try {
    const uri = `docker:unix://${socket}`;
    expect(parseTarget(socket, 1)).toEqual({
      id: 1,
      uri,
      collector: 'docker',
      address: `unix://${socket}`,
      name: null,
    });
  } finally {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  }
});

test.each([
  'alpine:3',
  'shop/web',
  'localhost:5000/shop/web:1',
  `alpine@sha256:${'0'.repeat(64)}`,
  `registry.example/a/b:1@sha256:${'0'.repeat(64)}`,
])('a bare reference %s is taken as an image', (text) => {
  expect(parseTarget(text, 1)).toEqual({ id: 1, uri: `image:${text}`, collector: 'image', address: text, name: null });
});

test('a bare path is taken as an image where it is an archive or a layout', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-target-'));
  try {
    const file = (name: string, content: Uint8Array | string) => {
      writeFileSync(path.join(folder, name), content);
      return path.join(folder, name);
    };
    const tar = tarOf([{ path: 'manifest.json', content: '[]' }]);
    for (const archive of [file('a.tar', tar), file('b.tgz', gzipSync(tar)), file('c', zstdCompressSync(tar))]) {
      expect(parseTarget(archive, 1)).toMatchObject({
        uri: `docker-archive:${archive}`,
        collector: 'image',
        address: archive,
      });
    }
    const named = `${path.join(folder, 'a.tar')}:shop/web:1`;
    expect(parseTarget(named, 1)).toMatchObject({ uri: `docker-archive:${named}`, collector: 'image' });
    expect(codeOf(file('text.tar', 'x'.repeat(600)))).toBe('target-unknown');
    expect(codeOf(folder)).toBe('target-unknown');
    file('oci-layout', '{}');
    file('index.json', '{}');
    expect(parseTarget(folder, 1)).toMatchObject({ uri: `oci:${folder}`, collector: 'image', address: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(['podman', 'k8s', 'k8s:prod', 'manifest:deploy', 'snapshot:a.ndjson'])(
  '%s is refused as a form that cannot be read yet',
  (text) => {
    expect(() => parseTarget(text, 1)).toThrowError(/cannot read yet/);
    expect(codeOf(text)).toBe('target-unknown');
  },
);

test.each([
  ['/srv', ['rootfs:/srv', 'host:/srv', 'docker-archive:/srv']],
  ['unix:///run/docker.sock', ['docker:unix:///run/docker.sock']],
  ['alpine', ['host', 'docker', 'image:REF']],
  ['Alpine:3', ['image:REF']],
  ['docker:unix', ['docker']],
  ['docker:', ['docker']],
  ['', ['host', 'docker']],
])('%j is refused with candidates', (text, candidates) => {
  try {
    parseTarget(text, 1);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(PlimsollError);
    for (const candidate of candidates) expect((error as PlimsollError).next).toContain(candidate);
  }
});

test('any text is either read or refused as target-unknown', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(['read', 'target-unknown']).toContain(codeOf(text));
    }),
  );
});

function codeOf(text: string): string {
  try {
    parseTarget(text, 1);
    return 'read';
  } catch (error) {
    return error instanceof PlimsollError ? error.code : String(error);
  }
}

test.each([
  'docker:tcp://user:s3cret@host:2376',
  'registry:user:s3cret@host/shop',
  'docker://user:s3cret@host/shop:1',
  'image:user:s3cret@host:5000/shop',
])('a target with a password in it is refused without repeating it: %#', (text) => {
  try {
    parseTarget(text, 1);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(PlimsollError);
    expect(`${(error as PlimsollError).message} ${(error as PlimsollError).next}`).not.toContain('s3cret');
  }
});

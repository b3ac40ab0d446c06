import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTarget } from '../../collectors/index.ts';
import { PlimsollError } from '../../engine/index.ts';

test.each([
  ['host', 'host', ''],
  ['host:/mnt', 'host', '/mnt'],
  ['rootfs:/srv/tree', 'host', '/srv/tree'],
  ['docker', 'docker', ''],
  ['docker:unix:///run/user/1000/docker.sock', 'docker', 'unix:///run/user/1000/docker.sock'],
  ['docker:tcp://[::1]:2376', 'docker', 'tcp://[::1]:2376'],
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
  'podman',
  'image:alpine',
  'docker-daemon:alpine',
  'docker-archive:a.tar',
  'oci:dir:tag',
  'oci-archive:a.tar',
  'registry:alpine',
  'docker://alpine',
  'k8s',
  'k8s:prod',
  'manifest:deploy',
  'dockerfile:Dockerfile',
  'sbom:a.json',
  'snapshot:a.ndjson',
])('%s is refused as a form that cannot be read yet', (text) => {
  expect(() => parseTarget(text, 1)).toThrowError(/cannot read yet/);
  expect(codeOf(text)).toBe('target-unknown');
});

test.each([
  ['/srv', ['rootfs:/srv', 'host:/srv']],
  ['unix:///run/docker.sock', ['docker:unix:///run/docker.sock']],
  ['alpine:3', ['host', 'docker']],
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

test('a target with a password in it is refused without repeating it', () => {
  try {
    parseTarget('docker:tcp://user:s3cret@host:2376', 1);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(PlimsollError);
    expect(`${(error as PlimsollError).message} ${(error as PlimsollError).next}`).not.toContain('s3cret');
  }
});

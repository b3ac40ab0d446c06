import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import http from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { discover } from '../../collectors/index.ts';

let root: string;
let servers: Server[];
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'plimsoll-root-'));
  servers = [];
});
afterEach(async () => {
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  rmSync(root, { recursive: true });
});

/** Opens a socket below the root; `answering`: as an engine does. */
async function openSocket(inside: string, answering: boolean): Promise<void> {
  const file = path.join(root, inside);
  mkdirSync(path.dirname(file), { recursive: true });
  const server = answering
    ? http.createServer((_, response) => response.end('OK'))
    : createServer((connection) => connection.destroy());
  await new Promise<void>((resolve) => server.listen(file, resolve));
  servers.push(server);
}

const thisHost = { uri: 'host', collector: 'host', address: '', name: null };

test('with nothing but a host, the host is audited and nothing else is found', async () => {
  expect(await discover({}, root)).toEqual({ targets: [thisHost], found: [] });
});

test('the engine that answers is audited, and sockets of others are found', async () => {
  await openSocket('/var/run/docker.sock', true);
  await openSocket('/run/user/1000/docker.sock', true);
  await openSocket('/run/user/1000/podman/podman.sock', true);
  await openSocket('/run/podman/podman.sock', true);
  await openSocket('/run/containerd/containerd.sock', false);
  await openSocket('/var/run/crio/crio.sock', false);
  await openSocket('/var/lib/kubelet/pod-resources/kubelet.sock', false);
  const address = `unix://${root}/var/run/docker.sock`;
  expect(await discover({}, root)).toEqual({
    targets: [thisHost, { uri: `docker:${address}`, collector: 'docker', address, name: null }],
    found: [
      {
        engine: 'docker-rootless',
        path: '/run/user/1000/docker.sock',
        target: 'docker:unix:///run/user/1000/docker.sock',
      },
      { engine: 'podman', path: '/run/podman/podman.sock', target: null },
      { engine: 'podman-rootless', path: '/run/user/1000/podman/podman.sock', target: null },
      { engine: 'containerd', path: '/run/containerd/containerd.sock', target: null },
      { engine: 'cri-o', path: '/var/run/crio/crio.sock', target: null },
      { engine: 'kubelet', path: '/var/lib/kubelet/pod-resources/kubelet.sock', target: null },
    ],
  });
});

test('an engine that does not answer is a target all the same, and fails as one', async () => {
  await openSocket('/var/run/docker.sock', false);
  const address = `unix://${root}/var/run/docker.sock`;
  expect(await discover({}, root)).toEqual({
    targets: [thisHost, { uri: `docker:${address}`, collector: 'docker', address, name: null }],
    found: [],
  });
});

test('the engine that is audited is not found a second time under another name of its socket', async () => {
  await openSocket('/var/run/docker.sock', true);
  symlinkSync(path.join(root, 'var/run'), path.join(root, 'other'));
  const { found } = await discover({ DOCKER_HOST: `unix://${root}/other/docker.sock` }, root);
  expect(found).toEqual([]);
});

test('DOCKER_HOST names the engine that is audited', async () => {
  await openSocket('/elsewhere.sock', true);
  const address = `unix://${root}/elsewhere.sock`;
  const { targets } = await discover({ DOCKER_HOST: address }, root);
  expect(targets).toEqual([thisHost, { uri: `docker:${address}`, collector: 'docker', address, name: null }]);
});

test('an engine that is named and does not answer is a target all the same', async () => {
  const address = 'tcp://127.0.0.1:1';
  expect(await discover({ DOCKER_HOST: address }, root)).toEqual({
    targets: [thisHost, { uri: `docker:${address}`, collector: 'docker', address, name: null }],
    found: [],
  });
  expect(await discover({ DOCKER_CONTEXT: 'unknown', HOME: root }, root)).toEqual({
    targets: [thisHost, { uri: 'docker', collector: 'docker', address: '', name: null }],
    found: [],
  });
});

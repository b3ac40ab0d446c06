import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EndpointError, resolveEndpoint } from '../../../collectors/docker/endpoint.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'plimsoll-home-'));
});
afterEach(() => rmSync(home, { recursive: true }));

function write(file: string, content: string): void {
  mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
  writeFileSync(path.join(home, file), content);
}

function writeContext(name: string, docker: object): string {
  const digest = createHash('sha256').update(name).digest('hex');
  write(`.docker/contexts/meta/${digest}/meta.json`, JSON.stringify({ Name: name, Endpoints: { docker } }));
  return digest;
}

function writeCertificates(folder: string): void {
  for (const name of ['ca', 'cert', 'key']) write(`${folder}/${name}.pem`, name);
}

const socket = { kind: 'unix', uri: 'unix:///var/run/docker.sock', socketPath: '/var/run/docker.sock' };
const tls = { authority: 'ca', certificate: 'cert', key: 'key', verify: true };

test('without any hint it is the default socket', async () => {
  expect(await resolveEndpoint('', { HOME: home })).toEqual(socket);
});

test('DOCKER_HOST comes before the context, and a target before both', async () => {
  writeContext('far', { Host: 'tcp://far:1' });
  const environment = { HOME: home, DOCKER_HOST: 'unix:///b', DOCKER_CONTEXT: 'far' };
  expect(await resolveEndpoint('unix:///a', environment)).toMatchObject({ socketPath: '/a' });
  expect(await resolveEndpoint('', environment)).toMatchObject({ socketPath: '/b' });
  expect(await resolveEndpoint('', { HOME: home, DOCKER_CONTEXT: 'far' })).toMatchObject({ host: 'far', port: 1 });
});

test('the current context of config.json brings its own certificates', async () => {
  write('.docker/config.json', JSON.stringify({ currentContext: 'far' }));
  const digest = writeContext('far', { Host: 'tcp://far.example:2376', SkipTLSVerify: true });
  writeCertificates(`.docker/contexts/tls/${digest}/docker`);
  expect(await resolveEndpoint('', { HOME: home })).toEqual({
    kind: 'tcp',
    uri: 'tcp://far.example:2376',
    host: 'far.example',
    port: 2376,
    tls: { ...tls, verify: false },
  });
});

test('an address that the current context names too is reached with its certificates', async () => {
  const digest = writeContext('far', { Host: 'tcp://far.example:2376' });
  writeCertificates(`.docker/contexts/tls/${digest}/docker`);
  const environment = { HOME: home, DOCKER_CONTEXT: 'far' };
  expect(await resolveEndpoint('tcp://far.example:2376', environment)).toMatchObject({ host: 'far.example', tls });
  expect(await resolveEndpoint('tcp://other.example:2376', environment)).toMatchObject({ tls: null });
});

test('a context without certificates is plain', async () => {
  writeContext('near', { Host: 'tcp://near:2375' });
  expect(await resolveEndpoint('', { HOME: home, DOCKER_CONTEXT: 'near' })).toMatchObject({ tls: null });
});

test('DOCKER_TLS_VERIFY switches TLS on, with the certificates of DOCKER_CERT_PATH or the client folder', async () => {
  writeCertificates('certs');
  writeCertificates('.docker');
  const environment = { HOME: home, DOCKER_TLS_VERIFY: '1' };
  expect(await resolveEndpoint('tcp://h', environment)).toMatchObject({ port: 2376, tls });
  expect(
    await resolveEndpoint('tcp://h', { ...environment, DOCKER_CERT_PATH: path.join(home, 'certs') }),
  ).toMatchObject({
    tls,
  });
  expect(await resolveEndpoint('tcp://h', { HOME: home, DOCKER_CERT_PATH: path.join(home, 'certs') })).toMatchObject({
    port: 2375,
    tls: null,
  });
});

test.each([
  ['tcp://h', { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/nonexistent' }, /ca\.pem/],
  ['', { DOCKER_CONTEXT: 'unknown' }, /unknown is not known/],
  ['ssh://h', {}, /ssh:\/\/ cannot be read/],
  ['tcp://user:secret@h:1', {}, /^the address is not/],
  ['tcp://h:1/path', {}, /^the address is not/],
])('%s with %j is refused in words', async (address, environment, message) => {
  const refused = resolveEndpoint(address, { HOME: home, ...environment });
  await expect(refused).rejects.toThrow(EndpointError);
  await expect(refused).rejects.toThrow(message);
});

import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { skipUnless } from '../../../support/real-parts.ts';
import {
  authOf,
  type Certificates,
  digestOf,
  findDistribution,
  makeCertificates,
  makeHome,
  makeImage,
  skopeo,
  startDistribution,
  type TestRegistry,
  writeLayout,
} from '../../../support/registry.ts';
import { failure, layerDigests, open } from './reading.ts';

const part = skipUnless(findDistribution(), 'no docker-registry, htpasswd, openssl or skopeo here');
const image = makeImage([Buffer.from('far away')]);
const proxyPassword = 'canary-proxy-2b7d';

let folder: string;
let certificates: Certificates;
let registry: TestRegistry;
let proxy: http.Server;
let proxyPort: number;
/** What the proxy was asked for, and with which login. */
let seen: { target: string; login: string | undefined }[] = [];
/** Where the proxy leads to; null: it refuses. */
let leadsTo: number | null;
const homes: string[] = [];

beforeAll(async () => {
  if (part.skip) return;
  folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-proxy-'));
  certificates = await makeCertificates(folder);
  registry = await startDistribution({ tls: certificates });
  writeLayout(path.join(folder, 'layout'), image);
  await skopeo(
    'copy',
    '--quiet',
    '--dest-tls-verify=false',
    `oci:${folder}/layout:t`,
    `docker://${registry.host}/app:t`,
  );
  proxy = http.createServer((_, outgoing) => outgoing.writeHead(500).end());
  proxy.on('connect', (incoming: http.IncomingMessage, client: net.Socket) => {
    seen.push({ target: incoming.url ?? '', login: incoming.headers['proxy-authorization'] });
    if (leadsTo === null) return void client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const onward = net.connect(leadsTo, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(client).pipe(onward);
    });
    for (const socket of [onward, client]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  proxyPort = (proxy.address() as AddressInfo).port;
});
beforeEach(() => {
  seen = [];
  leadsTo = registry?.port ?? null;
});
afterAll(async () => {
  await registry?.stop();
  proxy?.closeAllConnections();
  proxy?.close();
  for (const made of [folder, ...homes]) if (made) rmSync(made, { recursive: true });
});

function environment(more: Record<string, string> = {}) {
  const home = makeHome({}, { 'registry.test': certificates.authority });
  homes.push(home.HOME);
  const address = `http://user:${proxyPassword}@127.0.0.1:${proxyPort}`;
  return { ...home, HTTPS_PROXY: address, HTTP_PROXY: address, ...more };
}

test(
  'a registry is reached through the proxy of the environment, and its own certificate is checked',
  part,
  async () => {
    const source = await open('registry.test/app:t', { environment: environment() });
    expect(Object.values(await layerDigests(source))).toEqual([digestOf(image.layers[0]!)]);
    expect({ tags: source.about.tags, problems: source.problems }).toEqual({
      tags: ['registry.test/app:t'],
      problems: [],
    });
    await source.close();
    const login = `Basic ${authOf('user', proxyPassword)}`;
    expect(new Set(seen.map((each) => JSON.stringify(each)))).toEqual(
      new Set([JSON.stringify({ target: 'registry.test:443', login })]),
    );
  },
);

test('this machine is reached without it', part, async () => {
  const own = environment();
  const error = await failure(open(`${registry.host}/app:t`, { environment: own }));
  expect({ message: error.message, seen }).toEqual({ message: expect.stringContaining('not trusted'), seen: [] });
});

test('hosts of NO_PROXY are reached without it', part, async () => {
  await failure(open('registry.test/app:t', { environment: environment({ NO_PROXY: '.test,registry.test' }) }));
  expect(seen).toEqual([]);
});

test('a proxy that refuses is told, without its password', part, async () => {
  leadsTo = null;
  const error = await failure(open('registry.test/app:t', { environment: environment() }));
  expect(error).toMatchObject({
    code: 'registry-failed',
    message: expect.stringContaining('Registry registry.test: '),
  });
  expect(`${error.message}${error.next}${error.stack}${String(error.cause)}`).not.toContain(proxyPassword);
});

test('plain HTTP is refused on every host but this machine', part, async () => {
  const plain = await startDistribution();
  leadsTo = plain.port;
  const error = await failure(open('registry.test/app:t', { environment: environment() }));
  await plain.stop();
  expect({ message: error.message, next: error.next }).toEqual({
    message: expect.stringMatching(/^Registry registry\.test: it does not speak TLS/),
    next: 'Plain HTTP is only used on this machine (localhost, 127.0.0.1); give the registry a certificate.',
  });
});

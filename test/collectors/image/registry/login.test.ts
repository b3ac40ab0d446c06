import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formsOf } from '../../../support/canaries.ts';
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
import { startFaultProxy } from './fault-proxy.ts';
import { failure, layerDigests, open } from './reading.ts';
import { issuer, service, startTokenServer, type TokenServer } from './token-server.ts';

const part = skipUnless(findDistribution(), 'no docker-registry, htpasswd, openssl or skopeo here');
const image = makeImage([Buffer.from('a layer')]);
const username = 'reader';
const password = 'canary-password-7f3a';
const identityToken = 'canary-identity-token-91bc';

let folder: string;
let certificates: Certificates;
let homes: string[] = [];
beforeAll(async () => {
  if (part.skip) return;
  folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-login-'));
  certificates = await makeCertificates(folder);
  writeLayout(path.join(folder, 'layout'), image);
});
afterAll(() => {
  for (const made of [folder, ...homes]) if (made) rmSync(made, { recursive: true });
  homes = [];
});

/** An environment with a login for a host, and the authority where one is given. */
function environmentWith(host: string, entry: object, authority?: string) {
  const home = makeHome({ auths: { [host]: entry } }, authority ? { [host]: authority } : {});
  homes.push(home.HOME);
  return home;
}

/** Pushes with skopeo, which logs in. */
async function push(host: string, repository: string): Promise<void> {
  const login = ['--dest-tls-verify=false', '--dest-creds', `${username}:${password}`];
  await skopeo('copy', '--quiet', ...login, `oci:${folder}/layout:t`, `docker://${host}/${repository}:t`);
}

/** Pushes without a login. */
async function pushLayout(host: string): Promise<void> {
  await skopeo('copy', '--quiet', '--dest-tls-verify=false', `oci:${folder}/layout:t`, `docker://${host}/app:t`);
}

/** Everything an error says, also when it is printed whole. */
function everything(error: Error & { next?: string }): string {
  const parts = [error.message, error.next, error.stack, JSON.stringify(error, Object.getOwnPropertyNames(error))];
  return `${parts.join('\n')}\n${String(error.cause)}`;
}

function leaks(text: string, secrets: readonly string[]): string[] {
  const forms = secrets.flatMap((secret) => Object.values(formsOf({ source: '', text: secret })));
  return [...forms, authOf(username, password)].filter((form) => text.includes(form));
}

describe('a registry with passwords and TLS', () => {
  let registry: TestRegistry;
  beforeAll(async () => {
    if (part.skip) return;
    registry = await startDistribution({ tls: certificates, basic: { username, password } });
    await push(registry.host, 'app');
  });
  afterAll(() => registry?.stop());

  test.each([
    ['auth', { auth: authOf(username, password) }],
    ['username and password', { username, password }],
  ])('the login of config.json is used (%s)', part, async (_, entry) => {
    const environment = environmentWith(registry.host, entry, certificates.authority);
    const source = await open(`${registry.host}/app:t`, { environment });
    expect(Object.values(await layerDigests(source))).toEqual([digestOf(image.layers[0]!)]);
    expect(leaks(JSON.stringify({ ...source }), [password])).toEqual([]);
    await source.close();
  });

  test.each([
    ['no login', {}, 'it asks for a login, and none is kept for it'],
    [
      'a wrong login',
      { auth: authOf(username, `${password}-wrong`) },
      'it does not accept the login that is kept for it',
    ],
    [
      'an identity token',
      { identitytoken: identityToken },
      'it asks for a password, and the login that is kept for it is a token',
    ],
  ])('%s is told with the next step, and no secret', part, async (_, entry, words) => {
    const environment = environmentWith(registry.host, entry, certificates.authority);
    const error = await failure(open(`${registry.host}/app:t`, { environment }));
    expect({ code: error.code, message: error.message, next: error.next }).toEqual({
      code: 'registry-failed',
      message: `Registry ${registry.host}: ${words}.`,
      next: `Run docker login ${registry.host}, or point DOCKER_CONFIG to the folder of a config.json that has the login.`,
    });
    expect(leaks(everything(error), [password, identityToken])).toEqual([]);
  });

  test('without its authority the certificate is not trusted, and nothing is sent', part, async () => {
    const environment = environmentWith(registry.host, { auth: authOf(username, password) });
    const error = await failure(open(`${registry.host}/app:t`, { environment }));
    expect({ message: error.message, next: error.next }).toEqual({
      message: expect.stringMatching(/its certificate is not trusted \([A-Z_]+\)\.$/),
      next: `Put the certificate of its authority into /etc/docker/certs.d/${registry.host}/ca.crt, or name it in SSL_CERT_FILE.`,
    });
  });

  test('SSL_CERT_FILE names the authorities', part, async () => {
    const environment = {
      ...environmentWith(registry.host, { auth: authOf(username, password) }),
      SSL_CERT_FILE: certificates.authority,
    };
    const source = await open(`${registry.host}/app:t`, { environment });
    expect(source.about.id).toBe(digestOf(image.config));
    await source.close();
  });

  test.each([
    ['is not there', () => path.join(folder, 'absent'), /its certificate is not trusted/],
    ['is no PEM', () => path.join(folder, 'san'), /not trusted|certificates of this machine cannot be used/],
  ])('an SSL_CERT_FILE that %s trusts nobody', part, async (_, file, words) => {
    const environment = { ...environmentWith(registry.host, {}), SSL_CERT_FILE: file() };
    expect((await failure(open(`${registry.host}/app:t`, { environment }))).message).toMatch(words);
  });

  test('a broken file in certs.d is told', part, async () => {
    const environment = environmentWith(registry.host, {}, certificates.authority);
    const own = path.join(environment.HOME, '.config/docker/certs.d', registry.host);
    writeFileSync(path.join(own, 'client.cert'), 'x');
    writeFileSync(path.join(own, 'client.key'), 'x');
    expect((await failure(open(`${registry.host}/app:t`, { environment }))).message).toMatch(
      /certificates of this machine cannot be used for it/,
    );
  });

  test('a repository that is not there is told apart from a login', part, async () => {
    const environment = environmentWith(registry.host, { auth: authOf(username, password) }, certificates.authority);
    const error = await failure(open(`${registry.host}/other:t`, { environment }));
    expect({ code: error.code, message: error.message, next: error.next }).toEqual({
      code: 'image-unknown',
      message: `Registry ${registry.host} has no other:t.`,
      next: 'Check the name and the tag.',
    });
  });
});

describe('a registry that asks for a client certificate', () => {
  let registry: TestRegistry;
  beforeAll(async () => {
    if (!part.skip) registry = await startDistribution({ tls: certificates, clientAuthority: certificates.authority });
  });
  afterAll(() => registry?.stop());

  test('gets the one of certs.d, and refuses without', part, async () => {
    const environment = environmentWith(registry.host, {}, certificates.authority);
    expect(await failure(open(`${registry.host}/app:t`, { environment }))).toMatchObject({ code: 'registry-failed' });
    const own = path.join(environment.HOME, '.config/docker/certs.d', registry.host);
    copyFileSync(certificates.certificate, path.join(own, 'client.cert'));
    copyFileSync(certificates.key, path.join(own, 'client.key'));
    // Nothing is there, and it is the registry that says so.
    expect(await failure(open(`${registry.host}/app:t`, { environment }))).toMatchObject({ code: 'image-unknown' });
  });
});

describe('a registry with tokens', () => {
  let tokens: TokenServer;
  let registry: TestRegistry;
  let goodFor = 60;
  beforeAll(async () => {
    if (part.skip) return;
    tokens = await startTokenServer({ certificates, username, password, identityToken, goodFor: () => goodFor });
    registry = await startDistribution({
      token: { realm: tokens.realm, service, issuer, bundle: certificates.authority },
    });
    await push(registry.host, 'team/app');
  });
  afterAll(async () => {
    await registry?.stop();
    await tokens?.close();
  });

  test('a password buys a token to pull this repository and no more', part, async () => {
    tokens.requests.length = 0;
    const environment = environmentWith(registry.host, { auth: authOf(username, password) });
    const source = await open(`${registry.host}/team/app:t`, { environment });
    expect(Object.values(await layerDigests(source))).toEqual([digestOf(image.layers[0]!)]);
    await source.close();
    expect(tokens.requests).toEqual([
      { method: 'GET', query: { service, scope: 'repository:team/app:pull' }, form: {} },
    ]);
  });

  test('an identity token is exchanged', part, async () => {
    tokens.requests.length = 0;
    const environment = environmentWith(registry.host, { identitytoken: identityToken });
    const source = await open(`${registry.host}/team/app:t`, { environment });
    await source.close();
    const form = {
      grant_type: 'refresh_token',
      client_id: 'plimsoll',
      service,
      scope: 'repository:team/app:pull',
      refresh_token: identityToken,
    };
    expect(tokens.requests).toEqual([{ method: 'POST', query: {}, form }]);
  });

  test('a registry token is sent as it is', part, async () => {
    const given = tokens.tokens.at(-1);
    tokens.requests.length = 0;
    const environment = environmentWith(registry.host, { registrytoken: given });
    const source = await open(`${registry.host}/team/app:t`, { environment });
    await source.close();
    expect(tokens.requests).toEqual([]);
  });

  test('a token that runs out in between is asked for again', part, async () => {
    const environment = environmentWith(registry.host, { auth: authOf(username, password) });
    tokens.requests.length = 0;
    let calls = 0;
    const proxy = await startFaultProxy(registry.base, ({ path: asked }) => {
      if (!asked.includes(digestOf(image.layers[0]!)) || calls++ > 0) return null;
      const challenge = `Bearer realm="${tokens.realm}",service="${service}",error="invalid_token"`;
      return { kind: 'answer', status: 401, headers: { 'WWW-Authenticate': challenge } };
    });
    const own = { ...environment, ...environmentWith(proxy.host, { auth: authOf(username, password) }) };
    const source = await open(`${proxy.host}/team/app:t`, { environment: own });
    expect(Object.values(await layerDigests(source))).toEqual([digestOf(image.layers[0]!)]);
    await source.close();
    await proxy.close();
    expect(tokens.requests.map(({ query }) => query['scope'])).toEqual(Array(2).fill('repository:team/app:pull'));
  });

  test('tokens that the registry does not take end in one message, not in a circle', part, async () => {
    goodFor = -1800;
    tokens.requests.length = 0;
    const environment = environmentWith(registry.host, { auth: authOf(username, password) });
    const error = await failure(open(`${registry.host}/team/app:t`, { environment }));
    goodFor = 60;
    expect({ message: error.message, asked: tokens.requests.length }).toEqual({
      message: `Registry ${registry.host}: it does not accept the login that is kept for it.`,
      asked: 1,
    });
    expect(leaks(everything(error), [password, ...tokens.tokens])).toEqual([]);
  });

  test('a token server that echoes the login does not bring it into a message', part, async () => {
    const environment = environmentWith(registry.host, { auth: authOf('other', password) });
    const error = await failure(open(`${registry.host}/team/app:t`, { environment }));
    expect(error.message).toBe(`Registry ${registry.host}: it does not accept the login that is kept for it.`);
    expect(leaks(everything(error), [password, authOf('other', password)])).toEqual([]);
  });

  test('a login is never sent to a token server without TLS elsewhere', part, async () => {
    const challenge = 'Bearer realm="http://tokens.test/token",service="x"';
    const proxy = await startFaultProxy(registry.base, () => {
      return { kind: 'answer', status: 401, headers: { 'WWW-Authenticate': challenge } };
    });
    const environment = environmentWith(proxy.host, { auth: authOf(username, password) });
    const error = await failure(open(`${proxy.host}/team/app:t`, { environment }));
    await proxy.close();
    expect(error.message).toContain('tokens.test, does not speak TLS, so that no login is sent there');
  });
});

test('a storage that refuses is no refused login', part, async () => {
  const registry = await startDistribution();
  await pushLayout(registry.host);
  const storage = await startFaultProxy(registry.base, () => ({ kind: 'answer', status: 401 }));
  const proxy = await startFaultProxy(registry.base, ({ path: asked }) =>
    asked.includes('/blobs/') ? { kind: 'answer', status: 307, headers: { Location: `${storage.base}/x` } } : null,
  );
  const error = await failure(open(`${proxy.host}/app:t`));
  for (const each of [proxy, storage]) await each.close();
  await registry.stop();
  expect(error.message).toBe(`Registry ${proxy.host}: its storage, ${storage.host}, answers with status 401.`);
});

test('a redirect to a storage carries no login, and the next request to the registry does', part, async () => {
  const registry = await startDistribution({ basic: { username, password } });
  await push(registry.host, 'app');
  const seen: http.IncomingHttpHeaders[] = [];
  const storage = http.createServer((incoming, outgoing) => {
    seen.push(incoming.headers);
    outgoing.end(image.layers[0]);
  });
  await new Promise<void>((resolve) => storage.listen(0, '127.0.0.1', resolve));
  const address = `http://name:word@127.0.0.1:${(storage.address() as AddressInfo).port}/blob?X-Signature=abc`;
  const proxy = await startFaultProxy(registry.base, ({ path: asked, headers }) => {
    const isLayer = asked.includes(digestOf(image.layers[0]!)) && headers.authorization !== undefined;
    return isLayer ? { kind: 'answer', status: 307, headers: { Location: address } } : null;
  });
  try {
    const environment = environmentWith(proxy.host, { auth: authOf(username, password) });
    const source = await open(`${proxy.host}/app:t`, { environment });
    expect(Object.values(await layerDigests(source))).toEqual([digestOf(image.layers[0]!)]);
    await source.close();
    expect(seen.map(({ authorization, cookie }) => ({ authorization, cookie }))).toEqual([{}]);
    const [first, second] = proxy.requests.filter(({ path: asked }) => asked.includes('manifests/t'));
    expect([first?.headers.authorization, second?.headers.authorization]).toEqual([
      undefined,
      `Basic ${authOf(username, password)}`,
    ]);
  } finally {
    await proxy.close();
    await new Promise((resolve) => storage.close(resolve));
    await registry.stop();
  }
});

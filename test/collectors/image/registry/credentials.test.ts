import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findCredentials } from '../../../../collectors/image/registry/credentials.ts';
import { parseReference } from '../../../../collectors/image/registry/index.ts';
import { defaultRegistry } from '../../../../collectors/image/registry/reference.ts';
import { limitsWith } from '../../../../engine/index.ts';
import { authOf } from '../../../support/registry.ts';

const secret = 'canary-secret-5e1f';
const password = { kind: 'password', username: 'me', password: secret };
const auth = { auth: authOf('me', secret) };

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'plimsoll-home-'));
});
afterEach(() => rmSync(home, { recursive: true }));

function write(file: string, content: unknown): string {
  const whole = path.join(home, file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, typeof content === 'string' ? content : JSON.stringify(content));
  return whole;
}

/** A credential helper: a shell script. */
function writeHelper(name: string, script: string): void {
  chmodSync(write(`bin/docker-credential-${name}`, `#!/bin/sh\n${script}\n`), 0o755);
}

function find(reference: string, environment: Record<string, string> = {}, limits = {}) {
  return findCredentials(parseReference(reference), {
    limits: limitsWith(limits),
    signal: new AbortController().signal,
    environment: { HOME: home, PATH: `${home}/bin:/usr/bin:/bin`, ...environment },
  });
}

test('without any file there is no login, and no problem', async () => {
  expect(await find('registry.test/app')).toEqual({ credentials: null, problems: [] });
});

test.each([
  ['registry.test/app', 'registry.test'],
  ['registry.test/app', 'https://registry.test'],
  ['registry.test/app', 'https://registry.test/v1/'],
  ['registry.test:5000/app', 'http://registry.test:5000/v2/'],
  ['alpine', defaultRegistry.credentialKeys[0]],
  ['alpine', defaultRegistry.domain],
])('%s has the login that is kept under %s', async (reference, key) => {
  write('.docker/config.json', { auths: { 'other.test': { auth: authOf('x', 'y') }, [key]: auth } });
  expect(await find(reference)).toEqual({ credentials: password, problems: [] });
});

test.each([
  ['registry.test/app', 'registry.test:5000'],
  ['registry.test:5000/app', 'registry.test'],
  ['registry.test/app', 'registry.test.evil.test'],
  ['evil.registry.test/app', 'registry.test'],
  ['registry.test/app', 'registry.test/other'],
  ['registry.test/app', defaultRegistry.domain],
])('%s does not have the login of %s', async (reference, key) => {
  write('.docker/config.json', { auths: { [key]: auth } });
  expect(await find(reference)).toEqual({ credentials: null, problems: [] });
});

test('the login of the longest name in podman’s file counts', async () => {
  write('run/containers/auth.json', {
    auths: {
      'r.test': { auth: authOf('host', 'a') },
      'r.test/team': { auth: authOf('team', 'b') },
      'r.test/team/app': auth,
    },
  });
  const environment = { XDG_RUNTIME_DIR: path.join(home, 'run') };
  expect((await find('r.test/team/app', environment)).credentials).toEqual(password);
  expect((await find('r.test/team/b', environment)).credentials).toMatchObject({ username: 'team' });
  expect((await find('r.test/b', environment)).credentials).toMatchObject({ username: 'host' });
});

test('files are looked into in order: REGISTRY_AUTH_FILE, Docker, podman', async () => {
  const entry = (name: string) => ({ auths: { 'r.test': { auth: authOf(name, 'x') } } });
  const named = write('named.json', entry('named'));
  write('elsewhere/config.json', entry('docker'));
  write('.config/containers/auth.json', entry('podman'));
  const name = async (environment: Record<string, string>) =>
    ((await find('r.test/app', environment)).credentials as { username?: string } | null)?.username;
  const folder = path.join(home, 'elsewhere');
  expect([
    await name({ REGISTRY_AUTH_FILE: named, DOCKER_CONFIG: folder }),
    await name({ DOCKER_CONFIG: folder }),
    await name({}),
  ]).toEqual(['named', 'docker', 'podman']);
});

test.each([
  [{ identitytoken: secret }, { kind: 'identity-token', token: secret }],
  [{ registrytoken: secret }, { kind: 'registry-token', token: secret }],
  [{ username: 'me', password: secret }, password],
  [{ auth: Buffer.from(`me:${secret}\0\0`).toString('base64') }, password],
  [{ auth: authOf('me', 'a:b:c') }, { kind: 'password', username: 'me', password: 'a:b:c' }],
  [{}, null],
  [{ auth: 'bm9jb2xvbg==' }, null],
  ['text', null],
])('an entry %j is read', async (entry, expected) => {
  write('.docker/config.json', { auths: { 'r.test': entry } });
  expect(await find('r.test/app')).toEqual({ credentials: expected, problems: [] });
});

test.each([
  ['credHelpers', { credHelpers: { 'r.test': 'here' }, credsStore: 'broken' }],
  ['credsStore', { credsStore: 'here', auths: { 'r.test': {} } }],
])('a helper of %s is asked for the host alone', async (_, config) => {
  write('.docker/config.json', config);
  writeHelper(
    'here',
    `[ "$1" = get ] || exit 3; read -r server; printf '{"ServerURL":"%s","Username":"%s","Secret":"${secret}"}' "$server" "$server"`,
  );
  writeHelper('broken', 'exit 9');
  expect(await find('r.test/app')).toEqual({ credentials: { ...password, username: 'r.test' }, problems: [] });
});

test('the user name <token> marks an identity token', async () => {
  write('.docker/config.json', { credsStore: 'here' });
  writeHelper('here', `printf '{"Username":"<token>","Secret":"${secret}"}'`);
  expect((await find('alpine')).credentials).toEqual({ kind: 'identity-token', token: secret });
});

test('a helper that has no login is no problem', async () => {
  write('.docker/config.json', { credsStore: 'here' });
  writeHelper('here', 'echo "credentials not found in native keychain"; exit 1');
  expect(await find('r.test/app')).toEqual({ credentials: null, problems: [] });
});

test.each([
  ['fails', `echo '${secret}'; echo '${secret}' >&2; exit 4`, 'docker-credential-here get ends with status 4.'],
  ['says what is no answer', `echo '${secret}'`, 'docker-credential-here get does not answer as the protocol has it.'],
  ['never ends', 'exec sleep 60', 'docker-credential-here get was ended: it took too long or said too much.'],
])('a helper that %s is a problem without its output', async (_, script, message) => {
  const file = write('.docker/config.json', { credsStore: 'here' });
  writeHelper('here', script);
  expect(await find('r.test/app', {}, { commandMilliseconds: script.includes('sleep') ? 300 : 10_000 })).toEqual({
    credentials: null,
    problems: [{ code: 'credentials-unreadable', message, subject: file }],
  });
});

test.each([
  ['that is not there', 'absent', 'docker-credential-absent get cannot be started: it is not on PATH.'],
  ['with a path for a name', '../../bin/sh', 'A credential helper has an invalid name.'],
])('a helper %s is a problem, and the next file is looked into', async (_, name, message) => {
  const file = write('.docker/config.json', { credsStore: name });
  write('.config/containers/auth.json', { auths: { 'r.test': auth } });
  expect(await find('r.test/app')).toEqual({
    credentials: password,
    problems: [{ code: 'credentials-unreadable', message, subject: file }],
  });
});

test.each([
  ['half a file', `{"auths":{"r.test":{"auth":"${secret}`],
  ['a list', `["${secret}"]`],
  ['nothing', ''],
])('%s is a problem that quotes nothing', async (_, content) => {
  const file = write('.docker/config.json', content);
  expect(await find('r.test/app')).toEqual({
    credentials: null,
    problems: [{ code: 'credentials-unreadable', message: 'The file of logins is not a JSON object.', subject: file }],
  });
});

test('names of the prototype are no helpers and no logins', async () => {
  write('.docker/config.json', '{"auths":{"__proto__":{"auth":"YTpi"}},"credHelpers":{"__proto__":{"r.test":"x"}}}');
  expect(await find('r.test/app')).toEqual({ credentials: null, problems: [] });
});

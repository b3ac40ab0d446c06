import { describe, expect, test } from 'vitest';
import {
  environmentVariable,
  redactCommand,
  redactLabels,
  redactMatch,
  redactNamed,
  redactText,
  redactUrl,
} from '../../../collectors/redact.ts';

describe('redactText takes out', () => {
  test.each([
    ['an assignment', 'DB_PASSWORD=hunter2 run', 'DB_PASSWORD=*** run'],
    ['a run-together name', 'PGPASSWORD=hunter2 psql', 'PGPASSWORD=*** psql'],
    ['a camel-case name', 'dbPassword: hunter2', 'dbPassword: ***'],
    ['a quoted value with blanks', 'export SECRET="two words" next', 'export SECRET="***" next'],
    ['a quoted value with the other quote', `token='a"b c' next`, `token='***' next`],
    ['a JSON member', '{"password": "x \\" y", "a": 1}', '{"password": "***", "a": 1}'],
    ['JSON inside JSON', '{\\"password\\":\\"x\\",\\"a\\":1}', '{\\"password\\":\\"***\\",\\"a\\":1}'],
    ['a JSON list', '{"secrets": ["a", "b"], "c": "d"}', '{"secrets": ***, "c": "d"}'],
    ['a line of an INI file', 'password = hunter2', 'password = ***'],
    ['what a shell joins to a quoted value', `PASSWORD='a b'hunter2"x" next`, 'PASSWORD=*** next'],
    ['a value that looks like a list', 'PASSWORD=[a]hunter2 next', 'PASSWORD=*** next'],
    ['what Docker keeps of a login', '{"auth": "bWU6cGFzczE="}', '{"auth": "***"}'],
    ['user information without a scheme', 'mount //me:hunter2@nas/x', 'mount //***@nas/x'],
    ['an option and its value', 'tool --password hunter2 --verbose', 'tool --password *** --verbose'],
    ['an option with equals', 'tool --api-token=hunter2 --verbose', 'tool --api-token=*** --verbose'],
    ['user information of a URL', 'proxy http://user:pw@proxy:3128/', 'proxy http://***@proxy:3128/'],
    ['the query of a URL', 'GET https://host/path?sig=abc&x=1 done', 'GET https://host/path?*** done'],
    ['a bearer token', 'Authorization: Bearer abc123def456', 'Authorization: Bearer ***'],
    ['basic authentication', 'Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic ***'],
    ['basic authentication anywhere', 'curl -H "X: Basic dXNlcjpwYXNz"', 'curl -H "X: Basic ***"'],
    ['a password of mysql', 'mysqldump -u root -phunter2 db', 'mysqldump -u root -p*** db'],
    ['a login', 'docker login -u me -p hunter2 host', 'docker login -u me -p *** host'],
    ['a user of curl', '/usr/bin/curl -u me:hunter2 host', '/usr/bin/curl -u me:*** host'],
    ['an openssl passphrase', 'openssl rsa -passin pass:hunter2', 'openssl rsa -passin pass:***'],
    ['a line of netrc', 'machine h login me password hunter2', 'machine h login me password ***'],
    ['an address of a database driver', 'root:hunter2@tcp(db:3306)/x', 'root:***@tcp(db:3306)/x'],
    ['a shadow hash', 'root:$6$saltsalt$abcdefghijk./:1:2', 'root:***:1:2'],
    ['an AWS key', 'id AKIAIOSFODNN7EXAMPLE end', 'id *** end'],
    ['a GitHub token', `x ghp_${'a1'.repeat(18)} end`, 'x *** end'],
    ['a GitLab token', 'x glpat-abcdefghij0123456789 end', 'x *** end'],
    ['a Slack token', 'x xoxb-1234567890-abcdef end', 'x *** end'],
    ['a JWT', 'x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl end', 'x *** end'],
    ['an npm token', `x npm_${'a1'.repeat(18)} end`, 'x *** end'],
    ['a Stripe key', 'x sk_live_abcdefghij0123456789 end', 'x *** end'],
    ['a swarm join token', 'join SWMTKN-1-0123456789abcdefghijklmnop-abcdefghijk', 'join ***'],
    ['a private key', 'a -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- b', 'a *** b'],
    ['a private key that does not end', 'a -----BEGIN OPENSSH PRIVATE KEY-----\nMIIE', 'a ***'],
    ['a private key in base64', 'a LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVk= b', 'a *** b'],
  ])('%s', (_, text, expected) => {
    expect(redactText(text)).toBe(expected);
  });
});

describe('redactText leaves', () => {
  test.each([
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'image name:tag@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    'pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie',
    'pkg:npm/%40scope/name@1.2.3',
    'basic authentication is off, bearer bonds too',
    'PASSWORD=$DB_PASSWORD run',
    'PASSWORD_FILE=/run/secrets/db',
    'passwordAuthentication=yes token-auth=true',
    'docker run -p 8080:80 -u 1000:1000 image',
    'the tests pass: 10 of 10',
    'key: value, author: me, path=/usr/bin',
    'http://host:8080/path/@scope/name',
    'GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568',
    'max_tokens=4096',
    'PASSWORD= run me',
    '-a always,exit -F path=/usr/bin/docker -F key=docker-exec-2026',
    'auth=none auth: basic-ldap',
    'unix:///var/run/docker.sock',
    '',
  ])('%s', (text) => {
    expect(redactText(text)).toBe(text);
  });
});

test('redactUrl keeps scheme, host and path only', () => {
  expect(
    [
      'https://host/path',
      'https://user@host/path',
      'https://user:p@ss@host:8443/path?a=b#c',
      'https://user:p/a?s#s@host/path',
      'redis://:secret@host:6379/0',
      'https://[::1]:8080/x',
      'https://host/cb#access_token=abc',
      'no url',
    ].map(redactUrl),
  ).toEqual([
    'https://host/path',
    'https://***@host/path',
    'https://***@host:8443/path?***',
    'https://***@host/path',
    'redis://***@host:6379/0',
    'https://[::1]:8080/x',
    'https://host/cb#***',
    'no url',
  ]);
});

test('redactCommand keeps the number of arguments and hides by name, by next argument and inside scripts', () => {
  const args = [
    'sh',
    '-c',
    'DB_PASSWORD=a b',
    '--token',
    'abc',
    '--name',
    'web',
    'A_SECRET=my pass phrase',
    '--log-opt',
    'splunk-token=x',
  ];
  expect(redactCommand(args)).toEqual([
    'sh',
    '-c',
    'DB_PASSWORD=***',
    '--token',
    '***',
    '--name',
    'web',
    'A_SECRET=***',
    '--log-opt',
    'splunk-token=***',
  ]);
});

test('environmentVariable never shows a value', () => {
  const flagsOf = (assignment: string) => {
    const { name, hasValue, looksSecret } = environmentVariable(assignment);
    return [name, hasValue, looksSecret];
  };
  expect(
    [
      'PATH=/usr/bin',
      'DB_PASSWORD=x',
      'DB_PASSWORD=',
      'DB_PASSWORD',
      'GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568',
      'APP_KEY=Zm9vYmFyMTIzNDU2Nzg5MGFiYw',
      'URL=postgres://u:p@h/d',
      'X=AKIAIOSFODNN7EXAMPLE',
    ].map(flagsOf),
  ).toEqual([
    ['PATH', true, false],
    ['DB_PASSWORD', true, true],
    ['DB_PASSWORD', false, false],
    ['DB_PASSWORD', false, false],
    ['GPG_KEY', true, false],
    ['APP_KEY', true, true],
    ['URL', true, true],
    ['X', true, true],
  ]);
});

test('redactNamed and redactLabels judge a value by its name, entropy counts for names that may be secret only', () => {
  const random = 'Zm9vYmFyMTIzNDU2Nzg5MGFiYw';
  expect(redactNamed('session', random)).toBe('***');
  expect(redactNamed('title', random)).toBe(random);
  expect(redactNamed('session', 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08')).toContain(
    '9f86',
  );
  expect(redactLabels({ team: 'shop', 'db.password': 'x', 'com.url': 'http://a:b@c/' })).toEqual({
    team: 'shop',
    'db.password': '***',
    'com.url': 'http://***@c/',
  });
});

test('redactMatch hides a piece when its line says that it is secret', () => {
  expect(redactMatch('hunter2', 'password = hunter2')).toBe('***');
  expect(redactMatch('RSA PRIVATE KEY', '-----BEGIN RSA PRIVATE KEY-----')).toBe('RSA PRIVATE KEY');
  expect(redactMatch('true', '"tlsverify": true')).toBe('true');
});

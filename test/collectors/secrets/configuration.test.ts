import { expect, test } from 'vitest';
import { secretsInConfiguration } from '../../../collectors/secrets/index.ts';

const githubToken = `ghp_${'q8Zt4nWm2Xc7Vb1Lk9Pj5Hg3Fd6Sa0Qw2Er4'.slice(0, 36)}`;

function shown(configuration: unknown): string[] {
  return secretsInConfiguration(configuration).map(
    ({ source, name, line, pattern }) => `${source} ${name} ${line} ${pattern}`,
  );
}

test('variables with a secret-looking name or value', () => {
  const Env = [
    'PATH=/usr/bin',
    'DB_PASSWORD=hunter2',
    `GITHUB=${githubToken}`,
    'DATABASE_URL=postgres://app:q7Xw29Lmz@db/main',
    'EMPTY_PASSWORD=',
    'TOKEN_FILE=/run/secrets/token',
    'API_KEY=changeme',
    'GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305',
  ];
  expect(shown({ config: { Env } })).toEqual([
    'environment DATABASE_URL null url-password',
    'environment DB_PASSWORD null assigned-secret',
    'environment GITHUB null github-token',
  ]);
});

test('labels, commands, health checks and build arguments', () => {
  const configuration = {
    config: {
      Labels: { maintainer: 'me', token: 'q7Xw29LmzV', note: githubToken },
      Entrypoint: ['/app', '--password', 'q7Xw29Lmz'],
      Cmd: ['serve', `--key=${githubToken}`],
      Healthcheck: { Test: ['CMD-SHELL', 'curl -H "Authorization: Bearer q7Xw29LmzV55aaBB01" http://localhost'] },
    },
    history: [
      { created_by: '/bin/sh -c #(nop) ADD file:abc in /' },
      { created_by: 'RUN |2 NPM_TOKEN=q7Xw29Lmz VERSION=3 /bin/sh -c npm ci # buildkit' },
      { created_by: `RUN /bin/sh -c git clone https://oauth2:${githubToken}@host/x # buildkit` },
      { created_by: 'RUN /bin/sh -c PASSWORD=$(cat /run/secrets/p) ./setup' },
    ],
  };
  expect(shown(configuration)).toEqual([
    'command null null authorization-header',
    'command null null github-token',
    'command password null assigned-secret',
    'history NPM_TOKEN 2 assigned-secret',
    'history null 3 github-token',
    'label note null github-token',
    'label token null assigned-secret',
  ]);
});

test('the text of a secret is never part of the answer', () => {
  const Env = ['DB_PASSWORD=hunter2-q7Xw29', `${githubToken}=1`];
  const text = JSON.stringify(
    secretsInConfiguration({
      config: { Env, Labels: { [githubToken]: githubToken } },
      history: [{ created_by: `RUN ${githubToken}_PASSWORD=q7Xw29LmzV make` }],
    }),
  );
  expect(text).not.toContain('q7Xw29');
  expect(text).not.toContain(githubToken.slice(8));
});

test.for([null, 3, 'x', [], {}, { config: [] }, { config: { Env: 'x', Labels: [1] }, history: [null, 3] }])(
  'a configuration that is %j holds none',
  (configuration) => {
    expect(secretsInConfiguration(configuration)).toEqual([]);
  },
);

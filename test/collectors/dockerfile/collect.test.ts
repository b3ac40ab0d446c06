import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Collected } from '../../../collectors/contract.ts';
import { dockerfile } from '../../../collectors/dockerfile/index.ts';
import { type LimitName, limitsWith } from '../../../engine/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dockerfiles-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

async function collect(
  address = folder,
  limits: Partial<Record<LimitName, number>> = {},
  kinds: 'dockerfile'[] = ['dockerfile'],
) {
  const emitted: Collected[] = [];
  const summary = await dockerfile.collect({
    target: { id: 1, uri: `dockerfile:${address}`, collector: 'dockerfile', address, name: null },
    limits: limitsWith(limits),
    signal: new AbortController().signal,
    now: () => new Date('2026-01-02T03:04:05Z'),
    kinds: new Set(kinds),
    files: [],
    imageFiles: [],
    imageContents: false,
    deep: false,
    platform: null,
    imageKeys: [],
    cacheFolder: null,
    emit: async (resource) => void emitted.push(resource),
    progress() {},
    environment: {},
  });
  return { summary, emitted };
}

test('every Dockerfile below a folder is a resource by its path', async () => {
  write({
    Dockerfile: 'FROM a\n',
    'web/Containerfile': 'FROM b\n',
    'web/api.Dockerfile': 'FROM c\n',
    'web/Dockerfile.dev': 'FROM d\n',
    'web/Dockerfile.dockerignore': 'x\n',
    'web/Dockerfile-notes': 'no\n',
    'node_modules/x/Dockerfile': 'FROM no\n',
  });
  symlinkSync('Dockerfile', path.join(folder, 'Containerfile'));
  const { summary, emitted } = await collect();
  expect(emitted.map(({ key, id, name, missing }) => ({ key, id, name, missing }))).toEqual(
    ['Dockerfile', 'web/Containerfile', 'web/Dockerfile.dev', 'web/api.Dockerfile'].map((name) => ({
      key: `dockerfile/${name}`,
      id: name,
      name,
      missing: {},
    })),
  );
  expect(summary).toEqual({
    name: path.basename(folder),
    status: 'collected',
    kinds: { dockerfile: { status: 'complete', expected: 4, seen: 4 } },
    problems: [],
    phrase: '4 Dockerfiles',
    advice: null,
  });
});

test('one file is one resource, with all its facts', async () => {
  write({
    'build/App.txt': 'FROM scratch\n',
    'build/.dockerignore': '.git\n',
    'build/.git/HEAD': 'x',
    'build/.env': 'x',
  });
  const { summary, emitted } = await collect(path.join(folder, 'build/App.txt'));
  expect(emitted).toEqual([
    {
      kind: 'dockerfile',
      key: 'dockerfile/App.txt',
      id: 'App.txt',
      name: 'App.txt',
      labels: {},
      missing: {},
      facts: {
        path: 'App.txt',
        reconstructed: false,
        image: null,
        digest: 'sha256:bb57c7da220a8753d7bdabac0d3afdb6efa742e4c736c5bc93ab40dfd5e23b9b',
        escape: '\\',
        syntax: null,
        stages: [expect.objectContaining({ scratch: true })],
        instructions: [expect.objectContaining({ name: 'FROM' })],
        ignore: { exists: true, patterns: ['.git'] },
        context: ['.env'],
      },
    },
  ]);
  expect(summary.name).toBe('App.txt');
});

describe('what lies beside it', () => {
  const beside = {
    '.git/HEAD': 'x',
    '.env': 'x',
    '.env.example': 'x',
    'conf/server.key': 'x',
    'conf/.ssh/id_rsa': 'x',
    'src/index.js': 'x',
  };

  test('is told where no ignore file leaves it out', async () => {
    write({ Dockerfile: 'FROM a\n', ...beside });
    const { emitted } = await collect();
    expect(emitted[0]?.facts['ignore']).toEqual({ exists: false, patterns: [] });
    expect(emitted[0]?.facts['context']).toEqual(['.env', '.git/', 'conf/.ssh/', 'conf/server.key']);
  });

  test('is left out by patterns, the last one counting', async () => {
    write({ Dockerfile: 'FROM a\n', '.dockerignore': '# all\n**\n!src\n!conf/*.key\n', ...beside });
    expect((await collect()).emitted[0]?.facts['context']).toEqual(['conf/server.key']);
  });

  test('follows the ignore file of one Dockerfile before that of the folder', async () => {
    write({ Dockerfile: 'FROM a\n', '.dockerignore': '**\n', 'Dockerfile.dockerignore': '.git\nconf\n', ...beside });
    expect((await collect()).emitted[0]?.facts['context']).toEqual(['.env']);
  });

  test('is missing, with a problem, beyond the limit', async () => {
    write({ Dockerfile: 'FROM a\n', ...beside });
    const { emitted, summary } = await collect(path.join(folder, 'Dockerfile'), { hostWalkEntries: 3 });
    expect(emitted[0]?.missing).toEqual({ context: 'limit' });
    expect(summary.problems.map(({ code, subject }) => [code, subject])).toEqual([['context-unread', 'Dockerfile']]);
    expect(summary.status).toBe('partial');
  });
});

test('a file that builders refuse is there, without stages and instructions', async () => {
  write({ Dockerfile: 'FROM a\nENV X\n' });
  const { emitted, summary } = await collect();
  expect(emitted[0]?.missing).toEqual({ stages: 'parse-error', instructions: 'parse-error' });
  expect(Object.keys(emitted[0]?.facts ?? {})).not.toContain('instructions');
  expect(summary.problems).toEqual([
    {
      code: 'dockerfile-invalid',
      message: 'Dockerfile: Line 2: ENV needs a name and a value.',
      kind: 'dockerfile',
      subject: 'Dockerfile',
    },
  ]);
});

test('a file that is too large is told and not read, the others are', async () => {
  write({ Dockerfile: 'FROM a\n', 'x.Dockerfile': `FROM a\n${'#'.repeat(200)}\n` });
  const { emitted, summary } = await collect(folder, { dockerfileBytes: 100 });
  expect(emitted.map(({ id }) => id)).toEqual(['Dockerfile']);
  expect(summary.status).toBe('partial');
  expect(summary.kinds.dockerfile).toEqual({
    status: 'partial',
    expected: 2,
    seen: 1,
    unseen: [{ id: 'x.Dockerfile', name: 'x.Dockerfile', code: 'limit' }],
  });
  expect(summary.problems.map(({ code, limit }) => [code, limit])).toEqual([['limit-reached', 'dockerfileBytes']]);
});

test.for([
  ['missing', 'There is no file or folder'],
  ['', 'There is no Dockerfile in'],
] as const)('a target that gives nothing fails: %s', async ([name, message]) => {
  const { emitted, summary } = await collect(path.join(folder, name));
  expect(emitted).toEqual([]);
  expect(summary.status).toBe('failed');
  expect(summary.problems[0]?.message).toContain(message);
});

test('nothing is read where the kind is not wanted', async () => {
  write({ Dockerfile: 'FROM a\n' });
  const { emitted, summary } = await collect(folder, {}, []);
  expect(emitted).toEqual([]);
  expect(summary.kinds).toEqual({ dockerfile: { status: 'not-requested', expected: 0, seen: 0 } });
});

test('its plan names the place', () => {
  const target = { id: 1, uri: 'dockerfile:x', collector: 'dockerfile', address: '/srv/x', name: null };
  const names = dockerfile.plan(target, { files: [], environment: {} }).map(({ name }) => name);
  expect(names.every((name) => name.startsWith('/srv/x'))).toBe(true);
});

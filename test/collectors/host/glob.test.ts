import { symlinkSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expandGlob, findPaths, walkBudget } from '../../../collectors/host/glob.ts';
import { makeTree, openTree, treeRoot } from './tree.ts';

const files = {
  '/etc/a.conf': '',
  '/etc/b.conf': '',
  '/etc/.hidden.conf': '',
  '/etc/d/c.conf': '',
  '/etc/d/e/f.conf': '',
  '/etc/d/e/g.txt': '',
  '/etc/link': { link: 'd' },
};

test.each([
  ['/etc/*.conf', ['/etc/a.conf', '/etc/b.conf']],
  ['/etc/[!a].conf', ['/etc/b.conf']],
  ['/etc/[a-b].con?', ['/etc/a.conf', '/etc/b.conf']],
  ['/etc/.*.conf', ['/etc/.hidden.conf']],
  [
    '/etc/**',
    [
      '/etc/.hidden.conf',
      '/etc/a.conf',
      '/etc/b.conf',
      '/etc/d/c.conf',
      '/etc/d/e/f.conf',
      '/etc/d/e/g.txt',
      '/etc/link',
    ],
  ],
  ['/etc/**/*.conf', ['/etc/a.conf', '/etc/b.conf', '/etc/d/c.conf', '/etc/d/e/f.conf']],
  ['/etc/*/c.conf', ['/etc/d/c.conf', '/etc/link/c.conf']],
  ['/etc/a.conf', ['/etc/a.conf']],
  ['/etc/none', []],
  ['/none/*', []],
  ['/etc/d', ['/etc/d']],
])('%s', async (pattern, expected) => {
  expect(await expandGlob(treeRoot(files), pattern)).toEqual({ ok: true, value: expected });
});

test('loops of folders end', async () => {
  const folder = makeTree({ '/a/b/file': '' });
  symlinkSync('/a', path.join(folder, 'a/b/back'));
  expect(await expandGlob(openTree(folder), '/**/file')).toEqual({ ok: true, value: ['/a/b/file'] });
});

test('a spent budget is a limit, and what was found stays', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`/m/${String(index).padStart(2, '0')}`, '']),
  );
  const root = openTree(makeTree(many), true, { hostFilesMatched: 10 });
  const found = await findPaths(root, '/m/*', walkBudget(root));
  expect([found.incomplete, found.paths.includes('/m/00')]).toEqual(['limit', true]);
  const narrow = openTree(root.path, true, { hostWalkEntries: 20 });
  expect((await findPaths(narrow, '/m/**', walkBudget(narrow))).incomplete).toBe('limit');
});

test('folders that the kernel makes up are not walked from above', async () => {
  const root = treeRoot({ '/proc/1/x.pem': '', '/sys/x.pem': '', '/etc/x.pem': '' });
  expect(await expandGlob(root, '/**/*.pem')).toEqual({ ok: true, value: ['/etc/x.pem'] });
  expect(await expandGlob(root, '/proc/*/x.pem')).toEqual({ ok: true, value: ['/proc/1/x.pem'] });
});

test('matching takes no time even for hostile patterns', async () => {
  const root = treeRoot({ [`/${'a'.repeat(200)}`]: '' });
  const start = performance.now();
  await expandGlob(root, `/${'*a'.repeat(60)}b`);
  expect(performance.now() - start).toBeLessThan(1000);
});

test('a name always matches itself, and any text of pattern characters is survived', async () => {
  const root = treeRoot(files);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('*', '?', '[', ']', '!', '-', 'a', '.', '/', '**'), { maxLength: 12 }),
      async (parts) => {
        expect((await expandGlob(root, `/${parts.join('')}`)).ok).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});

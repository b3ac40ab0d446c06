import { expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import type { TestEntry } from './tree.ts';

const single = 'Package: a\nVersion: 1\n';

test.each<[string, Record<string, TestEntry>, string | null]>([
  ['nothing at all', { 'bin/app': 'x' }, null],
  ['a distribution with its database', { 'etc/os-release': 'ID=debian\n', 'var/lib/dpkg/status.d/a': single }, null],
  ['a distribution whose database was deleted', { 'etc/os-release': 'ID=debian\n', 'bin/sh': 'x' }, 'not-supported'],
  ['one of another manager', { 'etc/os-release': 'ID=arch\n', 'var/lib/pacman/local/x/desc': 'x' }, 'not-supported'],
  ['a corrupt database', { 'etc/os-release': 'ID=debian\n', 'var/lib/dpkg/status': 'x' }, 'parse-error'],
  ['a corrupt and a large one', { 'var/lib/dpkg/status': 'x', 'lib/apk/db/installed': { size: 1e10 } }, 'parse-error'],
  ['a large database', { 'lib/apk/db/installed': { size: 1e10 } }, 'limit'],
])('why packages are not known: %s', async (_, entries, expected) => {
  const { missing, unreadable } = await catalogue(entries);
  expect([missing, unreadable]).toEqual([expected, expected !== null]);
});

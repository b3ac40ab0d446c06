import { describe, expect, test } from 'vitest';
import type { ImageTree } from '../../../../collectors/image/contract.ts';
import { filesOfInterest, interestKeepers } from '../../../../collectors/image/interest/index.ts';
import { limitsWith } from '../../../../engine/index.ts';
import { elf, treeOf } from './tree.ts';

const limits = limitsWith();
const nobody = () => null;

function interest(tree: ImageTree, ownerOf: ((path: string) => string | null) | null = nobody) {
  return filesOfInterest(tree, { limits, ownerOf, requests: [] });
}

const accounts = {
  'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/srv:/sbin/nologin\n',
  'etc/group': 'root:x:0:\napp:x:1000:\n',
  'etc/shadow': 'root:*:1::::::\napp:$y$j9T$salt$hash:1::::::\n',
};

test('files with setuid, setgid and capabilities, with their packages', async () => {
  const { facts } = await interest(
    treeOf({
      'bin/su': { content: 'x', mode: 0o4755 },
      'bin/wall': { content: 'x', mode: 0o2755, gid: 5 },
      'bin/ping': { content: 'x', mode: 0o755, capability: '0100000200200000000000000000000000000000' },
      'var/mail': { type: 'directory', mode: 0o2775 },
    }),
    (path) => (path === 'bin/su' ? 'deb/util-linux' : null),
  );
  const shared = {
    type: 'file',
    uid: 0,
    gid: 0,
    layer: 0,
    package: null,
    setuid: false,
    setgid: false,
    capabilities: [],
  };
  expect(facts.privilegedFiles).toEqual([
    { ...shared, path: 'bin/ping', mode: '0755', capabilities: ['CAP_NET_RAW'] },
    { ...shared, path: 'bin/su', mode: '4755', setuid: true, package: 'deb/util-linux' },
    { ...shared, path: 'bin/wall', mode: '2755', gid: 5, setgid: true },
  ]);
});

test('files and folders that everybody may write, but for sticky folders and links', async () => {
  const { facts } = await interest(
    treeOf({
      tmp: { type: 'directory', mode: 0o1777 },
      srv: { type: 'directory', mode: 0o777 },
      'srv/a': { content: 'x', mode: 0o666 },
      'srv/b': { content: 'x', mode: 0o664 },
      'srv/c': { link: 'a', mode: 0o777 },
    }),
  );
  expect(facts.worldWritable?.map(({ path, mode }) => [path, mode])).toEqual([
    ['srv', '0777'],
    ['srv/a', '0666'],
  ]);
});

test('files whose owner or group has no name; root always has one', async () => {
  const files = {
    a: { content: 'x', uid: 1000, gid: 1000 },
    b: { content: 'x', uid: 1001, gid: 1000 },
    c: { content: 'x', uid: 1000, gid: 1001 },
    d: { content: 'x' },
  };
  const named = await interest(treeOf({ ...accounts, ...files }));
  expect(named.facts.unownedFiles?.map(({ path }) => path)).toEqual(['b', 'c']);
  const without = await interest(treeOf(files));
  expect(without.facts.unownedFiles?.map(({ path }) => path)).toEqual(['a', 'b', 'c']);
});

describe('accounts', () => {
  test('with the state of their passwords, never a hash', async () => {
    const { facts } = await interest(treeOf(accounts));
    const state = { empty: false, error: null };
    expect(facts.users).toEqual([
      {
        name: 'root',
        uid: 0,
        gid: 0,
        home: '/root',
        shell: '/bin/sh',
        password: { ...state, locked: true, algorithm: null },
      },
      {
        name: 'app',
        uid: 1000,
        gid: 1000,
        home: '/srv',
        shell: '/sbin/nologin',
        password: { ...state, locked: false, algorithm: 'yescrypt' },
      },
    ]);
    expect(JSON.stringify(facts)).not.toContain('salt');
  });

  test('are none in an image without the file', async () => {
    expect((await interest(treeOf({ app: elf(2) }))).facts.users).toEqual([]);
  });

  test('are missing where the file was not kept, and so is what needs them', async () => {
    const result = await interest(treeOf({ 'etc/passwd': { size: 9 }, 'etc/group': accounts['etc/group'] }));
    expect(result.missing).toEqual({ users: 'limit', unownedFiles: 'limit' });
    expect(Object.keys(result.facts)).not.toContain('users');
  });
});

test('programs that no package owns: by the bit or as ELF programs, not libraries, texts or maintainer scripts', async () => {
  const { facts } = await interest(
    treeOf({
      'opt/app': { content: elf(2), mode: 0o755 },
      'opt/no-bit': { content: elf(3, true), mode: 0o644 },
      'opt/static-pie': { content: elf(3), mode: 0o755 },
      'opt/run.sh': { content: '#!/bin/sh\n', mode: 0o755 },
      'opt/text.sh': { content: '#!/bin/sh\n', mode: 0o644 },
      'opt/data': { content: 'abcd', mode: 0o755 },
      'lib/libx.so.1': { content: elf(3), mode: 0o755 },
      'lib/plugin': { content: elf(3), mode: 0o644 },
      'lib/module.ko': { content: elf(1), mode: 0o755 },
      'bin/owned': { content: elf(2), mode: 0o755 },
      'var/lib/dpkg/info/x.postinst': { content: '#!/bin/sh\n', mode: 0o755 },
    }),
    (path) => (path.startsWith('bin/') ? 'deb/x' : null),
  );
  expect(facts.unpackagedExecutables?.map(({ path, format }) => [path, format])).toEqual([
    ['opt/app', 'elf'],
    ['opt/data', 'other'],
    ['opt/no-bit', 'elf'],
    ['opt/run.sh', 'script'],
    ['opt/static-pie', 'elf'],
  ]);
});

test('tools, links to busybox and programs with a version among them; broken links and texts are none', async () => {
  const { facts } = await interest(
    treeOf({
      'bin/busybox': { content: elf(2), mode: 0o755 },
      'bin/sh': { link: 'busybox' },
      'bin/wget': { link: '/bin/busybox' },
      'bin/bash': { link: 'missing' },
      'usr/bin/x86_64-linux-gnu-gcc-12': { content: elf(2), mode: 0o755 },
      'usr/bin/curl': { content: elf(2), mode: 0o644 },
      'usr/share/doc/sudo': { content: 'text', mode: 0o755 },
      busybox: { content: elf(2), mode: 0o755 },
    }),
    (path) => (path === 'bin/busybox' ? 'apk/busybox' : null),
  );
  expect(facts.tools).toEqual([
    { path: 'bin/busybox', kind: 'shell', name: 'busybox', package: 'apk/busybox', layer: 0 },
    { path: 'bin/sh', kind: 'shell', name: 'sh', package: 'apk/busybox', layer: 0 },
    { path: 'bin/wget', kind: 'download', name: 'wget', package: 'apk/busybox', layer: 0 },
    { path: 'busybox', kind: 'shell', name: 'busybox', package: null, layer: 0 },
    {
      path: 'usr/bin/x86_64-linux-gnu-gcc-12',
      kind: 'compiler',
      name: 'x86_64-linux-gnu-gcc-12',
      package: null,
      layer: 0,
    },
  ]);
});

test('leftovers of a build, those that a later layer removed among them', async () => {
  const { facts } = await interest(
    treeOf(
      {
        'var/cache/apt/archives/a.deb': 'xxxx',
        'var/cache/apt/archives/b.deb': 'xx',
        'var/lib/apt/lists/main_Packages': 'xxx',
        'var/lib/apt/lists/lock': '',
        'srv/app/.git/HEAD': 'ref: x',
        'srv/app/.git/modules/sub/.git/HEAD': 'ref: x',
        'srv/app/.env': 'A=1',
        'srv/app/.env.example': 'A=1',
        'root/.aws/credentials': 'xx',
        'root/.bash_history': 'ls',
        'root/notes~': 'old',
        'usr/share/owned.bak': 'x',
        'srv/core.42': elf(4),
        'srv/core': 'text',
      },
      { 'var/lib/apt/lists/main_Packages': null, 'root/.docker/config.json': '{}' },
    ),
    (path) => (path.startsWith('usr/share/') ? 'deb/x' : null),
  );
  const first = { layer: 0, removedIn: null };
  expect(facts.leftovers).toEqual([
    { ...first, path: 'root/.aws/credentials', kind: 'cloud-credentials', size: 2 },
    { ...first, path: 'root/.bash_history', kind: 'shell-history', size: 2 },
    { ...first, path: 'root/.docker/config.json', kind: 'cloud-credentials', size: 2, layer: 1 },
    { ...first, path: 'root/notes~', kind: 'backup', size: 3 },
    { ...first, path: 'srv/app/.env', kind: 'env-file', size: 3 },
    { ...first, path: 'srv/app/.git', kind: 'version-control', size: 12 },
    { ...first, path: 'srv/core.42', kind: 'core-dump', size: 120 },
    { ...first, path: 'var/cache/apt/archives', kind: 'package-cache', size: 6 },
    { ...first, path: 'var/lib/apt/lists', kind: 'package-cache', size: 3, removedIn: 1 },
  ]);
});

test('what names an owner is missing where packages could not be read', async () => {
  const result = await interest(treeOf(accounts), null);
  expect(result.missing).toEqual({
    leftovers: 'parse-error',
    privilegedFiles: 'parse-error',
    tools: 'parse-error',
    unownedFiles: 'parse-error',
    unpackagedExecutables: 'parse-error',
    worldWritable: 'parse-error',
  });
  expect(Object.keys(result.facts).sort()).toEqual(['files', 'users']);
});

test('a list longer than the limit is missing with a problem, never cut', async () => {
  const tree = treeOf({ a: { content: 'x', mode: 0o666 }, b: { content: 'x', mode: 0o666 } });
  const result = await filesOfInterest(tree, {
    limits: limitsWith({ imageListedFiles: 1 }),
    ownerOf: nobody,
    requests: [],
  });
  expect(result.missing).toEqual({ worldWritable: 'limit' });
  expect(result.facts.worldWritable).toBeUndefined();
  expect(result.problems).toEqual([
    {
      code: 'limit-reached',
      message: 'The image has 2 entries for worldWritable, more than the limit imageListedFiles (1).',
      limit: 'imageListedFiles',
      kind: 'image',
    },
  ]);
});

describe('files that bundles asked for', () => {
  const requests = [
    { path: '/etc/ssl/openssl.cnf', match: { level: 'SECLEVEL=(\\d)', secret: 'password=(.*)' } },
    { path: '/etc/conf.d/*.conf' },
    { path: '/etc/absent' },
  ];

  test('with what their patterns find, redacted; links in folders are followed', async () => {
    const tree = treeOf({
      ...accounts,
      'etc/ssl': { link: '../usr/lib/ssl' },
      'usr/lib/ssl/openssl.cnf': 'CipherString = DEFAULT@SECLEVEL=2\npassword=hunter2\n',
      'etc/conf.d/a.conf': { content: 'x', uid: 1000 },
      'etc/conf.d/b.txt': 'x',
    });
    const { facts } = await filesOfInterest(tree, { limits, ownerOf: nobody, requests });
    expect(
      facts.files?.map(({ path, exists, owner, matches, error }) => ({ path, exists, owner, matches, error })),
    ).toEqual([
      { path: '/etc/absent', exists: false, owner: null, matches: [], error: null },
      { path: '/etc/conf.d/a.conf', exists: true, owner: 'app', matches: [], error: null },
      {
        path: '/etc/ssl/openssl.cnf',
        exists: true,
        owner: 'root',
        matches: [
          { name: 'level', values: ['2'] },
          { name: 'secret', values: ['***'] },
        ],
        error: null,
      },
    ]);
  });

  test('are kept by their last name, since links are not known yet', () => {
    const [accountKeeper, requested] = interestKeepers(requests);
    const keeps = (path: string, size = 10) => requested?.keeps({ path, mode: 0o644, size });
    expect(['usr/lib/ssl/openssl.cnf', 'a.conf', 'x/b.txt', '.conf'].map((path) => keeps(path))).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect(keeps('a.conf', 2 * 1024 * 1024)).toBe(false);
    expect(accountKeeper?.keeps({ path: 'etc/shadow', mode: 0, size: 1 })).toBe(true);
    expect(interestKeepers([])[1]?.id).not.toBe(requested?.id);
  });

  test('that were not kept say so', async () => {
    const tree = treeOf({ 'etc/absent': { size: 5_000_000 } });
    const { facts } = await filesOfInterest(tree, { limits, ownerOf: nobody, requests: [{ path: '/etc/absent' }] });
    expect(facts.files?.[0]?.error).toBe('limit');
  });
});

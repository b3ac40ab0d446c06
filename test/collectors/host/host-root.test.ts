import { once } from 'node:events';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeTree, openTree, privateFolder, treeRoot } from './tree.ts';

describe('symbolic links stay inside the root', () => {
  test('absolute, relative and climbing links are followed inside it', async () => {
    const outside = privateFolder();
    writeFileSync(path.join(outside, 'secret'), 'outside');
    const root = treeRoot({
      '/etc/real': 'inside',
      '/etc/absolute': { link: '/etc/real' },
      '/etc/relative': { link: '../etc/real' },
      '/etc/climbing': { link: '../../../../../../../../etc/real' },
      '/link-folder': { link: 'etc' },
      '/etc/escape': { link: path.join(outside, 'secret') },
      '/escape-folder': { link: outside },
    });
    const read = async (file: string) => root.readText(file);
    expect(
      await Promise.all(
        ['/etc/absolute', '/etc/relative', '/etc/climbing', '/link-folder/real', '/../etc/real'].map(read),
      ),
    ).toEqual(Array(5).fill({ ok: true, value: 'inside' }));
    expect(await Promise.all(['/etc/escape', '/escape-folder/secret', `/../..${outside}/secret`].map(read))).toEqual(
      Array(3).fill({ ok: false, code: 'absent' }),
    );
    expect(await root.resolve('/link-folder/absolute')).toEqual({ ok: true, value: '/etc/real' });
    expect(await root.stat('/escape-folder')).toEqual({ ok: false, code: 'absent' });
    expect(await root.lstat('/escape-folder')).toMatchObject({ ok: true, value: { type: 'symlink' } });
  });

  test('a folder swapped for a link out of the root after it was looked at is not read through', async () => {
    const outside = privateFolder();
    writeFileSync(path.join(outside, 'file'), 'outside');
    const folder = makeTree({ '/a/file': 'inside' });
    const root = openTree(folder);
    expect(await root.readText('/a/file')).toEqual({ ok: true, value: 'inside' });
    renameSync(path.join(folder, 'a'), path.join(folder, 'b'));
    symlinkSync(outside, path.join(folder, 'a'));
    expect(await root.readText('/a/file')).toEqual({ ok: false, code: 'permission-denied' });
  });

  test('loops end', async () => {
    const root = treeRoot({ '/a': { link: '/b' }, '/b': { link: '/a' }, '/self': { link: 'self/x' } });
    expect(await root.readText('/a')).toEqual({ ok: false, code: 'parse-error' });
    expect(await root.readText('/self')).toEqual({ ok: false, code: 'parse-error' });
  });
});

test('only regular files are opened: a fifo without a writer neither blocks nor is read', async () => {
  const root = treeRoot({ '/fifo': { fifo: true }, '/folder': { folder: true }, '/link': { link: '/fifo' } });
  for (const name of ['/fifo', '/folder', '/link'])
    expect(await root.readText(name)).toEqual({ ok: false, code: 'not-supported' });
  // Opening a socket fails in another way than looking at it: so this shows that it was not even tried.
  const server = createServer().listen(path.join(root.path, 'socket'));
  await once(server, 'listening');
  expect(await root.readText('/socket')).toEqual({ ok: false, code: 'not-supported' });
  server.close();
  expect(await openTree('/').readBytes('/dev/zero')).toEqual({ ok: false, code: 'not-supported' });
});

test('a file beyond the limit is a limit, one of just that size is read', async () => {
  const root = openTree(makeTree({ '/ten': '0123456789', '/eleven': '0123456789x' }), true, { hostFileBytes: 10 });
  expect(await root.readText('/ten')).toEqual({ ok: true, value: '0123456789' });
  expect(await root.readText('/eleven')).toEqual({ ok: false, code: 'limit' });
});

test('files of /proc that say size 0 are read whole', async () => {
  const status = await openTree('/').readText('/proc/self/status');
  expect(status.ok && /^Pid:/m.test(status.value)).toBe(true);
});

test('names that are not UTF-8 carry %XX, a percent sign %25, and can be read by their printed name', async () => {
  const folder = privateFolder();
  const odd = Buffer.concat([Buffer.from(`${folder}/odd-`), Buffer.from([0xff, 0xfe])]);
  writeFileSync(odd, 'odd');
  writeFileSync(path.join(folder, '100%41'), 'percent');
  const root = openTree(folder);
  expect(await root.list('/')).toEqual({
    ok: true,
    value: [
      { name: '100%2541', type: 'file' },
      { name: 'odd-%FF%FE', type: 'file' },
    ],
  });
  expect(await root.readText('/odd-%FF%FE')).toEqual({ ok: true, value: 'odd' });
  expect(await root.readText('/100%2541')).toEqual({ ok: true, value: 'percent' });
  rmSync(odd);
});

test('content that is not UTF-8 and byte order marks are tolerated', async () => {
  const root = treeRoot({ '/bom': '\uFEFFtext', '/latin': Uint8Array.from([0x61, 0xff, 0x62]) });
  expect(await root.readText('/bom')).toEqual({ ok: true, value: 'text' });
  expect(await root.readText('/latin')).toEqual({ ok: true, value: 'a\uFFFDb' });
});

test('what is not there is absent, also below a file; too long paths are a limit; an ended run is a timeout', async () => {
  const root = treeRoot({ '/file': 'x' });
  expect(await root.readText('/none')).toEqual({ ok: false, code: 'absent' });
  expect(await root.readText('/file/below')).toEqual({ ok: false, code: 'absent' });
  expect(await root.readText(`/${'x/'.repeat(3000)}`)).toEqual({ ok: false, code: 'limit' });
  expect(await root.readText(`/${'x'.repeat(300)}`)).toEqual({ ok: false, code: 'limit' });
  mkdirSync(path.join(root.path, 'gone'));
  rmSync(path.join(root.path, 'gone'), { recursive: true });
  expect(await root.list('/gone')).toEqual({ ok: false, code: 'absent' });
});

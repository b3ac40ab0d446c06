import { execFileSync } from 'node:child_process';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { unpackLz4 } from '../../../../collectors/host/parse/lz4-frame.ts';
import { findOnPath, skipUnless } from '../../../support/real-parts.ts';
import { readAll } from '../support.ts';
import { makeTree, openTree, type TreeEntry, treeRoot } from '../tree.ts';

const status = 'Package: a\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0-1\n';
const list = 'Package: a\nArchitecture: amd64\nVersion: 1.0-2\n\nPackage: a\nArchitecture: arm64\nVersion: 9\n';
const folder = '/var/lib/apt/lists/h_dists_x_';

async function updatesOf(entries: Record<string, TreeEntry>) {
  const { facts, missing } = await readAll(treeRoot({ '/var/lib/dpkg/status': status, ...entries }));
  return facts['pendingUpdates'] ?? missing['pendingUpdates'];
}

const found = [{ name: 'a', installed: '1.0-1', candidate: '1.0-2', security: false }];

describe('lists of packages', () => {
  test('plain, gz and zst', async () => {
    expect(await updatesOf({ [`${folder}main_binary-amd64_Packages`]: list })).toEqual(found);
    expect(await updatesOf({ [`${folder}main_binary-amd64_Packages.gz`]: gzipSync(list) })).toEqual(found);
    expect(await updatesOf({ [`${folder}main_binary-amd64_Packages.zst`]: zstdCompressSync(list) })).toEqual(found);
  });

  test('a list that cannot be read makes all updates unknown', async () => {
    expect(await updatesOf({ [`${folder}main_Packages`]: list, [`${folder}other_Packages.xz`]: 'x' })).toBe(
      'not-supported',
    );
    expect(await updatesOf({ [`${folder}main_Packages.gz`]: 'broken' })).toBe('parse-error');
    expect(await updatesOf({ [`${folder}main_Packages.lz4`]: 'broken' })).toBe('parse-error');
  });

  test('a compressed list that unpacks beyond the limit is a limit', async () => {
    const tree = makeTree({
      '/var/lib/dpkg/status': status,
      [`${folder}main_Packages.gz`]: gzipSync(Buffer.alloc(100_000, 'x')),
    });
    expect((await readAll(openTree(tree, true, { hostFileBytes: 1000 }))).missing['pendingUpdates']).toBe('limit');
  });

  test('a newer version counts as security when an older one from a security archive is newer than ours too', async () => {
    const entries = {
      [`${folder}InRelease`]: 'Label: Debian\n',
      [`${folder}main_Packages`]: 'Package: a\nArchitecture: amd64\nVersion: 1.0-9\n',
      '/var/lib/apt/lists/s_dists_x-security_InRelease': 'Suite: x-security\n',
      '/var/lib/apt/lists/s_dists_x-security_main_Packages': 'Package: a\nArchitecture: amd64\nVersion: 1.0-5\n',
    };
    expect(await updatesOf(entries)).toEqual([{ name: 'a', installed: '1.0-1', candidate: '1.0-9', security: true }]);
  });

  test('archives that are not automatic and packages of other architectures offer nothing', async () => {
    const entries = { [`${folder}InRelease`]: 'NotAutomatic: yes\n', [`${folder}main_Packages`]: list };
    expect(await updatesOf(entries)).toEqual([]);
    expect(await updatesOf({ [`${folder}main_Packages`]: list.slice(list.indexOf('\n\n') + 2) })).toEqual([]);
  });
});

describe('lz4 frames', skipUnless(findOnPath('lz4'), 'the lz4 program'), () => {
  const pack = (input: Buffer, ...flags: string[]) =>
    execFileSync('lz4', ['-c', ...flags], { input, stdio: ['pipe', 'pipe', 'ignore'], maxBuffer: 1 << 28 });
  const random = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * index * 2654435761) >>> 24));
  const inputs: [string, Buffer][] = [
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from('x')],
    ['a run', Buffer.alloc(300_000, 'a')],
    ['text', Buffer.from('Package: x\nVersion: 1\n\n'.repeat(30_000))],
    ['noise', random],
  ];

  test.each(inputs)('of the reference program unpack to what went in: %s', (_, input) => {
    for (const flags of [[], ['-9'], ['-BD'], ['-B4', '--no-frame-crc'], ['-BX'], ['--content-size']]) {
      const unpacked = unpackLz4(pack(input, ...flags), 10_000_000);
      expect(Buffer.isBuffer(unpacked) && unpacked.equals(input)).toBe(true);
    }
  });

  test('cut short or changed anywhere they are broken, never endless; beyond the maximum they are too large', () => {
    const packed = pack(Buffer.from('Package: x\nVersion: 1\n\n'.repeat(300)));
    for (let length = 0; length < packed.length - 8; length++)
      expect(unpackLz4(packed.subarray(0, length), 1e6)).toBeNull();
    for (let at = 0; at < packed.length; at++) {
      const changed = Buffer.from(packed);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      expect(() => unpackLz4(changed, 1e6)).not.toThrow();
    }
    expect(unpackLz4(pack(Buffer.alloc(5_000_000)), 1_000_000)).toBe('too-large');
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Resource } from '../../engine/index.ts';
import { compareSides, type Side } from '../../service/image-diff/compare.ts';
import type { ImageDifference, ImagesDifference } from '../../service/image-diff/contract.ts';
import { comparePackages } from '../../service/image-diff/packages.ts';
import { runCli } from '../support/cli.ts';
import { imageArchive } from '../support/image-archive.ts';
import { imageWith, packageWith, shopImage } from '../support/sbom-images.ts';
import { rawTar, tarEntry } from '../support/tar-bytes.ts';

function sideOf(...images: Resource[]): Side {
  return { images, targets: new Map([[1, 'web-01']]), problems: [] };
}

function between(before: Resource, after: Resource): ImageDifference {
  return compareSides(sideOf(before), sideOf(after)).images[0]!;
}

describe('packages of two images', () => {
  const versions = (type: 'deb' | 'golang' | 'composer', ...list: string[]) =>
    list.map((version) => packageWith({ type, name: 'a', version }));
  const changes = (type: 'deb' | 'golang' | 'composer', before: string[], after: string[]) =>
    comparePackages(versions(type, ...before), versions(type, ...after)).map(
      ({ change, before, after }) => `${change} ${before ?? '–'} ${after ?? '–'}`,
    );

  test('are upgraded or downgraded in the order of their ecosystem, and changed where that is not known', () => {
    expect(changes('deb', ['1.0~rc1'], ['1.0'])).toEqual(['upgraded 1.0~rc1 1.0']);
    expect(changes('deb', ['2:1'], ['9'])).toEqual(['downgraded 2:1 9']);
    expect(changes('golang', ['v1.9.0'], ['v1.10.0'])).toEqual(['upgraded v1.9.0 v1.10.0']);
    expect(changes('golang', ['(devel)'], ['v1.10.0'])).toEqual(['changed (devel) v1.10.0']);
    expect(changes('composer', ['1.0'], ['2.0'])).toEqual(['changed 1.0 2.0']);
  });

  test('in several versions cancel out one by one', () => {
    expect(changes('deb', ['1', '2'], ['2', '3'])).toEqual(['upgraded 1 3']);
    expect(changes('deb', ['10', '9'], ['11', '12'])).toEqual(['upgraded 9 11', 'upgraded 10 12']);
    expect(changes('deb', ['1', '1'], ['1'])).toEqual(['removed 1 –']);
    expect(changes('deb', [], ['1'])).toEqual(['added – 1']);
    expect(changes('deb', ['1'], ['2', '3'])).toEqual(['removed 1 –', 'added – 2', 'added – 3']);
  });

  test('of equal lists never differ, and the other way round is the mirror image', () => {
    const mirror = {
      added: 'removed',
      removed: 'added',
      upgraded: 'downgraded',
      downgraded: 'upgraded',
      changed: 'changed',
    };
    const packages = fc.array(
      fc
        .record({
          type: fc.constantFrom('deb' as const, 'npm' as const, 'other' as const),
          name: fc.constantFrom('a', 'b'),
          version: fc.constantFrom('1.0.0', '1.2.0', '1.10.0', 'x', ''),
        })
        .map((part) => packageWith(part)),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(packages, packages, (before, after) => {
        expect(comparePackages(before, before.toReversed())).toEqual([]);
        const there = comparePackages(before, after).map(({ change, before, after, ...rest }) =>
          JSON.stringify({ ...rest, change: mirror[change], before: after, after: before }),
        );
        const back = comparePackages(after, before).map(({ change, before, after, ...rest }) =>
          JSON.stringify({ ...rest, change, before, after }),
        );
        expect(there.sort()).toEqual(back.sort());
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe('two images', () => {
  test('that are the same have no difference, whatever their targets are called', () => {
    const other = { ...shopImage(), key: 'elsewhere/image/shop/web:2' };
    const difference = compareSides(sideOf(shopImage()), { ...sideOf(other), targets: new Map([[1, 'elsewhere']]) });
    expect(difference).toMatchObject({ same: true, onlyBefore: [], onlyAfter: [] });
    expect(difference.images[0]!.notCompared.map(({ fact }) => fact)).toContain('unownedFiles');
  });

  test('are compared by settings, files, licences, size and layers', () => {
    const shop = shopImage();
    const packages = (shop['packages'] as ReturnType<typeof packageWith>[]).map((each) =>
      each.name === '@shop/cart'
        ? { ...each, license: { ...each.license, declared: 'ISC', requires: [['ISC']] } }
        : each,
    );
    const changed = {
      ...shop,
      ...{ labels: { team: 'shop' }, user: '1000', size: 5, packages, leftovers: [] },
      layers: [...(shop['layers'] as string[]).slice(0, 1), `sha256:${'9'.repeat(64)}`],
      privilegedFiles: (shop['privilegedFiles'] as object[]).map((each) => ({ ...each, mode: '0755' })),
    };
    const { before: _a, after: _b, notCompared: _c, ...rest } = between(shop, changed);
    expect(rest).toEqual({
      same: false,
      size: { before: 120_000_000, after: 5 },
      layers: { before: 3, after: 2, common: 1 },
      packageCount: { before: 4, after: 4 },
      packages: [],
      relicensed: [{ what: 'npm', name: '@shop/cart 2.0.0', before: 'MIT OR LicenseRef-house', after: 'ISC' }],
      licenses: [
        { license: 'ISC', before: 0, after: 1 },
        { license: 'LicenseRef-house or MIT', before: 1, after: 0 },
      ],
      configuration: [
        { what: 'user', name: '', before: 'none', after: '1000' },
        { what: 'label', name: 'team', before: null, after: 'shop' },
      ],
      files: [
        { what: 'package-cache', name: 'var/cache/apt', before: 'visible', after: null },
        { what: 'privileged file', name: 'usr/bin/su', before: '4755', after: '0755' },
      ],
    });
  });

  test('of which one does not tell its packages are not the same for that', () => {
    const closed = imageWith('web-01/image/shop/web:2', {}, { packages: 'not-requested' });
    const { packages, licenses, notCompared } = between(shopImage(), closed);
    expect([packages, licenses]).toEqual([null, null]);
    expect(notCompared).toContainEqual({ fact: 'packages', before: null, after: 'not-requested' });
  });

  test('of several on each side are those of one key', () => {
    const a = imageWith('web-01/image/a', {});
    const b = imageWith('web-01/image/b', {});
    const c = imageWith('web-01/image/c', {});
    const difference = compareSides(sideOf(a, b), sideOf(c, a));
    expect(difference.images.map(({ before, after }) => [before.name, after.name])).toEqual([['a', 'a']]);
    expect([difference.onlyBefore, difference.onlyAfter, difference.same]).toMatchObject([
      [{ name: 'b' }],
      [{ name: 'c' }],
      false,
    ]);
  });
});

describe('plimsoll diff', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'plimsoll-diff-test-'));
    await writeFile(path.join(folder, 'one.tar'), imageArchive('shop/web:1', [layerWith('1.0-1', false)]));
    await writeFile(path.join(folder, 'two.tar'), imageArchive('shop/web:2', [layerWith('1.0-2', true)]));
    await writeFile(path.join(folder, 'note.txt'), 'hello');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = (...line: string[]) => runCli(['diff', ...line], { folder });
  const pair = ['--images', 'docker-archive:one.tar', 'docker-archive:two.tar'];

  test('prints what differs side by side', async () => {
    const { code, stdout, stderr } = await run(...pair);
    expect(code, stderr).toBe(0);
    const rows = stdout.split('\n').map((line) => line.trim().split(/\s{2,}/));
    expect(rows).toContainEqual(['image', 'shop/web:1', 'shop/web:2']);
    expect(rows).toContainEqual(['Packages: 1 added, 1 upgraded']);
    expect(rows).toContainEqual(['upgraded', 'deb left', '1.0-1', '1.0-2']);
    expect(rows).toContainEqual(['added', 'deb right', '–', '3']);
    expect(stdout).toContain('They differ');
  });

  test('answers with its exit code only where it is asked to', async () => {
    expect((await run(...pair, '--exit-code')).code).toBe(1);
    const same = await run('--images', 'docker-archive:one.tar', 'docker-archive:one.tar', '--exit-code');
    expect([same.code, same.stdout]).toEqual([0, expect.stringContaining('No difference was found')]);
  });

  test('reads snapshots as well as targets, and prints JSON that is the same each time', async () => {
    for (const name of ['one', 'two']) {
      const line = ['collect', `docker-archive:${name}.tar`, '-o', `${name}.ndjson.zst`];
      const { code, stderr } = await runCli(line, { folder });
      expect(code, stderr).toBe(0);
    }
    const fromTargets = await run(...pair, '-f', 'json');
    const fromSnapshots = await run('--images', 'one.ndjson.zst', 'two.ndjson.zst', '-f', 'json');
    expect(fromSnapshots.stdout).toBe(fromTargets.stdout);
    const difference = JSON.parse(fromTargets.stdout) as ImagesDifference;
    expect(difference.images[0]!.packages).toEqual([
      { type: 'deb', name: 'left', change: 'upgraded', before: '1.0-1', after: '1.0-2' },
      { type: 'deb', name: 'right', change: 'added', before: null, after: '3' },
    ]);
  });

  test.each([
    ['without what to compare', ['one.tar', 'two.tar'], 2, 'plimsoll diff --images BEFORE AFTER'],
    [
      'with an image that is not there',
      ['--images', 'docker-archive:gone.tar', 'docker-archive:two.tar'],
      3,
      'gone.tar',
    ],
    ['with a file that is neither', ['--images', './note.txt', 'docker-archive:two.tar'], 2, 'is of no known form'],
  ])('%s is refused with what to do', async (_what, line, exit, text) => {
    const { code, stderr } = await run(...line);
    expect([code, stderr]).toEqual([exit, expect.stringContaining(text)]);
  });
});

/** A file system with a package database. */
function layerWith(version: string, more: boolean): Buffer {
  const status = ['left', ...(more ? ['right'] : [])]
    .map((name) =>
      [
        `Package: ${name}`,
        'Status: install ok installed',
        'Architecture: all',
        `Version: ${name === 'left' ? version : '3'}`,
        'Description: none',
        '',
      ].join('\n'),
    )
    .join('\n');
  return rawTar(
    tarEntry({ name: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12"\n' }),
    tarEntry({ name: 'var/lib/dpkg/status', content: status }),
  );
}

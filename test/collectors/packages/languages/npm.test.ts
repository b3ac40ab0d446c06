import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { isPackageFolder } from '../../../../collectors/packages/languages/npm/places.ts';
import { rootFolder } from '../../../../root.ts';
import { findOnPath, skipUnless } from '../../../support/real-parts.ts';
import { briefly, catalogueLanguages, namesOf } from './noted-tree.ts';

const quiet = { problems: [], unreadable: false };

function json(value: object): string {
  return JSON.stringify(value);
}

describe('which folders are packages', () => {
  test.each([
    'node_modules/a',
    'app/node_modules/a',
    'app/node_modules/@s/a',
    'app/node_modules/a/node_modules/@s/b',
    'node_modules/.pnpm/a@1.0.0/node_modules/a',
    'node_modules/.pnpm/@s+a@1.0.0/node_modules/@s/a',
    'usr/local/lib/node_modules/npm/node_modules/semver',
  ])('%s is one', (folder) => expect(isPackageFolder(folder)).toBe(true));

  test.each([
    'app',
    'my_node_modules/a',
    'node_modules',
    'node_modules/a/dist/esm',
    'node_modules/a/test/fixtures/node_modules/b',
    'node_modules/@s',
    'node_modules/.bin',
    'node_modules/.cache/x',
    'node_modules/.pnpm/a@1.0.0',
  ])('%s is none', (folder) => expect(isPackageFolder(folder)).toBe(false));
});

describe('installed packages', () => {
  test('are told with their folder, purl and licence in every form', async () => {
    const file = (value: object) => json({ version: '1.0.0', ...value });
    const { packages } = await catalogueLanguages({
      'app/node_modules/a/package.json': file({ name: 'a', license: 'MIT' }),
      'app/node_modules/@s/b/package.json': file({ name: '@s/b', license: { type: 'ISC', url: 'x' } }),
      'app/node_modules/c/package.json': file({ name: 'real', licenses: [{ type: 'MIT' }, { type: 'Apache-2.0' }] }),
      'app/node_modules/d/package.json': file({ license: ['MIT', 'A and B'] }),
      'app/node_modules/e/package.json': json({ name: 'e', license: 1 }),
    });
    expect(
      packages.map(({ name, version, purl, folder, licenseText }) => [name, version, purl, folder, licenseText]),
    ).toEqual([
      ['@s/b', '1.0.0', 'pkg:npm/%40s/b@1.0.0', 'app/node_modules/@s/b', 'ISC'],
      ['a', '1.0.0', 'pkg:npm/a@1.0.0', 'app/node_modules/a', 'MIT'],
      ['real', '1.0.0', 'pkg:npm/real@1.0.0', 'app/node_modules/c', 'MIT OR Apache-2.0'],
      ['d', '1.0.0', 'pkg:npm/d@1.0.0', 'app/node_modules/d', 'MIT OR (A and B)'],
      ['e', '', 'pkg:npm/e', 'app/node_modules/e', null],
    ]);
  });

  test('parts of a workspace count where a link in node_modules leads to them, the project itself does not', async () => {
    const files = {
      'app/package.json': json({ name: 'app', version: '1.0.0' }),
      'app/parts/x/package.json': json({ name: 'x', version: '2.0.0' }),
      'app/parts/y/package.json': json({ name: 'y', version: '2.0.0' }),
      'app/node_modules/x': { link: '../parts/x' },
      'app/node_modules/also-x': { link: '../parts/x' },
      'app/node_modules/gone': { link: '../parts/gone' },
      'node_modules/.pnpm/z@1/node_modules/z/package.json': json({ name: 'z', version: '1.0.0' }),
      'node_modules/z': { link: '.pnpm/z@1/node_modules/z' },
      'opt/yarn-v1.22.22/package.json': json({ name: 'yarn', version: '1.22.22' }),
    };
    expect(await briefly(files)).toEqual({ packages: ['x 2.0.0', 'yarn 1.22.22', 'z 1.0.0'], ...quiet });
  });

  test('metadata that are no JSON object make the list unknown, but only in the place of a package', async () => {
    const place = 'node_modules/a/package.json';
    for (const bad of ['', '{', '[]', '"x"', 'null', '\ufffe', '['.repeat(100_000)]) {
      expect(await briefly({ [place]: bad })).toEqual({
        packages: [],
        problems: [`db-corrupt ${place}`],
        unreadable: true,
      });
    }
    const good = json({ name: 'a', version: '1.0.0' });
    expect(await briefly({ [place]: `\ufeff${good}`, 'node_modules/a/test/x/package.json': '{' })).toEqual({
      packages: ['a 1.0.0'],
      ...quiet,
    });
    expect((await briefly({ [place]: good }, { packageFileBytes: 10 })).problems).toEqual([
      `limit-reached ${place} packageFileBytes`,
    ]);
  });

  test('names that are none are those of the folder; foreign members of other types are not taken', async () => {
    const files = {
      'node_modules/@s/a/package.json': json({ name: { x: 1 }, version: 3, license: [null, {}] }),
      'node_modules/b/package.json': '{"__proto__":{"name":"evil"},"version":"1\\n2"}',
    };
    expect(await briefly(files)).toEqual({ packages: ['@s/a', 'b'], ...quiet });
  });

  test('a password in a version never shows', async () => {
    const version = 'git+https://user:hunter2hunter2@example.org/a.git';
    const { packages } = await catalogueLanguages({
      'node_modules/a/package.json': json({ name: 'a', version, license: version }),
    });
    expect(JSON.stringify(packages)).not.toContain('hunter2');
  });
});

describe('lock files', () => {
  const lock = json({
    lockfileVersion: 3,
    packages: {
      '': { name: 'app', version: '1.0.0' },
      'node_modules/a': { version: '1.0.0', license: 'MIT' },
      'node_modules/b/node_modules/a': { version: '1.0.0' },
      'node_modules/alias': { name: '@s/real', version: '2.0.0' },
      'node_modules/tool': { version: '3.0.0', dev: true },
      'node_modules/part': { resolved: 'parts/part', link: true },
      'parts/part': { version: '9.0.0' },
    },
  });

  test('count where nothing is installed beside them', async () => {
    expect(await briefly({ 'app/package-lock.json': lock })).toEqual({
      packages: ['@s/real 2.0.0', 'a 1.0.0'],
      ...quiet,
    });
    const installed = {
      'app/package-lock.json': lock,
      'app/node_modules/b/package.json': json({ name: 'b', version: '1' }),
    };
    expect(await briefly(installed)).toEqual({ packages: ['b 1'], ...quiet });
    expect(await briefly({ 'node_modules/x/package-lock.json': lock })).toEqual({ packages: [], ...quiet });
  });

  test('of npm before 7', async () => {
    const old = json({
      lockfileVersion: 1,
      dependencies: {
        a: { version: '1.0.0', requires: { b: '1' }, dependencies: { b: { version: '1.1.0' } } },
        c: { version: 'npm:real@4.0.0' },
        d: { version: '1.0.0', dev: true, dependencies: { e: { version: '1.0.0' } } },
      },
    });
    expect(await briefly({ 'npm-shrinkwrap.json': old })).toEqual({
      packages: ['a 1.0.0', 'b 1.1.0', 'real 4.0.0'],
      ...quiet,
    });
  });

  test('of Yarn 1 and later', async () => {
    const one =
      '# THIS IS AN AUTOGENERATED FILE.\n# yarn lockfile v1\n\n\n"@s/a@^1.0.0", "@s/a@~1.0.1":\n  version "1.0.2"\n  resolved "x"\n' +
      '  dependencies:\n    version "9"\n\nb@1:\n  version "1.0.0"\n\n"alias@npm:real@^2":\n  version "2.0.0"\n';
    const berry =
      '__metadata:\n  version: 8\n\n"@s/a@npm:^1.0.0":\n  version: 1.0.2\n  resolution: "@s/a@npm:1.0.2"\n\n' +
      '"app@workspace:.":\n  version: 0.0.0-use.local\n\n"alias@npm:real@2":\n  version: 2.0.0\n';
    expect(await briefly({ 'a/yarn.lock': one })).toEqual({
      packages: ['@s/a 1.0.2', 'b 1.0.0', 'real 2.0.0'],
      ...quiet,
    });
    expect(await briefly({ 'a/yarn.lock': berry })).toEqual({ packages: ['@s/a 1.0.2', 'real 2.0.0'], ...quiet });
  });

  test('of pnpm in each of its forms', async () => {
    const form = (...keys: string[]) =>
      `lockfileVersion: '6.0'\n\nimporters:\n\n  .:\n    dependencies: {}\n\npackages:\n\n${keys.map((key) => `  ${key}:\n    resolution: {integrity: x}\n    dev: false\n\n`).join('')}` +
      `  /tool@1.0.0:\n    dev: true\n\nsnapshots:\n\n  other@1.0.0: {}\n`;
    const packages = ['@s/a 1.0.0', 'b 2.0.0-rc.1'];
    for (const keys of [
      ['/@s/a/1.0.0', '/b/2.0.0-rc.1_react@18.0.0'],
      ['/@s/a@1.0.0', '/b@2.0.0-rc.1(react@18.0.0)(@x/y@1.0.0)'],
      ["'@s/a@1.0.0'", 'b@2.0.0-rc.1'],
    ]) {
      expect(await briefly({ 'pnpm-lock.yaml': form(...keys) })).toEqual({ packages, ...quiet });
    }
  });

  test('that are damaged make the list unknown', async () => {
    for (const name of ['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml']) {
      expect(await briefly({ [name]: '{' })).toEqual({
        packages: [],
        problems: [`db-corrupt ${name}`],
        unreadable: true,
      });
    }
  });
});

interface Listed {
  name?: string;
  version?: string;
  missing?: boolean;
  dependencies?: Record<string, Listed>;
}

const npm = findOnPath('npm');

test('beside npm ls: every package of this project is found, none is invented', skipUnless(npm, 'npm'), async () => {
  const { stdout } = spawnSync(npm!, ['ls', '--all', '--json', '--long'], {
    cwd: rootFolder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const theirs = new Set<string>();
  const waiting: Listed[] = [JSON.parse(stdout) as Listed];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const [name, inner] of Object.entries(next.dependencies ?? {})) {
      if (!inner.missing && inner.version !== undefined) theirs.add(`${inner.name ?? name} ${inner.version}`);
      waiting.push(inner);
    }
  }
  const { packages, problems } = await catalogueLanguages(rootFolder);
  const ours = packages.filter(({ type, path: file }) => type === 'npm' && /^(?:node_modules|tools)\//.test(file));
  expect(problems.filter(({ subject }) => subject?.startsWith('node_modules/'))).toEqual([]);
  expect(theirs.size).toBeGreaterThan(100);
  expect(namesOf(ours)).toEqual([...theirs].sort());
  expect(path.isAbsolute(ours[0]!.path)).toBe(false);
});

/** Ruby, PHP, .NET and Rust, whose programs need not be here: files as their tools write them. */
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { rustCataloguer, rustInspectors } from '../../../../collectors/packages/languages/rust/index.ts';
import { limitsWith } from '../../../../engine/index.ts';
import { treeOf } from '../os/tree.ts';
import { elfOf } from './elf-bytes.ts';
import { briefly, catalogueLanguages } from './noted-tree.ts';

const quiet = { problems: [], unreadable: false };

function json(value: unknown): string {
  return JSON.stringify(value);
}

describe('gems', () => {
  const home = 'usr/local/bundle/specifications';
  const gemspec = (name: string, version: string, platform: string, ...lines: string[]) =>
    [
      '# -*- encoding: utf-8 -*-',
      `# stub: ${name} ${version} ${platform} lib`,
      '',
      'Gem::Specification.new do |s|',
      `  s.name = "${name}".freeze`,
      `  s.version = "${version}"`,
      ...lines,
      'end',
      '',
    ].join('\n');

  test('are told with folder, platform and licences', async () => {
    const { packages } = await catalogueLanguages({
      [`${home}/rake-13.0.6.gemspec`]: gemspec('rake', '13.0.6', 'ruby', '  s.licenses = ["MIT".freeze]'),
      [`${home}/default/json-2.6.1.gemspec`]: gemspec('json', '2.6.1', 'ruby', "  s.license = 'Ruby'"),
      [`${home}/nokogiri-1.15.0-x86_64-linux.gemspec`]: gemspec(
        'nokogiri',
        '1.15.0',
        'x86_64-linux',
        '  s.licenses = [',
        '    "MIT".freeze,',
        '    "Apache-2.0".freeze]',
      ),
      'usr/local/bundle/gems/rake-13.0.6/LICENSE': 'x',
      'app/vendor/mine/mine.gemspec': gemspec('mine', '1', 'ruby'),
    });
    expect(
      packages.map(({ name, purl, architecture, folder, licenseText }) => [
        name,
        purl,
        architecture,
        folder,
        licenseText,
      ]),
    ).toEqual([
      ['json', 'pkg:gem/json@2.6.1', null, null, 'Ruby'],
      ['nokogiri', 'pkg:gem/nokogiri@1.15.0?platform=x86_64-linux', 'x86_64-linux', null, 'MIT\nApache-2.0'],
      ['rake', 'pkg:gem/rake@13.0.6', null, 'usr/local/bundle/gems/rake-13.0.6', 'MIT'],
    ]);
  });

  test('nothing is evaluated: without texts the list is unknown', async () => {
    const place = `${home}/a-1.gemspec`;
    const bad = { packages: [], problems: [`db-corrupt ${place}`], unreadable: true };
    expect(
      await briefly({ [place]: 'Gem::Specification.new do |s|\n  s.name = File.read("x")\n  s.version = "1"\nend\n' }),
    ).toEqual(bad);
    expect(await briefly({ [place]: 's.name = "a#{`id`}"\ns.version = "1"\n' })).toEqual(bad);
    expect(await briefly({ [place]: '' })).toEqual(bad);
    expect(await briefly({ [place]: 's.name = \'a\'\ns.version = Gem::Version.new("1.0")\n' })).toEqual({
      packages: ['a 1.0'],
      ...quiet,
    });
  });
});

describe('packages of Composer', () => {
  const one = {
    name: 'Vendor/name',
    version: 'v1.2.0',
    license: ['MIT', 'GPL-2.0-or-later'],
    'install-path': '../vendor/name',
  };
  const lock = {
    packages: [{ name: 'a/b', version: '1.0.0', license: ['MIT'] }],
    'packages-dev': [{ name: 'c/d', version: '1' }],
  };

  test('of both versions, with their folder', async () => {
    for (const list of [[one], { packages: [one], dev: false }]) {
      const { packages } = await catalogueLanguages({
        'app/vendor/composer/installed.json': json(list),
        'app/vendor/vendor/name/LICENSE': 'x',
        'app/composer.lock': json(lock),
      });
      expect(
        packages.map(({ name, version, purl, folder, licenseText }) => [name, version, purl, folder, licenseText]),
      ).toEqual([
        [
          'Vendor/name',
          'v1.2.0',
          'pkg:composer/vendor/name@v1.2.0',
          'app/vendor/vendor/name',
          'MIT OR GPL-2.0-or-later',
        ],
      ]);
    }
  });

  test('a lock file counts where nothing is installed beside it', async () => {
    expect(await briefly({ 'composer.lock': json(lock) })).toEqual({ packages: ['a/b 1.0.0'], ...quiet });
  });

  test('damaged they make the list unknown', async () => {
    for (const bad of ['', '{}', '{"packages":{}}', '[1]', '[{"name":""}]']) {
      for (const place of ['vendor/composer/installed.json', 'composer.lock']) {
        expect((await briefly({ [place]: bad })).unreadable).toBe(true);
      }
    }
  });
});

describe('packages of .NET', () => {
  test('libraries that are packages, and the runtime that came with the application', async () => {
    const deps = {
      runtimeTarget: { name: '.NETCoreApp,Version=v8.0/linux-x64', signature: '' },
      targets: {},
      libraries: {
        'App/1.0.0': { type: 'project', serviceable: false },
        'Newtonsoft.Json/13.0.3': { type: 'package', sha512: 'x' },
        'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1': { type: 'runtimepack' },
        'Local/1.0.0.0': { type: 'reference' },
      },
    };
    const { packages } = await catalogueLanguages({
      'app/App.deps.json': `\ufeff${json(deps)}`,
      'web/x.deps.json': '{"a":1}',
    });
    expect(packages.map(({ purl, path }) => [purl, path])).toEqual([
      ['pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.1', 'app/App.deps.json'],
      ['pkg:nuget/Newtonsoft.Json@13.0.3', 'app/App.deps.json'],
    ]);
  });

  test('damaged they make the list unknown', async () => {
    const target = { runtimeTarget: {} };
    for (const bad of ['', '[]', json(target), json({ ...target, libraries: { '/1': { type: 'package' } } })]) {
      expect(await briefly({ 'a.deps.json': bad })).toEqual({
        packages: [],
        problems: ['db-corrupt a.deps.json'],
        unreadable: true,
      });
    }
  });
});

describe('crates', () => {
  const list = {
    packages: [
      { name: 'app', version: '0.1.0', source: 'local', root: true, dependencies: [1] },
      { name: 'serde', version: '1.0.2', source: 'crates.io' },
      { name: 'cc', version: '1.0.0', source: 'crates.io', kind: 'build' },
      { name: 'fork', version: '2.0.0', source: 'git' },
    ],
  };

  async function cratesOf(section: Uint8Array, overrides = {}) {
    const limits = limitsWith(overrides);
    const bytes = elfOf({ sections: { '.dep-v0': section }, segment: Buffer.alloc(600) });
    const entry = { path: 'bin/app', type: 'file' as const, mode: 0o755, size: bytes.length, link: null, layer: 1 };
    const [inspector] = rustInspectors;
    expect(inspector!.wants(entry)).toBe('whole');
    const notes = { [inspector!.id]: inspector!.inspect(entry, bytes, limits) };
    const tree = { ...treeOf({}), entries: () => [{ ...entry, notes }] };
    return rustCataloguer.catalogue(tree, { limits, distribution: null });
  }

  test('in the program, those that only built it left out', async () => {
    const { packages } = await cratesOf(deflateSync(json(list)));
    expect(packages.map(({ name, version, purl, layer }) => [name, version, purl, layer])).toEqual([
      ['app', '0.1.0', null, 1],
      ['fork', '2.0.0', null, 1],
      ['serde', '1.0.2', 'pkg:cargo/serde@1.0.2', 1],
    ]);
  });

  test('damaged or unpacking into too much, they make the list unknown', async () => {
    const codes = async (section: Uint8Array, overrides = {}) => {
      const { problems, unreadable } = await cratesOf(section, overrides);
      return [...problems.map(({ code, limit }) => `${code} ${limit ?? ''}`.trim()), unreadable];
    };
    expect(await codes(Buffer.from('not packed'))).toEqual(['db-corrupt', true]);
    expect(await codes(deflateSync('{'))).toEqual(['db-corrupt', true]);
    expect(await codes(deflateSync('{"packages":[1]}'))).toEqual(['db-corrupt', true]);
    expect(await codes(deflateSync(json(list)).subarray(0, 40))).toEqual(['db-corrupt', true]);
    const bomb = deflateSync(Buffer.alloc(1 << 20, 32));
    expect(await codes(bomb, { packageFileBytes: 1 << 16 })).toEqual(['limit-reached packageFileBytes', true]);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findOnPath, skipUnless } from '../../../support/real-parts.ts';
import { briefly, catalogueLanguages, namesOf } from './noted-tree.ts';
import { zipOf } from './zip-bytes.ts';

const site = 'usr/lib/python3/site-packages';
const quiet = { problems: [], unreadable: false };

function metadata(name: string, version: string, ...more: string[]): string {
  return [
    'Metadata-Version: 2.1',
    `Name: ${name}`,
    `Version: ${version}`,
    ...more,
    '',
    'Name: of the description',
    '',
  ].join('\n');
}

async function licenseOf(...headers: string[]): Promise<string | null> {
  const { packages } = await catalogueLanguages({ [`${site}/a-1.dist-info/METADATA`]: metadata('a', '1', ...headers) });
  return packages[0]!.licenseText;
}

describe('installed packages of Python', () => {
  test('wheels with their files, eggs and distutils files', async () => {
    const { packages } = await catalogueLanguages({
      [`${site}/My_Pkg.X-1.0.dist-info/METADATA`]: metadata('My_Pkg.X', '1.0+local'),
      [`${site}/My_Pkg.X-1.0.dist-info/RECORD`]:
        'my/__init__.py,sha256=x,1\r\n../../../bin/tool,,\n"my/a,b ""c"".txt",,\n/etc/my.conf,,\n../../../../../../out,,\n',
      [`${site}/egg-2.egg-info/PKG-INFO`]: metadata('egg', '2'),
      [`${site}/egg-2.egg-info/installed-files.txt`]: '../egg/__init__.py\nPKG-INFO\n',
      [`${site}/old.egg-info`]: metadata('old', '3'),
      'opt/zipped-4.egg/EGG-INFO/PKG-INFO': metadata('zipped', '4'),
    });
    expect(packages.map(({ name, purl, folder, files }) => [name, purl, folder, files])).toEqual([
      ['zipped', 'pkg:pypi/zipped@4', 'opt/zipped-4.egg/EGG-INFO', null],
      [
        'My_Pkg.X',
        'pkg:pypi/my-pkg-x@1.0+local',
        `${site}/My_Pkg.X-1.0.dist-info`,
        [`${site}/my/__init__.py`, 'usr/bin/tool', `${site}/my/a,b "c".txt`, 'etc/my.conf'],
      ],
      [
        'egg',
        'pkg:pypi/egg@2',
        `${site}/egg-2.egg-info`,
        [`${site}/egg/__init__.py`, `${site}/egg-2.egg-info/PKG-INFO`],
      ],
      ['old', 'pkg:pypi/old@3', null, null],
    ]);
  });

  test('metadata of both kinds in one folder are one package', async () => {
    const { packages } = await catalogueLanguages({
      [`${site}/a_b-1.dist-info/METADATA`]: metadata('a-b', '1'),
      [`${site}/a_b-1.egg-info/PKG-INFO`]: metadata('A_b', '1'),
      [`${site}/a_b.egg-info`]: metadata('A_b', '1'),
      'other/a_b.egg-info': metadata('A_b', '1'),
    });
    expect(packages.map(({ path: file }) => file)).toEqual(['other/a_b.egg-info', `${site}/a_b-1.dist-info/METADATA`]);
  });

  test('what pip left of an upgrade is none', async () => {
    const files = { [`${site}/~ip-1.dist-info/METADATA`]: metadata('pip', '1'), [`${site}/a/METADATA`]: 'x' };
    expect(await briefly(files)).toEqual({ packages: [], ...quiet });
  });

  test('declare a licence by expression, statement or classifiers', async () => {
    const classifier = 'Classifier: License :: OSI Approved :: MIT License';
    expect(await licenseOf('License-Expression: MIT OR Apache-2.0', 'License: x', classifier)).toBe(
      'MIT OR Apache-2.0',
    );
    expect(await licenseOf('License: BSD-3-Clause', classifier)).toBe('BSD-3-Clause');
    expect(await licenseOf('license: UNKNOWN', 'Classifier: Topic :: License', classifier)).toBe(
      'License :: OSI Approved :: MIT License',
    );
    expect(await licenseOf('License: The long text', '        of a licence', classifier)).toBe(
      'License :: OSI Approved :: MIT License',
    );
    expect(await licenseOf('License: The long text', '        |of a licence')).toBe('The long text\nof a licence');
    expect(await licenseOf('Classifier: License :: OSI Approved')).toBe(null);
  });

  test('without a name they make the list unknown', async () => {
    const place = `${site}/a-1.dist-info/METADATA`;
    for (const bad of [
      '',
      '\n',
      'Version: 1\n',
      '\u0000\u0001',
      'Name: \n',
      ': x\nName',
      `Name: ${'a'.repeat(2000)}\n`,
    ]) {
      expect(await briefly({ [place]: bad })).toEqual({
        packages: [],
        problems: [`db-corrupt ${place}`],
        unreadable: true,
      });
    }
    expect(await briefly({ [place]: 'Name: a\r\nVersion: 1\r\n' })).toEqual({ packages: ['a 1'], ...quiet });
  });
});

const python = findOnPath('python3');
const hasPip = python !== null && spawnSync(python, ['-m', 'pip', '--version']).status === 0;

describe('beside pip', skipUnless(hasPip, 'python3 with pip'), () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-pip-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function pip(...parameters: string[]): string {
    const all = ['-m', 'pip', '--disable-pip-version-check', ...parameters];
    const { status, stdout, stderr } = spawnSync(python!, all, { encoding: 'utf8', cwd: folder });
    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
    return stdout;
  }

  test('every package that it installed is found with its files, none is invented', async () => {
    const wheels = [
      ['Some_Name.x', '1.0.post1'],
      ['other-name', '2!3.0rc1+local.1'],
      ['UPPER', '0.1'],
    ].map(([name, version]) => {
      const stem = `${name!.replace(/[-.]/g, '_')}-${version}`;
      const info = `${stem}.dist-info`;
      const file = path.join(folder, `${stem}-py3-none-any.whl`);
      const wheel = {
        [`${name}_code.py`]: 'x = 1\n',
        [`${info}/METADATA`]: metadata(name!, version!, 'License: MIT'),
        [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
        [`${info}/RECORD`]: `${name}_code.py,,\n${info}/METADATA,,\n${info}/WHEEL,,\n${info}/RECORD,,\n`,
      };
      writeFileSync(file, zipOf(wheel));
      return file;
    });
    pip(
      'install',
      '--no-index',
      '--no-deps',
      '--no-compile',
      '--root-user-action=ignore',
      '--target',
      'app',
      ...wheels,
    );
    const theirs = JSON.parse(pip('list', '--format', 'json', '--path', 'app')) as { name: string; version: string }[];
    const { packages, problems } = await catalogueLanguages(path.join(folder, 'app'));
    expect(problems).toEqual([]);
    expect(theirs).toHaveLength(3);
    expect(namesOf(packages)).toEqual(namesOf(theirs));
    expect(packages.find(({ name }) => name === 'UPPER')!.files).toContain('UPPER_code.py');
  }, 60_000);
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openZip } from '../../../../collectors/packages/languages/java/zip.ts';
import { findOnPath, skipUnless } from '../../../support/real-parts.ts';
import { briefly, catalogueLanguages } from './noted-tree.ts';
import { zipOf } from './zip-bytes.ts';

function pom(group: string, artifact: string, version: string): Record<string, string> {
  const folder = `META-INF/maven/${group}/${artifact}`;
  return { [`${folder}/pom.properties`]: `#made\nversion=${version}\r\ngroupId=${group}\nartifactId=${artifact}\n` };
}

const manifest = 'META-INF/MANIFEST.MF';

async function packagesOf(files: Record<string, Uint8Array>) {
  const { packages, problems } = await catalogueLanguages(files);
  expect(problems).toEqual([]);
  return packages.map(({ name, version, purl, path: file, licenseText }) => [name, version, purl, file, licenseText]);
}

describe('what a Java archive is', () => {
  test('coordinates of its pom.properties, with the licence of the pom beside it', async () => {
    const xml =
      '<project><!-- <licenses><license><name>No</name></license></licenses> --><licenses>' +
      '<license><name>Apache-2.0</name><url>x</url></license><license><url>https://example.org/&amp;b</url></license>' +
      '</licenses></project>';
    const jar = zipOf({ ...pom('org.acme', 'tool', '1.2'), 'META-INF/maven/org.acme/tool/pom.xml': xml });
    expect(await packagesOf({ 'app/tool.jar': jar })).toEqual([
      ['org.acme:tool', '1.2', 'pkg:maven/org.acme/tool@1.2', 'app/tool.jar', 'Apache-2.0\nhttps://example.org/&b'],
    ]);
  });

  test('else its file name and its manifest', async () => {
    const text = [
      'Manifest-Version: 1.0',
      'Bundle-SymbolicName: org.acme.li',
      ' b;singleton:=true',
      'Bundle-License: "Apache-2.0";link="https://example.org/a,b"',
      'Implementation-Version: 9',
      '',
      'Name: other',
      'Implementation-Version: 10',
    ].join('\r\n');
    const lib = zipOf({ [manifest]: text });
    expect(await packagesOf({ 'lib-2.0.1.jar': lib, 'lib.jar': lib, 'other-1.war': zipOf({ x: '' }) })).toEqual([
      ['org.acme:lib', '2.0.1', 'pkg:maven/org.acme/lib@2.0.1', 'lib-2.0.1.jar', 'Apache-2.0'],
      ['org.acme:lib', '9', 'pkg:maven/org.acme/lib@9', 'lib.jar', 'Apache-2.0'],
      ['other', '1', null, 'other-1.war', null],
    ]);
  });

  test('an archive with classes of others in it is itself and those', async () => {
    const shaded = zipOf({ [manifest]: 'Implementation-Version: 4.2\n', ...pom('cglib', 'cglib', '3.2') });
    const named = zipOf({ ...pom('a', 'core', '1'), ...pom('b', 'tool', '2') });
    const renamed = zipOf({ [manifest]: 'Implementation-Version: 1\n', ...pom('a', 'core', '1') });
    const jars = { 'guice.jar': shaded, 'tool-2.jar': named, 'app.jar': renamed, 'whole-3-all.jar': named };
    expect((await packagesOf(jars)).map(([name, version, , file]) => `${file} ${name} ${version}`)).toEqual([
      'app.jar a:core 1',
      'guice.jar cglib:cglib 3.2',
      'guice.jar guice 4.2',
      'tool-2.jar a:core 1',
      'tool-2.jar b:tool 2',
      'whole-3-all.jar a:core 1',
      'whole-3-all.jar b:tool 2',
      'whole-3-all.jar whole 3-all',
    ]);
  });

  test('archives inside count, also stored ones and behind a script that starts them', async () => {
    const inner = zipOf({ ...pom('org.in', 'inner', '1'), 'lib/deep-4.jar': zipOf(pom('org.in', 'deep', '4')) });
    const boot = zipOf({
      ...pom('org.app', 'app', '7'),
      'BOOT-INF/lib/inner-1.jar': { content: inner, packed: false },
    });
    const script = Buffer.concat([Buffer.from('#!/bin/sh\nexec java -jar "$0"\n'), boot]);
    const names = ['org.app:app 7', 'org.in:deep 4', 'org.in:inner 1'];
    const quiet = { problems: [], unreadable: false };
    expect(await briefly({ 'app.jar': boot })).toEqual({ packages: names, ...quiet });
    expect(await briefly({ 'app.jar': script })).toEqual({ packages: names, ...quiet });
  });

  test('names that no package may have are made into some', async () => {
    const jar = zipOf({ 'lib/a\u0001b-2.jar': zipOf({ x: '' }), [`${'n'.repeat(3000)}-3.jar`]: zipOf({ x: '' }) });
    const names = (await packagesOf({ 'z-1.jar': jar })).map(([name, version]) => `${name} ${version}`);
    expect(names).toEqual(['a_b 2', `${'n'.repeat(249)} 3`, 'z 1']);
  });

  test('what is no archive has no packages, whatever its name', async () => {
    const files = { 'a.jar': 'version https://git-lfs.example/spec\n', 'b.jar': '', 'c.rar': zipOf({ x: '' }) };
    expect(await briefly(files)).toEqual({ packages: [], problems: [], unreadable: false });
  });
});

describe('bad archives', () => {
  const good = zipOf({ ...pom('a', 'b', '1'), [manifest]: 'x: y\n' });

  test('are problems and make the list unknown', async () => {
    const files = {
      'cut.jar': good.subarray(0, good.length - 30),
      'lies-more.jar': zipOf({ [manifest]: { content: 'a: b\n', claims: 4 } }),
      'lies-less.jar': zipOf({ [manifest]: { content: 'a: b\n', claims: 400 } }),
      'locked.jar': zipOf({ [manifest]: { content: 'a: b\n', flags: 1 } }),
      'method.jar': zipOf({ [manifest]: { content: 'a: b\n', method: 99 } }),
      'other-content.jar': Buffer.from(
        zipOf({ [manifest]: { content: 'a: b\n', packed: false } })
          .toString('latin1')
          .replace('a: b', 'a: c'),
        'latin1',
      ),
      'outer.jar': zipOf({ 'lib/in.jar': good.subarray(0, 60) }),
      'good.jar': good,
    };
    const { packages, problems, unreadable } = await briefly(files);
    expect({ packages, unreadable }).toEqual({ packages: [], unreadable: true });
    expect(problems).toEqual([
      'db-corrupt cut.jar',
      'db-corrupt lies-less.jar',
      'db-corrupt lies-more.jar',
      'db-corrupt locked.jar',
      'db-corrupt method.jar',
      'db-corrupt other-content.jar',
      'db-corrupt outer.jar',
    ]);
  });

  test('limits are named', async () => {
    const nest = (depth: number): Buffer => (depth === 0 ? good : zipOf({ 'in.jar': nest(depth - 1) }));
    const bomb = zipOf({ 'in.jar': zipOf({ [manifest]: 'x: y\n', big: 'z' }), 'more.jar': Buffer.alloc(2_000_000) });
    const limits = { archiveRatioFrom: 1_000_000, archiveRatio: 10 };
    expect((await briefly({ 'four.jar': nest(3) })).problems).toEqual([]);
    expect((await briefly({ 'five.jar': nest(4) })).problems).toEqual(['limit-reached five.jar archiveNesting']);
    expect((await briefly({ 'bomb.jar': bomb }, limits)).problems).toEqual(['limit-reached bomb.jar archiveRatio']);
    expect((await briefly({ 'a.jar': good }, { imageEntries: 1 })).problems).toEqual([
      'limit-reached a.jar imageEntries',
    ]);
    expect((await briefly({ 'a.jar': good }, { packageFileBytes: 3 })).problems).toEqual([
      'limit-reached a.jar packageFileBytes',
    ]);
    expect((await briefly({ 'a.jar': good }, { imageInspectBytes: 100 })).problems).toEqual([
      'limit-reached a.jar imageInspectBytes',
    ]);
    expect((await briefly({ 'a.jar': good, 'b.jar': good }, { imagePackages: 1 })).problems).toEqual([
      'limit-reached b.jar imagePackages',
    ]);
  });

  test('many entries that share one large archive cannot unpack it again and again', async () => {
    const large = zipOf({ x: { content: Buffer.alloc(400_000), packed: false } });
    const one = zipOf({ 'a.jar': large });
    // Every entry of the list points to the same bytes.
    const start = one.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    const end = one.length - 22;
    const list = Buffer.concat(Array.from({ length: 500 }, () => one.subarray(start, end)));
    const tail = Buffer.from(one.subarray(end));
    tail.writeUInt16LE(500, 8);
    tail.writeUInt16LE(500, 10);
    tail.writeUInt32LE(list.length, 12);
    const bomb = Buffer.concat([one.subarray(0, start), list, tail]);
    const { problems } = await briefly({ 'bomb.jar': bomb }, { archiveRatioFrom: 1_000_000, archiveRatio: 10 });
    expect(problems).toEqual(['limit-reached bomb.jar archiveRatio']);
  });
});

const jar = findOnPath('jar', 'fastjar');
const python = findOnPath('python3');

describe('beside real tools', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-jar-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('archives of jar are read', skipUnless(jar, 'jar or fastjar'), async () => {
    mkdirSync(path.join(folder, 'in/META-INF/maven/g/a'), { recursive: true });
    writeFileSync(path.join(folder, 'in/META-INF/maven/g/a/pom.properties'), 'groupId=g\nartifactId=a\nversion=3\n');
    writeFileSync(path.join(folder, 'manifest'), 'Implementation-Version: 3\n');
    const run = (...parameters: string[]) => expect(spawnSync(jar!, parameters, { cwd: folder }).status).toBe(0);
    run('cfm', 'in.jar', 'manifest', '-C', 'in', '.');
    mkdirSync(path.join(folder, 'out/WEB-INF/lib'), { recursive: true });
    writeFileSync(path.join(folder, 'out/WEB-INF/lib/a-3.jar'), readFileSync(path.join(folder, 'in.jar')));
    run('cf0', 'site-1.war', '-C', 'out', '.');
    const file = readFileSync(path.join(folder, 'site-1.war'));
    expect(await briefly({ 'site-1.war': file })).toEqual({
      packages: ['g:a 3', 'site 1'],
      problems: [],
      unreadable: false,
    });
  });

  test('entries are those that Python lists, names beyond ASCII included', skipUnless(python, 'python3'), () => {
    const script =
      'import zipfile,sys\n' +
      "with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:\n" +
      "    z.comment = b'by hand'\n" +
      "    for i in range(300): z.writestr(f'd{i}/ü{i}.txt', 'x' * i)\n" +
      "    with z.open('big', 'w', force_zip64=True) as f: f.write(b'y' * 70000)\n";
    const file = path.join(folder, 'python.zip');
    expect(spawnSync(python!, ['-c', script, file]).status).toBe(0);
    const zip = openZip(readFileSync(file), 1000);
    if (typeof zip === 'string' || !('entries' in zip)) throw new Error('not read');
    expect(zip.entries.map(({ name, size }) => [name, size])).toEqual([
      ...Array.from({ length: 300 }, (_, index) => [`d${index}/ü${index}.txt`, index]),
      ['big', 70_000],
    ]);
    expect(zip.entries.every((entry) => entry.read()?.length === entry.size)).toBe(true);
  });
});

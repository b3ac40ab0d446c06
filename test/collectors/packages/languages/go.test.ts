import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { goCataloguer } from '../../../../collectors/packages/languages/go/index.ts';
import { type LimitName, limitsWith } from '../../../../engine/index.ts';
import { findOnPath, skipUnless } from '../../../support/real-parts.ts';
import { treeOf } from '../os/tree.ts';
import { elfOf, putNumber, segmentAddress } from './elf-bytes.ts';
import { briefly, catalogueLanguages, namesOf, withNotes } from './noted-tree.ts';

const mark = 'x'.repeat(16);
const modules =
  `${mark}path\texample.org/cmd/app\nmod\texample.org/app\t(devel)\t\n` +
  'dep\tgithub.com/A/one\tv1.0.0\th1:a=\ndep\tgithub.com/b/two/v2\tv2.1.0\n=>\tgithub.com/c/three\tv3.0.0+incompatible\n' +
  `dep\tlocal.org/x\tv0.1.0\n=>\t./x\t(devel)\t\nbuild\t-compiler=gc\n${mark}`;
const expected = [
  'example.org/app',
  'github.com/A/one v1.0.0',
  'github.com/c/three v3.0.0+incompatible',
  'local.org/x v0.1.0',
  'stdlib 1.20.1',
];

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

function inlineHeader(toolchain: string, text: string): Buffer {
  const head = Buffer.concat([Buffer.from('\u{ff} Go buildinf:', 'latin1'), Buffer.from([8, 2]), Buffer.alloc(16)]);
  const parts = [toolchain, text].map((each) => Buffer.concat([Buffer.from(varint(each.length)), Buffer.from(each)]));
  return Buffer.concat([head, ...parts]);
}

/** A data segment of the older form: header, two strings, their bytes. */
function pointedSegment(wide: boolean, littleEndian: boolean, toolchain: string, text: string): Buffer {
  const word = wide ? 8 : 4;
  const segment = Buffer.alloc(64 + 4 * word + toolchain.length + text.length);
  const put = (place: number, value: number) => putNumber(segment, place, value, word, littleEndian);
  segment.write('\u{ff} Go buildinf:', 'latin1');
  segment.set([word, littleEndian ? 0 : 1], 14);
  put(16, segmentAddress + 64);
  put(16 + word, segmentAddress + 64 + 2 * word);
  put(64, segmentAddress + 64 + 4 * word);
  put(64 + word, toolchain.length);
  put(64 + 2 * word, segmentAddress + 64 + 4 * word + toolchain.length);
  put(64 + 3 * word, text.length);
  segment.write(toolchain + text, 64 + 4 * word);
  return segment;
}

/** Entries of a tree cannot be executed; programs are those that can. */
async function modulesOf(program: Uint8Array, overrides: Partial<Record<LimitName, number>> = {}) {
  const limits = limitsWith(overrides);
  const plain = treeOf({ app: program });
  const entries = [...plain.entries()].map((entry) => (entry.path === 'app' ? { ...entry, mode: 0o755 } : entry));
  const tree = withNotes({ ...plain, entries: () => entries }, limits);
  const { packages, problems, unreadable } = await goCataloguer.catalogue(tree, { limits, distribution: null });
  return { packages, names: namesOf(packages), problems, unreadable };
}

describe('build information of Go', () => {
  test('as it is since Go 1.18, in its section', async () => {
    const program = elfOf({
      sections: { '.go.buildinfo': inlineHeader('go1.20.1', modules) },
      segment: Buffer.alloc(600),
    });
    const { packages, ...rest } = await modulesOf(program);
    expect(rest).toEqual({ names: expected, problems: [], unreadable: false });
    expect(packages.map(({ purl }) => purl)).toEqual([
      'pkg:golang/example.org/app',
      'pkg:golang/github.com/A/one@v1.0.0',
      'pkg:golang/github.com/c/three@v3.0.0+incompatible',
      'pkg:golang/local.org/x@v0.1.0',
      'pkg:golang/stdlib@1.20.1',
    ]);
  });

  test('without sections, in the data that can be written', async () => {
    const segment = Buffer.concat([Buffer.alloc(512), inlineHeader('go1.20.1 X:foo', modules)]);
    expect((await modulesOf(elfOf({ segment }))).names).toEqual(expected);
  });

  test.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])('as it was before, by pointers (64 bit: %s, little endian: %s)', async (wide, littleEndian) => {
    const segment = Buffer.concat([pointedSegment(wide, littleEndian, 'go1.20.1', modules), Buffer.alloc(512)]);
    const program = elfOf({ wide, littleEndian, segment, sections: { '.go.buildinfo': segment.subarray(0, 32) } });
    expect((await modulesOf(program)).names).toEqual(expected);
    expect((await modulesOf(elfOf({ wide, littleEndian, segment }))).names).toEqual(expected);
  });

  test('without modules only the standard library is known', async () => {
    const program = elfOf({
      sections: { '.go.buildinfo': inlineHeader('devel go1.27-abc Mon', '') },
      segment: Buffer.alloc(600),
    });
    expect((await modulesOf(program)).names).toEqual(['stdlib 1.27-abc']);
  });

  test('what only looks like it is passed over', async () => {
    const lookalike = Buffer.alloc(512);
    lookalike.write('abc\u{ff} Go buildinf:', 'latin1');
    const segment = Buffer.concat([lookalike, inlineHeader('go1.20.1', modules)]);
    expect((await modulesOf(elfOf({ segment }))).names).toEqual(expected);
    const bare = inlineHeader('go1.20.1', modules.slice(16, -16).trimEnd());
    const program = elfOf({ sections: { '.go.buildinfo': bare }, segment: Buffer.alloc(600) });
    expect((await modulesOf(program)).names).toEqual(['stdlib 1.20.1']);
  });

  test('a folder is never a name, nor does a replacement of nothing count', async () => {
    const text = `${mark}=>\tx.org/y\tv1\t\ndep\ta.org/b\tv1.0.0\n=>\t../b\tv9.0.0\t\n${mark}`;
    const program = elfOf({
      sections: { '.go.buildinfo': inlineHeader('go1.20.1', text) },
      segment: Buffer.alloc(600),
    });
    expect((await modulesOf(program)).names).toEqual(['a.org/b v1.0.0', 'stdlib 1.20.1']);
  });

  test('damaged, it is a problem; absent, it is said', async () => {
    const header = inlineHeader('go1.20.1', modules);
    const damaged = elfOf({ sections: { '.go.buildinfo': header.subarray(0, 100) }, segment: Buffer.alloc(600) });
    const note = Buffer.from('\u0004\0\0\0\u0010\0\0\0\u0004\0\0\0Go\0\0abcdabcdabcdabcd', 'latin1');
    const without = elfOf({ sections: { '.note.go.buildid': note }, segment: Buffer.alloc(600) });
    const cut = without.subarray(0, without.length - 10);
    const codes = async (program: Uint8Array) => {
      const { problems, unreadable } = await modulesOf(program);
      return [...problems.map(({ code }) => code), unreadable];
    };
    expect(await codes(damaged)).toEqual(['db-corrupt', true]);
    expect(await codes(without)).toEqual(['not-supported', false]);
    expect(await codes(cut)).toEqual(['db-corrupt', true]);
    expect(await codes(elfOf({ segment: Buffer.alloc(600) }))).toEqual([false]);
  });

  test('too large to be looked into, it makes the list unknown; other programs do not', async () => {
    const header = inlineHeader('go1.20.1', modules);
    const note = Buffer.from('\u0004\0\0\0\u0010\0\0\0\u0004\0\0\0Go\0\0abcdabcdabcdabcd', 'latin1');
    const program = elfOf({
      sections: { '.note.go.buildid': note, '.go.buildinfo': header },
      segment: Buffer.alloc(600),
    });
    const { problems, unreadable } = await modulesOf(program, { imageInspectBytes: 1000 });
    expect([problems.map(({ limit }) => limit), unreadable]).toEqual([['imageInspectBytes'], true]);
    const other = await modulesOf(elfOf({ segment: Buffer.alloc(2000) }), { imageInspectBytes: 1000 });
    expect([other.problems, other.unreadable]).toEqual([[], false]);
  });

  test('files that cannot be executed are no programs', async () => {
    const program = elfOf({
      sections: { '.go.buildinfo': inlineHeader('go1.20.1', modules) },
      segment: Buffer.alloc(600),
    });
    expect(await briefly({ 'data.bin': program })).toEqual({ packages: [], problems: [], unreadable: false });
  });
});

const go = findOnPath('go');

describe('beside go version -m', skipUnless(go, 'go'), () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-go-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function run(...parameters: string[]): string {
    const environment = {
      ...process.env,
      GOFLAGS: '-mod=vendor',
      GOTOOLCHAIN: 'local',
      GOPROXY: 'off',
      CGO_ENABLED: '0',
    };
    const { status, stdout, stderr } = spawnSync(go!, parameters, { cwd: folder, env: environment, encoding: 'utf8' });
    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
    return stdout;
  }

  function write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }

  const builds: [string, string[]][] = [
    ['plain', []],
    ['trimmed', ['-trimpath']],
    ['stripped', ['-ldflags=-s -w']],
    ['movable', ['-buildmode=pie']],
  ];

  test('every module is found, none is invented', async () => {
    write(
      'go.mod',
      'module example.org/App/v3\n\ngo 1.20\n\nrequire (\n\texample.org/one v1.2.3\n\texample.org/two/v2 v2.0.1\n' +
        '\texample.org/three v0.0.0-20240101000000-0123456789ab\n)\n\nreplace example.org/one => example.org/fork v1.9.0\n\n' +
        'replace example.org/three => ./three\n',
    );
    write(
      'main.go',
      'package main\nimport (\n_ "example.org/one"\n_ "example.org/two/v2"\n_ "example.org/three"\n)\nfunc main() { println(1) }\n',
    );
    write('three/go.mod', 'module example.org/three\n');
    for (const [place, name] of [
      ['one', 'one'],
      ['two/v2', 'two'],
      ['three', 'three'],
    ]) {
      write(`vendor/example.org/${place}/x.go`, `package ${name}\n`);
    }
    write(
      'vendor/modules.txt',
      '# example.org/one v1.2.3 => example.org/fork v1.9.0\n## explicit; go 1.20\nexample.org/one\n' +
        '# example.org/three v0.0.0-20240101000000-0123456789ab => ./three\n## explicit\nexample.org/three\n' +
        '# example.org/two/v2 v2.0.1\n## explicit; go 1.20\nexample.org/two/v2\n' +
        '# example.org/one => example.org/fork v1.9.0\n# example.org/three => ./three\n',
    );
    for (const [name, flags] of builds) {
      run('build', '-buildvcs=false', ...flags, '-o', name, '.');
      const listed = JSON.parse(run('version', '-m', '-json', name));
      const theirs = modulesOfGo(Array.isArray(listed) ? listed[0] : listed);
      const ours = await modulesOf(readFileSync(path.join(folder, name)));
      expect([name, ours.names, ours.unreadable]).toEqual([name, theirs, false]);
      expect(theirs).toContain('example.org/fork v1.9.0');
    }
    const all = await catalogueLanguages(folder);
    expect(all.packages.filter(({ path: file }) => file === 'plain')).toHaveLength(5);
  }, 120_000);
});

interface GoModule {
  Path: string;
  Version?: string;
  Replace?: GoModule;
}

function modulesOfGo(info: { GoVersion: string; Main: GoModule; Deps?: GoModule[] }): string[] {
  const names = [info.Main, ...(info.Deps ?? [])].map((module) => {
    // A folder that replaces a module is no name of a package: it keeps its own.
    const real = module.Replace && !module.Replace.Path.startsWith('.') ? module.Replace : module;
    return `${real.Path} ${real.Version === '(devel)' ? '' : (real.Version ?? '')}`.trim();
  });
  return [...names, `stdlib ${info.GoVersion.slice(2).split(' ')[0]}`].sort();
}

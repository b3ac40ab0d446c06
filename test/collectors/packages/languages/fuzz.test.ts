/** Damaged files of every kind: never a crash, and never a value that is not a name. */
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languageInspectors } from '../../../../collectors/packages/languages/index.ts';
import type { Note } from '../../../../collectors/packages/languages/note.ts';
import { limitsWith } from '../../../../engine/index.ts';
import { elfOf, segmentAddress } from './elf-bytes.ts';
import { briefly } from './noted-tree.ts';
import { zipOf } from './zip-bytes.ts';

const limits = limitsWith({ packageFileBytes: 1 << 20, archiveRatioFrom: 1 << 20, archiveRatio: 4 });
const seed = 20_261_124;

const modules = `${'x'.repeat(16)}mod\ta.org/b\tv1.0.0\ndep\tc/d\tv1\n${'x'.repeat(16)}`;
const build = Buffer.concat([
  Buffer.from('\u{ff} Go buildinf:\u0008\u0002', 'latin1'),
  Buffer.alloc(16),
  Buffer.from(`\u0006go1.20${String.fromCharCode(modules.length)}${modules}`),
]);
const older = Buffer.alloc(200);
older.write('\u{ff} Go buildinf:', 'latin1');
older[14] = 8;
older.writeBigUInt64LE(BigInt(segmentAddress + 64), 16);
older.writeBigUInt64LE(BigInt(segmentAddress + 64), 24);
older.writeBigUInt64LE(BigInt(segmentAddress + 96), 64);
older.writeBigUInt64LE(8n, 72);
older.write('go1.17.1', 96);

const inner = zipOf({ 'META-INF/maven/a/b/pom.properties': 'groupId=a\nartifactId=b\nversion=1\n' });
const samples: Record<string, Uint8Array> = {
  'node_modules/a/package.json': Buffer.from('{"name":"a","version":"1","license":{"type":"MIT"}}'),
  'package-lock.json': Buffer.from(
    '{"lockfileVersion":3,"packages":{"node_modules/a":{"version":"1","license":["x"]}}}',
  ),
  'npm-shrinkwrap.json': Buffer.from(
    '{"lockfileVersion":1,"dependencies":{"a":{"version":"1","dependencies":{"b":{}}}}}',
  ),
  'yarn.lock': Buffer.from('# yarn lockfile v1\n\n"@s/a@^1", b@2:\n  version "1.0.0"\n'),
  'pnpm-lock.yaml': Buffer.from("lockfileVersion: '9.0'\npackages:\n  '@s/a@1.0.0(b@2)':\n    dev: false\n"),
  'a.dist-info/METADATA': Buffer.from('Name: a\nVersion: 1\nLicense: MIT\n more\nClassifier: License :: x\n'),
  'specifications/a-1.gemspec': Buffer.from(
    '# stub: a 1 ruby lib\ns.name = "a".freeze\ns.version="1"\ns.licenses = ["x".freeze, \'y\']\n',
  ),
  'vendor/composer/installed.json': Buffer.from(
    '{"packages":[{"name":"a/b","version":"1","license":["MIT"],"install-path":"../a"}]}',
  ),
  'composer.lock': Buffer.from('{"packages":[{"name":"a/b","version":"1"}]}'),
  'a.deps.json': Buffer.from('{"targets":{},"libraries":{"A/1":{"type":"package"}}}'),
  'a.jar': zipOf({
    'META-INF/MANIFEST.MF': 'Bundle-License: a\n b\n',
    'lib/in.jar': { content: inner, packed: false },
  }),
  'bin/go': elfOf({ sections: { '.go.buildinfo': build }, segment: Buffer.alloc(512) }),
  'bin/old': elfOf({
    sections: { '.go.buildinfo': older.subarray(0, 32) },
    segment: Buffer.concat([older, Buffer.alloc(400)]),
  }),
  'bin/rust': elfOf({
    sections: { '.dep-v0': deflateSync('{"packages":[{"name":"a","version":"1"}]}') },
    segment: Buffer.alloc(512),
  }),
};

function notesOf(path: string, bytes: Uint8Array): Note[] {
  const file = { path, mode: 0o755, size: bytes.length };
  const asked = languageInspectors.filter((inspector) => inspector.wants(file) !== 'no');
  const notes = asked.map((inspector) => inspector.inspect(file, bytes, limits));
  return notes.filter((note): note is Note => note !== null && note !== true);
}

const damages = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('cut' as const),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      byte: fc.constant(0),
    }),
    fc.record({
      kind: fc.constant('set' as const),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      byte: fc.integer({ min: 0, max: 255 }),
    }),
    fc.record({
      kind: fc.constant('copy' as const),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      byte: fc.integer({ min: 1, max: 64 }),
    }),
  ),
  { minLength: 1, maxLength: 6 },
);

type Damage = typeof damages extends fc.Arbitrary<infer T> ? T : never;

function damaged(bytes: Uint8Array, list: Damage): Buffer {
  let result = Buffer.from(bytes);
  for (const { kind, at, byte } of list) {
    const place = Math.min(result.length - 1, Math.floor(at * result.length));
    if (place < 0) break;
    if (kind === 'cut') result = result.subarray(0, place);
    else if (kind === 'set') result[place] = byte;
    else result = Buffer.concat([result.subarray(0, place + byte), result.subarray(place)]);
  }
  return result;
}

describe.each(Object.keys(samples))('%s', (path) => {
  test('the sample itself is read', () => {
    const notes = notesOf(path, samples[path]!);
    expect(notes.map(({ corrupt, limit, silent }) => [corrupt, limit, silent])).toEqual([
      [undefined, undefined, undefined],
    ]);
    expect(notes[0]!.packages).not.toEqual([]);
  });

  test('damage gives names or a reason', () => {
    fc.assert(
      fc.property(damages, (list) => {
        for (const note of notesOf(path, damaged(samples[path]!, list))) {
          expect(JSON.parse(JSON.stringify(note))).toEqual(note);
          for (const { name, version, license } of note.packages ?? []) {
            expect(
              [name, version, license ?? ''].every((text) => typeof text === 'string' && text.isWellFormed()),
            ).toBe(true);
            expect(name).toMatch(/^[^\u0000-\u001f\u007f]+$/);
            expect(version).toMatch(/^[^\u0000-\u001f\u007f]*$/);
          }
        }
      }),
      { seed, numRuns: 400 },
    );
  });
});

test('any bytes under any name are catalogued, as packages or as unknown', async () => {
  const name = fc.constantFrom(...Object.keys(samples));
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(name, fc.uint8Array({ maxLength: 300 }), { noNullPrototype: true }),
      async (files) => {
        const { problems, unreadable } = await briefly(files);
        expect(unreadable).toBe(problems.some((problem) => !problem.startsWith('not-supported')));
      },
    ),
    { seed, numRuns: 150 },
  );
});

test.each(Object.keys(samples).filter((path) => /\.(?:json|jar)$|composer\.lock/.test(path)))(
  '%s that is cut anywhere is no short list',
  async (path) => {
    const bytes = samples[path]!;
    for (let length = 1; length < bytes.length; length += 1) {
      const { packages, unreadable } = await briefly({ [path]: bytes.subarray(0, length) });
      if (path === 'a.jar' && length < 2) continue;
      expect([length, packages, unreadable]).toEqual([length, [], true]);
    }
  },
);

describe('texts made to be slow are read all the same', () => {
  const many = (text: string) => text.repeat(Math.floor(2_000_000 / text.length));
  const manifest = 'META-INF/MANIFEST.MF';
  const cases: [string, () => Uint8Array][] = [
    ['specifications/a-1.gemspec', () => Buffer.from(`${many('\n')}x`)],
    ['specifications/a-1.gemspec', () => Buffer.from(many('# stub: a '))],
    ['specifications/a-1.gemspec', () => Buffer.from(many('s.name = ["'))],
    ['yarn.lock', () => Buffer.from(`# yarn lockfile v1\n${many('"@a@ ')}\n  version ${many('" ')}`)],
    ['pnpm-lock.yaml', () => Buffer.from(`lockfileVersion: 1\npackages:\n  ${many("': ")}\n  '${many('a/@(')}':`)],
    ['a.dist-info/METADATA', () => Buffer.from(`Name: ${many('a\n ')}\n${many(': ')}`)],
    ['package-lock.json', () => Buffer.from(many('{"dependencies":'))],
    ['a.jar', () => zipOf({ [manifest]: `Bundle-License: ${many(',"')}\nBundle-SymbolicName: ${many('a.')}` })],
    ['a.jar', () => zipOf({ 'META-INF/maven/a/b/pom.properties': `a${' '.repeat(900_000)}x\u2028y\n${many('\\')}` })],
    [
      'a.jar',
      () =>
        zipOf({
          'META-INF/maven/a/b/pom.properties': 'artifactId=a',
          'META-INF/maven/a/b/pom.xml': many('<!--<licenses>'),
        }),
    ],
    [
      'a.jar',
      () => zipOf({ [`${'-1'.repeat(32_000)}!.jar`]: inner.subarray(0, 0), [`${'1-'.repeat(32_000)}.jar`]: inner }),
    ],
  ];

  test.each(cases)('%s', (path, bytesOf) => {
    const wide = limitsWith();
    const bytes = bytesOf();
    const file = { path, mode: 0o644, size: bytes.length };
    const asked = languageInspectors.filter((inspector) => inspector.wants(file) !== 'no');
    expect(asked.map((inspector) => inspector.inspect(file, bytes, wide) !== null)).toEqual([true]);
  });
});

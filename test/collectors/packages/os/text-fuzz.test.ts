/** Damage of text databases: never a crash, and where it can be seen never some packages given as all. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseApkInstalled } from '../../../../collectors/packages/os/apk/installed.ts';
import { parseDiversions } from '../../../../collectors/packages/os/dpkg/file-lists.ts';
import { parseDpkgStatus } from '../../../../collectors/packages/os/dpkg/status.ts';
import { pathLines, withoutFolders } from '../../../../collectors/packages/os/path-list.ts';
import { brief, fullBudget } from './catalogue.ts';

const names = ['acl', 'bash', 'libc6', 'zlib1g'];
const status = names
  .map(
    (name, index) =>
      `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nSource: s (${index})\nVersion: ${index}-1\nDescription: x\n y\n\n`,
  )
  .join('');
const lists = Object.fromEntries(names.map((name) => [`var/lib/dpkg/info/${name}.list`, `/.\n/usr/${name}\n`]));
const whole = names.map((name, index) => `${name} ${index}-1`);

test('a status file cut anywhere is corrupt, or lists all that have file lists', async () => {
  for (let end = 0; end < status.length; end++) {
    const found = await brief({ ...lists, 'var/lib/dpkg/status': status.slice(0, end) });
    expect([end, found.unreadable ? [] : found.packages]).toEqual([end, found.unreadable ? [] : whole]);
    if (end < status.indexOf('Version: 3-1')) expect([end, found.unreadable]).toEqual([end, true]);
  }
});

const installed = names.map((name, index) => `P:${name}\nV:${index}-r1\nL:MIT\nF:usr\nR:${name}\n\n`).join('');

test('a database of apk cut anywhere is corrupt, or lists all that are wanted', async () => {
  const all = names.map((name, index) => `${name} ${index}-r1`);
  for (let end = 0; end < installed.length; end++) {
    const found = await brief({ 'etc/apk/world': names.join('\n'), 'lib/apk/db/installed': installed.slice(0, end) });
    expect([end, found.unreadable ? [] : found.packages]).toEqual([end, found.unreadable ? [] : all]);
  }
});

const piece = fc.oneof(
  fc.constantFrom(
    'Package: a\n',
    'Status: install ok installed\n',
    'Version: 1\n',
    'Source: b (2)\n',
    '\n',
    '\r\n',
    ' x\n',
  ),
  fc.constantFrom('P:a\n', 'V:1\n', 'o:b\n', 'F:usr\n', 'R:x\n', 'p:cmd:x=1\n', '\uFEFF', '\0', ':', '/.\n', '/a/b\n'),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join('')));
const anything = fc.oneof(text, fc.uint8Array({ maxLength: 400 }));

function parseAll(bytes: Uint8Array) {
  return [
    parseDpkgStatus(bytes, fullBudget()),
    parseDpkgStatus(bytes, fullBudget(), false),
    parseApkInstalled(bytes, fullBudget()),
  ];
}

test('any content is parsed or refused, always in the same way', () => {
  fc.assert(
    fc.property(anything, (bytes) => {
      const once = parseAll(bytes);
      expect(parseAll(bytes)).toEqual(once);
      for (const found of once.flatMap((answer) => [...answer.packages])) {
        expect([found.name !== '', found.version !== '', /[\s\uFFFD]/.test(found.name + found.version)]).toEqual([
          true,
          true,
          false,
        ]);
      }
      for (const path of pathLines(bytes, fullBudget()))
        expect(path.startsWith('/') || path.includes('\n') || path === '').toBe(false);
      parseDiversions(bytes, fullBudget());
    }),
    { seed: 20_263, numRuns: 3000 },
  );
});

test('folders of a list go, whatever its order', () => {
  const names_ = fc
    .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('/'));
  fc.assert(
    fc.property(fc.uniqueArray(names_, { maxLength: 12 }), (paths) => {
      const expected = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
      expect(withoutFolders(paths)).toEqual(expected);
    }),
    { seed: 20_264, numRuns: 1000 },
  );
});

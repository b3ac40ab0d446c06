import { expect, test } from 'vitest';
import { readRpmPackages, sourceOf, versionOf } from '../../../../collectors/packages/os/rpm/package.ts';
import { fullBudget } from './catalogue.ts';
import { rpmHeader } from './rpm-databases.ts';

const base = { 1000: 'bash', 1001: '5.1', 1002: '6.el9' };
const one = (values: Record<number, string | number | Buffer>) => readRpmPackages([rpmHeader(values)], fullBudget());

test('what a header does not state is null, and an epoch of 0 is stated', () => {
  expect(one(base).packages).toEqual([
    {
      name: 'bash',
      epoch: null,
      version: '5.1',
      release: '6.el9',
      architecture: null,
      license: null,
      sourceRpm: null,
      module: null,
      files: [],
      licenseFiles: [],
    },
  ]);
  const [found] = one({ ...base, 1003: 0 }).packages;
  expect([found?.epoch, versionOf(found!)]).toEqual(['0', '0:5.1-6.el9']);
});

test.each<[string, Buffer, Buffer, string]>([
  ['UTF-8', Buffer.from('/usr/ü/'), Buffer.from('100%'), 'usr/ü/100%25'],
  ['a name that is not', Buffer.from('/usr/ü/'), Buffer.from([0xff]), 'usr/%C3%BC/%FF'],
  ['a folder that is not', Buffer.from([0x2f, 0xff, 0x2f]), Buffer.from('ü'), '%FF/%C3%BC'],
])('names of files as a tree spells them: %s', (_, folder, name, expected) => {
  expect(one({ ...base, 1116: 0, 1117: name, 1118: folder }).packages[0]?.files).toEqual([expected]);
});

test('whole names of packages of before rpm 4.0', () => {
  expect(one({ ...base, 1027: '/etc/x' }).packages[0]?.files).toEqual(['etc/x']);
});

test.each<[string, Record<number, string | number>, string]>([
  ['no name', { 1001: '1', 1002: '1' }, 'package 1: its header has no name, version or release'],
  ['an empty release', { ...base, 1002: '' }, 'package 1: its header has no name, version or release'],
  ['a number for a name', { ...base, 1000: 1 }, 'package 1: its header has no name, version or release'],
  [
    'a folder that is not there',
    { ...base, 1116: 3, 1117: 'x', 1118: '/usr/' },
    'package 1: its header (bash) has file names and folders that do not fit',
  ],
  [
    'names without folders',
    { ...base, 1117: 'x' },
    'package 1: its header (bash) has file names and folders that do not fit',
  ],
  [
    'a path of no file system',
    { ...base, 1116: 0, 1117: 'x'.repeat(4096), 1118: '/usr/' },
    'package 1: its header (bash) has file names and folders that do not fit',
  ],
])('a header with %s makes its database corrupt', (_, values, why) => {
  expect(one(values)).toEqual({ packages: [], headers: 1, corrupt: why });
});

test.each([
  ['bash-5.1.8-6.el9.src.rpm', { name: 'bash', version: '5.1.8-6.el9' }],
  ['java-17-openjdk-17.0.1-2.nosrc.rpm', { name: 'java-17-openjdk', version: '17.0.1-2' }],
  ['(none)', null],
  [null, null],
])('source package of %s', (file, expected) => {
  expect(sourceOf(file)).toEqual(expected);
});

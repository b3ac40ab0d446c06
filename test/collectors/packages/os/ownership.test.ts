import { expect, test } from 'vitest';
import type { FoundPackage } from '../../../../collectors/packages/contract.ts';
import { ownersOf } from '../../../../collectors/packages/ownership.ts';
import { treeOf } from './tree.ts';

function found(name: string, members: Partial<FoundPackage>): FoundPackage {
  return {
    type: 'npm',
    name,
    version: '1',
    purl: null,
    architecture: null,
    sourceName: null,
    sourceVersion: null,
    scope: 'application',
    path: 'x',
    layer: null,
    licenseText: null,
    licensePaths: [],
    files: null,
    folder: null,
    ...members,
  };
}

test('the distribution comes first, then a file of its own, then the innermost folder', () => {
  const tree = treeOf({
    'app/node_modules/a/node_modules/b/index.js': 'x',
    'app/node_modules/a/lib/x.js': 'x',
    modules: { link: 'app/node_modules' },
    'usr/lib/python3/six.py': 'x',
  });
  const ownerOf = ownersOf(tree, [
    found('a', { folder: 'app/node_modules/a' }),
    found('b', { folder: 'modules/a/node_modules/b' }),
    found('six', { type: 'pypi', files: ['usr/lib/python3/six.py', 'app/node_modules/a/lib/x.js'] }),
    found('python3-six', { type: 'deb', scope: 'distribution', files: ['usr/lib/python3/six.py'] }),
  ]);
  const files = [
    'app/node_modules/a/node_modules/b/index.js',
    'app/node_modules/a/package.json',
    'app/node_modules/a/lib/x.js',
    'modules/a/package.json',
    'usr/lib/python3/six.py',
    'app/node_modules/ab/index.js',
    'app',
    '',
  ];
  expect(files.map((file) => ownerOf(file))).toEqual([
    'npm/b',
    'npm/a',
    'pypi/six',
    'npm/a',
    'deb/python3-six',
    null,
    null,
    null,
  ]);
});

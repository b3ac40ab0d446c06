import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findOnPath, skipUnless } from '../../../support/real-parts.ts';
import { catalogueLanguages } from './noted-tree.ts';

const ruby = findOnPath('ruby');

const script = `
require 'rubygems'; require 'json'
files = Gem::Specification.dirs.flat_map { |dir| Dir.glob(File.join(dir, '{,default/}*.gemspec')) }
puts JSON.generate(files.map { |file| s = Gem::Specification.load(file); [file, s.name, s.version.to_s, s.platform.to_s, s.licenses] })
`;

test('beside RubyGems: every gem that it has is found as it reads it', skipUnless(ruby, 'ruby'), async () => {
  const { stdout } = spawnSync(ruby!, ['-e', script], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const listed = JSON.parse(stdout) as [string, string, string, string, string[]][];
  // Two folders may hold the same gem.
  const place = (file: string, index: number) =>
    `${index}/specifications/${path.basename(path.dirname(file)) === 'default' ? 'default/' : ''}${path.basename(file)}`;
  const files = Object.fromEntries(listed.map(([file], index) => [place(file, index), readFileSync(file)]));
  const { packages, problems } = await catalogueLanguages(files);
  expect(problems).toEqual([]);
  const ours = packages.map((each) => [each.name, each.version, each.architecture ?? 'ruby', each.licenseText]);
  const theirs = listed.map(([, name, version, platform, licenses]) => [
    name,
    version,
    platform,
    licenses.join('\n') || null,
  ]);
  expect(theirs.length).toBeGreaterThan(20);
  expect(ours.map((each) => JSON.stringify(each)).sort()).toEqual(theirs.map((each) => JSON.stringify(each)).sort());
});

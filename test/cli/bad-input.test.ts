import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';

let folder: string;

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-cli-'));
  await fs.writeFile(path.join(folder, 'plain.txt'), 'hello\n');
  await fs.writeFile(path.join(folder, 'bad.yaml'), 'targets:\n  - host\nreprot:\n  entity: A\n');
  await fs.writeFile(path.join(folder, 'broken.yaml'), 'targets: [host\nbundles: x\n');
  await fs.writeFile(path.join(folder, 'waivers.yaml'), 'waivers:\n  - kind: hope\n');
  await fs.mkdir(path.join(folder, 'foreign'));
  await fs.writeFile(path.join(folder, 'foreign', 'thesis.tex'), 'mine\n');
  const rule = path.join(folder, 'house', 'rules', 'container', 'no-thing');
  await fs.mkdir(rule, { recursive: true });
  await fs.writeFile(
    path.join(folder, 'house', 'bundle.yaml'),
    'namespace: acme\nname: house\nversion: 1.0.0\ntitle: House\nlicence: Apache-2.0\nplimsoll: ">=0.1"\nsnapshot: "1"\n',
  );
  await fs.writeFile(
    path.join(rule, 'no_thing.rego'),
    'package acme.rules.container.no_thing\n\nviolations contains r if {\n\tr := nothing(1)\n}\n',
  );
});

afterAll(() => fs.rm(folder, { recursive: true, force: true }));

/** Command line → words of its message: what is wrong, where, and the next step. */
const cases: [string, string[], RegExp[]][] = [
  ['an unknown option', ['audit', '--nope'], [/unknown option '--nope'/]],
  ['an unknown command', ['adit'], [/unknown command 'adit'/, /Did you mean audit/]],
  ['an unknown format', ['audit', '-f', 'docx'], [/unknown format docx/, /Next: Known formats: /]],
  ['an unknown target', ['audit', 'dokcer'], [/dokcer/, /Next: /]],
  ['an unknown bundle', ['audit', '-b', 'nope'], [/no bundle nope/, /Next: .*default/]],
  ['an unreadable configuration', ['audit', '--config', 'none.yaml'], [/none\.yaml/, /no such file/]],
  ['an unknown key', ['audit', '--config', 'bad.yaml'], [/bad\.yaml:3:1: /, /reprot/, /report/]],
  ['broken YAML', ['audit', '--config', 'broken.yaml'], [/broken\.yaml:2:/]],
  ['broken Rego', ['audit', '-b', 'house'], [/no_thing\.rego:\d+:\d+: /, /Next: /]],
  ['a broken waiver', ['audit', '-w', 'waivers.yaml'], [/waivers\.yaml:2:11: .*kind/, /Next: /]],
  ['an unknown profile', ['audit', '-p', 'nope'], [/no profile nope/]],
  ['a file that is no snapshot', ['evaluate', 'plain.txt'], [/plain\.txt/, /Next: /]],
  ['a missing snapshot', ['evaluate', 'none.zst'], [/none\.zst/, /Next: /]],
  ['a file that is no result', ['report', 'plain.txt'], [/plain\.txt/, /Next: /]],
  [
    'a folder of somebody else',
    ['evaluate', 'plain.txt', '-o', 'foreign'],
    [/foreign/, /did not write/, /thesis\.tex/],
  ],
  ['a time that is none', ['audit', '--as-of', 'tomorrow'], [/tomorrow/, /RFC 3339/]],
  ['an unknown list', ['list', 'things'], [/no list of things/, /bundles, rules/]],
  ['an unknown subject', ['explain', 'no-such-rule'], [/no rule, control or fingerprint no-such-rule/]],
];

describe('bad input', () => {
  test.each(cases)('%s is one clear message and exit 2', async (_what, line, words) => {
    const before = await fs.readdir(folder);
    const { code, stderr, stdout } = await runCli(line, { folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const word of words) expect(stderr).toMatch(word);
    expect(stderr).not.toMatch(/\n\s+at /);
    const written = (await fs.readdir(folder)).filter((name) => !before.includes(name) && name !== 'plimsoll-report');
    expect(written).toEqual([]);
    const reports = await fs.readdir(path.join(folder, 'plimsoll-report')).catch(() => []);
    expect(reports.filter((name) => name !== '.gitignore')).toEqual([]);
  });

  test('the same in every form of log', async () => {
    const { stderr } = await runCli(['audit', '-b', 'nope', '--log-format', 'json'], { folder });
    const lines = stderr.trim().split('\n');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: 'warn' });
  });
});

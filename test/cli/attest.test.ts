import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { newestEditions, openQuestions, type Result } from '../../engine/index.ts';
import { rootFolder } from '../../root.ts';
import { runCli } from '../support/cli.ts';
import { findOnPath, skipUnless } from '../support/real-parts.ts';
import { sampleResult } from '../support/sample-result.ts';

const control = 'cis-docker-1.8:1.2.1';
let folder: string;
let result: Result;

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-attest-'));
  result = sampleResult({ hostile: true });
  // One question of the shipped bundle, so that an answer to it is known on the way back.
  const outcome = result.outcomes.find((each) => each.rule === null && each.status === 'manual')!;
  result = {
    ...result,
    outcomes: [...result.outcomes.filter((each) => each.control !== control), { ...outcome, control }],
  };
  await fs.writeFile(path.join(folder, 'result.json'), JSON.stringify(result));
});

afterAll(() => fs.rm(folder, { recursive: true, force: true }));

const run = (...line: string[]) => runCli(line, { folder });
const read = (name: string) => fs.readFile(path.join(folder, name), 'utf8');

test('every manual outcome stands under one question, rules under the first control that has them', () => {
  const questions = openQuestions(
    result,
    result.frameworks.map(({ id }) => id),
  );
  const names = questions.map((question) => question.control);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain(control);
  const asked = questions.flatMap((question) => question.asked);
  const manual = result.outcomes.filter(({ status, rule }) => status === 'manual' && rule !== null);
  expect(asked).toHaveLength(manual.flatMap(({ questions: own }) => own).length);
});

test('of several editions the newest is answered for', () => {
  const ids = ['cis-docker-1.6', 'cis-docker-1.10', 'cis-docker-1.9', 'nist-800-190', 'nist-800-53'];
  expect(newestEditions(ids)).toEqual(['cis-docker-1.10', 'nist-800-190', 'nist-800-53']);
});

test('without a terminal it does not wait for answers', async () => {
  const { code, stderr } = await run('attest', 'result.json');
  expect(code).toBe(2);
  expect(stderr).toMatch(/asks on a terminal[\s\S]*attest export/);
});

test('--list prints the open questions', async () => {
  const { code, stdout } = await run('attest', '--list', 'result.json');
  expect(code).toBe(0);
  expect(stdout).toContain(control);
});

test('a framework that the result does not have is an error that names those it has', async () => {
  const { code, stderr } = await run('attest', 'export', 'result.json', '--framework', 'pci');
  expect(code).toBe(2);
  expect(stderr).toContain('cis-docker-1.8');
});

test('a sheet goes out, is filled in, and its answers come back; a wrong row writes nothing', async () => {
  const out = await run('attest', 'export', 'result.json', '--framework', 'cis-docker-1.8', '-o', 'q.csv');
  expect(out.code, out.stderr).toBe(0);
  const untouched = await run('attest', 'import', 'q.csv');
  expect([untouched.code, await fs.readdir(folder)]).toEqual([0, ['q.csv', 'result.json']]);

  const head = 'control,answer,by,on,validFor,evidence\r\n';
  const good = `${control},satisfied,ann,2026-11-20,P1Y,file:q.csv\r\n`;
  await fs.writeFile(
    path.join(folder, 'bad.csv'),
    `${head}${good}cis-docker-1.8:99.9,satisfied,ann,2026-11-20,P1Y,\r\n`,
  );
  const bad = await run('attest', 'import', 'bad.csv');
  expect([bad.code, bad.stdout]).toEqual([2, '']);
  expect(bad.stderr).toMatch(/bad\.csv:3: row 3, cis-docker-1\.8:99\.9: no loaded bundle/);
  expect(await fs.readdir(folder)).not.toContain('attestations.yaml');

  await fs.writeFile(path.join(folder, 'good.csv'), `${head}${good}`);
  const back = await run('attest', 'import', 'good.csv');
  expect(back.code, back.stderr).toBe(0);
  const { attestations } = parse(await read('attestations.yaml'));
  expect(attestations).toEqual([
    {
      ...{ control, answer: 'satisfied', by: 'ann', on: '2026-11-20', validFor: 'P1Y' },
      evidence: [{ file: 'q.csv', digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) }],
    },
  ]);
});

test('a letter does the same, and a file that exists keeps its mode', async () => {
  await fs.writeFile(path.join(folder, 'mine.yaml'), '# ours\nattestations: []\n', { mode: 0o644 });
  const { stdout, code } = await run('attest', 'export', 'result.json', '-f', 'markdown', '--by', 'bob');
  expect(code).toBe(0);
  const section = stdout.indexOf(`## ${control}`);
  const today = stdout
    .slice(section)
    .replace('- answer:', '- answer: not applicable')
    .replace('- on:', '- on: 2026-11-20');
  await fs.writeFile(path.join(folder, 'letter.md'), stdout.slice(0, section) + today);
  const back = await run('attest', 'import', 'letter.md', '-o', 'mine.yaml');
  expect(back.code, back.stderr).toBe(0);
  const text = await read('mine.yaml');
  expect(text).toMatch(/^# ours\n/);
  expect(parse(text).attestations).toMatchObject([{ control, answer: 'not-applicable', by: 'bob' }]);
  expect((await fs.stat(path.join(folder, 'mine.yaml'))).mode & 0o777).toBe(0o644);
});

test(
  'on a terminal it asks, keeps what was answered and stops at q',
  skipUnless(findOnPath('script'), 'no script(1)'),
  async () => {
    const program = path.join(rootFolder, 'bin', 'plimsoll.mjs');
    const line = `${process.execPath} ${program} attest result.json --framework cis-docker-1.8 --by ann -o tty.yaml`;
    const child = promisify(execFile)('script', ['-qec', line, '/dev/null'], { cwd: folder, timeout: 20_000 });
    // Typed ahead: the terminal keeps it until it is asked for.
    child.child.stdin!.end('s\nas seen\nq\n');
    const { stdout } = await child;
    expect(stdout).toMatch(/1 of \d+ {2}cis-docker-1\.8:/);
    expect(parse(await read('tty.yaml')).attestations).toMatchObject([
      { answer: 'satisfied', by: 'ann', validFor: 'P365D', evidence: [{ text: 'as seen' }] },
    ]);
  },
);

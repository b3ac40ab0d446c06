import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Result, Status } from '../../engine/index.ts';
import { parseYaml } from '../../rego/index.ts';
import { assetPath, rootFolder } from '../../root.ts';
import { readCisTable } from '../../tools/generate/cis-controls.ts';
import { BenchFile, BenchKnowledge, compareBench, differencesPage } from '../../tools/generate/docker-bench.ts';
import { cisDocker, skipUnless } from '../support/real-parts.ts';
import { emptyCounts, sampleResult } from '../support/sample-result.ts';

const file = assetPath('tools', 'docker-bench.yaml');
const knowledge = parseYaml(readFileSync(file, 'utf8'), file, BenchKnowledge);
const table = cisDocker('controls.tsv');

type Rules = Pick<Result, 'rules' | 'outcomes'>;

/** A result in which each rule has one outcome. */
function resultOf(rules: { key: string; alias: string | string[]; status: Status }[]): Rules {
  return {
    rules: rules.map(({ key, alias, status }) => ({
      ...{ id: `plimsoll/${key}`, aliases: { 'docker-bench': alias } },
      counts: [{ target: 1, counts: { ...emptyCounts(), [status]: 1 } }],
    })) as unknown as Result['rules'],
    outcomes: rules.map(({ key, status }) => ({ rule: `plimsoll/${key}`, key: 'web', status })) as never,
  };
}

function benchOf(...checks: [id: string, desc: string, result: string][]): BenchFile {
  const results = checks.map(([id, desc, result]) => ({ id, desc, result, details: '', items: [] }));
  return BenchFile.parse({ dockerbenchsecurity: '1.6.0', tests: [{ id: '1', desc: 'Section', results }] });
}

const privileged = { key: 'container-privileged', alias: '5.5', status: 'fail' as Status };
const title = 'no privileged containers';

describe('a comparison with docker-bench', () => {
  test('agrees where both say the same, and on what neither decides', () => {
    const swarm = { key: 'swarm-autolock', alias: '7.5', status: 'not-applicable' as Status };
    const bench = benchOf(['5.5', title, 'WARN'], ['7.5', 'auto lock mode', 'INFO']);
    const { agreements, explained, unexplained } = compareBench(bench, resultOf([privileged, swarm]), knowledge);
    expect(agreements.map(({ key }) => key)).toEqual(['container-privileged', 'swarm-autolock']);
    expect([explained, unexplained]).toEqual([[], []]);
  });

  test('explains a known difference, and no other', () => {
    const rules = resultOf([{ key: 'daemon-live-restore', alias: '2.15', status: 'not-applicable' }]);
    const [known] = compareBench(benchOf(['2.15', 'live restore', 'PASS']), rules, knowledge).explained;
    expect(known).toMatchObject({ key: 'daemon-live-restore', bench: 'PASS', ours: 'not-applicable' });
    expect(known!.why).toContain('swarm mode');
    const { unexplained } = compareBench(benchOf(['2.15', 'live restore', 'WARN']), rules, knowledge);
    expect(unexplained).toMatchObject([{ key: 'daemon-live-restore', why: null }]);
  });

  test('a stopped container explains a failure only where the snapshot shows that it is stopped', () => {
    const bench = benchOf(['5.5', title, 'PASS']);
    const count = (states: Map<string, string> | null) => {
      const { explained, unexplained } = compareBench(bench, resultOf([privileged]), knowledge, states);
      return [explained.length, unexplained.length];
    };
    expect(count(null)).toEqual([0, 1]);
    expect(count(new Map([['web', 'running']]))).toEqual([0, 1]);
    expect(count(new Map([['other', 'exited']]))).toEqual([0, 1]);
    expect(count(new Map([['web', 'exited']]))).toEqual([1, 0]);
  });

  test('a waiver of ours makes no difference', () => {
    const waived = resultOf([{ ...privileged, status: 'waived' }]);
    expect(compareBench(benchOf(['5.5', title, 'WARN']), waived, knowledge).agreements).toHaveLength(1);
  });

  test('the tag v1.6.0 has the same check under another number; a number with another title is not compared', () => {
    const host = { key: 'container-sensitive-host-mounts', alias: '5.6', status: 'pass' as Status };
    const rules = resultOf([privileged, host]);
    const tag = benchOf(['5.4', title, 'WARN'], ['5.5', 'directories mounted', 'PASS']);
    expect(compareBench(tag, rules, knowledge).agreements.map(({ id, key }) => [id, key])).toEqual([
      ['5.4', 'container-privileged'],
      ['5.5', 'container-sensitive-host-mounts'],
    ]);
    const { agreements, unmatched } = compareBench(benchOf(['5.5', 'something else', 'WARN']), rules, knowledge);
    expect([agreements, unmatched]).toEqual([[], [{ id: '5.5', why: expect.stringContaining('title') }]]);
    expect(compareBench(benchOf(['9.9', 'x', 'WARN']), rules, knowledge).unmatched).toHaveLength(1);
  });
});

describe('what is known of docker-bench', skipUnless(table, 'no table of CIS controls'), () => {
  const rows = table === null ? [] : readCisTable(readFileSync(table, 'utf8'));
  const checked = rows.filter(({ bench }) => bench.master !== '');

  test('tells every check by its words, at both of its numbers', () => {
    const rules = resultOf(checked.map(({ key, bench }) => ({ key, alias: bench.master, status: 'fail' })));
    for (const { key, bench } of checked) {
      for (const id of [bench.master, bench.tag160]) {
        const desc = (knowledge.words[key] ?? []).join(' ');
        const { agreements, unmatched } = compareBench(benchOf([id, desc, 'WARN']), rules, knowledge);
        expect([agreements.map((each) => each.key), unmatched], `${id} ${key}`).toEqual([[key], []]);
      }
    }
  });

  test('names only keys of the table, and verdicts that differ', () => {
    const keys = rows.map(({ key }) => key);
    expect(Object.keys(knowledge.words).filter((key) => !keys.includes(key))).toEqual([]);
    for (const pattern of knowledge.differences.flatMap((each) => each.keys)) {
      const [start = '', end] = pattern.split('*');
      const hits = keys.filter((key) =>
        end === undefined ? key === pattern : key.startsWith(start) && key.endsWith(end),
      );
      expect(hits.length, pattern).toBeGreaterThan(0);
    }
    const verdicts = knowledge.differences.flatMap((each) => each.verdicts);
    for (const verdict of verdicts) expect(Status.options, verdict).toContain(verdict.split(' ')[1]);
    const agreeing = [
      'PASS pass',
      'WARN fail',
      'INFO manual',
      'NOTE manual',
      'INFO not-applicable',
      'NOTE not-applicable',
    ];
    expect(verdicts.filter((verdict) => agreeing.includes(verdict))).toEqual([]);
  });
});

test('the page of differences has every one of them', async () => {
  const page = await fs.readFile(assetPath('docs', 'cis-docker-differences.md'), 'utf8');
  expect(page).toBe(differencesPage(knowledge));
  expect(page).not.toMatch(/complian|certif(ied|ication)|passed an audit/i);
});

test('the tool reads both files and exits 1 where a difference is left', async () => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-bench-'));
  try {
    const result = sampleResult();
    const [rule] = result.rules.filter(({ id }) => id === 'plimsoll/container-privileged');
    result.rules = [{ ...rule!, aliases: { 'docker-bench': '5.5' } }];
    await fs.writeFile(path.join(folder, 'result.json'), JSON.stringify(result));
    await fs.writeFile(path.join(folder, 'bench.json'), JSON.stringify(benchOf(['5.5', title, 'PASS'])));
    const tool = path.join(rootFolder, 'tools', 'compare-docker-bench.ts');
    const run = promisify(execFile)(process.execPath, [tool, 'bench.json', 'result.json'], { cwd: folder });
    await expect(run).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining('not explained: 1') });
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
});

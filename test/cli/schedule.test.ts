import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../service/index.ts';
import { withSchedule } from '../../service/schedule/index.ts';
import { runCli } from '../support/cli.ts';

const configuration = `# Ours.
targets:
  - docker # the engine

schedules:
  # Every night.
  - name: nightly
    every: day # also on Sundays
    at: 02:00
    timeZone: Europe/Berlin
  - name: hourly
    cron: 0 * * * *
    enabled: false
`;

describe('schedule', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-schedule-'));
    await fs.writeFile(path.join(folder, 'plimsoll.yaml'), configuration);
  });
  afterAll(() => fs.rm(folder, { recursive: true, force: true }));
  const rows = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/\s{2,}/));

  test('list needs no store, and makes none', async () => {
    const { code, stdout, stderr } = await runCli(['schedule', 'list'], { folder });
    expect(code, stderr).toBe(0);
    const [header, nightly, hourly] = rows(stdout);
    expect(header).toEqual(['schedule', 'due', 'last slot', 'next slot', 'state', 'last result']);
    expect(nightly?.[3]).toMatch(/^\d{4}-\d\d-\d\d 0[23]:00$/);
    expect([nightly?.toSpliced(3, 1), hourly?.toSpliced(3, 1)]).toEqual([
      ['nightly', 'every day 02:00 Europe/Berlin', '–', 'on', '–'],
      ['hourly', '0 * * * * UTC', '–', 'off', '–'],
    ]);
    expect(await fs.readdir(folder)).toEqual(['plimsoll.yaml']);
  });

  test('next shows as many times as asked', async () => {
    const { code, stdout, stderr } = await runCli(['schedule', 'next', 'hourly', '-n', '3', '-f', 'json'], { folder });
    expect(code, stderr).toBe(0);
    const [one] = JSON.parse(stdout) as { name: string; timeZone: string; slots: { at: string }[] }[];
    const times = one!.slots.map(({ at }) => Date.parse(at));
    expect([one!.name, one!.timeZone, times.length]).toEqual(['hourly', 'UTC', 3]);
    expect([times[1]! - times[0]!, times[2]! - times[1]!]).toEqual([3_600_000, 3_600_000]);
    const table = await runCli(['schedule', 'next', '-n', '2'], { folder });
    expect(rows(table.stdout).map(([name]) => name)).toEqual(['schedule', 'nightly', 'nightly', 'hourly', 'hourly']);
    expect((await runCli(['schedule', 'next', '-n', '0'], { folder })).code).toBe(2);
  });

  test('run, pause and resume are in the store, with who did it', async () => {
    expect((await runCli(['schedule', 'run', 'nightly'], { folder })).code).toBe(0);
    const twice = await runCli(['schedule', 'run', 'nightly'], { folder });
    expect([twice.code, twice.stderr]).toEqual([0, 'nightly was started by hand before and has not ended\n']);
    expect((await runCli(['schedule', 'pause', 'nightly'], { folder })).code).toBe(0);
    const paused = rows((await runCli(['schedule', 'list'], { folder })).stdout);
    expect(paused.map((row) => row[4])).toEqual(['state', 'paused', 'off']);
    const store = await openStore({}, { folder, environment: {}, clock: () => new Date() });
    try {
      expect((await store.jobs.list()).map(({ kind, payload }) => [kind, payload])).toEqual([
        ['slot', { schedule: 'nightly', at: null }],
      ]);
      const entries = await store.audit.list(10);
      expect(entries.map(({ action, subject }) => [action, subject])).toEqual([
        ['schedule.pause', 'nightly'],
        ['schedule.run', 'nightly'],
      ]);
    } finally {
      await store.close();
    }
    expect((await runCli(['schedule', 'resume', 'nightly'], { folder })).code).toBe(0);
    const unknown = await runCli(['schedule', 'pause', 'nightyl'], { folder });
    expect([unknown.code, unknown.stderr.includes('Schedules are: nightly, hourly.')]).toEqual([2, true]);
  });

  test('add writes one more, keeps every comment, and refuses what can never be due', async () => {
    const file = path.join(folder, 'plimsoll.yaml');
    const line = [
      'schedule',
      'add',
      'monthly',
      '--every',
      'month',
      '--on',
      'last',
      '--at',
      '06:00',
      '--target',
      'docker,host',
    ];
    const { code, stderr } = await runCli(line, { folder });
    expect(code, stderr).toBe(0);
    const added =
      '  - name: monthly\n    every: month\n    on: last\n    at: 06:00\n    targets:\n      - docker\n      - host\n';
    expect(await fs.readFile(file, 'utf8')).toBe(configuration + added);
    for (const refused of [line, ['schedule', 'add', 'never', '--cron', '0 0 30 2 *']]) {
      const again = await runCli(refused, { folder });
      expect([again.code, again.stderr.includes('plimsoll.yaml')], again.stderr).toEqual([2, true]);
    }
    expect(await fs.readFile(file, 'utf8')).toBe(configuration + added);
  });
});

describe('a schedule is added', () => {
  const entry = { name: 'n', cron: '0 6 * * *' };
  const fresh = 'schedules:\n  - name: n\n    cron: 0 6 * * *\n';
  test.each([
    ['to no file', null, fresh],
    ['to an empty file', '', fresh],
    ['to a file of comments', '# Ours.\n', `# Ours.\n${fresh}`],
    ['to a file without a list', 'profile: strict # why', `profile: strict # why\n${fresh}`],
    ['to an empty list', 'schedules: [] # none yet\nprofile: strict\n', `${fresh}  # none yet\nprofile: strict\n`],
  ])('%s', async (_title, before, after) => {
    expect(await withSchedule(before, entry, 'plimsoll.yaml')).toBe(after);
  });

  test.each([
    ['a name that is taken', 'schedules:\n  - name: n\n    cron: 0 0 * * *\n', entry, 'schedule-invalid'],
    ['an unknown key', 'schedulles: []\n', entry, 'configuration-invalid'],
    ['a list that is none', 'schedules: 3\n', entry, 'configuration-invalid'],
    ['a name that is none', null, { ...entry, name: 'Not so' }, 'configuration-invalid'],
    ['no times', null, { name: 'n' }, 'schedule-invalid'],
  ])('not with %s', async (_title, before, wanted, code) => {
    await expect(withSchedule(before, wanted, 'plimsoll.yaml')).rejects.toMatchObject({ code });
  });
});

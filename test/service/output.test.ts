import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openOutput, writePrivate } from '../../service/index.ts';

let folder: string;
const now = new Date('2026-11-22T06:00:01.250Z');

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-output-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await fs.rm(folder, { recursive: true, force: true });
});

async function tree(place: string): Promise<string[]> {
  const entries = await fs.readdir(place, { recursive: true });
  return entries.filter((name) => !name.startsWith('latest/')).sort();
}

describe('the dated output folder', () => {
  test('appears whole, with a link, private and ignored by git', async () => {
    const output = await openOutput(undefined, folder, now);
    await writePrivate(path.join(output.staging, 'result.json'), '{}');
    expect((await tree(folder)).filter((name) => name.includes('2026'))).toEqual([]);
    await output.commit();
    const parent = path.join(folder, 'plimsoll-report');
    expect(await tree(parent)).toEqual([
      '.gitignore',
      '2026-11-22T060001Z',
      '2026-11-22T060001Z/result.json',
      'latest',
    ]);
    expect(await fs.readlink(path.join(parent, 'latest'))).toBe('2026-11-22T060001Z');
    const modes = await Promise.all(
      ['latest/', 'latest/result.json'].map(async (name) =>
        ((await fs.stat(path.join(parent, name))).mode & 0o777).toString(8),
      ),
    );
    expect(modes).toEqual(['700', '600']);
  });

  test('a second run of the same second has a folder of its own, and the link moves', async () => {
    for (let run = 0; run < 2; run++) {
      const output = await openOutput(undefined, folder, now);
      await output.commit();
    }
    expect(await fs.readlink(path.join(folder, 'plimsoll-report', 'latest'))).toBe('2026-11-22T060001Z-2');
  });

  test('leaves nothing when it is discarded', async () => {
    const output = await openOutput(undefined, folder, now);
    await output.discard();
    expect(await tree(path.join(folder, 'plimsoll-report'))).toEqual(['.gitignore']);
  });
});

describe('a named output folder', () => {
  test('is replaced as a whole where it is ours', async () => {
    const first = await openOutput('out', folder, now);
    await writePrivate(path.join(first.staging, 'run.json'), '1');
    await writePrivate(path.join(first.staging, 'old.html'), '1');
    await first.commit();
    const second = await openOutput('out', folder, now);
    await writePrivate(path.join(second.staging, 'run.json'), '2');
    expect(await fs.readFile(path.join(folder, 'out', 'run.json'), 'utf8')).toBe('1');
    await second.commit();
    expect(await tree(folder)).toEqual(['out', 'out/.gitignore', 'out/run.json']);
    expect(await fs.readFile(path.join(folder, 'out', 'run.json'), 'utf8')).toBe('2');
  });

  test('is refused where it holds the files of somebody else', async () => {
    await fs.mkdir(path.join(folder, 'out'));
    await fs.writeFile(path.join(folder, 'out', 'thesis.tex'), 'mine');
    await expect(openOutput('out', folder, now)).rejects.toMatchObject({ code: 'output-not-ours' });
    expect(await tree(folder)).toEqual(['out', 'out/thesis.tex']);
  });

  test("is refused where it became somebody else's during the run", async () => {
    const output = await openOutput('out', folder, now);
    await fs.mkdir(path.join(folder, 'out'));
    await fs.writeFile(path.join(folder, 'out', 'thesis.tex'), 'mine');
    await expect(output.commit()).rejects.toMatchObject({ code: 'output-not-ours' });
    expect(await fs.readFile(path.join(folder, 'out', 'thesis.tex'), 'utf8')).toBe('mine');
  });

  test('is refused where a file stands in its way', async () => {
    await fs.writeFile(path.join(folder, 'out'), 'a file');
    await expect(openOutput('out', folder, now)).rejects.toMatchObject({ code: 'output-unwritable' });
    await expect(openOutput('out/deeper', folder, now)).rejects.toMatchObject({ code: 'output-unwritable' });
  });
});

describe('under sudo', () => {
  test.skipIf(process.getuid?.() !== 0)('everything is given to the user who called it', async () => {
    vi.stubEnv('SUDO_UID', '1234');
    vi.stubEnv('SUDO_GID', '1235');
    const output = await openOutput(undefined, folder, now);
    await writePrivate(path.join(output.staging, 'run.json'), '1');
    await output.commit();
    const parent = path.join(folder, 'plimsoll-report');
    for (const name of ['', '.gitignore', 'latest', '2026-11-22T060001Z', '2026-11-22T060001Z/run.json']) {
      const { uid, gid } = await fs.lstat(path.join(parent, name));
      expect([name, uid, gid]).toEqual([name, 1234, 1235]);
    }
  });
});

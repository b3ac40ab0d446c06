import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rootFolder } from '../../root.ts';
import { type CliRun, runCli } from '../support/cli.ts';
import { type Dockerd, generations, startDockerd } from '../support/dockerd.ts';
import { findOnPath, skipUnless } from '../support/real-parts.ts';
import { plantContainers } from './planted.ts';

const run = promisify(execFile);

describe(
  'the packed package',
  skipUnless(generations().length > 0 && findOnPath('go'), 'no dockerd, not root, or no Go to build the package with'),
  () => {
    let folder: string;
    let daemon: Dockerd;
    /** Nothing of the checkout: an own home, and a PATH without Go. */
    let environment: Record<string, string | undefined>;

    const plimsoll = (...line: string[]): Promise<CliRun> =>
      runCli(line, {
        folder,
        environment,
        program: path.join(folder, 'node_modules', 'plimsoll', 'bin', 'plimsoll.mjs'),
      });

    beforeAll(async () => {
      folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-package-'));
      const npm = { cwd: rootFolder, maxBuffer: 1 << 26 };
      await run('npm', ['pack', '--pack-destination', folder], npm);
      const [archive = ''] = (await fs.readdir(folder)).filter((name) => name.endsWith('.tgz'));
      await fs.writeFile(path.join(folder, 'package.json'), '{"private":true}');
      await run('npm', ['install', '--prefer-offline', '--omit=optional', `./${archive}`], { ...npm, cwd: folder });
      environment = {
        PATH: '/usr/bin:/bin',
        HOME: path.join(folder, 'home'),
        XDG_CACHE_HOME: undefined,
        PLIMSOLL_CACHE: undefined,
      };
      daemon = await startDockerd({ generation: generations()[0]! });
      await plantContainers(daemon);
    }, 600_000);

    afterAll(async () => {
      await daemon?.stop();
      await fs.rm(folder, { recursive: true, force: true });
    });

    test('is packed as its package.json says', async () => {
      const { stdout } = await run(path.join(rootFolder, 'node_modules', '.bin', 'publint'), [
        path.join(folder, 'node_modules', 'plimsoll'),
      ]);
      expect(stdout).toMatch(/All good/);
    });

    test('audits with the shipped bundle, with no Go on PATH', async () => {
      const { code, stderr } = await plimsoll('audit', daemon.uri, '-o', 'shipped', '-f', 'html,json');
      expect(code, stderr).toBe(1);
      expect(stderr).not.toMatch(/compiling|Building/);
      const result = JSON.parse(await fs.readFile(path.join(folder, 'shipped', 'result.json'), 'utf8'));
      expect(result.outcomes.some(({ rule }: { rule: string }) => rule === 'plimsoll/container-privileged')).toBe(true);
    });

    test('gives the same verdicts as the checkout', async () => {
      const file = path.join(folder, 'shipped', 'snapshot.ndjson.zst');
      await runCli(['evaluate', file, '-o', 'checkout', '-f', 'json'], { folder });
      const results = await Promise.all(
        ['shipped', 'checkout'].map((name) => fs.readFile(path.join(folder, name, 'result.json'))),
      );
      expect(results[1]?.equals(results[0]!)).toBe(true);
    });

    test('compiles and judges a bundle from its sources', async () => {
      await fs.cp(new URL('../fixtures/bundles/house', import.meta.url), path.join(folder, 'house'), {
        recursive: true,
      });
      const { code, stderr } = await plimsoll(
        'audit',
        daemon.uri,
        '-b',
        './house',
        '-o',
        'house-report',
        '-f',
        'json',
        '--fail-on',
        'none',
      );
      expect(code, stderr).toBe(0);
      const { inputs, rules } = JSON.parse(await fs.readFile(path.join(folder, 'house-report', 'result.json'), 'utf8'));
      expect(inputs.bundles).toHaveLength(1);
      expect(rules.length).toBeGreaterThan(0);
    });

    test('proves itself', async () => {
      const { code, stdout } = await plimsoll('doctor', '--self-test');
      expect(stdout).toMatch(/ok\s+self-test/);
      expect(code, stdout).toBe(0);
    });

    test('says what is missing where Node is too old', async () => {
      const { stdout: version } = await run('/usr/bin/node', ['--version']).catch(() => ({ stdout: 'v24' }));
      if (Number.parseInt(version.slice(1), 10) >= 24) return;
      const { code, stderr } = await runCli(['--version'], {
        folder,
        environment,
        node: '/usr/bin/node',
        program: path.join(folder, 'node_modules', 'plimsoll', 'bin', 'plimsoll.mjs'),
      });
      expect(code).toBe(2);
      expect(stderr).toMatch(/needs Node 24.*\nNext: npm install/);
    });
  },
);

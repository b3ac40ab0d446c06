import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Outcome, parseResult, type Result } from '../../engine/index.ts';
import { defaultCacheFolder } from '../../rego/index.ts';
import { openShipped } from '../../tools/shipped.ts';
import { type CliRun, runCli } from '../support/cli.ts';
import { skipUnless } from '../support/real-parts.ts';

const nobody = 65_534;
/** Files of a host that only root may look at, and one that everybody may. */
const files: [string, number, string][] = [
  ['etc/audit/rules.d/docker.rules', 0o640, '-w /usr/bin/dockerd -p wxa\n'],
  ['etc/docker/daemon.json', 0o600, '{}\n'],
  ['usr/bin/dockerd', 0o755, '#!/bin/sh\n'],
  ['etc/passwd', 0o644, 'root:x:0:0:root:/root:/bin/sh\n'],
  ['etc/group', 0o644, 'root:x:0:\ndocker:x:999:\n'],
];
const closed = ['etc/audit', 'etc/audit/rules.d', 'etc/docker'];

describe(
  'the CIS Docker Benchmark without root and without access to the audit rules',
  skipUnless(process.getuid?.() === 0, 'not root: nothing can be closed to the account of the run'),
  () => {
    let folder: string;
    let run: CliRun;
    let result: Result;

    beforeAll(async () => {
      folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-rights-'));
      const root = path.join(folder, 'root');
      for (const [name, mode, text] of files) {
        await fs.mkdir(path.dirname(path.join(root, name)), { recursive: true });
        await fs.writeFile(path.join(root, name), text);
        await fs.chmod(path.join(root, name), mode);
      }
      for (const name of closed) await fs.chmod(path.join(root, name), 0o700);
      const home = path.join(folder, 'home');
      const cache = path.join(home, 'cache');
      await fs.mkdir(home);
      // What is compiled already need not be compiled again by somebody who may not read it.
      await openShipped();
      await fs.cp(path.join(defaultCacheFolder(), 'bundles'), path.join(cache, 'bundles'), { recursive: true });
      for (const name of await fs.readdir(home, { recursive: true }))
        await fs.chown(path.join(home, name), nobody, nobody);
      await fs.chown(home, nobody, nobody);
      await fs.chmod(folder, 0o755);
      run = await runCli(
        [
          'audit',
          `rootfs:${root}`,
          '-b',
          'cis-docker',
          '-p',
          'cis-docker-l2',
          '-t',
          'benchmark',
          '-f',
          'html',
          '-o',
          'out',
        ],
        {
          folder: home,
          account: nobody,
          environment: { HOME: home, PLIMSOLL_CACHE: cache, USER: 'nobody', SUDO_USER: undefined },
        },
      );
      const file = path.join(home, 'out', 'result.json');
      result = parseResult(await fs.readFile(file, 'utf8'), { file });
    });
    afterAll(() => fs.rm(folder, { recursive: true, force: true }));

    const own = (rule: string): Outcome[] => result.outcomes.filter((outcome) => outcome.rule === `plimsoll/${rule}`);

    test('leaves what it could not see open, and never passes it', () => {
      const controls = result.frameworks.find(({ id }) => id === 'cis-docker-1.8')!.controls;
      const audit = controls.filter(({ rules }) => rules.some((rule) => rule.startsWith('plimsoll/audit-')));
      expect(audit).toHaveLength(16);
      expect(audit.filter(({ status }) => status !== 'incomplete').map(({ id, status }) => `${id} ${status}`)).toEqual(
        [],
      );
      expect(controls).toHaveLength(118);
      expect([3, 4]).toContain(run.code);
    });

    test('says of each check that was not made which right it takes', () => {
      expect(own('audit-dockerd')).toMatchObject([
        {
          status: 'not-evaluated',
          reasons: [
            {
              code: 'permission-denied',
              fact: 'auditRules',
              message:
                'auditRules was not read (permission-denied); it takes root: CAP_AUDIT_CONTROL for auditctl -l, or read access to /etc/audit.',
            },
          ],
        },
      ]);
      expect(own('file-daemon-json-mode')).toMatchObject([{ status: 'not-evaluated' }]);
      const denied = result.outcomes.flatMap(({ reasons }) =>
        reasons.filter(({ code }) => code === 'permission-denied'),
      );
      expect(denied.length).toBeGreaterThan(20);
      for (const { message } of denied) expect(message).toMatch(/; it takes (root|read access)\b/);
    });

    test('tells it in the report and on the terminal too', async () => {
      const html = await fs.readFile(path.join(folder, 'home', 'out', 'report.html'), 'utf8');
      expect(html).toContain('need root');
      expect(html).toContain('CAP_AUDIT_CONTROL for auditctl -l');
      expect(html).toContain('CAP_DAC_READ_SEARCH for the folders of the engine');
      expect(run.stderr + run.stdout).toMatch(/need root/);
    });
  },
);

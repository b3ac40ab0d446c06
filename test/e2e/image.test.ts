import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseResult, type Result } from '../../engine/index.ts';
import { canMakeDebianRoot, debianRoot } from '../collectors/packages/os/debian-root.ts';
import { type CliRun, runCli } from '../support/cli.ts';
import { type Dockerd, type Generation, generations, startDockerd } from '../support/dockerd.ts';
import { skipUnless } from '../support/real-parts.ts';

const run = promisify(execFile);
const all: Generation[] = ['20.10', 'current'];
const secretText = `AKIA${'QWERTYUIOPASDFGH'}`;
const dockerfile = `FROM debian:12
COPY key.pem .env index.js /app/
RUN rm /app/key.pem
LABEL org.opencontainers.image.base.name=debian:12
USER 1000
CMD ["/app/index.js"]
`;

describe.each(all)('an image saved by an engine of generation %s', (generation) => {
  const ready = generations().includes(generation) && canMakeDebianRoot();
  describe('audited from its archive', skipUnless(ready, `dockerd ${generation}, debootstrap or its network`), () => {
    let folder: string;
    let daemon: Dockerd;
    let audit: CliRun;
    let result: Result;

    beforeAll(async () => {
      folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-e2e-'));
      const context = path.join(folder, 'context');
      await fs.mkdir(context);
      const key = ['RSA PRIVATE', 'KEY-----'].join(' ');
      const files = {
        Dockerfile: dockerfile,
        'key.pem': `-----BEGIN ${key}\n${'MIIEowIBAAKCAQEA0Z3VS5JJcds3xfn/ygWyF8PbnGy0AHB7MmGm1l9x'.repeat(4)}\n-----END ${key}\n`,
        '.env': `AWS_ACCESS_KEY_ID=${secretText}\n`,
        'index.js': '#!/usr/bin/node\n',
      };
      for (const [name, text] of Object.entries(files)) await fs.writeFile(path.join(context, name), text);
      daemon = await startDockerd({ generation });
      const root = path.join(folder, 'root.tar');
      await run('tar', ['-C', (await debianRoot())!, '-cf', root, '.']);
      await daemon.docker('import', root, 'debian:12');
      await daemon.docker('build', '--quiet', '--network', 'none', '--tag', 'shop/app:1.0', context);
      await daemon.docker('save', '--output', path.join(folder, 'app.tar'), 'shop/app:1.0');
      const line = ['audit', 'docker-archive:app.tar', '-b', 'assurance,licenses', '-o', 'out'];
      audit = await runCli([...line, '-f', 'html,pdf,json,cyclonedx,spdx,notice,licenses-csv'], { folder });
      const file = path.join(folder, 'out', 'result.json');
      result = parseResult(await fs.readFile(file, 'utf8'), { file });
    });

    afterAll(async () => {
      await daemon?.stop();
      await fs.rm(folder, { recursive: true, force: true });
    });

    const read = (name: string) => fs.readFile(path.join(folder, 'out', name), 'utf8');

    function partsOf(rule: string): (string | null)[] {
      const outcomes = result.outcomes.filter((outcome) => outcome.rule === `plimsoll/${rule}`);
      return outcomes.flatMap(({ findings }) => findings.map(({ part }) => part));
    }

    test('exits with 1, since there are findings at high', () => {
      expect(audit.code).toBe(1);
      expect(audit.stderr).toContain('read-only, no network used');
    });

    test('names the planted secret, and the one that a later layer deleted', () => {
      expect(partsOf('image-no-visible-secrets').join()).toContain('app/.env');
      expect(partsOf('image-no-removed-secrets').join()).toContain('app/key.pem');
    });

    test('names the packages, the licences and the base in the report', async () => {
      const html = await read('report.html');
      for (const word of [
        'shop/app:1.0',
        'Debian GNU/Linux 12 (bookworm)',
        'debian:12',
        'GPL-2.0-or-later',
        'key.pem',
      ]) {
        expect(html).toContain(word);
      }
      expect((await fs.readFile(path.join(folder, 'out', 'report.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
    });

    test('lists every package that dpkg lists in its SBOMs and its inventory of licences', async () => {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: fields of dpkg-query
      const format = '${Package} ${Version}\\n';
      const database = `--admindir=${(await debianRoot())!}/var/lib/dpkg`;
      const { stdout } = await run('dpkg-query', [database, '-W', '-f', format]);
      const wanted = stdout.trim().split('\n').sort();
      const cyclonedx = JSON.parse(await read('sbom-shop-app-1.0.cdx.json'));
      const components: { type: string; name: string; version: string; purl?: string }[] = cyclonedx.components;
      const packages = components.filter(({ purl }) => purl?.startsWith('pkg:deb/') === true);
      expect(packages.map(({ name, version }) => `${name} ${version}`).sort()).toEqual(wanted);
      const spdx = JSON.parse(await read('sbom-shop-app-1.0.spdx.json'));
      const names: string[] = spdx.packages.map(
        (each: { name: string; versionInfo?: string }) => `${each.name} ${each.versionInfo}`,
      );
      expect(wanted.filter((each) => !names.includes(each))).toEqual([]);
      const rows = (await read('licenses.csv')).split('\n').filter((row) => row.includes(',deb,'));
      expect(rows).toHaveLength(wanted.length);
      expect(await read('notice.txt')).toContain('bash');
    });

    test('holds the text of no secret in anything it writes', async () => {
      for (const name of await fs.readdir(path.join(folder, 'out'))) {
        expect((await fs.readFile(path.join(folder, 'out', name))).includes(secretText)).toBe(false);
      }
    });
  });
});

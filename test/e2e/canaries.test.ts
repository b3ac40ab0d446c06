import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canary, formsOf, leaksIn } from '../support/canaries.ts';
import { type CliRun, runCli } from '../support/cli.ts';
import { type Dockerd, generations, startDockerd } from '../support/dockerd.ts';
import { buildImage } from '../support/images.ts';
import { findOnPath, skipUnless } from '../support/real-parts.ts';

const forms = ['plain', 'base64', 'url', 'json'] as const;

const sources = {
  env: canary('container-env'),
  label: canary('container-label'),
  flag: canary('container-flag'),
  entrypoint: canary('container-entrypoint'),
  health: canary('container-health'),
  url: canary('container-url'),
  logOption: canary('log-option'),
  volume: canary('volume-option'),
  volumeLabel: canary('volume-label'),
  networkLabel: canary('network-label'),
  imageEnv: canary('image-env'),
  imageLabel: canary('image-label'),
  history: canary('image-history'),
  proxy: canary('daemon-proxy'),
  environment: canary('program-environment'),
};
const all = Object.values(sources);

describe(
  'secrets',
  skipUnless(generations().length > 0 && findOnPath('pdftotext'), 'no dockerd, not root, or no pdftotext'),
  () => {
    let daemon: Dockerd;
    let folder: string;
    const runs: CliRun[] = [];

    beforeAll(async () => {
      folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-canaries-'));
      const proxy = `http://user:${formsOf(sources.proxy).url}@127.0.0.1:3128`;
      daemon = await startDockerd({
        generation: generations().at(-1)!,
        environment: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy },
      });
      const { imageEnv, imageLabel, history } = sources;
      await buildImage(daemon, 'shop/canary:1', [
        `ENV API_TOKEN=${formsOf(imageEnv).base64}`,
        `LABEL registry.password=${formsOf(imageLabel).base64}`,
        `RUN echo --password=${formsOf(history).base64} > /dev/null`,
        'CMD ["sh"]',
      ]);
      await daemon.docker(
        'volume',
        'create',
        '--label',
        `api_key=${sources.volumeLabel.text}`,
        '--opt',
        'type=cifs',
        '--opt',
        'device=//host/share',
        '--opt',
        `o=username=x,password=${formsOf(sources.volume).base64}`,
        'share',
      );
      await daemon.docker('network', 'create', '--label', `secret=${sources.networkLabel.text}`, 'quiet');
      for (const form of forms) {
        await daemon.docker(
          'create',
          `--name=holder-${form}`,
          `--env=DB_PASSWORD=${formsOf(sources.env)[form]}`,
          `--label=deploy.token=${formsOf(sources.label)[form]}`,
          `--health-cmd=curl -H "Authorization: Bearer ${formsOf(sources.health).base64}" http://localhost`,
          '--log-driver=syslog',
          `--log-opt=syslog-address=tcp://127.0.0.1:514`,
          `--log-opt=labels=token=${formsOf(sources.logOption).base64}`,
          '--volume=share:/share',
          `--entrypoint=/bin/sh`,
          'shop/canary:1',
          `--password=${formsOf(sources.flag)[form]}`,
          '--api-key',
          formsOf(sources.entrypoint)[form]!,
          `https://user:${formsOf(sources.url).url}@example.org/path?token=${formsOf(sources.url).url}`,
        );
      }
      const environment = { PLIMSOLL_TEST_TOKEN: sources.environment.text };
      runs.push(await runCli(['audit', daemon.uri, 'host', '-o', 'out', '-v'], { folder, environment }));
      runs.push(await runCli(['audit', daemon.uri, '--dry-run'], { folder, environment }));
      // Error paths: a broken configuration, an engine that is gone, a result that is broken.
      await fs.writeFile(path.join(folder, 'plimsoll.yaml'), `targets: [${daemon.uri}]\npassword: x\n`);
      runs.push(await runCli(['audit'], { folder, environment }));
      await fs.rm(path.join(folder, 'plimsoll.yaml'));
      runs.push(await runCli(['evaluate', 'out/report.pdf', '-v'], { folder, environment }));
      await daemon.kill();
      runs.push(
        await runCli(['audit', daemon.uri, '-o', 'gone', '-f', 'json', '-v', '--log-format', 'json'], {
          folder,
          environment,
        }),
      );
    });

    afterAll(async () => {
      await daemon?.stop();
      await fs.rm(folder, { recursive: true, force: true });
    });

    test('were planted where a collector looks', async () => {
      expect(runs.map(({ code }) => code)).toEqual([1, 0, 2, 2, 3]);
      const snapshot = zstdDecompressSync(await fs.readFile(path.join(folder, 'out', 'snapshot.ndjson.zst'))).toString(
        'utf8',
      );
      for (const trace of [
        'DB_PASSWORD',
        'deploy.token',
        '--password',
        'API_TOKEN',
        'registry.password',
        'syslog',
        '//host/share',
        'holder-url',
      ]) {
        expect(snapshot).toContain(trace);
      }
    });

    test('are in no file, on no page and in no line of output, in any form', async () => {
      const leaks: Record<string, string[]> = {};
      const note = (where: string, bytes: Uint8Array | string) => {
        const found = leaksIn(bytes, all);
        if (found.length > 0) leaks[where] = found;
      };
      for (const [index, { stdout, stderr }] of runs.entries()) note(`output of run ${index}`, stdout + stderr);
      for (const report of ['out', 'gone']) {
        for (const name of await fs.readdir(path.join(folder, report))) {
          const bytes = await fs.readFile(path.join(folder, report, name));
          note(`${report}/${name}`, bytes);
          if (name.endsWith('.zst')) note(`${report}/${name} unpacked`, zstdDecompressSync(bytes));
        }
      }
      const { stdout } = await promisify(execFile)('pdftotext', [path.join(folder, 'out', 'report.pdf'), '-'], {
        maxBuffer: 1 << 26,
      });
      note('text of report.pdf', stdout);
      expect(leaks).toEqual({});
    });
  },
);

import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseResult } from '../../engine/index.ts';
import { runCli } from '../support/cli.ts';
import { type Dockerd, generations, startDockerd } from '../support/dockerd.ts';
import { buildImage } from '../support/images.ts';
import { startProxy } from '../support/proxy.ts';
import { skipUnless } from '../support/real-parts.ts';

describe.each(generations().length > 0 ? generations() : (['20.10'] as const))(
  'an engine that dies, generation %s',
  (generation) => {
    describe('in the middle of a collection', skipUnless(generations(), 'no dockerd, or not root'), () => {
      let daemon: Dockerd;
      let folder: string;

      beforeAll(async () => {
        folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-killed-'));
        daemon = await startDockerd({ generation });
        await buildImage(daemon, 'shop/web:1', ['USER 101']);
        for (let number = 0; number < 12; number++)
          await daemon.docker('create', `--name=c${number}`, 'shop/web:1', 'sh');
      });

      afterAll(async () => {
        await daemon?.stop();
        await fs.rm(folder, { recursive: true, force: true });
      });

      test('gives a report that says what was not seen, and no pass for it', async () => {
        // The proxy passes everything on to the real engine and ends it at the fifth container that is inspected.
        let inspected = 0;
        const proxy = await startProxy(daemon.socket, path.join(folder, 'engine.sock'), async (request) => {
          if (/\/containers\/[0-9a-f]+\/json/.test(request)) inspected++;
          if (inspected === 5) await daemon.kill();
        });
        const { code, stderr } = await runCli(
          ['audit', `docker:unix://${proxy.socket}`, '-o', 'out', '-f', 'json,html'],
          { folder },
        );
        await proxy.close();
        expect(code).toBe(3);
        expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^exit 3: /);
        const file = path.join(folder, 'out', 'result.json');
        const result = parseResult(await fs.readFile(file, 'utf8'), { file });
        expect(result.summary.complete).toBe(false);
        const coverage = result.targets[0]?.kinds['container'];
        expect(coverage?.expected).toBe(12);
        expect(coverage?.unseen?.length).toBe(12 - (coverage?.seen ?? 0));
        expect(coverage?.seen).toBeLessThan(12);
        // Every rule that is on answers for every container, seen or not.
        const rules = result.rules.filter(({ kind }) => kind === 'container');
        for (const { counts } of rules) {
          const all = Object.values(counts[0]?.counts ?? {}).reduce((sum, count) => sum + count, 0);
          expect(all).toBe(12);
        }
        const html = await fs.readFile(path.join(folder, 'out', 'report.html'), 'utf8');
        expect(html).toMatch(/Incomplete/);
      });
    });
  },
);

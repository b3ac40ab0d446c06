import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseResult, type Result } from '../../engine/index.ts';
import { type CliRun, runCli } from '../support/cli.ts';
import { type Dockerd, type Generation, generations, startDockerd } from '../support/dockerd.ts';
import { skipUnless } from '../support/real-parts.ts';
import { expectedFindings } from './expected.ts';
import { plantContainers } from './planted.ts';

const all: Generation[] = ['20.10', 'current'];

describe.each(all)('audit of a real engine, generation %s', (generation) => {
  describe(
    'with planted faults',
    skipUnless(generations().includes(generation), `no dockerd of generation ${generation}, or not root`),
    () => {
      let daemon: Dockerd;
      let folder: string;
      let run: CliRun;
      let result: Result;

      beforeAll(async () => {
        folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-e2e-'));
        daemon = await startDockerd({ generation });
        await plantContainers(daemon);
        run = await runCli(['audit', daemon.uri, '-o', 'out', '-f', 'html,pdf,json'], { folder });
        const file = path.join(folder, 'out', 'result.json');
        result = parseResult(await fs.readFile(file, 'utf8'), { file });
      });

      afterAll(async () => {
        await daemon?.stop();
        await fs.rm(folder, { recursive: true, force: true });
      });

      test('finds every planted fault and no other', () => {
        const found: Record<string, string[]> = {};
        const names = new Map(result.resources.map(({ kind, key, name }) => [`${kind} ${key}`, `${kind} ${name}`]));
        for (const outcome of result.outcomes) {
          if (outcome.status !== 'fail') continue;
          const name = names.get(`${outcome.kind} ${outcome.key}`) ?? '';
          if (!/^(container|image) /.test(name)) continue;
          found[name] ??= [];
          const rule = outcome.rule?.replace('plimsoll/', '') ?? '';
          found[name].push(
            ...outcome.findings.map(({ part }) =>
              part === null ? rule : `${rule} [${part.replace(daemon.folder, 'FOLDER')}]`,
            ),
          );
        }
        for (const list of Object.values(found)) list.sort();
        expect(found).toEqual(expectedFindings(true));
      });

      test('finds nothing at high in containers set up with care', () => {
        const careful = new Set(result.resources.filter(({ name }) => name.endsWith('-like')).map(({ key }) => key));
        expect(careful.size).toBe(3);
        const severities = new Map(result.rules.map(({ id, severity }) => [id, severity]));
        const high = result.outcomes.filter(
          ({ status, key, rule }) =>
            status === 'fail' && careful.has(key ?? '') && /critical|high/.test(severities.get(rule ?? '') ?? ''),
        );
        expect(high.map(({ rule, key }) => `${key}: ${rule}`)).toEqual([]);
      });

      test('looks at everything, and says so', () => {
        const [target] = result.targets;
        const kinds = Object.entries(target?.kinds ?? {}).map(([kind, { status, expected, judged }]) => [
          kind,
          status,
          expected === judged,
        ]);
        expect(kinds.filter(([, status, judged]) => status !== 'complete' || !judged)).toEqual([]);
        expect(result.outcomes.filter(({ status }) => status === 'error')).toEqual([]);
      });

      test('ends with 1 and says why in its last line', () => {
        expect(run.code).toBe(1);
        expect(run.stderr.trimEnd().split('\n').at(-1)).toMatch(/^exit 1: \d+ findings at or above high/);
      });

      test('writes every file whole, private, and as run.json says', async () => {
        const names = (await fs.readdir(path.join(folder, 'out'))).sort();
        expect(names).toEqual([
          '.gitignore',
          'report.html',
          'report.pdf',
          'result.json',
          'run.json',
          'snapshot.ndjson.zst',
        ]);
        const record = JSON.parse(await fs.readFile(path.join(folder, 'out', 'run.json'), 'utf8'));
        expect(record.failedFormats).toEqual([]);
        for (const { name, bytes } of record.files)
          expect((await fs.stat(path.join(folder, 'out', name))).size).toBe(bytes);
      });

      test('evaluating the snapshot again gives the same bytes', async () => {
        const again = await runCli(['evaluate', 'out/snapshot.ndjson.zst', '-o', 'again', '-f', 'json'], { folder });
        expect(again.code).toBe(1);
        const bytes = await Promise.all(
          ['out', 'again'].map((name) => fs.readFile(path.join(folder, name, 'result.json'))),
        );
        expect(bytes[1]?.equals(bytes[0]!)).toBe(true);
      });

      test('no planted secret is in any file or in what was printed', async () => {
        const files = await Promise.all(
          ['report.html', 'result.json', 'run.json'].map((name) => fs.readFile(path.join(folder, 'out', name), 'utf8')),
        );
        const { zstdDecompressSync } = await import('node:zlib');
        const snapshot = zstdDecompressSync(
          await fs.readFile(path.join(folder, 'out', 'snapshot.ndjson.zst')),
        ).toString('utf8');
        for (const text of [...files, snapshot, run.stdout, run.stderr])
          expect(text).not.toMatch(/planted-in-(env|image)/);
        expect(snapshot).toContain('DB_PASSWORD');
      });
    },
  );
});

import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseResult, type Result } from '../../engine/index.ts';
import { type CliRun, runCli } from '../support/cli.ts';
import { type Dockerd, type Generation, generations, startDockerd } from '../support/dockerd.ts';
import { skipUnless } from '../support/real-parts.ts';
import { expectedControls, expectedSwarmControls } from './expected-controls.ts';
import { plantContainers } from './planted.ts';

const all: Generation[] = ['20.10', 'current'];

describe.each(all)('the CIS Docker Benchmark on a real engine, generation %s', (generation) => {
  const here = generations().includes(generation);
  describe('with planted faults', skipUnless(here, `no dockerd of generation ${generation}, or not root`), () => {
    let daemon: Dockerd;
    let folder: string;
    let run: CliRun;
    let result: Result;

    beforeAll(async () => {
      folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-cis-'));
      daemon = await startDockerd({ generation, configuration: { 'live-restore': true, 'no-new-privileges': true } });
      await plantContainers(daemon);
      const line = [
        'audit',
        daemon.uri,
        'host',
        '-b',
        'cis-docker',
        '-p',
        'cis-docker-l2',
        '-t',
        'benchmark',
        '-o',
        'out',
      ];
      run = await runCli(line, { folder });
      const file = path.join(folder, 'out', 'result.json');
      result = parseResult(await fs.readFile(file, 'utf8'), { file });
    });

    afterAll(async () => {
      await daemon?.stop();
      await fs.rm(folder, { recursive: true, force: true });
    });

    test('accounts for every control of every edition', () => {
      const counts = result.frameworks.map(({ id, controls }) => [id, controls.length]);
      expect(counts).toEqual([
        ['cis-docker-1.6', 117],
        ['cis-docker-1.7', 117],
        ['cis-docker-1.8', 118],
      ]);
      expect(run.code).toBe(1);
    });

    test('gives each control of the engine and its containers the verdict that was planted', () => {
      const newest = result.frameworks.find(({ id }) => id === 'cis-docker-1.8');
      // Sections 1 and 3 are about the machine that runs the tests.
      const controls = newest?.controls.filter(({ id }) => /^[24567]\./.test(id)) ?? [];
      expect(Object.fromEntries(controls.map(({ id, status }) => [id, status]))).toEqual(expectedControls);
    });

    test('writes the benchmark report as HTML and PDF, with a block for each control', async () => {
      const html = await fs.readFile(path.join(folder, 'out', 'report.html'), 'utf8');
      const newest = result.frameworks.find(({ id }) => id === 'cis-docker-1.8');
      const text = html
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll('&#x27;', "'")
        .replaceAll('&quot;', '"')
        .replaceAll(/\s+/g, ' ');
      expect(newest?.controls).toHaveLength(118);
      for (const { id, title } of newest?.controls ?? []) expect(text).toContain(`${id} ${title}`);
      expect(html).toMatch(/CIS-\s*automated/);
      expect(html).not.toMatch(/compliant|certified|passed an audit/i);
      const pdf = await fs.readFile(path.join(folder, 'out', 'report.pdf'));
      expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    });

    test('never passes a control that nobody looked at', () => {
      for (const { controls } of result.frameworks) {
        for (const control of controls.filter(({ status }) => status === 'pass')) {
          const { pass, fail, error, waived } = control.counts;
          expect({
            id: control.id,
            looked: pass > 0,
            bad: fail + error + waived + control.counts['not-evaluated'],
          }).toEqual({ id: control.id, looked: true, bad: 0 });
        }
      }
    });
  });
});

describe.each(all)('the CIS Docker Benchmark on a swarm, generation %s', (generation) => {
  const here = generations().includes(generation);
  test(
    'judges what only a swarm has',
    skipUnless(here, `no dockerd of generation ${generation}, or not root`),
    async () => {
      const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-swarm-'));
      const daemon = await startDockerd({ generation, ownNetwork: true });
      try {
        await daemon.docker('swarm', 'init', '--advertise-addr=127.0.0.1', '--listen-addr=127.0.0.1');
        await daemon.docker('network', 'create', '--driver=overlay', 'plain');
        await runCli(['audit', daemon.uri, '-b', 'cis-docker', '-o', 'out', '-f', 'json'], { folder });
        const file = path.join(folder, 'out', 'result.json');
        const result = parseResult(await fs.readFile(file, 'utf8'), { file });
        const newest = result.frameworks.find(({ id }) => id === 'cis-docker-1.8');
        const controls = newest?.controls.filter(({ id }) => id === '5.1' || id.startsWith('7.')) ?? [];
        expect(Object.fromEntries(controls.map(({ id, status }) => [id, status]))).toEqual(expectedSwarmControls);
      } finally {
        await daemon.stop();
        await fs.rm(folder, { recursive: true, force: true });
      }
    },
  );
});

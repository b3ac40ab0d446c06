import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { type Attestation, parseResult, type Result, type ResultControl } from '../../engine/index.ts';
import { readCsv, writeCsv } from '../../reports/index.ts';
import { type CliRun, runCli } from '../support/cli.ts';
import { type Dockerd, type Generation, generations, startDockerd } from '../support/dockerd.ts';
import { findOnPath, skipUnless } from '../support/real-parts.ts';
import { plantContainers } from './planted.ts';

const all: Generation[] = ['20.10', 'current'];
const run = promisify(execFile);
/** What the command of the documentation says, and what it adds to a stored snapshot. */
const audit = ['audit', 'docker', 'host', '-b', 'cis-docker', '-p', 'cis-docker-l2', '-t', 'benchmark'];
const again = ['evaluate', 'out/snapshot.ndjson.zst', '-b', 'cis-docker', '-p', 'cis-docker-l2', '-t', 'benchmark'];

describe.each(all)('the benchmark from audit to answers, engine generation %s', (generation) => {
  const here = generations().includes(generation) && findOnPath('pdftotext') !== null;
  const reason = `no dockerd of generation ${generation}, or not root, or no pdftotext`;
  describe('as one command and its follow-up', skipUnless(here, reason), () => {
    let daemon: Dockerd;
    let folder: string;
    let first: CliRun;
    const results: Record<string, Result> = {};

    const cli = (...line: string[]) =>
      runCli(line, { folder, environment: { DOCKER_HOST: daemon.uri.slice('docker:'.length) } });
    async function resultOf(name: string): Promise<Result> {
      const file = path.join(folder, name, 'result.json');
      return parseResult(await fs.readFile(file, 'utf8'), { file });
    }
    const controlsOf = (name: string): ResultControl[] =>
      results[name]!.frameworks.find(({ id }) => id === 'cis-docker-1.8')!.controls;
    async function pdfText(name: string): Promise<string> {
      const { stdout } = await run('pdftotext', ['-layout', path.join(folder, name, 'report.pdf'), '-']);
      return stdout.replaceAll(/\s+/g, ' ');
    }

    beforeAll(async () => {
      folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-answers-'));
      daemon = await startDockerd({ generation });
      await plantContainers(daemon);
      first = await cli(...audit, '-o', 'out');
      results['out'] = await resultOf('out');
    });

    afterAll(async () => {
      await daemon?.stop();
      await fs.rm(folder, { recursive: true, force: true });
    });

    test('accounts for all 118 controls in the result, the page and the PDF', async () => {
      expect([first.code, first.stderr.includes('Error')]).toEqual([1, false]);
      const controls = controlsOf('out');
      expect(controls).toHaveLength(118);
      const html = await fs.readFile(path.join(folder, 'out', 'report.html'), 'utf8');
      const blocks = [...html.matchAll(/<article class="control [a-z]+" id="control-([^"]+)"/g)].map(([, id]) => id!);
      expect(blocks.toSorted()).toEqual(controls.map(({ id }) => id).sort());
      const pdf = await pdfText('out');
      // A heading may go on in the next line, behind the verdict: its number and first words stand together.
      const headings = controls.map(({ id, title }) => `${id} ${title.split(' ').slice(0, 3).join(' ')}`);
      expect(headings.filter((heading) => !pdf.includes(heading))).toEqual([]);
      for (const part of ['Summary by section', 'Answers of people', 'What the edition changed', 'Method and limits'])
        expect(pdf).toContain(part);
    });

    test('has the facts beside the questions that only people answer', async () => {
      const [hardened] = controlsOf('out').filter(({ id }) => id === '1.2.1');
      expect(hardened).toMatchObject({ status: 'manual', factsDigest: expect.stringMatching(/^sha256:/) });
      expect(hardened!.evidence).toContain('host.osRelease');
      const kernel = results['out']!.facts!.find(({ fact }) => fact === 'host.kernel')!;
      const { release } = kernel.resources[0]!.value as { release: string };
      expect(release).toBe((await fs.readFile('/proc/sys/kernel/osrelease', 'utf8')).trim());
      expect(await fs.readFile(path.join(folder, 'out', 'report.html'), 'utf8')).toContain(release);
    });

    test('takes the answers of a sheet, and the controls change to attested', async () => {
      const open = controlsOf('out').filter(({ status }) => status === 'manual');
      expect(open.length).toBeGreaterThan(10);
      const exported = await cli('attest', 'export', 'out/result.json', '--by', 'ann@example.org', '-o', 'q.csv');
      expect(exported.code, exported.stderr).toBe(0);
      const text = await fs.readFile(path.join(folder, 'q.csv'), 'utf8');
      const { records } = readCsv(text.replace(/^\ufeff/, ''), ',');
      const [header, ...rows] = records.map(({ cells }) => cells);
      const at = (name: string) => header!.indexOf(name);
      const today = results['out']!.createdAt.slice(0, 10);
      for (const row of rows) {
        row[at('answer')] = row[at('control')] === 'cis-docker-1.8:4.3' ? 'Not satisfied' : 'satisfied';
        row[at('on')] = today;
        row[at('evidence')] = 'seen at the review';
      }
      await fs.writeFile(path.join(folder, 'a.csv'), writeCsv([header!, ...rows]));
      const imported = await cli('attest', 'import', 'a.csv', '-b', 'cis-docker');
      expect(imported.code, imported.stderr).toBe(0);

      const judged = await cli(...again, '--attestations', 'attestations.yaml', '-o', 'answered');
      expect(judged.code).toBe(1);
      results['answered'] = await resultOf('answered');
      const after = new Map(controlsOf('answered').map((control) => [control.id, control]));
      expect([...after.values()].filter(({ status }) => status === 'manual')).toEqual([]);
      const changed = open.map(({ id }) => [id, after.get(id)!.decision]);
      expect(changed.filter(([, decision]) => decision !== 'attested')).toEqual([]);
      expect(after.get('1.2.1')!.status).toBe('pass');
      expect(after.get('4.3')!.status).toBe('fail');
      const [use] = results['answered']!.attestations.filter(({ control }) => control === 'cis-docker-1.8:1.2.1');
      expect(use).toMatchObject({
        ...{ answer: 'satisfied', by: 'ann@example.org', on: today, validFor: 'P365D' },
        ...{ evidence: [{ text: 'seen at the review' }], lapseOn: after.get('1.2.1')!.factsDigest },
        until: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      });
      const pdf = await pdfText('answered');
      expect(pdf).toContain('ann@example.org');
      expect(pdf).toContain('seen at the review');
      expect(pdf).toContain('lapses when the facts it was given for change');
    });

    test('does not count an answer that was given for other facts', async () => {
      const file = path.join(folder, 'attestations.yaml');
      const { attestations } = parse(await fs.readFile(file, 'utf8')) as { attestations: Attestation[] };
      const older = attestations.map((each) =>
        each.lapseOn === undefined ? each : { ...each, lapseOn: 'sha256:older' },
      );
      await fs.writeFile(path.join(folder, 'older.yaml'), stringify({ attestations: older }));
      await cli(...again, '--attestations', 'older.yaml', '-o', 'older', '-f', 'html');
      results['older'] = await resultOf('older');
      const [hardened] = controlsOf('older').filter(({ id }) => id === '1.2.1');
      expect(hardened!.status).toBe('manual');
      const html = await fs.readFile(path.join(folder, 'older', 'report.html'), 'utf8');
      expect(html).toMatch(/Lapsed\.<\/b>[\s\S]{0,200}depends on host\.osRelease/);
    });
  });
});

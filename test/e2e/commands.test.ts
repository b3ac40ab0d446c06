import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../cli/commands/index.ts';
import { runCli } from '../support/cli.ts';
import { type Dockerd, generations, startDockerd } from '../support/dockerd.ts';
import { skipUnless } from '../support/real-parts.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { plantContainers } from './planted.ts';

describe('commands', skipUnless(generations(), 'no dockerd, or not root'), () => {
  let daemon: Dockerd;
  let folder: string;
  let smtp: TestSmtp;
  let environment: Record<string, string | undefined>;

  beforeAll(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-commands-'));
    daemon = await startDockerd({ generation: generations()[0]! });
    await plantContainers(daemon);
    environment = { DOCKER_HOST: `unix://${daemon.socket}` };
    smtp = await startSmtp();
    const schedule = { name: 'nightly', every: 'day', at: '05:00' };
    const mail = { host: '127.0.0.1', port: smtp.port, tls: 'off', from: 'plimsoll@example.com' };
    const deliveries = [{ name: 'team', mail: { to: ['officer@example.com'] } }];
    await fs.writeFile(path.join(folder, 'plimsoll.yaml'), JSON.stringify({ schedules: [schedule], mail, deliveries }));
    await runCli(['collect', 'docker', '-o', 'snapshot.ndjson.zst'], { folder, environment });
    await fs.cp(new URL('../fixtures/bundles/house', import.meta.url), path.join(folder, 'house'), { recursive: true });
    await fs.cp(new URL('../fixtures/anchore/default.json', import.meta.url), path.join(folder, 'bundle.json'));
  });

  afterAll(async () => {
    await daemon?.stop();
    await smtp?.close();
    await fs.rm(folder, { recursive: true, force: true });
  });

  const examples = commands.flatMap(({ name, examples: lines }) => lines.map(({ line }) => [name, line] as const));

  test('every command has an example in its help', () => {
    expect(commands.filter((command) => command.examples.length === 0).map(({ name }) => name)).toEqual([]);
  });

  test.each(examples)('%s: %s works as its help says', async (name, line) => {
    // A server runs until it is told to stop.
    const stop = name === 'serve' ? { onStart: (pid: number) => void stopWhenAlive(pid) } : {};
    const run = await runCli(line.split(' ').slice(1), { folder, environment, ...stop });
    // Findings and gaps of this machine are no fault of the example; wrong use and internal errors are.
    expect([0, 1, 3], run.stderr).toContain(run.code);
  });

  test('collect and audit have the same plan, which names every call and changes nothing', async () => {
    const { stdout, code } = await runCli(['audit', '--dry-run'], { folder, environment });
    expect(code).toBe(0);
    for (const words of [/GET \/.*containers\/json/, /file\s+\/etc\/passwd/, /command\s+\S+/])
      expect(stdout).toMatch(words);
    expect(stdout).not.toMatch(/\b(POST|PUT|DELETE|PATCH)\b/);
    expect((await runCli(['collect', '--dry-run'], { folder, environment })).stdout).toBe(stdout);
  });

  test('explain takes the fingerprint of a finding and says where its value comes from', async () => {
    await runCli(['audit', 'docker', '-f', 'json', '-o', 'explained'], { folder, environment });
    const result = JSON.parse(await fs.readFile(path.join(folder, 'explained', 'result.json'), 'utf8'));
    const privileged = result.outcomes.find(({ rule }: { rule: string }) => rule === 'plimsoll/container-privileged');
    const fingerprint: string = privileged.findings[0].fingerprint;
    const { stdout, code } = await runCli(['explain', fingerprint.slice(0, 12), '-r', 'explained/result.json'], {
      folder,
    });
    expect(code).toBe(0);
    for (const words of ['privileged = true', 'HostConfig.Privileged', 'container_privileged.rego:', fingerprint]) {
      expect(stdout).toContain(words);
    }
  });

  test('a snapshot that was changed or cut is refused, and nothing is written', async () => {
    const text = zstdDecompressSync(await fs.readFile(path.join(folder, 'snapshot.ndjson.zst'))).toString('utf8');
    await fs.writeFile(path.join(folder, 'changed.ndjson'), text.replace('"privileged":true', '"privileged":false'));
    await fs.writeFile(path.join(folder, 'cut.ndjson'), text.slice(0, text.length / 2));
    const runs = ['changed.ndjson', 'cut.ndjson', 'none.ndjson'].map(async (file) => {
      const { code, stderr } = await runCli(['evaluate', file, '-o', `out-${file}`], { folder });
      const written = await fs.access(path.join(folder, `out-${file}`)).then(
        () => true,
        () => false,
      );
      return [code, stderr.trimEnd().split('\n').at(-1), stderr.includes(file), written];
    });
    expect(await Promise.all(runs)).toEqual([
      [2, 'exit 2: snapshot-corrupt', true, false],
      [2, 'exit 2: snapshot-truncated', true, false],
      [2, 'exit 2: file-unreadable', true, false],
    ]);
  });

  test('the embedded browser prints where the machine has none', async () => {
    const nothing = { ...environment, PATH: '/nonexistent', PUPPETEER_EXECUTABLE_PATH: undefined };
    const line = ['evaluate', 'snapshot.ndjson.zst', '-f', 'pdf', '-o', 'embedded', '--fail-on', 'none'];
    const { code, stderr } = await runCli(line, { folder, environment: nothing });
    expect(code, stderr).toBe(0);
    const { browser } = JSON.parse(await fs.readFile(path.join(folder, 'embedded', 'run.json'), 'utf8'));
    expect(browser.name).toMatch(/embedded/);
    const pdf = await fs.readFile(path.join(folder, 'embedded', 'report.pdf'));
    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  });

  test('a report made again from its result has the same verdicts', async () => {
    await runCli(['audit', 'docker', '-f', 'json', '-o', 'first'], { folder, environment });
    const { code } = await runCli(['report', 'first/result.json', '-f', 'html', '-o', 'second'], { folder });
    expect(code).toBe(0);
    const [first, second] = await Promise.all(
      ['first', 'second'].map((name) => fs.readFile(path.join(folder, name, 'result.json'))),
    );
    expect(second?.equals(first!)).toBe(true);
  });

  test("a bundle of one's own is compiled, cached and judged beside the shipped one", async () => {
    const line = ['audit', 'docker', '-b', 'default', '-b', './house', '-f', 'json', '-o', 'both', '--fail-on', 'none'];
    const { code, stderr } = await runCli(line, { folder, environment });
    expect(code, stderr).toBe(0);
    const { inputs } = JSON.parse(await fs.readFile(path.join(folder, 'both', 'result.json'), 'utf8'));
    expect(inputs.bundles).toHaveLength(2);
  });
});

async function stopWhenAlive(pid: number): Promise<void> {
  await expect
    .poll(() => fetch('http://127.0.0.1:9187/healthz').then(({ ok }) => ok), { timeout: 60_000 })
    .toBe(true)
    .catch(() => undefined);
  process.kill(pid, 'SIGTERM');
}

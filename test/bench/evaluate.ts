/** Evaluation beside its bound (the same rules by hand in JavaScript) and its peer (native OPA). */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { loadPolicy, resolveProfile } from '../../engine/index.ts';
import { batchOf } from '../../engine/wasm/batch.ts';
import { createRunner } from '../../engine/wasm/runner.ts';
import { assetPath } from '../../root.ts';
import { modulesOf, openFixtureBuilder } from '../support/policy-fixture.ts';
import { findOpa } from '../support/real-parts.ts';
import { inTurn, round } from './measure.ts';
import { type BenchResource, benchLine, workload } from './workload.ts';

const now = '2026-01-01T00:00:00Z';

/**
 * Measures 103 rules over containers of 6.4 KB: one thread against the bound, and files of 1,000, 10,000 and (with two
 * workers) 100,000 resources against native OPA where it is here and finishes. `PLIMSOLL_BENCH_RESOURCES` changes the
 * largest number.
 */
export async function benchEvaluate(): Promise<object> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-bench-'));
  try {
    const builder = await openFixtureBuilder();
    const bundle = await builder.build({ rules: workload().rules });
    await builder.close();
    writeFileSync(path.join(folder, 'bundle.wasm'), bundle.policy);
    writeFileSync(path.join(folder, 'catalogue.json'), JSON.stringify(bundle.catalogue));
    const most = Number(process.env['PLIMSOLL_BENCH_RESOURCES'] ?? 100_000);
    const oneThread = await againstBound(bundle);
    const small = await againstOpa(folder, 1_000);
    const large = await againstOpa(folder, 10_000);
    await writeLines(path.join(folder, 'many.ndjson'), most);
    const many = await child(folder, path.join(folder, 'many.ndjson'), 2);
    return { oneThread, native1k: small, native10k: large, many: { wanted: { seconds: 10, megabytes: 256 }, ...many } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function againstBound(bundle: Awaited<ReturnType<Awaited<ReturnType<typeof openFixtureBuilder>>['build']>>) {
  const lines = Array.from({ length: 2_000 }, (_, number) => benchLine(number));
  const { byHand } = workload();
  const policy = await loadPolicy({
    bundles: [bundle],
    resolved: resolveProfile({ catalogues: [bundle.catalogue] }),
  });
  await policy.close();
  const runner = createRunner(policy.plan);
  runner.load();
  function hand(): void {
    for (const line of lines) {
      const resource = JSON.parse(Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8'));
      JSON.stringify(byHand.map((rule) => rule(resource)).filter((finding) => finding !== null));
    }
  }
  function ours(judging: boolean): void {
    for (let at = 0; at < lines.length; at += 64) {
      const batch = batchOf('container', lines.slice(at, at + 64));
      const answer = runner.run({ batch, rules: null, only: null, stopped: [], now });
      if (judging && 'elements' in answer) runner.judge(batch, answer.elements, []);
    }
  }
  function handWithFindings(): void {
    for (const line of lines) {
      const resource = JSON.parse(Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8'));
      JSON.stringify(byHand.flatMap((rule, index) => (rule(resource) === null ? [] : [finding(resource, index)])));
    }
  }
  // The same content of an outcome, made by hand: message, evidence at the needs, fingerprint.
  const needs = workload().rules.map((rule) => ({ id: rule.id, paths: rule.needs!.map((need) => need.split('.')) }));
  function finding(resource: BenchResource, index: number): object {
    const { id, paths } = needs[index]!;
    const evidence = paths.map((path) => ({
      fact: path.join('.'),
      value: path.reduce((value, segment) => value[segment], resource),
    }));
    const fingerprint = hash('sha256', JSON.stringify([id, 'container', resource.key, null]), 'hex');
    const findings = [{ part: null, message: `${resource.name} is wrong`, location: null, evidence, fingerprint }];
    const place = { kind: 'container', key: resource.key, target: resource.target };
    return { rule: id, status: 'fail', origin: 'rego', ...place, findings, reasons: [], questions: [] };
  }
  const policyOnly = await inTurn(15, () => ours(false), hand);
  const outcomes = await inTurn(15, () => ours(true), handWithFindings);
  const each = (milliseconds: number) => round((milliseconds * 1_000) / lines.length);
  const row = ({ a, b, ratio }: typeof outcomes) => ({ ours: each(a.min), bound: each(b.min), ratio: round(ratio) });
  // Microseconds for each resource, of the quickest of the runs; ratios are medians of pairs.
  return { wanted: 2.5, policyAgainstRulesByHand: row(policyOnly), outcomesAgainstOutcomesByHand: row(outcomes) };
}

async function againstOpa(folder: string, count: number): Promise<object> {
  const file = path.join(folder, `${count}.ndjson`);
  await writeLines(file, count);
  const ours = await child(folder, file, 2);
  const opa = findOpa();
  if (opa === null) return { wanted: { time: 1 / 8, memory: 1 / 6 }, ours, opa: 'not here' };
  const source = path.join(folder, 'source');
  for (const [name, text] of Object.entries(modulesOf(workload()))) {
    await mkdir(path.dirname(path.join(source, name)), { recursive: true });
    await writeFile(path.join(source, name), text);
  }
  const input = path.join(folder, `${count}.json`);
  writeFileSync(input, `{"resources":[${readFileSync(file, 'utf8').trimEnd().replaceAll('\n', ',')}]}`);
  const on = Object.fromEntries(workload().rules.map(({ id }) => [id, true]));
  const params = Object.fromEntries(
    workload()
      .rules.filter(({ parameters }) => parameters)
      .map(({ id }) => [id, { most: 900 }]),
  );
  const data = path.join(folder, 'data.json');
  writeFileSync(data, JSON.stringify({ plimsoll: { on, params, now } }));
  const query = 'count(data.plimsoll.entry.container.out)';
  const peer = await watched(opa, ['eval', '-d', source, '-d', data, '-i', input, '--format', 'raw', query]);
  const findings = Number(peer.output.trim());
  if (findings !== ours.outcomes) throw new Error(`native OPA finds ${findings}, evaluate ${ours.outcomes}`);
  return {
    wanted: { time: 1 / 8, memory: 1 / 6 },
    ours,
    opa: { milliseconds: round(peer.milliseconds), peak: peer.peak },
    time: round(ours.milliseconds / peer.milliseconds, 3),
    memory: round(ours.peak / peer.peak, 3),
  };
}

interface ChildReport {
  milliseconds: number;
  outcomes: number;
  resources: number;
  /** Most resident memory, in bytes. */
  peak: number;
  afterTwentyThousand: number;
  /** Time of all its threads, in milliseconds: what is left of the figure on a busy machine. */
  processor: number;
}

let built = false;

/** The engine's door compiled as for the published package. */
function compiledDoor(): string {
  if (!built) execFileSync(assetPath('node_modules', '.bin', 'tsc'), ['-p', assetPath('tsconfig.build.json')]);
  built = true;
  return assetPath('dist', 'engine', 'index.js');
}

async function child(folder: string, file: string, workers: number): Promise<ChildReport> {
  const script = assetPath('test', 'bench', 'evaluate-child.mjs');
  // As bin/plimsoll.mjs does: code that was compiled once is not compiled again, and types are not stripped again.
  const env = { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'compile-cache') };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [script, compiledDoor(), folder, file, String(workers)],
    { env },
  );
  return JSON.parse(stdout) as ChildReport;
}

async function writeLines(file: string, count: number): Promise<void> {
  const out = createWriteStream(file);
  for (let number = 0; number < count; number += 1) {
    if (!out.write(Buffer.concat([benchLine(number), Buffer.from('\n')]))) {
      await new Promise<void>((resolve) => out.once('drain', () => resolve()));
    }
  }
  await new Promise<void>((resolve) => out.end(() => resolve()));
}

/** Runs a program and watches the most memory it had, as the kernel counts it. */
async function watched(
  program: string,
  args: string[],
): Promise<{ milliseconds: number; peak: number; output: string }> {
  const started = performance.now();
  const running = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let peak = 0;
  let output = '';
  running.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${running.pid}/status`, 'utf8');
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024);
    } catch {
      // It has ended between two looks.
    }
  }, 10);
  const code = await new Promise<number | null>((resolve, reject) => {
    running.once('error', reject);
    running.once('close', resolve);
  });
  clearInterval(timer);
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return { milliseconds: performance.now() - started, peak, output };
}

/**
 * `node tools/compare-docker-bench.ts BENCH.json result.json [snapshot]`: where docker-bench-security and a result of the
 * same machine agree, where a known difference explains what they say, and where nothing does; exit 1 for the last.
 * The snapshot shows which containers are stopped.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { openSnapshotFile, parseResource, readHead } from '../engine/index.ts';
import { parseYaml } from '../rego/index.ts';
import { rootFolder } from '../root.ts';
import { readResult } from '../service/index.ts';
import { BenchFile, BenchKnowledge, type Comparison, compareBench } from './generate/docker-bench.ts';

const [benchFile, resultFile, snapshotFile] = process.argv.slice(2);
if (benchFile === undefined || resultFile === undefined) {
  console.error('usage: node tools/compare-docker-bench.ts BENCH.json result.json [snapshot]');
  process.exitCode = 2;
} else {
  const file = path.join(rootFolder, 'tools', 'docker-bench.yaml');
  const knowledge = parseYaml(await fs.readFile(file, 'utf8'), file, BenchKnowledge);
  const bench = BenchFile.parse(JSON.parse(await fs.readFile(benchFile, 'utf8')));
  const states = snapshotFile === undefined ? null : await statesOf(snapshotFile);
  const compared = compareBench(bench, await readResult(path.resolve(resultFile), resultFile), knowledge, states);
  print('agree', compared.agreements);
  print('differ, explained', compared.explained);
  print('differ, not explained', compared.unexplained);
  console.log(`\nnot compared: ${compared.unmatched.length}`);
  for (const { id, why } of compared.unmatched) console.log(`  ${id}  ${why}`);
  process.exitCode = compared.unexplained.length === 0 ? 0 : 1;
}

function print(title: string, list: readonly Comparison[]): void {
  console.log(`\n${title}: ${list.length}`);
  for (const { id, key, bench, ours, why } of list) {
    console.log(
      `  ${id.padEnd(8)}${key}  docker-bench ${bench}, ours ${ours}${why === null ? '' : `\n          ${why}`}`,
    );
  }
}

async function statesOf(file: string): Promise<Map<string, string>> {
  const states = new Map<string, string>();
  const snapshot = await openSnapshotFile(file);
  for await (const line of snapshot.lines()) {
    const { head } = readHead(line);
    if (head.kind !== 'container') continue;
    const { state } = parseResource(line) as unknown as { state?: unknown };
    if (typeof state === 'string') states.set(head.key, state);
  }
  return states;
}

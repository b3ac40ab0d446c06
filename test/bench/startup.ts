import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { assetPath, rootFolder } from '../../root.ts';
import { wholeResource } from '../bundles/built-bundle.ts';
import { plainNginx } from '../bundles/ordinary-containers.ts';
import { snapshotOf } from '../support/snapshot-of.ts';
import { inTurn } from './measure.ts';

/**
 * `plimsoll --help`, and a snapshot of one container judged with the shipped bundle from a warm cache, against Node starting and doing
 * nothing. The program is the built one, started as bin/plimsoll.mjs starts it: with a compile cache.
 */
export async function benchStartup(): Promise<object> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plimsoll-bench-'));
  try {
    start(['tools/build.ts'], { cwd: rootFolder, env: process.env });
    const main = assetPath('dist', 'cli', 'main.js');
    const environment = { cwd: folder, env: { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'node') } };
    const snapshot = path.join(folder, 'one.ndjson');
    fs.writeFileSync(snapshot, await snapshotOf([wholeResource('container', 'plain', plainNginx)]));
    const line = [main, 'evaluate', snapshot, '-f', 'json', '-o', 'out', '--fail-on', 'none', '-q'];
    const empty = () => start(['-e', '0'], environment);
    const help = await inTurn(9, () => start([main, '--help'], environment), empty);
    const judged = await inTurn(9, () => start(line, environment), empty);
    return {
      emptyNodeMilliseconds: help.b,
      help: { milliseconds: help.a, ratio: help.ratio, boundMilliseconds: 150 },
      firstFinding: { milliseconds: judged.a, ratio: judged.ratio, boundMilliseconds: 400 },
    };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function start(parameters: string[], options: { cwd: string; env: NodeJS.ProcessEnv }): void {
  const { status, stderr } = spawnSync(process.execPath, parameters, { ...options, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${parameters.join(' ')} ended with ${status}: ${stderr}`);
}

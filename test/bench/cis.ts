import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { assetPath, rootFolder } from '../../root.ts';
import { generations, startDockerd } from '../support/dockerd.ts';
import { buildImage } from '../support/images.ts';
import { spreadOf } from './measure.ts';

const containers = 20;

/** Processor time of a live audit of an engine with 20 containers against the CIS controls, as the built program does it. */
export async function benchCis(): Promise<object> {
  const results: Record<string, object> = {};
  const built = spawnSync(process.execPath, ['tools/build.ts'], { cwd: rootFolder, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the program could not be built: ${built.stderr}`);
  for (const generation of generations()) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plimsoll-bench-'));
    const daemon = await startDockerd({ generation });
    try {
      await buildImage(daemon, 'bench:1', ['CMD ["sleep", "1000"]']);
      for (let number = 0; number < containers; number++) {
        await daemon.docker('run', '--detach', '--network=none', `--name=c${number}`, 'bench:1');
      }
      const line = [
        assetPath('dist', 'cli', 'main.js'),
        'audit',
        daemon.uri,
        '-b',
        'cis-docker',
        '-f',
        'json',
        '-o',
        'out',
      ];
      const env = { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'node') };
      processorSeconds(line, { cwd: folder, env });
      const seconds = Array.from({ length: 5 }, () => processorSeconds(line, { cwd: folder, env }));
      results[generation] = { containers, processorSeconds: spreadOf(seconds), boundSeconds: 2.5 };
    } finally {
      await daemon.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }
  return results;
}

/** User and system time of one run, as the shell's `times` counts those of its children. A run that fails is no figure. */
function processorSeconds(line: string[], options: { cwd: string; env: NodeJS.ProcessEnv }): number {
  const script = '"$@" >/dev/null 2>errors; echo $?; times';
  const { stdout } = spawnSync('sh', ['-c', script, 'sh', process.execPath, ...line], { ...options, encoding: 'utf8' });
  const [status, , children = ''] = stdout.trim().split('\n');
  // 1 and 3 are verdicts: findings, and what was not assessed.
  if (!['0', '1', '3'].includes(status ?? '')) {
    throw new Error(`the audit ended with ${status}: ${fs.readFileSync(path.join(options.cwd, 'errors'), 'utf8')}`);
  }
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest),
    0,
  );
}

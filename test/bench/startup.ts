import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { rootFolder } from '../../root.ts';
import { inTurn } from './measure.ts';

/** `plimsoll --help` against Node starting and doing nothing. */
export async function benchStartup(): Promise<object> {
  const main = path.join(rootFolder, 'cli', 'main.ts');
  const run = (parameters: string[]) => () => {
    const { status } = spawnSync(process.execPath, parameters, { stdio: 'ignore' });
    if (status !== 0) throw new Error(`${parameters.join(' ')} ended with ${status}`);
  };
  const { a, b, ratio } = await inTurn(9, run([main, '--help']), run(['-e', '0']));
  return { helpMilliseconds: a, emptyNodeMilliseconds: b, ratio };
}

import fs from 'node:fs/promises';
import path from 'node:path';
import { PlimsollError, type Result } from '../engine/index.ts';
import { readResult } from '../service/index.ts';
import { type Call, textOption } from './definition.ts';

/**
 * The result of `--baseline`, read before anything is collected; undefined where none was named.
 * @throws PlimsollError `usage`, and those of reading a result or the store
 */
export async function baselineOption(call: Call): Promise<{ name: string; result: Result } | undefined> {
  const named = textOption(call, 'baseline');
  if (named !== undefined) return openResult(call, named);
  if (textOption(call, 'failOnNew') === undefined) return undefined;
  throw new PlimsollError('usage', '--fail-on-new needs a --baseline to tell what is new', {
    next: 'Name the result.json of an earlier run, or a stored run: --baseline latest.',
  });
}

/** A result by the path of its file or folder, or by the name of a stored run. */
export async function openResult(call: Call, named: string): Promise<{ name: string; result: Result }> {
  const place = path.resolve(call.workingFolder, named);
  const stat = await fs.stat(place).catch(() => null);
  if (stat !== null) {
    const file = stat.isDirectory() ? path.join(place, 'result.json') : place;
    return {
      name: named,
      result: await readResult(file, stat.isDirectory() ? path.join(named, 'result.json') : named),
    };
  }
  if (/[/.]/.test(named)) {
    throw new PlimsollError('file-unreadable', `${named} cannot be read: there is no such file or folder`, {
      place: { file: named },
    });
  }
  const { withStore, findRun } = await import('./run-store.ts');
  const { readRunResult } = await import('../service/index.ts');
  return withStore(call, 'read', async (store) => {
    const run = await findRun(store, named);
    return { name: `run ${run.id}`, result: await readRunResult(store, run.id) };
  });
}

import { limitTable, PlimsollError, visibleText } from '../engine/index.ts';
import { loadConfiguration, pruneStore, type StoredRun } from '../service/index.ts';
import { type Call, flagOption, textOption } from './definition.ts';
import { note } from './run-record.ts';
import { runDetails } from './run-runs-show.ts';
import { findRun, withStore } from './run-store.ts';
import { table } from './table.ts';

/** `plimsoll runs list`: a table of runs on stdout. */
export async function runRunsList(call: Call): Promise<number> {
  const limit = Number(textOption(call, 'limit'));
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) {
    throw new PlimsollError('usage', '--limit takes a number from 1 to 10000');
  }
  const stream = textOption(call, 'stream');
  const state = textOption(call, 'state') as StoredRun['state'] | undefined;
  const before = textOption(call, 'before');
  const runs = await withStore(call, 'read', (store) =>
    store.runs.list({
      limit,
      ...(stream === undefined ? {} : { stream }),
      ...(state === undefined ? {} : { state }),
      ...(before === undefined ? {} : { before }),
    }),
  );
  print(call, runs, () => runTable(runs));
  return 0;
}

function runTable(runs: readonly StoredRun[]): string {
  const header = ['run', 'stream', 'started', 'state', 'exit', 'critical', 'high', 'medium', 'low', 'not assessed', ''];
  return table(
    header,
    runs.map(({ id, stream, startedAt, state, exitCode, summary, legalHold, rerunOf, error }) => {
      const counts = (['critical', 'high', 'medium', 'low', 'notEvaluated'] as const).map((name) =>
        summary === null ? '-' : String(summary[name]),
      );
      const remarks = [
        ...(legalHold ? ['legal hold'] : []),
        ...(rerunOf === null ? [] : [`rerun of ${rerunOf}`]),
        ...(error === null ? [] : [error]),
      ];
      const cells = [id, stream, startedAt, state, exitCode === null ? '-' : String(exitCode), ...counts];
      return [...cells, remarks.join('; ')].map(visibleText);
    }),
  );
}

/** `plimsoll runs show`. */
export async function runRunsShow(call: Call): Promise<number> {
  const [named = ''] = call.arguments;
  const shown = await withStore(call, 'read', async (store) => {
    const run = await findRun(store, named);
    const limit = limitTable.storeDriftRows.value;
    return {
      run,
      record: await store.runs.record(run.id),
      drift: run.state === 'finished' ? await store.history.drift(run.id, limit) : null,
      artifacts: await store.artifacts.list(run.id),
      deliveries: await store.deliveries.list({ run: run.id, limit }),
    };
  });
  print(call, shown, () => runDetails(shown));
  return 0;
}

/** `plimsoll runs hold`. */
export async function runRunsHold(call: Call): Promise<number> {
  const [named = ''] = call.arguments;
  const on = !flagOption(call, 'off');
  await withStore(call, 'read', async (store) => {
    const { id } = await findRun(store, named);
    await store.runs.hold(id, on);
    await note(store, call, 'run.hold', id, { on });
    call.terminal.say(on ? `Run ${id} is under legal hold.` : `Run ${id} is under no hold any more.`);
  });
  return 0;
}

/** `plimsoll runs prune`. */
export async function runRunsPrune(call: Call): Promise<number> {
  const { configuration } = await loadConfiguration(call.workingFolder, textOption(call, 'config'));
  await withStore(call, 'read', async (store) => {
    const removed = await pruneStore(store, configuration.store?.retention, new Date().toISOString());
    await note(store, call, 'runs.prune', 'store', removed);
    call.terminal.say(`Removed the content of ${removed.artifacts} artifacts, ${removed.bytes} bytes.`);
  });
  return 0;
}

/** Prints data on stdout, as the option `format` says. */
export function print(call: Call, value: unknown, asText: () => string): void {
  call.terminal.settle();
  const json = textOption(call, 'format') === 'json';
  call.terminal.data(json ? `${JSON.stringify(value, null, 2)}\n` : asText());
}

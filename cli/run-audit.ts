import path from 'node:path';
import { type ReportSettings, terminalSummary } from '../reports/index.ts';
import { audit, evaluateSnapshots, type FinishedRun, openInputs, planReads, scopedTargets } from '../service/index.ts';
import { type Call, flagOption, textOption } from './definition.ts';
import { imageWishes, runOptions } from './run-options.ts';
import { recordRun } from './run-record.ts';

/** `plimsoll audit`: collects, judges, reports, prints the summary and answers the exit code. */
export async function runAudit(call: Call): Promise<number> {
  const base = await runOptions(call);
  const options = { ...base, targets: call.arguments, images: await imageWishes(call, base.loaded) };
  if (flagOption(call, 'dryRun')) return printPlan(call, options);
  return recorded(call, options, () => audit(options));
}

/** `plimsoll evaluate`: the same without collecting. */
export async function runEvaluate(call: Call): Promise<number> {
  const options = await runOptions(call);
  const snapshots = call.arguments;
  const files = snapshots.map((file) => path.resolve(call.workingFolder, file));
  return recorded(call, options, () => evaluateSnapshots({ ...options, snapshots }), files);
}

/** Runs, records where a stream is named, prints. */
async function recorded(
  call: Call,
  { settings }: { settings: ReportSettings },
  run: () => Promise<FinishedRun>,
  snapshots: readonly string[] = [],
): Promise<number> {
  const stream = textOption(call, 'stream');
  return printRun(
    call,
    stream === undefined ? await run() : await recordRun(call, { stream, snapshots }, run),
    settings,
  );
}

type Planned = Awaited<ReturnType<typeof runOptions>> & { targets: string[] };

/** Prints what would be read, on stdout, so that it can be handed to the owner of the machine. */
export async function printPlan(call: Call, options: Planned): Promise<number> {
  const scoped = options.targets.length === 0 ? scopedTargets(options.configured) : [];
  const { bundles } = await openInputs({ ...options, scoped });
  const files = bundles.flatMap((bundle) => bundle.catalogue.collect.host?.files ?? []);
  const imageContents = bundles.some((bundle) => bundle.catalogue.collect.image !== undefined);
  const plan = await planReads({ ...options, files, deep: flagOption(call, 'deep'), imageContents });
  call.terminal.settle();
  call.terminal.data(plan);
  return 0;
}

/** Prints the summary of a run and answers its exit code. */
export function printRun(call: Call, finished: FinishedRun, settings: ReportSettings): number {
  const { terminal } = call;
  terminal.settle();
  for (const failure of finished.failures) {
    terminal.warn(`${failure.asked ? 'error' : 'warning'} ${failure.error.message}`);
    terminal.warn(`Next: ${failure.error.next}`);
  }
  for (const notice of finished.notices) terminal.warn(`notice ${notice}`);
  const summary = terminalSummary(
    { result: finished.result, run: finished.run, settings },
    {
      columns: terminal.columns,
      colour: terminal.colour,
      folder: finished.output.shown,
      advice: finished.targets.flatMap(({ summary: { advice } }) => advice ?? []),
    },
  );
  terminal.say(summary.trimEnd());
  if (terminal.quiet && finished.exitCode !== 0) terminal.warn(`exit ${finished.exitCode}: ${finished.exitReason}`);
  return finished.exitCode;
}

import { type ReportSettings, terminalSummary } from '../reports/index.ts';
import { audit, evaluateSnapshots, type FinishedRun, openInputs, planReads } from '../service/index.ts';
import { type Call, flagOption } from './definition.ts';
import { imageWishes, runOptions } from './run-options.ts';

/** `plimsoll audit`: collects, judges, reports, prints the summary and answers the exit code. */
export async function runAudit(call: Call): Promise<number> {
  const options = { ...(await runOptions(call)), targets: call.arguments, images: await imageWishes(call) };
  if (flagOption(call, 'dryRun')) return printPlan(call, options);
  return printRun(call, await audit(options), options.settings);
}

/** `plimsoll evaluate`: the same without collecting. */
export async function runEvaluate(call: Call): Promise<number> {
  const options = await runOptions(call);
  return printRun(call, await evaluateSnapshots({ ...options, snapshots: call.arguments }), options.settings);
}

type Planned = Awaited<ReturnType<typeof runOptions>> & { targets: string[] };

/** Prints what would be read, on stdout, so that it can be handed to the owner of the machine. */
export async function printPlan(call: Call, options: Planned): Promise<number> {
  const { bundles } = await openInputs(options);
  const files = bundles.flatMap((bundle) => bundle.catalogue.collect.host?.files ?? []);
  const imageContents = bundles.some((bundle) => bundle.catalogue.collect.image !== undefined);
  const plan = await planReads({ ...options, files, deep: flagOption(call, 'deep'), imageContents });
  call.terminal.settle();
  call.terminal.data(plan);
  return 0;
}

function printRun(call: Call, finished: FinishedRun, settings: ReportSettings): number {
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

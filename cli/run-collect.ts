import fs from 'node:fs/promises';
import path from 'node:path';
import { PlimsollError } from '../engine/index.ts';
import { chooseTargets, collectTargets, imageOptions, openInputs, scopedTargets } from '../service/index.ts';
import { type Call, flagOption, textOption } from './definition.ts';
import { printPlan } from './run-audit.ts';
import { imageWishes, runOptions } from './run-options.ts';

/** `plimsoll collect`: writes a snapshot and says how complete it is. */
export async function runCollect(call: Call): Promise<number> {
  const { terminal } = call;
  const base = await runOptions(call);
  const options = { ...base, targets: call.arguments };
  if (flagOption(call, 'dryRun')) return printPlan(call, options);
  const scoped = call.arguments.length === 0 ? scopedTargets(options.configured) : [];
  const { bundles } = await openInputs({ ...options, scoped });
  const shown = textOption(call, 'output') ?? 'snapshot.ndjson.zst';
  const output = path.resolve(call.workingFolder, shown);
  await fs.access(path.dirname(output), fs.constants.W_OK).catch((error: unknown) => {
    throw new PlimsollError('output-unwritable', `${shown} cannot be written`, { cause: error });
  });
  const { targets, found, labels } = await chooseTargets(options);
  const collected = await collectTargets({
    targets,
    found,
    labels,
    files: bundles.flatMap((bundle) => bundle.catalogue.collect.host?.files ?? []),
    images: await imageOptions(bundles, targets, await imageWishes(call, base.loaded)),
    limits: base.limits,
    output,
    signal: call.signal,
    now: base.now,
    environment: call.environment,
    onProgress: (target, message) => terminal.progress(target.uri, message),
  });
  terminal.settle();
  for (const { target, summary } of collected.targets) {
    const state = summary.status === 'collected' ? '' : `  ${summary.status.toUpperCase()}`;
    terminal.say(`${target.uri}  ${summary.name}  ${summary.phrase}${state}`);
    for (const problem of summary.problems) terminal.say(`  ${problem.code}: ${problem.message}`);
    if (summary.advice !== null) terminal.say(`  makes it complete: ${summary.advice}`);
  }
  for (const each of found)
    terminal.say(`${each.engine}  ${each.path}  FOUND, NOT COLLECTED  ${each.target ?? ''}`.trimEnd());
  terminal.say(`Snapshot  ${shown}  ${collected.resources} resources  ${collected.digest}`);
  const failed = collected.targets.filter(({ summary }) => summary.status === 'failed');
  if (failed.length === 0) return 0;
  terminal.warn(`exit 3: not collected: ${failed.map(({ target }) => target.uri).join(', ')}`);
  return 3;
}

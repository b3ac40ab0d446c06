import os from 'node:os';
import path from 'node:path';
import {
  countNewFindings,
  exitVerdict,
  type FailOn,
  type Result,
  type RunRecord,
  type SpareThread,
  startSpareThread,
} from '../engine/index.ts';
import { checkTemplate, type ReportOwner, type ReportSettings } from '../reports/index.ts';
import { programVersion } from '../root.ts';
import { type CollectedTarget, chooseTargets, collectTargets } from './collecting.ts';
import { type ImageWishes, imageOptions } from './images.ts';
import {
  type InputOptions,
  type Inputs,
  judgeSnapshots,
  openInputs,
  openSnapshots,
  type StartedPolicy,
  startPolicy,
} from './judge.ts';
import { operatorName } from './operator.ts';
import { type OutputFolder, openOutput, writePrivate } from './output.ts';
import { type Reports, writeReports } from './report.ts';
import { resourcesOf, snapshotName } from './resources.ts';
import { scopedTargets } from './scoped-inputs.ts';
import type { ChosenTargets } from './targets.ts';

/** What every command that judges is given. */
export interface RunOptions extends InputOptions {
  workingFolder: string;
  output: string | undefined;
  formats: readonly string[] | undefined;
  template: string | undefined;
  failOn: FailOn;
  /** Result whose findings are known: only new ones count for the exit code. */
  baseline?: { name: string; result: Result } | undefined;
  asOf: string | null;
  settings: ReportSettings;
  /** Who must act on what, in the order of the configuration; absent: labels alone say it. */
  owners?: readonly ReportOwner[] | undefined;
  browser: string | undefined;
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** The command line, for run.json. */
  line: readonly string[];
  now(): Date;
  onStage(stage: string, message: string): void;
}

export interface FinishedRun {
  exitCode: number;
  /** The last line of the terminal, in words. */
  exitReason: string;
  result: Result;
  run: RunRecord;
  output: OutputFolder;
  targets: CollectedTarget[];
  failures: Reports['failed'];
  /** What formats left out. */
  notices: string[];
}

const defaultFormats = ['json', 'html', 'pdf'];

/**
 * Collects, judges and reports. Inputs and the output folder are opened first; whatever fails after that leaves
 * either a whole report folder or none.
 * @throws PlimsollError where the run as a whole is impossible; a target or a default format that fails is in the result
 */
export async function audit(options: RunOptions & ChosenTargets & { images: ImageWishes }): Promise<FinishedRun> {
  const scoped = options.targets.length === 0 ? scopedTargets(options.configured) : [];
  const { inputs, spare } = await openRunInputs({ ...options, scoped });
  const { targets, found, labels } = await chooseTargets(options);
  const output = await openOutput(options.output, options.workingFolder, options.now());
  const policy = startPolicy(inputs, options.limits, spare);
  return withOutput(output, policy, async () => {
    const clock = startClock(options);
    const snapshot = path.join(output.staging, snapshotName);
    const collected = await clock.time('collect', async () =>
      collectTargets({
        targets,
        found,
        labels,
        files: inputs.bundles.flatMap((bundle) => bundle.catalogue.collect.host?.files ?? []),
        images: await imageOptions(inputs.bundles, targets, options.images),
        limits: options.limits,
        output: snapshot,
        signal: options.signal,
        now: options.now,
        environment: options.environment,
        onProgress: (target, message) => options.onStage(target.uri, message),
      }),
    );
    return finish([snapshot], { inputs, policy, output, clock }, collected.targets, options);
  });
}

/** Judges snapshots that exist, and reports. */
export async function evaluateSnapshots(options: RunOptions & { snapshots: readonly string[] }): Promise<FinishedRun> {
  const { inputs, spare } = await openRunInputs(options);
  const output = await openOutput(options.output, options.workingFolder, options.now());
  const policy = startPolicy(inputs, options.limits, spare);
  return withOutput(output, policy, async () => {
    const files = options.snapshots.map((file) => path.resolve(options.workingFolder, file));
    return finish(files, { inputs, policy, output, clock: startClock(options) }, [], options);
  });
}

/** The inputs of a run, whose report can be made of them, and a thread whose code was loaded meanwhile. */
async function openRunInputs(options: RunOptions): Promise<{ inputs: Inputs; spare: SpareThread }> {
  const spare = startSpareThread(options.limits);
  try {
    const inputs = await openInputs(options);
    checkTemplate(options.template, inputs.bundles.flatMap(({ catalogue }) => catalogue.frameworks).length);
    return { inputs, spare };
  } catch (error) {
    await spare.worker.terminate();
    throw error;
  }
}

async function withOutput(
  output: OutputFolder,
  policy: StartedPolicy,
  work: () => Promise<FinishedRun>,
): Promise<FinishedRun> {
  try {
    const finished = await work();
    await output.commit();
    return finished;
  } catch (error) {
    await output.discard();
    throw error;
  } finally {
    await policy.close();
  }
}

/** What a run has opened when it begins to judge. */
interface Started {
  inputs: Inputs;
  policy: StartedPolicy;
  output: OutputFolder;
  clock: Clock;
}

async function finish(
  files: readonly string[],
  { inputs, policy, output, clock }: Started,
  targets: CollectedTarget[],
  options: RunOptions,
): Promise<FinishedRun> {
  options.onStage('judge', 'reading the snapshot');
  const { result, snapshots } = await clock.time('evaluate', async () => {
    const snapshots = await openSnapshots(files, options.limits);
    const result = await judgeSnapshots(snapshots, {
      inputs,
      policy,
      limits: options.limits,
      asOf: options.asOf,
      timeZone: options.settings.timeZone ?? 'UTC',
      onProgress: (message) => options.onStage('judge', message),
    });
    return { result, snapshots };
  });
  options.signal.throwIfAborted();
  const { failOn, baseline } = options;
  const counts = baseline && { name: baseline.name, ...countNewFindings(baseline.result, result) };
  const verdict = exitVerdict(result, { failOn, ...(counts && { baseline: counts }) });
  const formats = withJson(options.formats ?? defaultFormats);
  const reports = await writeReports({
    result,
    run: runRecord({ exitCode: verdict.code, exitReason: verdict.reason, clock, options }),
    settings: options.settings,
    owners: options.owners,
    template: options.template,
    formats,
    named: options.formats ?? [],
    folder: output.staging,
    limits: options.limits,
    environment: options.environment,
    browser: options.browser,
    resources: resourcesOf(result, snapshots),
    onProgress: (message) => options.onStage('report', message),
  });
  options.signal.throwIfAborted();
  const lost = reports.failed.find((failure) => failure.asked);
  // Exit codes that apply together rank 2, 4, 1, 3.
  const exitCode = lost === undefined ? verdict.code : 4;
  const exitReason = lost === undefined ? verdict.reason : `${lost.error.message}; without it: ${verdict.reason}`;
  const run = runRecord({ exitCode, exitReason, clock, options, reports });
  await writePrivate(path.join(output.staging, 'run.json'), `${JSON.stringify(run, null, 2)}\n`);
  return { exitCode, exitReason, result, run, output, targets, failures: reports.failed, notices: reports.notices };
}

/** `result.json` is always written: every other file can be made from it again. */
function withJson(formats: readonly string[]): string[] {
  return [...new Set(['json', ...formats])];
}

interface Clock {
  startedAt: Date;
  durations: Record<string, number>;
  time<T>(stage: string, work: () => Promise<T>): Promise<T>;
}

function startClock(options: { now(): Date }): Clock {
  const durations: Record<string, number> = {};
  return {
    startedAt: options.now(),
    durations,
    async time(stage, work) {
      const started = performance.now();
      try {
        return await work();
      } finally {
        durations[stage] = Math.round(performance.now() - started);
      }
    },
  };
}

interface RunFacts {
  exitCode: number;
  exitReason: string;
  clock: Clock;
  options: RunOptions;
  reports?: Reports;
}

function runRecord({ exitCode, exitReason, clock, options, reports }: RunFacts): RunRecord {
  return {
    run: '1-0-0',
    startedAt: clock.startedAt.toISOString(),
    finishedAt: options.now().toISOString(),
    machine: os.hostname(),
    operator: operatorName(options.environment),
    command: ['plimsoll', ...options.line],
    version: programVersion(),
    exitCode,
    exitReason,
    durations: { ...clock.durations, ...reports?.durations },
    files: reports?.files ?? [],
    failedFormats: reports?.failed.map(({ format, reason }) => ({ format, reason })) ?? [],
    browser: reports?.browser ?? null,
    notices: reports?.notices ?? [],
  };
}

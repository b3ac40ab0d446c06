/**
 * One scheduled run, from its job to the deliveries that wait in the outbox. Until `finish()` nothing of it counts: a try
 * that is killed leaves files on this machine and content in the store that nothing names, and the next one begins anew
 * under the same id. `finish()` is one transaction, so each slot ends with one report and one set of deliveries.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { digestOf, type Limits, PlimsollError } from '../../engine/index.ts';
import type { LoadedConfiguration } from '../config/read.ts';
import type { ScheduleSettings } from '../config/scheduling.ts';
import { readImageKeys } from '../images.ts';
import { audit, type FinishedRun } from '../pipeline.ts';
import { nextSlots, scheduleOf } from '../schedule/index.ts';
import { runSummary, type Store, type StoredRun } from '../store/index.ts';
import { filesToSend, storeFiles } from './artifacts.ts';
import { failureOf } from './failures.ts';
import { planOutgoing } from './outgoing.ts';
import { type RunOrigin, runIdOf } from './run-id.ts';
import type { Staging } from './staging.ts';
import { targetsOfSchedule } from './targets.ts';

export interface ScheduledParts {
  store: Store;
  /** The configuration as it is now. */
  loaded: LoadedConfiguration;
  staging: Staging;
  limits: Limits;
  environment: NodeJS.ProcessEnv;
  now(): Date;
  /** Told how far a run is. */
  onStage(run: string, stage: string, message: string): void;
}

export interface ScheduledJob extends RunOrigin {
  signal: AbortSignal;
}

/** What became of a run; null of `finished`: it had ended before this try. */
export interface ScheduledEnd {
  id: string;
  finished: Pick<FinishedRun, 'exitCode' | 'exitReason' | 'result' | 'failures'> | null;
}

/**
 * Runs the audit of a schedule and records it. Repeating it with the same job is the same run.
 * @throws PlimsollError with `permanent` where another try would fail as well
 */
export async function runScheduled(job: ScheduledJob, parts: ScheduledParts): Promise<ScheduledEnd> {
  const { store, staging, now } = parts;
  const id = await runIdOf(store.runs, job, now());
  const { schedule, at: slotAt } = job;
  await store.runs.begin({ id, stream: schedule, schedule, slotAt, startedAt: now().toISOString() });
  const run = await store.runs.get(id);
  if (run?.state === 'running') {
    try {
      const finished = await makeRun(run, scheduleNamed(parts.loaded, schedule), job, parts);
      await staging.clear(id);
      return { id, finished };
    } catch (thrown) {
      // Of a run that is handed back nothing is kept; another machine may be the next to try it.
      await staging.clear(id).catch(() => undefined);
      job.signal.throwIfAborted();
      throw failureOf(thrown);
    }
  }
  await staging.clear(id);
  return { id, finished: null };
}

function scheduleNamed({ configuration }: LoadedConfiguration, name: string): ScheduleSettings {
  const found = configuration.schedules?.find((each) => each.name === name);
  if (found !== undefined) return found;
  throw new PlimsollError('configuration-invalid', `the schedule ${name} is not in the configuration any more`);
}

async function makeRun(
  run: StoredRun,
  schedule: ScheduleSettings,
  { signal }: ScheduledJob,
  parts: ScheduledParts,
): Promise<FinishedRun> {
  const { store, staging, loaded, now, environment } = parts;
  await staging.clear(run.id);
  const folder = staging.folder(run.id);
  const keys = await readImageKeys(loaded);
  const images = { deep: schedule.deep ?? false, platform: null, keys };
  const finished = await audit({ ...auditOptions(run, schedule, signal, parts), images });
  const { result, run: record } = finished;
  signal.throwIfAborted();
  parts.onStage(run.id, 'record', 'storing the files');
  const artifacts = await storeFiles(store.artifacts, folder);
  const end = { id: run.id, finishedAt: record.finishedAt, result, summary: runSummary(result) };
  const drift = await store.history.preview(end, parts.limits.storeDriftRows);
  const files = await filesToSend(folder, record);
  const [next] = nextSlots(scheduleOf(schedule), now().toISOString(), 1);
  signal.throwIfAborted();
  parts.onStage(run.id, 'compose', 'writing the messages');
  const plan = await planOutgoing(
    { id: run.id, schedule, result, record, drift, files, nextDueAt: next?.at ?? null },
    { loaded, artifacts: store.artifacts, environment, now },
  );
  signal.throwIfAborted();
  parts.onStage(run.id, 'finish', 'recording the run');
  await store.runs.finish({
    ...end,
    record,
    resultDigest: await resultDigest(folder),
    artifacts: [...artifacts, ...plan.artifacts],
    deliveries: plan.deliveries,
  });
  return finished;
}

async function resultDigest(folder: string): Promise<string> {
  return digestOf(await fs.readFile(path.join(folder, 'result.json')));
}

function auditOptions(
  run: StoredRun,
  schedule: ScheduleSettings,
  signal: AbortSignal,
  { loaded, limits, environment, now, staging, onStage }: ScheduledParts,
): Omit<Parameters<typeof audit>[0], 'images'> {
  const { configuration, folder } = loaded;
  return {
    folder,
    workingFolder: folder,
    bundles: schedule.bundles ?? configuration.bundles ?? ['default'],
    profile: schedule.profile ?? configuration.profile,
    waivers: configuration.waivers,
    attestations: configuration.attestations,
    output: staging.folder(run.id),
    formats: schedule.formats,
    template: schedule.template,
    failOn: 'high',
    asOf: null,
    settings: configuration.report ?? {},
    owners: configuration.owners,
    browser: configuration.browser === undefined ? undefined : path.resolve(folder, configuration.browser),
    targets: [],
    configured: targetsOfSchedule(configuration, schedule.targets),
    limits,
    environment,
    signal,
    line: ['serve', schedule.name],
    now,
    onProgress: (message) => onStage(run.id, 'prepare', message),
    onStage: (stage, message) => onStage(run.id, stage, message),
  };
}

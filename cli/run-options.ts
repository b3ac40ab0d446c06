import path from 'node:path';
import { type FailOn, type Limits, limitsWith, PlimsollError } from '../engine/index.ts';
import { formatIds, type ReportSettings } from '../reports/index.ts';
import {
  type ConfiguredTarget,
  type ImageWishes,
  type LoadedConfiguration,
  loadConfiguration,
  type RunOptions,
  readImageKeys,
} from '../service/index.ts';
import { type Call, flagOption, listOption, textOption } from './definition.ts';
import { baselineOption } from './run-baseline.ts';

/** What a judging command is given, and the configuration it came from. */
type JudgingOptions = RunOptions & { configured: ConfiguredTarget[]; loaded: LoadedConfiguration };

/** The options of a judging command, from the command line and the configuration; the command line wins. */
export async function runOptions(call: Call): Promise<JudgingOptions> {
  const loaded = await loadConfiguration(call.workingFolder, textOption(call, 'config'));
  const { configuration, folder } = loaded;
  const limits: Limits = limitsWith(definedOnly(configuration.limits ?? {}));
  const formats = listOption(call, 'format');
  for (const format of formats ?? []) {
    if (!(formatIds as readonly string[]).includes(format)) {
      throw new PlimsollError('usage', `unknown format ${format}`, { next: `Known formats: ${formatIds.join(', ')}.` });
    }
  }
  const { terminal } = call;
  return {
    loaded,
    // Paths on the command line start from the working folder, those of the configuration from its own.
    folder: call.workingFolder,
    workingFolder: call.workingFolder,
    bundles: listOption(call, 'bundle') ??
      configuration.bundles?.map((each) => relocate(each, folder, call)) ?? ['default'],
    profile: textOption(call, 'profile') ?? relocated(configuration.profile, folder, call),
    waivers: textOption(call, 'waivers') ?? relocated(configuration.waivers, folder, call),
    attestations: textOption(call, 'attestations') ?? relocated(configuration.attestations, folder, call),
    output: textOption(call, 'output'),
    formats,
    template: textOption(call, 'template'),
    failOn: (textOption(call, 'failOnNew') ?? textOption(call, 'failOn') ?? 'high') as FailOn,
    baseline: await baselineOption(call),
    asOf: timeOption(call, 'asOf'),
    settings: configuration.report ?? ({} as ReportSettings),
    browser: relocated(configuration.browser, folder, call),
    owners: configuration.owners,
    configured: (configuration.targets ?? []).map((target) => relocateTarget(target, folder, call)),
    limits,
    environment: call.environment,
    signal: call.signal,
    line: call.line,
    now: () => new Date(),
    onProgress: (message) => terminal.progress('prepare', message),
    onStage: (stage, message) => terminal.progress(stage, message),
  };
}

/** How images are to be read, from the command line and the configuration that {@link runOptions} read. */
export async function imageWishes(call: Call, loaded: LoadedConfiguration): Promise<ImageWishes> {
  const keys = await readImageKeys(loaded);
  return { deep: flagOption(call, 'deep'), platform: textOption(call, 'platform') ?? null, keys };
}

/** A name stays a name; a path of the configuration is meant from the configuration's folder. */
function relocate(value: string, folder: string, call: Call): string {
  if (!/[/.]/.test(value)) return value;
  return path.relative(call.workingFolder, path.resolve(folder, value)) || '.';
}

function relocateTarget(target: ConfiguredTarget, folder: string, call: Call): ConfiguredTarget {
  if (typeof target === 'string') return target;
  const { bundles, profile } = target;
  return {
    ...target,
    ...(bundles === undefined ? {} : { bundles: bundles.map((each) => relocate(each, folder, call)) }),
    ...(profile === undefined ? {} : { profile: relocate(profile, folder, call) }),
  };
}

function relocated(value: string | undefined, folder: string, call: Call): string | undefined {
  return value === undefined ? undefined : relocate(value, folder, call);
}

function timeOption(call: Call, name: string): string | null {
  const text = textOption(call, name);
  if (text === undefined) return null;
  const time = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) || Number.isNaN(time.getTime())) {
    throw new PlimsollError('usage', `${text} is not an RFC 3339 time`, { next: 'Write it as 2026-01-31T18:00:00Z.' });
  }
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

function definedOnly<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

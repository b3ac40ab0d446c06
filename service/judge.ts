import path from 'node:path';
import {
  type Attestation,
  AttestationFile,
  type Bundle,
  type CombineContext,
  collectPart,
  combine,
  digestOf,
  frameworkFacts,
  type Limits,
  loadPolicy,
  openSnapshotFile,
  type Part,
  PlimsollError,
  type Policy,
  Profile,
  parseAttestations,
  parseWaivers,
  type ResolvedRules,
  type Result,
  type Snapshot,
  type SpareThread,
  type Waiver,
  WaiverFile,
} from '../engine/index.ts';
import { programVersion } from '../root.ts';
import { readTextFile } from './config/read.ts';
import { openRules, type ScopedTarget } from './scoped-inputs.ts';

/** What snapshots are judged with. */
export interface Inputs {
  bundles: Bundle[];
  resolved: ResolvedRules;
  profile: Named | null;
  waivers: (Named & { entries: Waiver[] }) | null;
  attestations: (Named & { entries: Attestation[] }) | null;
  /** Targets with bundles or a profile of their own. */
  scoped?: Pick<CombineContext, 'scopes' | 'scopeInputs'>;
}

export interface Named {
  name: string;
  digest: string;
}

export interface InputOptions {
  /** Folder that relative paths start from. */
  folder: string;
  bundles: readonly string[];
  profile: string | undefined;
  waivers: string | undefined;
  attestations: string | undefined;
  /** Targets with bundles or a profile of their own; absent: none. */
  scoped?: readonly ScopedTarget[];
  limits: Limits;
  onProgress(message: string): void;
}

/**
 * Opens everything a verdict depends on, before anything is collected: a mistake in it costs seconds, not an audit.
 * @throws PlimsollError for each of the files, with its place
 */
export async function openInputs(options: InputOptions): Promise<Inputs> {
  const { bundles, resolved, profile, scopes, scopeInputs } = await openRules(options, openProfile);
  const waivers = await openList(options, 'waivers', WaiverFile, parseWaivers);
  const attestations = await openList(options, 'attestations', AttestationFile, parseAttestations);
  return {
    bundles,
    resolved,
    profile,
    waivers,
    attestations,
    scoped: { scopes, scopeInputs },
  };
}

async function openProfile(
  wanted: string | undefined,
  options: Pick<InputOptions, 'folder'>,
  bundles: readonly Bundle[],
): Promise<(Named & { value: Profile }) | null> {
  if (wanted === undefined) return null;
  for (const bundle of bundles) {
    const value = bundle.catalogue.profiles.find((profile) => profile.profile === wanted);
    if (value !== undefined) return { name: wanted, digest: digestOf(JSON.stringify(value)), value };
  }
  const known = bundles.flatMap((bundle) => bundle.catalogue.profiles.map((profile) => profile.profile));
  const file = path.resolve(options.folder, wanted);
  const text = await readTextFile(file).catch((error: unknown) => {
    const names = known.length === 0 ? 'the loaded bundles have none' : `the loaded bundles have: ${known.join(', ')}`;
    throw new PlimsollError('profile-unknown', `no profile ${wanted}: ${names}, and no such file can be read`, {
      cause: error,
    });
  });
  const { parseYaml } = await import('../rego/index.ts');
  return { name: wanted, digest: digestOf(text), value: parseYaml(text, wanted, Profile, { code: 'profile-invalid' }) };
}

async function openList<T>(
  options: InputOptions,
  which: 'waivers' | 'attestations',
  schema: typeof WaiverFile | typeof AttestationFile,
  parse: (value: unknown, place: { file: string }) => T[],
): Promise<(Named & { entries: T[] }) | null> {
  const named = options[which];
  if (named === undefined) return null;
  const file = path.resolve(options.folder, named);
  const text = await readTextFile(file);
  const code = which === 'waivers' ? 'waiver-invalid' : 'attestation-invalid';
  const { parseYaml } = await import('../rego/index.ts');
  const value = parseYaml(text, named, schema, { code });
  return { name: path.basename(file), digest: digestOf(text), entries: parse(value, { file: named }) };
}

/** Policies that are being made ready while something else goes on. Close it in any case. */
export interface StartedPolicy {
  ready: Promise<Policy>;
  close(): Promise<void>;
}

/** Starts to compile and load the policies; their start is hidden behind collecting and reading. */
export function startPolicy({ bundles, resolved }: Inputs, limits: Limits, spare?: SpareThread): StartedPolicy {
  const ready = loadPolicy({ bundles, resolved, limits, ...(spare === undefined ? {} : { spare }) });
  // Whoever awaits it hears of its fault; until then it must not count as unheard.
  ready.catch(() => undefined);
  return {
    ready,
    close: () =>
      ready.then(
        (policy) => policy.close(),
        async () => void (await spare?.worker.terminate()),
      ),
  };
}

export interface JudgeOptions {
  inputs: Inputs;
  policy: StartedPolicy;
  limits: Limits;
  asOf: string | null;
  timeZone: string;
  onProgress(message: string): void;
}

/** Opens snapshot files: all are checked whole before any is judged. */
export async function openSnapshots(files: readonly string[], limits: Limits): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = [];
  for (const file of files) snapshots.push(await openSnapshotFile(file, { limits }));
  return snapshots;
}

/** Judges snapshots, each at its own time, and makes one result of them. */
export async function judgeSnapshots(snapshots: readonly Snapshot[], options: JudgeOptions): Promise<Result> {
  const { inputs, limits } = options;
  const policy = await options.policy.ready;
  const parts: Part[] = [];
  const facts = frameworkFacts(inputs.bundles.flatMap(({ catalogue }) => catalogue.frameworks));
  for (const snapshot of snapshots) {
    options.onProgress(`${snapshot.resourceCount} resources`);
    parts.push(await collectPart(snapshot, policy, { facts }));
  }
  return combine(parts, {
    bundles: inputs.bundles,
    resolved: inputs.resolved,
    profile: inputs.profile,
    waivers: inputs.waivers,
    attestations: inputs.attestations,
    ...inputs.scoped,
    feeds: [],
    evidenceBytes: limits.evidenceBytes,
    asOf: options.asOf,
    timeZone: options.timeZone,
    version: programVersion(),
  });
}

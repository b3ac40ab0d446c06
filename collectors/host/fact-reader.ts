import type { Facts, FileRequest, MissingCode, Problem } from '../../engine/index.ts';
import type { PlannedRead } from '../contract.ts';
import type { Accounts } from './accounts.ts';
import type { CommandName, CommandOutput } from './commands.ts';
import type { EngineConfiguration } from './engine-configuration.ts';
import type { HostRoot } from './host-root.ts';
import type { Package } from './parse/package.ts';
import { failed, type Read } from './read.ts';

export type HostFacts = Facts<'host'>;
export type HostFact = keyof HostFacts;

/** What every reader gets. Things that several of them need are read once, on first use. */
export interface HostContext {
  root: HostRoot;
  signal: AbortSignal;
  files: readonly FileRequest[];
  problems: Problem[];
  accounts(): Promise<Accounts>;
  packages(): Promise<InstalledPackages>;
  /** Configurations of all Docker daemons of the host. */
  engines(): Promise<EngineConfiguration[]>;
  /** Runs a command of the table; fails where commands do not apply: not this machine, not installed, not root. */
  run(command: CommandName): Promise<Read<CommandOutput>>;
}

/** The package databases of a host. */
export interface InstalledPackages {
  /** dpkg, apk or rpm; null: no database was found. */
  manager: Read<'dpkg' | 'apk' | 'rpm' | null>;
  packages: Read<Package[]>;
}

/** Facts as they were read; members that are missing inside a fact are left out of it and named in `missing`. */
export interface FactAnswers {
  facts: { [Name in HostFact]?: Read<unknown> };
  missing?: Record<string, MissingCode>;
  /** The run ended before the reader did. */
  timedOut?: boolean;
}

/** One group of facts that are read together. */
export interface FactReader {
  facts: readonly HostFact[];
  /** What it reads, for the dry run. */
  plan: readonly PlannedRead[];
  /** Only a running system has these facts: in a tree at rest they are `not-supported`. */
  liveOnly: boolean;
  read(context: HostContext): Promise<FactAnswers>;
}

/** A reader of one fact. */
export function singleFact<Name extends HostFact>(
  name: Name,
  plan: readonly PlannedRead[],
  liveOnly: boolean,
  read: (context: HostContext) => Promise<Read<HostFacts[Name]>>,
): FactReader {
  return { facts: [name], plan, liveOnly, read: async (context) => ({ facts: { [name]: await read(context) } }) };
}

/** Files in a plan, all for one reason. */
export function plannedFiles(why: string, ...names: string[]): PlannedRead[] {
  return names.map((name) => ({ what: 'file', name, why }));
}

/** Where a file that must be there is not: the fact cannot be had here. */
export function unsupportedWhenAbsent<T>(read: Read<T>): Read<T> {
  return !read.ok && read.code === 'absent' ? failed('not-supported') : read;
}

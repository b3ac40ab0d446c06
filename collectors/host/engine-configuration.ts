/** The effective configuration of one dockerd: its arguments, its daemon.json and the defaults, with their origin. */
import type { Facts, MissingCode } from '../../engine/index.ts';
import { redactArgument, redactCommand, redactNamed, redactText } from '../redact.ts';
import { type Accounts, readAccounts } from './accounts.ts';
import { type Daemon, findDaemon, findDaemons, userFolder } from './engine-daemon.ts';
import { type FileState, fileState } from './file-state.ts';
import type { HostRoot } from './host-root.ts';
import { type Listener, listenersOf } from './listeners.ts';
import { parseDaemonJson } from './parse/daemon-json.ts';
import { engineOptions, parseEngineArguments } from './parse/engine-options.ts';
import { mountHolding, parseMountinfo } from './parse/mounts.ts';
import type { EngineProcess } from './processes.ts';
import { failed, got, missingCode, type Read } from './read.ts';
import { socketUnitAddresses } from './socket-unit.ts';

type EngineFacts = Facts<'engine'>;
export type Setting = EngineFacts['configuration'][number];
export type DataRootMount = EngineFacts['dataRootMount'];
export type { FileState } from './file-state.ts';
export type { Listener } from './listeners.ts';

export interface EngineConfigurationOptions {
  /** Path of the socket that was used to reach the engine: its daemon is the one meant, where several run. */
  socketPath?: string;
}

export interface EngineConfiguration {
  /**
   * Code of the missing facts `configuration` and `listeners` (and `sockets` with them) when the settings in force
   * cannot be known: no process serves this socket, its arguments or daemon.json cannot be read. null: known.
   */
  missing: MissingCode | null;
  /** Settings in force, sorted by name, redacted; empty when missing. */
  settings: Setting[];
  /** The daemon.json in force, whether it exists or not. */
  configurationFile: FileState;
  /** Addresses it listens on; empty when missing. */
  listeners: Listener[];
  /** Its unix sockets; empty when missing. */
  sockets: FileState[];
  /** The daemon itself; null: none is running here, or this is a tree at rest. */
  process: { pid: number; uid: number; arguments: string[] } | null;
  /** Values of one setting as daemon.json names it, redacted; undefined when missing or unknown. */
  values(name: string): readonly string[] | undefined;
  /** A boolean setting; null when missing or unknown. */
  flag(name: string): boolean | null;
  /** The first value of a setting; null when missing, unknown or not set. */
  text(name: string): string | null;
  /** The mount that holds a folder of the host; fails with the code of the missing fact. */
  dataRootMount(path: string): Promise<Read<DataRootMount>>;
}

/**
 * Reads the configuration of a Docker daemon on a host.
 * On a live host the daemon that serves `socketPath` is looked for (by its `hosts`, then by who holds the socket);
 * without a path the one with the default socket, else the only one. In a tree at rest the arguments come from the
 * unit docker.service. Never throws.
 */
export async function readEngineConfiguration(
  root: HostRoot,
  options: EngineConfigurationOptions = {},
): Promise<EngineConfiguration> {
  return configurationOf(root, await readAccounts(root), await findDaemon(root, options.socketPath));
}

/** Configurations of all Docker daemons that run on a host; where none does, of the one its unit would start. */
export async function readEngineConfigurations(root: HostRoot): Promise<EngineConfiguration[]> {
  const accounts = await readAccounts(root);
  const daemons = await findDaemons(root);
  if (!daemons.ok) return [await configurationOf(root, accounts, daemons)];
  const configurations: EngineConfiguration[] = [];
  for (const daemon of daemons.value) configurations.push(await configurationOf(root, accounts, got(daemon)));
  return configurations;
}

async function configurationOf(root: HostRoot, accounts: Accounts, daemon: Read<Daemon>): Promise<EngineConfiguration> {
  const process = daemon.ok ? daemon.value.process : null;
  const args = daemon.ok ? parseEngineArguments(daemon.value.args) : new Map<string, string[]>();
  const file = args.get('config-file')?.[0] ?? `${configurationFolder(accounts, process)}/daemon.json`;
  const fromFile = await readDaemonJson(root, file);
  const missing = daemon.ok ? missingCode(fromFile) : (missingCode(daemon) ?? 'not-supported');
  const raw = missing === null ? merge(args, fromFile.ok ? fromFile.value : new Map()) : [];
  if (missing === null) correctDefaults(raw, accounts, process);
  const tls = rawFlag(raw, 'tls');
  const listeners = listenersOf(await expandListeners(root, rawValues(raw, 'hosts')), tls, rawFlag(raw, 'tlsverify'));
  const sockets: FileState[] = [];
  for (const listener of listeners) {
    if (listener.scheme === 'unix') sockets.push(await fileState(root, accounts, listener.address.slice(7)));
  }
  const settings = raw.map(redactSetting);
  const valuesOf = (name: string) => settings.find((setting) => setting.name === name)?.values;
  return {
    missing,
    settings,
    configurationFile: await fileState(root, accounts, file),
    listeners,
    sockets,
    process: process && { pid: process.pid, uid: process.uid, arguments: redactCommand(process.args) },
    values: valuesOf,
    flag(name) {
      const value = valuesOf(name)?.[0];
      return value === 'true' ? true : value === 'false' ? false : null;
    },
    text: (name) => valuesOf(name)?.[0] ?? null,
    dataRootMount: (path) => dataRootMount(root, path),
  };
}

/** Where daemon.json is by default: a rootless daemon has its own. */
function configurationFolder(accounts: Accounts, process: EngineProcess | null): string {
  if (process === null || process.uid === 0) return '/etc/docker';
  return `${userFolder(accounts, process.uid)}/.config/docker`;
}

async function readDaemonJson(root: HostRoot, file: string): Promise<Read<Map<string, string[]>>> {
  const text = await root.readText(file);
  if (!text.ok) return text.code === 'absent' ? got(new Map()) : text;
  const parsed = parseDaemonJson(text.value);
  return parsed === null ? failed('parse-error') : got(parsed);
}

function merge(args: ReadonlyMap<string, string[]>, file: ReadonlyMap<string, string[]>): Setting[] {
  const names = new Set([...engineOptions.map((option) => option.name), ...args.keys(), ...file.keys()]);
  const defaults = new Map(engineOptions.map((option) => [option.name, option.default]));
  const settings = [...names].sort().map((name): Setting => {
    const [argument, configured] = [args.get(name), file.get(name)];
    if (argument !== undefined) return { name, values: argument.filter((value) => value !== ''), origin: 'argument' };
    if (configured !== undefined) return { name, values: configured, origin: 'file' };
    return { name, values: [...(defaults.get(name) ?? [])], origin: 'default' };
  });
  // dockerd turns TLS on as soon as tlsverify is set at all, even to false.
  const verify = settings.find((setting) => setting.name === 'tlsverify');
  if (verify !== undefined && verify.origin !== 'default') {
    for (const setting of settings)
      if (setting.name === 'tls') [setting.values, setting.origin] = [['true'], verify.origin];
  }
  return settings;
}

/** Defaults that depend on who runs the daemon. */
function correctDefaults(settings: Setting[], accounts: Accounts, process: EngineProcess | null): void {
  if (process === null || process.uid === 0) return;
  const defaults: Record<string, string> = {
    hosts: `unix:///run/user/${process.uid}/docker.sock`,
    'data-root': `${userFolder(accounts, process.uid)}/.local/share/docker`,
    'config-file': `${configurationFolder(accounts, process)}/daemon.json`,
  };
  for (const setting of settings) {
    const value = defaults[setting.name];
    if (value !== undefined && setting.origin === 'default') setting.values = [value];
  }
}

function rawValues(settings: readonly Setting[], name: string): readonly string[] {
  return settings.find((setting) => setting.name === name)?.values ?? [];
}

function rawFlag(settings: readonly Setting[], name: string): boolean {
  return rawValues(settings, name)[0] === 'true';
}

function redactSetting(setting: Setting): Setting {
  const hide = (value: string) => (redactNamed(setting.name, value) === '***' ? '***' : redactArgument(value));
  return { ...setting, values: setting.values.map(hide) };
}

/** `fd://` listens on whatever systemd hands over: the addresses of docker.socket. */
async function expandListeners(root: HostRoot, hosts: readonly string[]): Promise<string[]> {
  const expanded: string[] = [];
  for (const host of hosts) {
    expanded.push(host);
    if (host.startsWith('fd://')) expanded.push(...(await socketUnitAddresses(root, 'docker.socket')));
  }
  return [...new Set(expanded)];
}

async function dataRootMount(root: HostRoot, path: string): Promise<Read<DataRootMount>> {
  if (!root.live) return failed('not-supported');
  const table = await root.readText(`${root.processFolder}/mountinfo`);
  if (!table.ok) return table.code === 'absent' ? failed('not-supported') : table;
  const real = await root.resolve(path);
  if (!real.ok) return real.code === 'absent' ? failed('vanished') : real;
  const mounts = parseMountinfo(table.value);
  const holder = mountHolding(mounts, real.value);
  if (holder === null) return failed('not-supported');
  const parent = mountHolding(mounts, real.value.replace(/\/[^/]*$/, '') || '/');
  // dockerd mounts its data root onto itself: the same device is not a file system of its own.
  const ownMount = holder.target === real.value && holder.device !== parent?.device;
  return got({ ownMount, source: redactText(holder.source), fileSystem: holder.fileSystem });
}

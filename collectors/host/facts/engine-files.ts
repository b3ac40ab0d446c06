import type { MissingCode } from '../../../engine/index.ts';
import type { EngineConfiguration } from '../engine-configuration.ts';
import { userFolder } from '../engine-daemon.ts';
import type { HostContext, HostFacts } from '../fact-reader.ts';
import { fileState } from '../file-state.ts';
import { findPaths, walkBudget } from '../glob.ts';
import { got, type Read, valueOr } from '../read.ts';
import { findUnit } from '../socket-unit.ts';
import { compareText } from './accounts.ts';

type EngineFile = HostFacts['engineFiles'][number];
type Role = EngineFile['role'];

const certificates = '/etc/docker/certs.d/**';

/** Files that are looked at whatever the configuration says. */
const fixedFiles: readonly (readonly [Role, string])[] = [
  ['folder', '/etc/docker'],
  ['folder', '/run/containerd'],
  ['containerd-socket', '/run/containerd/containerd.sock'],
  // Where the Docker daemon starts a containerd of its own.
  ['containerd-socket', '/run/docker/containerd/containerd.sock'],
  ['configuration', '/etc/containerd/config.toml'],
  ['defaults', '/etc/default/docker'],
  ['defaults', '/etc/sysconfig/docker'],
  ['binary', '/usr/bin/containerd'],
  ['binary', '/usr/bin/containerd-shim'],
  ['binary', '/usr/bin/containerd-shim-runc-v1'],
  ['binary', '/usr/bin/containerd-shim-runc-v2'],
  ['binary', '/usr/bin/dockerd'],
  ['binary', '/usr/bin/runc'],
];

const units = [
  ['unit', 'docker.service'],
  ['socket-unit', 'docker.socket'],
] as const;

/** For the dry run; paths that the engine's configuration names come on top. */
export const fixedEngineFiles: readonly string[] = [
  ...fixedFiles.map(([, path]) => path),
  certificates,
  '/etc/docker/daemon.json',
  '/run/docker.sock',
  '/var/run/docker.sock',
  '/var/lib/docker',
  '/proc/[pid]/net/unix',
  '/proc/[pid]/fd/*',
  "files that the engine's configuration names",
];

/** Owner and mode of every file that controls a container engine, absent ones too. */
export async function readEngineFiles(context: HostContext): Promise<Read<HostFacts['engineFiles']>> {
  const wanted = new Map<string, readonly [Role, string]>();
  const want = (role: Role, path: string) => wanted.set(`${path}\0${role}`, [role, path]);
  for (const [role, path] of fixedFiles) want(role, path);
  for (const [role, unit] of units)
    want(role, (await findUnit(context.root, unit)).path ?? `/lib/systemd/system/${unit}`);
  const unknown: EngineFile[] = [];
  for (const configuration of await context.engines()) {
    for (const [role, path] of filesNamedBy(configuration)) want(role, path);
    const home = await homeOf(context, configuration);
    for (const [role, path] of tlsFiles(configuration, home)) want(role, path);
    if (configuration.missing !== null) unknown.push(...unknownTlsFiles(home, configuration.missing));
  }
  const files: EngineFile[] = [];
  for (const [role, path] of wanted.values()) files.push(await describe(context, role, path));
  files.push(...(await certificateFiles(context)), ...unknown);
  return got(files.sort((left, right) => compareText(left.path, right.path) || compareText(left.role, right.role)));
}

async function describe(context: HostContext, role: Role, path: string): Promise<EngineFile> {
  const state = await fileState(context.root, await context.accounts(), path);
  return { ...state, role, realPath: valueOr(await context.root.resolve(path), null) };
}

/** Stands for files that could not be looked for, so that a rule answers unknown. */
function unknownFile(role: Role, path: string, error: string): EngineFile {
  const nothing = { owner: null, uid: null, group: null, gid: null, mode: null, type: null, realPath: null };
  return { path, exists: false, ...nothing, error, role };
}

async function certificateFiles(context: HostContext): Promise<EngineFile[]> {
  const { paths, incomplete } = await findPaths(context.root, certificates, walkBudget(context.root));
  const files: EngineFile[] = [];
  for (const path of paths) files.push(await describe(context, 'registry-certificate', path));
  if (incomplete !== null) files.push(unknownFile('registry-certificate', certificates, incomplete));
  return files;
}

/** What one daemon's configuration names. */
function filesNamedBy(configuration: EngineConfiguration): [Role, string][] {
  const sockets = configuration.sockets.map((socket) => socket.path);
  const containerd = configuration.text('containerd');
  return [
    ['configuration', configuration.configurationFile.path],
    ...(sockets.length > 0 ? sockets : ['/var/run/docker.sock']).map((path): [Role, string] => ['socket', path]),
    ...(containerd?.startsWith('/') ? [['containerd-socket', containerd] satisfies [Role, string]] : []),
    ['folder', configuration.text('data-root') ?? '/var/lib/docker'],
  ];
}

const tlsOptions: readonly (readonly [Role, string, string])[] = [
  ['tls-ca', 'tlscacert', 'ca.pem'],
  ['tls-certificate', 'tlscert', 'cert.pem'],
  ['tls-key', 'tlskey', 'key.pem'],
];

async function homeOf(context: HostContext, configuration: EngineConfiguration): Promise<string> {
  return userFolder(await context.accounts(), configuration.process?.uid ?? 0);
}

/** Keys and certificates of a daemon: those it names, and its default ones when TLS is on. */
function tlsFiles(configuration: EngineConfiguration, home: string): [Role, string][] {
  return tlsOptions.flatMap(([role, option, fallback]): [Role, string][] => {
    const named = configuration.text(option);
    if (named !== null) return [[role, named]];
    return configuration.flag('tls') === true ? [[role, `${home}/.docker/${fallback}`]] : [];
  });
}

function unknownTlsFiles(home: string, code: MissingCode): EngineFile[] {
  return tlsOptions.map(([role, , fallback]) => unknownFile(role, `${home}/.docker/${fallback}`, code));
}

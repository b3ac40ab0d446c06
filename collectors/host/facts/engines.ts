import type { MissingCode } from '../../../engine/index.ts';
import { redactCommand } from '../../redact.ts';
import {
  type FactReader,
  type HostContext,
  type HostFacts,
  plannedFiles,
  singleFact,
  unsupportedWhenAbsent,
} from '../fact-reader.ts';
import { formatMode } from '../file-state.ts';
import type { HostRoot } from '../host-root.ts';
import type { Package } from '../parse/package.ts';
import { findEngineProcesses } from '../processes.ts';
import { failed, got, missingCode, type Read, valueOr } from '../read.ts';
import { compareText } from './accounts.ts';
import { fixedEngineFiles, readEngineFiles } from './engine-files.ts';

const folders = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/bin', '/usr/libexec/docker'];
const binaries =
  /^(?:dockerd|docker|docker-proxy|docker-init|containerd|containerd-shim(?:-[\w-]+)?|ctr|runc|crun|youki|runsc|kata-runtime|podman|buildah|crio|conmon|conmonrs|kubelet|nerdctl|buildkitd)$/;

/** Packages that bring a binary, to tell its version without running it. */
const binaryPackages: Readonly<Record<string, readonly string[]>> = {
  dockerd: ['docker-ce', 'docker.io', 'moby-engine', 'docker', 'docker-engine'],
  docker: ['docker-ce-cli', 'docker-cli', 'docker.io', 'moby-cli', 'docker'],
  'docker-proxy': ['docker-ce', 'docker.io', 'moby-engine', 'docker'],
  'docker-init': ['docker-ce', 'docker.io', 'moby-engine'],
  containerd: ['containerd.io', 'containerd', 'moby-containerd'],
  'containerd-shim': ['containerd.io', 'containerd', 'moby-containerd'],
  'containerd-shim-runc-v1': ['containerd.io', 'containerd', 'moby-containerd'],
  'containerd-shim-runc-v2': ['containerd.io', 'containerd', 'moby-containerd'],
  ctr: ['containerd.io', 'containerd', 'moby-containerd'],
  runc: ['runc', 'containerd.io', 'moby-runc'],
  crun: ['crun'],
  podman: ['podman'],
  buildah: ['buildah'],
  crio: ['cri-o'],
  conmon: ['conmon'],
  kubelet: ['kubelet'],
};

/** Processes, binaries and files of container engines. */
export const engineReaders: readonly FactReader[] = [
  singleFact(
    'engineProcesses',
    plannedFiles(
      'processes of container engines',
      '/proc/[pid]/comm',
      '/proc/[pid]/cmdline',
      '/proc/[pid]/status',
      '/proc/[pid]/limits',
      '/proc/self/mountinfo',
    ),
    true,
    readProcesses,
  ),
  singleFact(
    'runtimeBinaries',
    plannedFiles('binaries of container engines', ...folders.map((folder) => `${folder}/*`)),
    false,
    readBinaries,
  ),
  singleFact(
    'engineFiles',
    plannedFiles('owner and mode of files of container engines', ...fixedEngineFiles),
    false,
    readEngineFiles,
  ),
];

async function readProcesses({ root }: HostContext): Promise<Read<HostFacts['engineProcesses']>> {
  const processes = unsupportedWhenAbsent(await findEngineProcesses(root));
  if (!processes.ok) return processes;
  const shown: HostFacts['engineProcesses'] = [];
  for (const { name, pid, uid, args, noFileLimit } of processes.value) {
    // Rules compare this number: unknown may not look like one.
    if (noFileLimit === null) return failed('permission-denied');
    shown.push({ name, pid, uid, arguments: redactCommand(args), noFileLimit });
  }
  return got(shown);
}

async function readBinaries(context: HostContext): Promise<Read<HostFacts['runtimeBinaries']>> {
  const packages = valueOr((await context.packages()).packages, []);
  const found: HostFacts['runtimeBinaries'] = [];
  for (const folder of folders) {
    const entries = await context.root.list(folder);
    const code = missingCode(entries);
    if (code !== null) return failed(code);
    for (const entry of valueOr(entries, [])) {
      if (!binaries.test(entry.name)) continue;
      const binary = await describeBinary(context.root, folder, entry.name, packages);
      if (typeof binary === 'string') return failed(binary);
      if (binary !== null) found.push(binary);
    }
  }
  return got(found.sort((left, right) => compareText(left.path, right.path)));
}

/** One binary after following links; null: a link that leads nowhere, or a folder. */
async function describeBinary(
  root: HostRoot,
  folder: string,
  name: string,
  packages: readonly Package[],
): Promise<HostFacts['runtimeBinaries'][number] | MissingCode | null> {
  const path = `${folder}/${name}`;
  const status = await root.stat(path);
  if (!status.ok) return missingCode(status);
  if (status.value.type !== 'file') return null;
  const { mode, uid, gid } = status.value;
  return { name, path, mode: formatMode(mode), uid, gid, version: versionOf(folder, name, packages) };
}

function versionOf(folder: string, name: string, packages: readonly Package[]): string | null {
  // What is in /usr/local was not installed by a package.
  if (!/^\/usr\/s?bin$/.test(folder)) return null;
  for (const candidate of binaryPackages[name] ?? []) {
    const installed = packages.find((item) => item.name === candidate);
    if (installed !== undefined) return installed.version;
  }
  return null;
}

import type { HostRoot } from './host-root.ts';
import { mountHolding, parseMountinfo } from './parse/mounts.ts';
import { valueOr } from './read.ts';

/** Number of the first process namespace, a constant of the kernel (include/linux/proc_ns.h). */
const firstProcessNamespace = 'pid:[4026531836]';

/** Files that tell, for the dry run. */
export const containerFiles: readonly string[] = [
  '/.dockerenv',
  '/run/.containerenv',
  '/run/systemd/container',
  '/proc/self/ns/pid',
  '/proc/self/cgroup',
  '/proc/self/mountinfo',
  '/proc/1/environ',
];

/**
 * What shows that this process runs in a container; null: nothing does, so that `/` is the host's.
 * Markers alone prove nothing, for virtual machines made from images carry them too: without process namespaces of
 * its own, a container is still known by a root that its engine put together.
 */
export async function insideContainer(root: HostRoot): Promise<string | null> {
  const namespace = valueOr(await root.readLink('/proc/self/ns/pid'), '');
  const marker = await markerOf(root);
  const isOwnNamespace = namespace !== '' && namespace !== firstProcessNamespace;
  const layered = await layeredRoot(root);
  if (isOwnNamespace) return marker ?? (await cgroupOf(root)) ?? (await managerOf(root)) ?? layered;
  return marker !== null && layered !== null ? `${marker} and ${layered}` : null;
}

async function markerOf(root: HostRoot): Promise<string | null> {
  for (const file of ['/.dockerenv', '/run/.containerenv']) if ((await root.lstat(file)).ok) return file;
  return null;
}

/** The group of processes, where it has not a name space of its own. */
async function cgroupOf(root: HostRoot): Promise<string | null> {
  const groups = valueOr(await root.readText('/proc/self/cgroup'), '');
  const name = /\/(docker|kubepods|libpod|machine\.slice\/libpod|lxc|containerd|crio)[-./]/.exec(groups)?.[1];
  return name === undefined ? null : `the control group ${name}`;
}

/** What systemd and LXC tell their first process. */
async function managerOf(root: HostRoot): Promise<string | null> {
  const variables = valueOr(await root.readText('/proc/1/environ'), '').split('\0');
  const manager = variables.find((variable) => variable.startsWith('container=') && variable !== 'container=');
  const told = manager?.slice('container='.length) ?? valueOr(await root.readText('/run/systemd/container'), '').trim();
  // WSL gives every distribution a process namespace and is no container.
  return told === '' || told === 'wsl' ? null : `the container manager ${told}`;
}

/** A root that consists of layers, or that lies inside an engine's store. */
async function layeredRoot(root: HostRoot): Promise<string | null> {
  const mounts = parseMountinfo(valueOr(await root.readText('/proc/self/mountinfo'), ''));
  const mount = mountHolding(mounts, '/');
  if (mount === null) return null;
  if (/^(?:overlay|fuse-overlayfs|fuse\.fuse-overlayfs|aufs)$/.test(mount.fileSystem))
    return `a root of type ${mount.fileSystem}`;
  const inStore = /\/(?:docker|containers\/storage|containerd)\//.test(`${mount.root}/`);
  return inStore ? 'a root inside the store of a container engine' : null;
}

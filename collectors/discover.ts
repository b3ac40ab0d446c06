import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FoundTarget } from '../engine/index.ts';
import type { Discovery } from './contract.ts';
import { resolveEndpoint } from './docker/endpoint.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const defaultSocket = '/var/run/docker.sock';

/** Where engines keep their control sockets; `USER` stands for every folder of /run/user. */
const knownSockets: readonly { engine: FoundTarget['engine']; path: string }[] = [
  { engine: 'docker', path: defaultSocket },
  { engine: 'docker-rootless', path: '/run/user/USER/docker.sock' },
  { engine: 'podman', path: '/run/podman/podman.sock' },
  { engine: 'podman-rootless', path: '/run/user/USER/podman/podman.sock' },
  { engine: 'containerd', path: '/run/containerd/containerd.sock' },
  { engine: 'containerd', path: '/run/k3s/containerd/containerd.sock' },
  { engine: 'cri-o', path: '/var/run/crio/crio.sock' },
  { engine: 'kubelet', path: '/var/lib/kubelet/pod-resources/kubelet.sock' },
];

/**
 * Finds what can be audited here: this host, and the Docker engine that `DOCKER_HOST` or the current context names, else
 * the one of the default socket where there is one. An engine that then refuses is a target that failed, not one that
 * is not there. The sockets of other engines are found and not audited: what is not looked at is never left unsaid.
 * @param root - folder that stands for `/` when sockets are looked for.
 */
export async function discover(environment: Environment, root = '/'): Promise<Discovery> {
  const targets: Discovery['targets'] = [{ uri: 'host', collector: 'host', address: '', name: null }];
  const docker = await defaultDocker(environment, root);
  if (docker !== null) targets.push(docker);
  const audited = docker === null ? '' : await realAddress(docker.address);
  const found: FoundTarget[] = [];
  for (const socket of await findSockets(root)) {
    const same = (await realAddress(`unix://${path.join(root, socket.path)}`)) === audited;
    if (!same) found.push({ ...socket, target: targetOf(socket.engine, socket.path) });
  }
  return { targets, found };
}

/** /var/run is a link on most hosts: the address of a socket by its real path. */
async function realAddress(address: string): Promise<string> {
  if (!address.startsWith('unix://')) return address;
  return `unix://${await realpath(address.slice('unix://'.length)).catch(() => address)}`;
}

/** The engine a bare `docker` means; null where nothing names one and the default socket is not there. */
async function defaultDocker(environment: Environment, root: string): Promise<Discovery['targets'][number] | null> {
  const standard = path.join(root, defaultSocket);
  try {
    const { uri } = await resolveEndpoint('', environment, root);
    if (uri === `unix://${standard}` && !(await isSocket(standard))) return null;
    return { uri: `docker:${uri}`, collector: 'docker', address: uri, name: null };
  } catch {
    // An address or context that cannot be used: collecting says why.
    return { uri: 'docker', collector: 'docker', address: '', name: null };
  }
}

function targetOf(engine: FoundTarget['engine'], socketPath: string): string | null {
  return engine.startsWith('docker') ? `docker:unix://${socketPath}` : null;
}

async function findSockets(root: string): Promise<{ engine: FoundTarget['engine']; path: string }[]> {
  const users = await readdir(path.join(root, 'run/user')).catch(() => []);
  const found = [];
  for (const known of knownSockets) {
    const paths = known.path.includes('USER')
      ? users.sort().map((user) => known.path.replace('USER', user))
      : [known.path];
    for (const candidate of paths) {
      if (await isSocket(path.join(root, candidate))) found.push({ engine: known.engine, path: candidate });
    }
  }
  return found;
}

async function isSocket(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isSocket();
  } catch {
    return false;
  }
}

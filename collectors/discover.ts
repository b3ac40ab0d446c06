import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FoundTarget } from '../engine/index.ts';
import type { Discovery } from './contract.ts';
import { engineAnswers } from './docker/client.ts';
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
 * Finds what can be audited here: this host, the Docker engine that answers (the one `DOCKER_HOST` or the current
 * context names, else the default socket), and the sockets of other engines, which are found and not audited.
 * A Docker socket that exists and refuses us is found too: what is not looked at is never left unsaid.
 * @param root - folder that stands for `/` when sockets are looked for.
 */
export async function discover(environment: Environment, root = '/'): Promise<Discovery> {
  const targets: Discovery['targets'] = [{ uri: 'host', collector: 'host', address: '', name: null }];
  const docker = await defaultDocker(environment, root);
  const meant = await realAddress(docker.address);
  const sockets = await findSockets(root);
  const found: FoundTarget[] = [];
  let isKnown = docker.address === `unix://${path.join(root, defaultSocket)}`;
  for (const socket of sockets) {
    const same = (await realAddress(`unix://${path.join(root, socket.path)}`)) === meant;
    isKnown ||= same;
    if (!(same && docker.answers)) found.push({ ...socket, target: targetOf(socket.engine, socket.path) });
  }
  if (docker.answers) {
    targets.push({ uri: `docker:${docker.address}`, collector: 'docker', address: docker.address, name: null });
  } else if (!isKnown) {
    found.push({ engine: 'docker', path: docker.address, target: docker.target });
  }
  return { targets, found };
}

/** /var/run is a link on most hosts: the address of a socket by its real path. */
async function realAddress(address: string): Promise<string> {
  if (!address.startsWith('unix://')) return address;
  return `unix://${await realpath(address.slice('unix://'.length)).catch(() => address)}`;
}

/** The engine a bare `docker` means, and whether it answers. An address that cannot be used is told by its target. */
async function defaultDocker(
  environment: Environment,
  root: string,
): Promise<{ address: string; target: string; answers: boolean }> {
  try {
    const endpoint = await resolveEndpoint('', environment, root);
    return { address: endpoint.uri, target: `docker:${endpoint.uri}`, answers: await engineAnswers(endpoint) };
  } catch {
    return { address: 'DOCKER_HOST or the Docker context', target: 'docker', answers: false };
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

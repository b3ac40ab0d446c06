import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FoundTarget } from '../engine/index.ts';
import type { Discovery } from './contract.ts';
import { engineAnswers } from './docker/client.ts';
import { resolveEndpoint } from './docker/endpoint.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where engines keep their control sockets; `USER` stands for every folder of /run/user. */
const knownSockets: readonly { engine: FoundTarget['engine']; path: string }[] = [
  { engine: 'docker', path: '/var/run/docker.sock' },
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
  const sockets = await findSockets(root);
  const audited = await defaultDocker(environment, root);
  if (audited !== null) targets.push({ uri: `docker:${audited}`, collector: 'docker', address: audited, name: null });
  const found = sockets
    .filter((socket) => `unix://${path.join(root, socket.path)}` !== audited)
    .map((socket) => ({ ...socket, target: targetOf(socket) }));
  return { targets, found };
}

/** The address of the engine a bare `docker` means, if one answers there; null: none does. */
async function defaultDocker(environment: Environment, root: string): Promise<string | null> {
  const endpoint = await resolveEndpoint('', environment, root).catch(() => null);
  if (endpoint === null || !(await engineAnswers(endpoint))) return null;
  return endpoint.uri;
}

function targetOf(socket: { engine: FoundTarget['engine']; path: string }): string | null {
  return socket.engine.startsWith('docker') ? `docker:unix://${socket.path}` : null;
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

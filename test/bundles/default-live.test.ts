import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { docker } from '../../collectors/docker/index.ts';
import { limitsWith, type Outcome, type Resource } from '../../engine/index.ts';
import { type Dockerd, generations, startDockerd } from '../support/dockerd.ts';
import { buildImage, findBusybox } from '../support/images.ts';
import { skipUnless } from '../support/real-parts.ts';
import { type BuiltBundle, judge, openBundle } from './built-bundle.ts';

/** Options of `docker create`, and the rules that must find fault with them; others may too. */
const planted: Record<string, { options: string[]; rules: string[] }> = {
  privileged: { options: ['--privileged'], rules: ['container-privileged', 'container-seccomp-unconfined'] },
  namespaces: {
    options: ['--pid', 'host', '--ipc', 'host', '--network', 'host', '--uts', 'host'],
    rules: ['container-host-ipc', 'container-host-network', 'container-host-pid', 'container-host-uts'],
  },
  capabilities: {
    options: ['--cap-add', 'SYS_ADMIN', '--cap-add', 'CAP_SYS_PTRACE'],
    rules: ['container-dangerous-capabilities', 'container-host-control-capabilities'],
  },
  mounts: {
    options: ['-v', '/etc:/host', '--mount', 'type=bind,source=/srv,target=/srv,bind-propagation=rshared'],
    rules: ['container-mount-propagation-shared', 'container-sensitive-host-mounts'],
  },
  unconfined: {
    options: ['--security-opt', 'seccomp=unconfined', '--security-opt', 'systempaths=unconfined'],
    rules: ['container-seccomp-unconfined', 'container-system-paths-unconfined'],
  },
  ports: {
    options: ['--publish', '5432:5432', '--publish', '127.0.0.1:6379:6379'],
    rules: ['container-internal-port-exposed', 'container-port-host-interface'],
  },
  settings: {
    options: ['-e', 'DB_PASSWORD=canary', '--sysctl', 'net.ipv4.conf.all.rp_filter=0', '--user', '0:0'],
    rules: ['container-no-secrets-in-env', 'container-runs-as-non-root', 'container-weakened-sysctls'],
  },
};

const careful = ['--user', '1000', '--memory', '32m', '--pids-limit', '20', '--cap-drop', 'ALL'];
const carefulToo = ['--security-opt', 'no-new-privileges', '--cgroupns', 'private', '--network', 'none'];

let built: BuiltBundle;

beforeAll(async () => {
  built = await openBundle('default');
});

afterAll(() => built?.close());

describe.each(['20.10', 'current'] as const)('containers of a real engine, generation %s', (generation) => {
  const available = generations().includes(generation) && findBusybox();

  test('are found fault with where it was planted', skipUnless(available, `no dockerd ${generation}`), async () => {
    const daemon = await startDockerd({ generation });
    try {
      await buildImage(daemon, 'app:1.0');
      for (const [name, { options }] of Object.entries(planted)) {
        await daemon.docker('create', '--name', name, ...options, 'app:1.0', 'sleep', '60');
      }
      await daemon.docker('create', '--name', 'careful', ...careful, ...carefulToo, 'app:1.0', 'sleep', '60');
      await daemon.docker(
        'create',
        '--name',
        'socket',
        '-v',
        `${daemon.socket}:/docker.sock:ro`,
        'app:1.0',
        'sleep',
        '60',
      );
      const found = faultsByName(await judge(built.bundle, await collect(daemon)));
      expect(found.get('careful') ?? []).toEqual([]);
      expect(found.get('socket')).toContain('container-docker-socket-mount');
      for (const [name, { rules }] of Object.entries(planted)) {
        expect(found.get(name), name).toEqual(expect.arrayContaining(rules));
      }
    } finally {
      await daemon.stop();
    }
  });
});

async function collect(daemon: Dockerd): Promise<Resource[]> {
  const resources: Resource[] = [];
  const summary = await docker.collect({
    target: { id: 1, uri: daemon.uri, collector: 'docker', address: daemon.uri.replace('docker:', ''), name: 'test' },
    limits: limitsWith(),
    signal: new AbortController().signal,
    now: () => new Date(),
    kinds: new Set(['container']),
    files: [],
    imageFiles: [],
    imageContents: false,
    deep: false,
    platform: null,
    imageKeys: [],
    cacheFolder: null,
    emit: async ({ facts, ...head }) => void resources.push({ ...head, target: 1, ...facts }),
    progress: () => undefined,
    environment: {},
  });
  expect(summary.problems).toEqual([]);
  return resources;
}

/** Rules that failed, by name of the container. */
function faultsByName(outcomes: readonly Outcome[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { key, rule, status } of outcomes) {
    if (status !== 'fail') continue;
    const name = key!.replace('container/', '');
    found.set(name, [...(found.get(name) ?? []), rule!.replace('plimsoll/', '')]);
  }
  return found;
}

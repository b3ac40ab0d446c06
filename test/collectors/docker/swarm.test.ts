import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dockerd, generations, startDockerd, words } from '../../support/dockerd.ts';
import { buildImage, findBusybox } from '../../support/images.ts';
import { skipUnless } from '../../support/real-parts.ts';
import { cannedContainer, cannedEngine, serving } from './canned.ts';
import { type Collection, collectFrom, modelFaults } from './collecting.ts';
import { normalized } from './normal.ts';
import { startStandIn } from './stand-in.ts';

const ready = findBusybox() === null ? [] : generations();
const swarmKinds = ['swarm', 'swarm-service', 'swarm-node'];

describe.each(['20.10', 'current'] as const)('a manager of generation %s', (generation) => {
  describe('read', skipUnless(ready.includes(generation), `dockerd ${generation}, its client and busybox`), () => {
    let daemon: Dockerd;
    let tokens: string[];
    let collection: Collection;
    beforeAll(async () => {
      daemon = await startDockerd({ generation });
      await buildImage(daemon, 'app:1');
      const listen = ['--advertise-addr', '127.0.0.1', '--listen-addr', '127.0.0.1:0'];
      await daemon.docker('swarm', 'init', ...listen, '--autolock', '--cert-expiry', '48h');
      tokens = [
        await daemon.docker('swarm', 'join-token', '-q', 'worker'),
        await daemon.docker('swarm', 'unlock-key', '-q'),
      ];
      await daemon.docker('network', 'create', '--driver', 'overlay', '--opt', 'encrypted', 'deep');
      await daemon.docker('secret', 'create', 'db', '/proc/version');
      await daemon.docker(...service);
      collection = await collectFrom(daemon.uri);
    });
    afterAll(async () => daemon?.stop());

    test('the swarm, its service and its node are given', () => {
      const resources = normalized(collection.resources, daemon.folder).filter(({ kind }) => swarmKinds.includes(kind));
      const node = { kind: 'swarm-node', labels: {}, missing: {}, id: expect.any(String), name: expect.any(String) };
      expect(resources).toEqual([
        {
          kind: 'swarm',
          key: 'swarm',
          id: expect.any(String),
          name: 'default',
          labels: {},
          missing: {},
          facts: {
            createdAt: 'TIME',
            autoLockManagers: true,
            certificateExpirySeconds: 172_800,
            externalAuthority: false,
            rootRotationInProgress: false,
            managers: 1,
            nodes: 1,
            listenAddress: '127.0.0.1',
            defaultAddressPool: [],
            secrets: 1,
          },
        },
        {
          ...node,
          key: expect.stringMatching(/^swarm-node\//),
          facts: {
            role: 'manager',
            availability: 'active',
            state: 'ready',
            leader: true,
            engineVersion: expect.any(String),
            address: '127.0.0.1',
          },
        },
        {
          kind: 'swarm-service',
          key: 'swarm-service/shop',
          id: expect.any(String),
          name: 'shop',
          labels: { team: 'shop' },
          missing: {},
          facts: {
            image: 'app:1',
            mode: 'replicated',
            replicas: 0,
            user: '1000',
            env: [{ name: 'API_KEY', hasValue: true, looksSecret: true }],
            secrets: ['db'],
            networks: ['deep'],
            readonlyRootfs: true,
            memoryLimit: 33_554_432,
            nanoCpus: 250_000_000,
            pidsLimit: 20,
            restartPolicy: { name: 'on-failure', maximumRetryCount: 5 },
            publishedPorts: [{ targetPort: 80, publishedPort: 8080, protocol: 'tcp', mode: 'host' }],
          },
        },
      ]);
    });

    test('its networks say whether they are encrypted', () => {
      const deep = collection.resources.find(({ key }) => key === 'network/deep');
      expect(deep?.facts).toMatchObject({ driver: 'overlay', scope: 'swarm', encrypted: true });
    });

    test('join tokens and the unlock key are nowhere in it', () => {
      for (const token of tokens) {
        expect(token).not.toBe('');
        expect(collection.text).not.toContain(token);
      }
      expect(modelFaults(collection.resources)).toEqual([]);
    });
  });
});

const service = words(`
  service create --detach --no-resolve-image --name shop --replicas 0 --user 1000 --env API_KEY=k --secret db
  --network deep --read-only --limit-memory 32m --limit-cpu 0.25 --limit-pids 20 --restart-condition on-failure
  --restart-max-attempts 5 --publish mode=host,published=8080,target=80 --label team=shop app:1
`);

describe('a task', () => {
  const task = cannedContainer('t', {
    Config: {
      Image: 'app',
      Labels: {
        'com.docker.swarm.service.id': 's1',
        'com.docker.swarm.service.name': 'shop',
        'com.docker.swarm.task.name': 'shop.2.t7',
      },
    },
  });
  const info = (manager: boolean) => ({
    Name: 'canned',
    SystemTime: '2026-01-01T00:00:00Z',
    Swarm: { LocalNodeState: 'active', ControlAvailable: manager },
  });
  const policy = { Condition: 'any', MaxAttempts: 3 };

  async function collectTask(manager: boolean): Promise<Collection> {
    const answers = cannedEngine([task], {
      '/info': info(manager),
      '/services': [{ ID: 's1', Spec: { Name: 'shop', TaskTemplate: { RestartPolicy: policy } } }],
    });
    const engine = await startStandIn({ engine: null, fault: serving(answers) });
    try {
      return await collectFrom(engine.uri);
    } finally {
      await engine.stop();
    }
  }

  test('on a manager takes its restart policy from its service, and its key from its slot', async () => {
    const resource = (await collectTask(true)).resources.find(({ kind }) => kind === 'container');
    expect(resource?.facts['serviceRestartPolicy']).toEqual({ name: 'always', maximumRetryCount: 3 });
    expect(resource?.key).toBe('container/shop/2');
  });

  test('on a worker does not know it, and the swarm is complete without anything in it', async () => {
    const { resources, summary } = await collectTask(false);
    const resource = resources.find(({ kind }) => kind === 'container');
    expect(resource?.missing['serviceRestartPolicy']).toBe('not-supported');
    for (const kind of ['swarm', 'swarm-service', 'swarm-node'] as const) {
      expect(summary.kinds[kind]).toEqual({ status: 'complete', expected: 0, seen: 0 });
    }
  });
});

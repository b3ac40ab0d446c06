import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dockerd, generations, startDockerd, words } from '../../support/dockerd.ts';
import { buildImage, findBusybox } from '../../support/images.ts';
import { findOnPath, skipUnless } from '../../support/real-parts.ts';
import { type Collection, collectFrom, modelFaults } from './collecting.ts';

const ready = findBusybox() === null || findOnPath('iptables') === null ? [] : generations();

describe.each(['20.10', 'current'] as const)('a hardened engine of generation %s', (generation) => {
  const reason = `dockerd ${generation}, its client, busybox and iptables`;
  describe('is told from a plain one', skipUnless(ready.includes(generation), reason), () => {
    let daemon: Dockerd;
    let collection: Collection;
    beforeAll(async () => {
      daemon = await startDockerd({
        generation,
        ownNetwork: true,
        flags: words(
          '--icc=false --userland-proxy=false --live-restore --userns-remap=default --debug --iptables=true',
        ),
        configuration: {
          'no-new-privileges': true,
          'log-level': 'error',
          'default-ulimits': { nofile: { Name: 'nofile', Hard: 64, Soft: 64 } },
          'insecure-registries': ['10.1.0.0/16', 'registry.example:5000'],
          'registry-mirrors': ['https://mirror.example/'],
          'cgroup-parent': '/plimsoll-test',
          'default-address-pools': [{ base: '10.201.0.0/16', size: 24 }],
          'log-driver': 'syslog',
          'log-opts': { 'syslog-address': 'udp://127.0.0.1:514' },
        },
      });
      await buildImage(daemon, 'app:1');
      await daemon.docker('create', '--name', 'one', 'app:1', 'true');
      await daemon.docker('tag', 'app:1', 'registry.example:5000/app:2');
      collection = await collectFrom(daemon.uri);
    });
    afterAll(async () => daemon?.stop());

    test('in the facts of the engine', () => {
      const engine = collection.resources.find(({ kind }) => kind === 'engine');
      expect(engine?.missing).toEqual({});
      expect(engine?.facts).toMatchObject({
        usernsRemap: true,
        noNewPrivileges: true,
        liveRestore: true,
        userlandProxy: false,
        iptables: true,
        interContainerCommunication: false,
        debug: true,
        logDriver: 'syslog',
        defaultUlimits: ['nofile'],
        cgroupParent: '/plimsoll-test',
        insecureRegistries: ['10.1.0.0/16', 'registry.example:5000'],
        registryMirrors: ['https://mirror.example/'],
        defaultAddressPools: true,
        counts: { containers: 1, running: 0, stopped: 1, images: 1, unusedImages: 0, danglingImages: 0 },
      });
      const origins = (engine!.facts['configuration'] as { name: string; values: string[]; origin: string }[])
        .filter(({ name }) => ['icc', 'no-new-privileges', 'exec-opts'].includes(name))
        .map(({ name, values, origin }) => `${name}=${values.join()} (${origin})`);
      expect(origins).toEqual(['exec-opts= (default)', 'icc=false (argument)', 'no-new-privileges=true (file)']);
    });

    test('in what its containers say of their engine and networks', () => {
      const container = collection.resources.find(({ kind }) => kind === 'container');
      expect(container?.facts['engine']).toMatchObject({
        usernsRemap: true,
        noNewPrivileges: true,
        liveRestore: true,
        defaultUlimits: true,
        sockets: [daemon.socket],
      });
      expect(container?.facts).toMatchObject({
        logDriver: 'syslog',
        logOptions: [{ name: 'syslog-address', value: 'udp://127.0.0.1:514' }],
        networkMode: 'bridge',
        networks: [{ name: 'bridge', driver: 'bridge', internal: false, isDefaultBridge: true }],
      });
      const bridge = collection.resources.find(({ key }) => key === 'network/bridge');
      expect(bridge?.facts).toMatchObject({
        interContainerCommunication: false,
        isDefaultBridge: true,
        containers: ['one'],
        subnets: [expect.stringMatching(/^10\.201\./)],
      });
      expect(modelFaults(collection.resources)).toEqual([]);
    });
  });
});

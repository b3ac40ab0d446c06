import { expect, test } from 'vitest';
import { cannedEngine, serving } from './canned.ts';
import { collectFrom, factsOf, modelFaults } from './collecting.ts';
import { startStandIn } from './stand-in.ts';

/** A container as an engine of API 1.24 (Docker 1.12) tells it. */
const container = {
  Id: 'old',
  Name: '/old',
  Created: '2016-08-01T10:00:00.100000000+02:00',
  Image: 'sha256:image',
  State: { Status: 'exited', Running: false, StartedAt: '2016-08-01T08:00:01Z' },
  AppArmorProfile: '',
  ProcessLabel: '',
  ExecIDs: null,
  Config: { User: '', Env: null, Cmd: null, Entrypoint: 'run --token abcdef', Image: 'app', Labels: null },
  HostConfig: {
    Privileged: false,
    CapAdd: ['cap_net_admin', 'SYS_TIME'],
    CapDrop: null,
    IpcMode: '',
    NetworkMode: 'default',
    PidsLimit: -1,
    PidMode: '',
    OomKillDisable: null,
    SecurityOpt: ['seccomp:unconfined', 'no-new-privileges'],
    RestartPolicy: { Name: '', MaximumRetryCount: 0 },
    LogConfig: { Type: 'json-file', Config: {} },
    PortBindings: { '53/udp': [{ HostIp: '', HostPort: '53' }], '80/tcp': [{ HostIp: '::', HostPort: '' }] },
    CpuQuota: 50_000,
    CpuPeriod: 0,
  },
  NetworkSettings: { Ports: null, Networks: { bridge: { NetworkID: 'n1' } } },
  Mounts: [
    { Name: 'data', Source: '/var/lib/docker/volumes/data/_data', Destination: '/data', Driver: 'local', RW: true },
    { Source: '/var/run/docker.sock', Destination: '/sock', RW: false, Propagation: 'rprivate' },
  ],
};

const answers = cannedEngine([container], {
  '/version': { Version: '1.12.6', ApiVersion: '1.24' },
  '/info': {
    Name: 'old',
    SystemTime: '2026-01-01T00:00:00Z',
    SecurityOptions: ['apparmor', 'seccomp'],
    DriverStatus: [['Backing Filesystem', 'extfs']],
    Driver: 'aufs',
    ServerVersion: '1.12.6',
  },
  '/networks': [{ Name: 'bridge', Id: 'n1', Driver: 'bridge', Scope: 'local', IPAM: { Config: null }, Options: null }],
  '/volumes': { Volumes: [{ Name: 'data', Driver: 'local', Mountpoint: '/var/lib/docker/volumes/data/_data' }] },
  '/events': JSON.stringify({ status: 'exec_create: sh', id: 'old', from: 'app', time: 1_467_000_000 }),
});

test('an engine of API 1.24 is asked in 1.24 and its shapes are understood', async () => {
  const engine = await startStandIn({ engine: null, fault: serving(answers) });
  try {
    const collection = await collectFrom(engine.uri);
    expect([...engine.versions]).toEqual(['1.24']);
    expect(collection.summary).toMatchObject({ status: 'collected', problems: [] });
    expect(modelFaults(collection.resources)).toEqual([]);
    expect(factsOf(collection, 'container', 'old')).toMatchObject({
      createdAt: '2016-08-01T08:00:00.1Z',
      entrypoint: ['run --token ***'],
      command: [],
      env: [],
      healthcheck: null,
      user: null,
      capAdd: ['NET_ADMIN', 'SYS_TIME'],
      capDrop: [],
      noNewPrivileges: true,
      seccompProfile: 'unconfined',
      ipcMode: 'shareable',
      cgroupnsMode: 'host',
      networkMode: 'bridge',
      networks: [{ name: 'bridge', driver: 'bridge', internal: false, isDefaultBridge: true }],
      ports: [
        { containerPort: 53, protocol: 'udp', hostIp: '0.0.0.0', hostPort: 53 },
        { containerPort: 80, protocol: 'tcp', hostIp: '::', hostPort: 0 },
      ],
      nanoCpus: 500_000_000,
      pidsLimit: 0,
      oomKillDisable: false,
      init: null,
      restartPolicy: { name: 'no', maximumRetryCount: 0 },
    });
    expect(factsOf(collection, 'container', 'old')['mounts']).toMatchObject([
      { type: 'volume', volume: 'data', driver: 'local', readOnly: false, propagation: null },
      { type: 'bind', source: '/var/run/docker.sock', volume: null, readOnly: true, propagation: 'rprivate' },
    ]);
    expect(factsOf(collection, 'engine', 'old')).toMatchObject({
      apparmor: true,
      seccompProfile: 'builtin',
      usernsRemap: false,
      storageDriver: 'aufs',
      contentStore: 'graph',
      minApiVersion: null,
      defaultAddressPools: null,
      interContainerCommunication: true,
      execEvents: [
        { container: 'old', user: null, privileged: null, at: '2016-06-27T04:00:00Z', error: 'not-supported' },
      ],
    });
  } finally {
    await engine.stop();
  }
});

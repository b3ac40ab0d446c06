/** What the collector must say of the engine planted in `planted.ts`, written by hand. */
import { existsSync } from 'node:fs';
import type { Facts } from '../../../engine/index.ts';
import type { Generation } from '../../support/dockerd.ts';

/** Engines choose the cgroup namespace by the version of cgroups of the machine. */
const cgroupnsMode = existsSync('/sys/fs/cgroup/cgroup.controllers') ? 'private' : 'host';

const engine: Facts<'container'>['engine'] = {
  apparmor: false,
  selinux: false,
  seccompProfile: 'builtin',
  usernsRemap: false,
  rootless: false,
  noNewPrivileges: false,
  sockets: ['FOLDER/docker.sock'],
  liveRestore: false,
  defaultUlimits: false,
};

/** The containerd image store names every image by digest, the older one only what came from a registry. */
function digests(generation: Generation): string[] {
  return generation === 'current' ? ['shop/web@sha256:ID'] : [];
}

const imageEnvironment = [
  { name: 'API_TOKEN', hasValue: true, looksSecret: true },
  { name: 'GREETING', hasValue: true, looksSecret: false },
  { name: 'PATH', hasValue: true, looksSecret: false },
];

function plainContainer(generation: Generation): Facts<'container'> {
  return {
    runtime: 'docker',
    state: 'created',
    createdAt: 'TIME',
    health: null,
    startedAt: null,
    image: 'shop/web:1',
    imageId: 'sha256:ID',
    imageTags: ['shop/web:1', 'shop/web:stable'],
    imageDigests: digests(generation),
    imageUser: '1000:1000',
    imageCreatedAt: 'TIME',
    user: '1000:1000',
    groupAdd: [],
    entrypoint: [],
    command: ['sleep', '600'],
    env: imageEnvironment,
    healthcheck: { test: ['CMD', 'true'], disabled: false },
    privileged: false,
    capAdd: [],
    capDrop: [],
    noNewPrivileges: null,
    seccompProfile: null,
    apparmorProfile: null,
    selinuxLabel: null,
    systemPathsUnconfined: false,
    pidMode: 'private',
    ipcMode: 'private',
    utsMode: 'private',
    usernsMode: 'private',
    cgroupnsMode,
    networkMode: 'inside',
    networks: [{ name: 'inside', driver: 'bridge', internal: true, isDefaultBridge: false }],
    ports: [{ containerPort: 8080, protocol: 'tcp', hostIp: null, hostPort: 0 }],
    publishAllPorts: false,
    mounts: [],
    tmpfs: [],
    devices: [],
    deviceRequests: [],
    deviceCgroupRules: [],
    readonlyRootfs: false,
    memoryLimit: 0,
    memoryReservation: 0,
    memorySwap: 0,
    nanoCpus: 0,
    cpuShares: 0,
    pidsLimit: 0,
    oomKillDisable: false,
    oomScoreAdj: 0,
    ulimits: [],
    sysctls: [],
    cgroupParent: null,
    init: null,
    ociRuntime: 'runc',
    restartPolicy: { name: 'no', maximumRetryCount: 0 },
    autoRemove: false,
    logDriver: 'json-file',
    logOptions: [],
    execSessions: [],
    processes: null,
    serviceRestartPolicy: null,
    engine,
  };
}

function volumeMount(volume: string): Facts<'container'>['mounts'][number] {
  const source = `FOLDER/data/volumes/${volume}/_data`;
  const plain = { driver: 'local', driverOptions: [], readOnly: false, propagation: null };
  return { type: 'volume', source, destination: `/${volume}`, volume, ...plain };
}

/** The container that does everything right. */
function goodContainer(generation: Generation): Facts<'container'> {
  return {
    ...plainContainer(generation),
    state: 'running',
    health: 'starting',
    startedAt: 'TIME',
    capAdd: ['NET_BIND_SERVICE'],
    capDrop: ['ALL'],
    noNewPrivileges: true,
    mounts: [{ ...volumeMount('data'), readOnly: true }],
    tmpfs: [{ name: '/tmp', value: 'rw,noexec' }],
    readonlyRootfs: true,
    memoryLimit: 67_108_864,
    memorySwap: 134_217_728,
    nanoCpus: 500_000_000,
    pidsLimit: 50,
    ulimits: [{ name: 'nofile', soft: 1024, hard: 2048 }],
    sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
    init: false,
    restartPolicy: { name: 'on-failure', maximumRetryCount: 5 },
    logOptions: [{ name: 'max-size', value: '10m' }],
    execSessions: [{ user: '7', privileged: false, running: true }],
    processes: [
      { pid: 1, user: '1000', command: 'sleep 600' },
      { pid: 1, user: '7', command: 'sleep 500' },
    ],
  };
}

/** The container that does everything wrong. */
function badContainer(generation: Generation): Facts<'container'> {
  const root = { type: 'bind', source: '/', destination: '/host', volume: null, driver: null, driverOptions: [] };
  return {
    ...plainContainer(generation),
    user: '0',
    command: ['server', '--password', '***'],
    env: [
      ...imageEnvironment.slice(0, 2),
      { name: 'PASSWORD', hasValue: true, looksSecret: true },
      ...imageEnvironment.slice(2),
    ],
    healthcheck: { test: ['NONE'], disabled: true },
    privileged: true,
    capAdd: ['ALL'],
    seccompProfile: 'unconfined',
    apparmorProfile: 'unconfined',
    selinuxLabel: 'disable',
    pidMode: 'host',
    ipcMode: 'host',
    utsMode: 'host',
    usernsMode: 'host',
    cgroupnsMode: 'host',
    networkMode: 'host',
    networks: [{ name: 'host', driver: 'host', internal: false, isDefaultBridge: false }],
    mounts: [{ ...root, readOnly: false, propagation: 'rslave' }],
    devices: [{ path: '/dev/null', containerPath: '/dev/nothing', permissions: 'r' }],
    deviceRequests: [{ driver: null, count: -1, ids: [], capabilities: ['gpu'] }],
    deviceCgroupRules: ['c 189:* rwm'],
    memorySwap: -1,
    nanoCpus: 1_500_000_000,
    oomScoreAdj: -500,
    cgroupParent: '/elsewhere',
    restartPolicy: { name: 'always', maximumRetryCount: 0 },
  };
}

/** The container without a name of its own, with open ports. */
function openContainer(generation: Generation): Facts<'container'> {
  return {
    ...plainContainer(generation),
    publishAllPorts: true,
    groupAdd: ['44'],
    noNewPrivileges: false,
    systemPathsUnconfined: true,
    ports: [
      { containerPort: 53, protocol: 'udp', hostIp: '0.0.0.0', hostPort: 53 },
      { containerPort: 443, protocol: 'tcp', hostIp: '127.0.0.1', hostPort: 8443 },
      { containerPort: 8080, protocol: 'tcp', hostIp: '0.0.0.0', hostPort: 80 },
    ],
    mounts: [
      {
        ...volumeMount('srv'),
        driverOptions: [
          { name: 'device', value: '/srv' },
          { name: 'o', value: 'bind' },
          { name: 'type', value: 'none' },
        ],
      },
    ],
  };
}

/** Resources in the order of kind and key, but for the engine itself. */
export function expectedResources(generation: Generation): unknown[] {
  const team = { team: 'shop' };
  const compose = {
    'com.docker.compose.container-number': '1',
    'com.docker.compose.project': 'shop',
    'com.docker.compose.service': 'web',
    ...team,
  };
  const container = { kind: 'container', id: 'ID', missing: {}, labels: team };
  const network = { kind: 'network', id: 'ID', missing: {}, labels: {} };
  const volume = { kind: 'volume', missing: {} };
  return [
    { ...container, key: 'container/bad', name: 'bad', facts: badContainer(generation) },
    { ...container, key: 'container/shop%2Fweb/DIGEST', name: 'brave_lovelace', facts: openContainer(generation) },
    {
      ...container,
      key: 'container/shop/web/1',
      name: 'shop-web-1',
      labels: compose,
      facts: goodContainer(generation),
    },
    {
      kind: 'image',
      key: 'image/shop/web:1',
      id: 'sha256:ID',
      name: 'shop/web:1',
      labels: team,
      missing: Object.fromEntries(unopenedFacts.map((name) => [name, 'not-requested'])),
      facts: expectedImage(generation),
    },
    { ...network, key: 'network/host', name: 'host', facts: { ...plainNetwork('host'), containers: ['bad'] } },
    {
      ...network,
      key: 'network/inside',
      name: 'inside',
      facts: {
        ...plainNetwork('bridge'),
        internal: true,
        interContainerCommunication: true,
        subnets: ['10.99.7.0/24'],
        containers: ['brave_lovelace', 'shop-web-1'],
      },
    },
    { ...network, key: 'network/none', name: 'none', facts: plainNetwork('null') },
    {
      ...volume,
      key: 'volume/data',
      id: 'data',
      name: 'data',
      labels: team,
      facts: { ...plainVolume('data'), containers: ['shop-web-1'] },
    },
    {
      ...volume,
      key: 'volume/srv',
      id: 'srv',
      name: 'srv',
      labels: {},
      facts: {
        ...plainVolume('srv'),
        bindSource: '/srv',
        containers: ['brave_lovelace'],
        options: [
          { name: 'device', value: '/srv' },
          { name: 'o', value: 'bind' },
          { name: 'type', value: 'none' },
        ],
      },
    },
  ];
}

function plainNetwork(driver: string): Facts<'network'> {
  return {
    driver,
    scope: 'local',
    createdAt: 'TIME',
    internal: false,
    attachable: false,
    ingress: false,
    ipv6: false,
    encrypted: false,
    interContainerCommunication: null,
    isDefaultBridge: false,
    hostBindingAddress: null,
    options: [],
    subnets: [],
    containers: [],
  };
}

function plainVolume(name: string): Facts<'volume'> {
  return {
    driver: 'local',
    scope: 'local',
    createdAt: 'TIME',
    mountpoint: `FOLDER/data/volumes/${name}/_data`,
    options: [],
    bindSource: null,
    containers: [],
  };
}

/** What only opening an image tells. */
const unopenedFacts = [
  'base',
  'contents',
  'distribution',
  'files',
  'layerContents',
  'leftovers',
  'licenseTexts',
  'packageManagers',
  'packages',
  'privilegedFiles',
  'secrets',
  'signatures',
  'tools',
  'unownedFiles',
  'unpackagedExecutables',
  'users',
  'worldWritable',
] as const;

function expectedImage(generation: Generation): Omit<Facts<'image'>, (typeof unopenedFacts)[number]> {
  const step = (createdBy: string, emptyLayer = true) => ({ createdAt: 'TIME', createdBy, emptyLayer });
  const healthcheck =
    generation === 'current'
      ? '&{Test:[CMD true] Interval:0s Timeout:0s StartPeriod:0s StartInterval:0s Retries:0}'
      : `&{["CMD" "true"] "0s" "0s" "0s" '\\x00'}`;
  return {
    source: 'engine',
    tags: ['shop/web:1', 'shop/web:stable'],
    digests: digests(generation),
    dangling: false,
    os: 'linux',
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    createdAt: 'TIME',
    size: 1,
    user: '1000:1000',
    entrypoint: [],
    command: ['sleep', '600'],
    env: imageEnvironment,
    exposedPorts: [{ port: 8080, protocol: 'tcp' }],
    volumes: [],
    healthcheck: { test: ['CMD', 'true'], disabled: false },
    workingDirectory: null,
    history: [
      step('/bin/sh -c #(nop) COPY file:ID in /bin/busybox ', false),
      step('/bin/busybox --install -s /bin', false),
      step('/bin/sh -c #(nop)  ENV GREETING=hello API_TOKEN=***'),
      step('/bin/sh -c #(nop)  LABEL team=shop'),
      step('/bin/sh -c #(nop)  EXPOSE 8080'),
      step(`/bin/sh -c #(nop)  HEALTHCHECK ${healthcheck}`),
      step('/bin/sh -c #(nop)  USER 1000:1000'),
      step('/bin/sh -c #(nop)  CMD ["sleep" "600"]'),
    ],
    layers: ['sha256:ID', 'sha256:ID'],
    containers: 3,
  };
}

/** Facts of the engine that do not depend on the machine. */
export function expectedEngine(generation: Generation): Partial<Facts<'engine'>> {
  const current = generation === 'current';
  return {
    runtime: 'docker',
    apiVersion: current ? '1.56' : '1.41',
    minApiVersion: current ? '1.40' : '1.12',
    rootless: false,
    usernsRemap: false,
    seccompProfile: 'builtin',
    noNewPrivileges: false,
    storageDriver: current ? 'overlayfs' : 'overlay2',
    contentStore: current ? 'containerd' : 'graph',
    containerdAddress: current ? 'FOLDER/exec/containerd/containerd.sock' : null,
    dataRoot: 'FOLDER/data',
    liveRestore: false,
    userlandProxy: true,
    iptables: false,
    interContainerCommunication: false,
    experimental: false,
    debug: false,
    logDriver: 'json-file',
    logLevel: 'warn',
    defaultRuntime: 'runc',
    defaultUlimits: [],
    cgroupParent: null,
    registries: [{ name: 'docker.io', secure: true, mirrors: [] }],
    insecureRegistries: [],
    registryMirrors: [],
    authorizationPlugins: [],
    proxies: [],
    swarm: { state: 'inactive', manager: false, managers: 0, nodes: 0 },
    listeners: [
      {
        address: 'unix://FOLDER/docker.sock',
        scheme: 'unix',
        allInterfaces: false,
        loopback: false,
        tls: false,
        tlsVerify: false,
      },
    ],
    counts: { containers: 3, running: 1, stopped: 2, images: 1, unusedImages: 0, danglingImages: 0 },
    oldestUnusedImageAt: null,
    oldestStoppedContainerAt: 'TIME',
    execEvents: [{ container: 'shop-web-1', user: '7', privileged: false, at: 'TIME', error: null }],
    defaultAddressPools: false,
  };
}

/** Facts of the engine that the machine decides. */
export const machineFacts = [
  'apparmor',
  'architecture',
  'cgroupDriver',
  'cgroupVersion',
  'configuration',
  'configurationFile',
  'dataRootMount',
  'kernelVersion',
  'operatingSystem',
  'plugins',
  'runtimes',
  'selinux',
  'sockets',
  'version',
  'warnings',
];

/** Whole container resources, as the collector of a current engine gives them. */
import type { Facts } from '../../engine/index.ts';

type Container = Facts<'container'>;

const engine: Container['engine'] = {
  apparmor: true,
  selinux: false,
  seccompProfile: 'builtin',
  usernsRemap: false,
  rootless: false,
  noNewPrivileges: false,
  sockets: ['/run/docker.sock'],
  liveRestore: false,
  defaultUlimits: false,
};

/** `docker run nginx`: everything as the engine does it. */
export const plainNginx: Container = {
  runtime: 'docker',
  state: 'running',
  createdAt: '2026-01-01T08:00:00Z',
  startedAt: '2026-01-01T08:00:01Z',
  image: 'nginx',
  imageId: `sha256:${'a'.repeat(64)}`,
  imageTags: ['nginx:latest'],
  imageDigests: [`nginx@sha256:${'b'.repeat(64)}`],
  imageUser: null,
  imageCreatedAt: '2025-12-01T00:00:00Z',
  user: null,
  groupAdd: [],
  entrypoint: ['/docker-entrypoint.sh'],
  command: ['nginx', '-g', 'daemon off;'],
  env: [
    { name: 'NGINX_VERSION', hasValue: true, looksSecret: false },
    { name: 'PATH', hasValue: true, looksSecret: false },
  ],
  healthcheck: null,
  privileged: false,
  capAdd: [],
  capDrop: [],
  noNewPrivileges: null,
  seccompProfile: null,
  apparmorProfile: 'docker-default',
  selinuxLabel: null,
  systemPathsUnconfined: false,
  pidMode: 'private',
  ipcMode: 'private',
  utsMode: 'private',
  usernsMode: 'private',
  cgroupnsMode: 'private',
  networkMode: 'bridge',
  networks: [{ name: 'bridge', driver: 'bridge', internal: false, isDefaultBridge: true }],
  ports: [{ containerPort: 80, protocol: 'tcp', hostIp: null, hostPort: 0 }],
  mounts: [],
  tmpfs: [],
  devices: [],
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
  processes: [
    { pid: 812, user: '0', command: 'nginx: master process nginx -g daemon off;' },
    { pid: 861, user: '101', command: 'nginx: worker process' },
  ],
  serviceRestartPolicy: null,
  engine,
};

const hardened: Container = {
  ...plainNginx,
  capDrop: ['ALL'],
  noNewPrivileges: true,
  networkMode: 'shop_default',
  networks: [{ name: 'shop_default', driver: 'bridge', internal: false, isDefaultBridge: false }],
  readonlyRootfs: true,
  memoryLimit: 536_870_912,
  nanoCpus: 1_000_000_000,
  pidsLimit: 200,
  restartPolicy: { name: 'on-failure', maximumRetryCount: 5 },
};

/** A web server behind the proxy: unprivileged user, read-only, configuration mounted read-only. */
export const wellConfiguredNginx: Container = {
  ...hardened,
  image: 'nginxinc/nginx-unprivileged:1.29.1',
  imageTags: ['nginxinc/nginx-unprivileged:1.29.1'],
  imageUser: '101',
  user: '101',
  ports: [{ containerPort: 8080, protocol: 'tcp', hostIp: null, hostPort: 0 }],
  mounts: [
    {
      type: 'bind',
      source: '/srv/shop/nginx.conf',
      destination: '/etc/nginx/nginx.conf',
      volume: null,
      driver: null,
      driverOptions: [],
      readOnly: true,
      propagation: 'rprivate',
    },
  ],
  tmpfs: [{ name: '/tmp', value: 'rw,noexec,nosuid,size=16m' }],
  processes: [{ pid: 901, user: '101', command: 'nginx: master process nginx -g daemon off;' }],
};

/** A database: a user of its own, data in a named volume, the password in a file, not published. */
export const wellConfiguredPostgres: Container = {
  ...hardened,
  image: 'postgres:17.6',
  imageTags: ['postgres:17.6'],
  user: '999:999',
  env: [
    { name: 'PGDATA', hasValue: true, looksSecret: false },
    { name: 'POSTGRES_PASSWORD_FILE', hasValue: true, looksSecret: true },
  ],
  networkMode: 'shop_data',
  networks: [{ name: 'shop_data', driver: 'bridge', internal: true, isDefaultBridge: false }],
  ports: [{ containerPort: 5432, protocol: 'tcp', hostIp: null, hostPort: 0 }],
  mounts: [
    {
      type: 'volume',
      source: '/var/lib/docker/volumes/shop_pgdata/_data',
      destination: '/var/lib/postgresql/data',
      volume: 'shop_pgdata',
      driver: 'local',
      driverOptions: [],
      readOnly: false,
      propagation: null,
    },
  ],
  processes: [{ pid: 950, user: '999', command: 'postgres' }],
};

/** The proxy in front: open to everybody on 80 and 443, one capability, certificates in a volume, no engine socket. */
export const wellConfiguredTraefik: Container = {
  ...hardened,
  image: 'traefik:v3.5.1',
  imageTags: ['traefik:v3.5.1'],
  user: '65532:65532',
  capAdd: ['NET_BIND_SERVICE'],
  ports: [
    { containerPort: 80, protocol: 'tcp', hostIp: '0.0.0.0', hostPort: 80 },
    { containerPort: 80, protocol: 'tcp', hostIp: '::', hostPort: 80 },
    { containerPort: 443, protocol: 'tcp', hostIp: '0.0.0.0', hostPort: 443 },
    { containerPort: 443, protocol: 'tcp', hostIp: '::', hostPort: 443 },
  ],
  mounts: [
    {
      type: 'bind',
      source: '/etc/traefik/traefik.yml',
      destination: '/etc/traefik/traefik.yml',
      volume: null,
      driver: null,
      driverOptions: [],
      readOnly: true,
      propagation: 'rprivate',
    },
    {
      type: 'volume',
      source: '/var/lib/docker/volumes/shop_certificates/_data',
      destination: '/certificates',
      volume: 'shop_certificates',
      driver: 'local',
      driverOptions: [],
      readOnly: false,
      propagation: null,
    },
  ],
  processes: [{ pid: 990, user: '65532', command: 'traefik traefik' }],
};

/**
 * States of machines that no test machine is in, as resources of a snapshot. `test/fixtures/recorded` holds the snapshots
 * made of them; what they show is from the documentation of auditd, Docker's swarm mode and TLS, SELinux and AppArmor.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Facts, KindName, MissingCode, Resource } from '../../engine/index.ts';
import { rootFolder } from '../../root.ts';
import { wholeResource } from '../bundles/built-bundle.ts';
import { wellConfiguredNginx } from '../bundles/ordinary-containers.ts';

type EngineFile = Facts<'host'>['engineFiles'][number];

/** A state: its resources, and kinds that were read and have none. */
export interface RecordedState {
  resources: Resource[];
  empty?: readonly KindName[];
}

/** The output of `auditctl -l` in a file of `test/fixtures/audit`, by its lines. */
export function auditSample(name: string): string {
  return readFileSync(path.join(rootFolder, 'test', 'fixtures', 'audit', `${name}.txt`), 'utf8');
}

function file(role: EngineFile['role'], name: string, changes: Partial<EngineFile> = {}): EngineFile {
  const state = { exists: true, owner: 'root', uid: 0, group: 'root', gid: 0, mode: '0644', type: 'file', error: null };
  return { path: name, ...state, role, realPath: name, ...changes };
}

const folder = { type: 'directory', mode: '0755' };
const program = { mode: '0755' };
const socket = { type: 'socket', mode: '0660' };

/** Every file of an engine, each with the owner and mode it should have. */
export const engineFiles: EngineFile[] = [
  file('binary', '/usr/bin/containerd', program),
  file('binary', '/usr/bin/containerd-shim', program),
  file('binary', '/usr/bin/containerd-shim-runc-v1', program),
  file('binary', '/usr/bin/containerd-shim-runc-v2', program),
  file('binary', '/usr/bin/dockerd', program),
  file('binary', '/usr/bin/runc', program),
  file('configuration', '/etc/containerd/config.toml'),
  file('configuration', '/etc/docker/daemon.json'),
  file('containerd-socket', '/run/containerd/containerd.sock', socket),
  file('defaults', '/etc/default/docker'),
  file('defaults', '/etc/sysconfig/docker'),
  file('folder', '/etc/docker', folder),
  file('folder', '/run/containerd', folder),
  file('folder', '/var/lib/docker', { ...folder, mode: '0710' }),
  file('registry-certificate', '/etc/docker/certs.d/registry.example.org/ca.crt', { mode: '0444' }),
  file('socket', '/run/docker.sock', { ...socket, group: 'docker', gid: 999 }),
  file('socket-unit', '/usr/lib/systemd/system/docker.socket'),
  file('tls-ca', '/etc/docker/tls/ca.pem', { mode: '0444' }),
  file('tls-certificate', '/etc/docker/tls/cert.pem', { mode: '0444' }),
  file('tls-key', '/etc/docker/tls/key.pem', { mode: '0400' }),
  file('unit', '/usr/lib/systemd/system/docker.service'),
];

const swarmLog = {
  ...{ path: '/var/lib/docker/swarm/raft', exists: true, owner: 'root', uid: 0, group: 'root', gid: 0, mode: '0700' },
  ...{ type: 'directory', error: null, digest: null, matches: [] },
};
const noSwarmLog = {
  ...swarmLog,
  exists: false,
  owner: null,
  uid: null,
  group: null,
  gid: null,
  mode: null,
  type: null,
};
const contentTrust = {
  ...{
    path: '/etc/environment',
    exists: true,
    owner: 'root',
    uid: 0,
    group: 'root',
    gid: 0,
    mode: '0644',
    type: 'file',
  },
  ...{ error: null, digest: null, matches: [{ name: 'dockerContentTrust', values: ['1'] }] },
};

const host = (changes: Record<string, unknown> = {}, head: Partial<Resource> = {}) => ({
  ...wholeResource('host', 'host', { engineFiles, files: [contentTrust, noSwarmLog], ...changes }),
  ...head,
});
const engine = (changes: Record<string, unknown> = {}) => wholeResource('engine', 'engine', changes);
const container = (key: string, changes: Record<string, unknown> = {}) =>
  wholeResource('container', key, { ...wellConfiguredNginx, ...changes });
const ownSwarm = (manager: boolean) => ({
  swarm: { state: 'active', manager, managers: manager ? 3 : 0, nodes: manager ? 5 : 0 },
});
const kindsOfEngine: KindName[] = ['container', 'image', 'network', 'swarm', 'swarm-node', 'swarm-service', 'volume'];

/** The host as somebody without root and without the group docker sees it: what only root reads is missing. */
function withoutRoot(): Resource {
  const closed = ['auditRules', 'auditEvents', 'engineProcesses', 'files', 'users'];
  const whole = host({ engineFiles: engineFiles.map(unseen), firewall: { rulesLoaded: null, inputPolicyDrop: null } });
  const facts = Object.entries(whole).filter(([name]) => !closed.includes(name));
  const missing = Object.fromEntries(closed.map((name) => [name, 'permission-denied' as MissingCode]));
  return { ...(Object.fromEntries(facts) as Resource), missing };
}

function unseen(entry: EngineFile): EngineFile {
  const isClosed = /^\/(etc\/docker|run\/containerd|var\/lib\/docker)\//.test(entry.path);
  if (!isClosed) return entry;
  const nothing = { exists: false, owner: null, uid: null, group: null, gid: null, mode: null, type: null };
  return { ...entry, ...nothing, realPath: null, error: 'permission-denied' };
}

/** All states by the name of their snapshot. */
export function recordedStates(): Record<string, RecordedState> {
  const rules = (name: string) => auditSample(name).trimEnd().split('\n');
  return {
    'auditd-watches': { resources: [host({ auditRules: rules('watches'), auditRulesLoaded: true })] },
    'auditd-syscalls': { resources: [host({ auditRules: rules('syscalls'), auditRulesLoaded: true })] },
    'auditd-narrow': { resources: [host({ auditRules: rules('narrow'), auditRulesLoaded: true })] },
    'swarm-manager': {
      resources: [
        engine({ ...ownSwarm(true), liveRestore: false }),
        host({
          files: [contentTrust, swarmLog],
          interfaces: [
            { name: 'eth0', up: true, loopback: false },
            { name: 'eth1', up: true, loopback: false },
          ],
          listening: [
            {
              protocol: 'tcp',
              address: '10.0.0.5',
              port: 2377,
              allInterfaces: false,
              loopback: false,
              process: 'dockerd',
            },
          ],
        }),
        wholeResource('swarm', 'swarm'),
        wholeResource('swarm-service', 'app'),
        wholeResource('network', 'app', { driver: 'overlay', scope: 'swarm', encrypted: true }),
      ],
    },
    'swarm-worker': { resources: [engine({ ...ownSwarm(false), liveRestore: false }), host()], empty: kindsOfEngine },
    'tls-daemon': {
      resources: [
        engine({
          rootless: false,
          listeners: [
            {
              address: 'tcp://0.0.0.0:2376',
              scheme: 'tcp',
              allInterfaces: true,
              loopback: false,
              tls: true,
              tlsVerify: true,
            },
          ],
          authorizationPlugins: ['opa-docker-authz'],
        }),
        host(),
      ],
      empty: kindsOfEngine,
    },
    'confined-containers': {
      resources: [
        container('apparmor', {
          apparmorProfile: 'docker-default',
          engine: { ...wellConfiguredNginx.engine, apparmor: true },
        }),
        container('selinux', {
          apparmorProfile: null,
          selinuxLabel: 'system_u:system_r:container_t:s0:c12,c345',
          engine: { ...wellConfiguredNginx.engine, apparmor: false, selinux: true },
        }),
      ],
    },
    'confinement-off': {
      resources: [
        container('apparmor', {
          apparmorProfile: 'unconfined',
          engine: { ...wellConfiguredNginx.engine, apparmor: true },
        }),
        container('selinux', {
          apparmorProfile: null,
          selinuxLabel: 'disable',
          engine: { ...wellConfiguredNginx.engine, apparmor: false, selinux: true },
        }),
      ],
    },
    'without-root': { resources: [withoutRoot()] },
  };
}

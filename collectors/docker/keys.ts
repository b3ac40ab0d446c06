import { createHash } from 'node:crypto';
import type { Facts } from '../../engine/index.ts';
import { generatedAdjectives } from './generated-names.ts';

/**
 * Key of a container: what stays when it is made again (docs: document.md, Keys). By what made it where labels tell,
 * else by its name; a name that the engine made up says nothing, so the image and the configuration stand for it.
 * @param facts - facts as far as they were read, for the digest of the configuration.
 */
export function containerKey(
  name: string,
  labels: Readonly<Record<string, string>>,
  facts: Readonly<Record<string, unknown>>,
): string {
  const parts = composeParts(labels) ?? swarmParts(labels) ?? podParts(labels) ?? generatedParts(name, facts) ?? [name];
  return ['container', ...parts.map(keyPart)].join('/');
}

/** A part of a key: no slash of its own, so that parts stay apart. */
function keyPart(part: string): string {
  return part.replaceAll('%', '%25').replaceAll('/', '%2F');
}

function composeParts(labels: Readonly<Record<string, string>>): string[] | null {
  const project = labels['com.docker.compose.project'];
  const service = labels['com.docker.compose.service'];
  if (!project || !service) return null;
  const once = labels['com.docker.compose.oneoff']?.toLowerCase() === 'true';
  return [project, service, once ? 'run' : labels['com.docker.compose.container-number'] || '1'];
}

/** A task is named SERVICE.SLOT.ID, or SERVICE.NODE.ID where every node has one. */
function swarmParts(labels: Readonly<Record<string, string>>): string[] | null {
  const service = labels['com.docker.swarm.service.name'];
  const task = labels['com.docker.swarm.task.name'];
  if (!service || !task) return null;
  const slot = task.startsWith(`${service}.`) ? task.slice(service.length + 1).split('.')[0] : undefined;
  return [service, slot || '0'];
}

/** The owner of a pod is its name without what a controller appended. */
function podParts(labels: Readonly<Record<string, string>>): string[] | null {
  const namespace = labels['io.kubernetes.pod.namespace'];
  const pod = labels['io.kubernetes.pod.name'];
  if (!namespace || !pod) return null;
  const owner = pod.replace(/(-[bcdfghjklmnpqrstvwxz2456789]{5,10})?-[bcdfghjklmnpqrstvwxz2456789]{5}$/, '');
  return [namespace, owner, labels['io.kubernetes.container.name'] || 'sandbox'];
}

function generatedParts(name: string, facts: Readonly<Record<string, unknown>>): string[] | null {
  if (!isGeneratedName(name)) return null;
  return [repositoryOf(String(facts['image'] ?? '')), configurationDigest(facts)];
}

/** Whether the engine made the name up: `adjective_surname`, or hexadecimal digits as builds use. */
export function isGeneratedName(name: string): boolean {
  if (/^(?=.*\d)[0-9a-f]{12,64}$/.test(name)) return true;
  const match = /^([a-z]+)_[a-z]+\d?$/.exec(name);
  return match !== null && generatedAdjectives.has(match[1] ?? '');
}

/** A reference without tag and digest. An image known by its digest alone stays that digest. */
export function repositoryOf(reference: string): string {
  if (/^(sha256:)?[0-9a-f]{64}$/.test(reference)) return reference;
  const name = reference.split('@')[0] ?? '';
  return name.replace(/:[^:/]*$/, '');
}

/** Facts that a user chose. What changes by itself (state, times, ids, addresses) would give a new key each time. */
const chosenFacts: readonly (keyof Facts<'container'>)[] = [
  'user',
  'entrypoint',
  'command',
  'env',
  'privileged',
  'capAdd',
  'capDrop',
  'noNewPrivileges',
  'seccompProfile',
  'pidMode',
  'ipcMode',
  'utsMode',
  'usernsMode',
  'networkMode',
  'ports',
  'mounts',
  'devices',
  'readonlyRootfs',
  'memoryLimit',
  'nanoCpus',
  'pidsLimit',
  'restartPolicy',
];

/** Digest of the configuration: values that may be secret are not in the facts, so they are not in it either. */
function configurationDigest(facts: Readonly<Record<string, unknown>>): string {
  const hash = createHash('sha256');
  for (const name of chosenFacts) hash.update(`${name}=${JSON.stringify(stableValue(name, facts[name]))}\n`);
  return hash.digest('hex').slice(0, 12);
}

function stableValue(name: string, value: unknown): unknown {
  if (name === 'mounts' && Array.isArray(value)) return (value as Facts<'container'>['mounts']).map(stableMount);
  if (name === 'ports' && Array.isArray(value)) return (value as Facts<'container'>['ports']).map(stablePort);
  return value;
}

/** A volume without a name of its own gets a new one each time. */
function stableMount(mount: Facts<'container'>['mounts'][number]): unknown {
  const anonymous = mount.volume !== null && /^[0-9a-f]{64}$/.test(mount.volume);
  return [mount.type, mount.destination, mount.readOnly, anonymous ? null : (mount.volume ?? mount.source)];
}

/** The port that the engine chose is another one at each start. */
function stablePort(port: Facts<'container'>['ports'][number]): unknown {
  return [port.containerPort, port.protocol, port.hostIp];
}

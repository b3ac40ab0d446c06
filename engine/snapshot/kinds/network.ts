import { z } from 'zod';
import { count, fact, flag, flagOrNull, text, textList, textOrNull, timeOrNull } from '../fact.ts';
import { NamedValue } from './container.ts';

const networks = 'GET /networks';
const swarmApi = 'GET /swarm';

/** Facts of an engine's network. */
export const network = z.strictObject({
  driver: fact(text, 'bridge, host, none, overlay, macvlan …', `${networks} Driver`),
  scope: fact(text, 'local, global or swarm', `${networks} Scope`),
  createdAt: fact(timeOrNull, 'creation', `${networks} Created`),
  internal: fact(flag, 'whether there is no way out', `${networks} Internal`),
  attachable: fact(flag, 'whether containers may join a swarm network', `${networks} Attachable`),
  ingress: fact(flag, "whether it is the swarm's routing mesh", `${networks} Ingress`),
  ipv6: fact(flag, 'whether IPv6 is on', `${networks} EnableIPv6`),
  encrypted: fact(flag, 'whether overlay traffic is encrypted', `${networks} Options encrypted`),
  interContainerCommunication: fact(
    flagOrNull,
    'null: not a bridge',
    `${networks} Options com.docker.network.bridge.enable_icc`,
  ),
  isDefaultBridge: fact(
    flag,
    "whether it is the engine's default bridge",
    `${networks} Options com.docker.network.bridge.default_bridge`,
  ),
  hostBindingAddress: fact(
    textOrNull,
    'address that ports are published on by default; null: all',
    `${networks} Options com.docker.network.bridge.host_binding_ipv4`,
  ),
  options: fact(z.array(NamedValue), 'redacted, sorted by name', `${networks} Options`),
  subnets: fact(textList, 'in CIDR notation', `${networks} IPAM.Config`),
  containers: fact(textList, 'names of containers attached to it, sorted', 'GET /containers/json?all=1'),
});

/** Facts of an engine's volume. */
export const volume = z.strictObject({
  driver: fact(text, 'local or the name of a plugin', 'GET /volumes Driver'),
  scope: fact(text, 'local or global', 'GET /volumes Scope'),
  createdAt: fact(timeOrNull, 'creation', 'GET /volumes CreatedAt'),
  mountpoint: fact(textOrNull, 'folder on the host', 'GET /volumes Mountpoint'),
  options: fact(z.array(NamedValue), 'redacted, sorted by name', 'GET /volumes Options'),
  bindSource: fact(textOrNull, 'host folder that a local volume binds; null: none', 'GET /volumes Options device, o'),
  containers: fact(textList, 'names of containers that mount it, sorted', 'GET /containers/json?all=1'),
});

/** Facts of a swarm, seen from a manager. */
export const swarm = z.strictObject({
  createdAt: fact(timeOrNull, 'creation', `${swarmApi} CreatedAt`),
  autoLockManagers: fact(
    flag,
    'whether the key is locked at rest',
    `${swarmApi} Spec.EncryptionConfig.AutoLockManagers`,
  ),
  certificateExpirySeconds: fact(count, 'life of node certificates', `${swarmApi} Spec.CAConfig.NodeCertExpiry`),
  externalAuthority: fact(
    flag,
    'whether certificates come from an external authority',
    `${swarmApi} Spec.CAConfig.ExternalCAs`,
  ),
  rootRotationInProgress: fact(flag, 'whether the root is being replaced', `${swarmApi} RootRotationInProgress`),
  managers: fact(count, 'nodes that control the swarm', 'GET /nodes'),
  nodes: fact(count, 'all nodes', 'GET /nodes'),
  listenAddress: fact(textOrNull, 'address of the control port', 'GET /info Swarm.NodeAddr'),
  defaultAddressPool: fact(textList, "in CIDR notation; empty: the engine's own pool", `${swarmApi} DefaultAddrPool`),
  secrets: fact(count, 'secrets kept by the swarm; their values are never read', 'GET /secrets'),
});

const service = 'GET /services';

/** Facts of a swarm service. */
export const swarmService = z.strictObject({
  image: fact(text, 'reference, with digest where pinned', `${service} Spec.TaskTemplate.ContainerSpec.Image`),
  mode: fact(text, 'replicated, global, replicated-job or global-job', `${service} Spec.Mode`),
  replicas: fact(count, 'wanted tasks; 0 for global ones', `${service} Spec.Mode.Replicated.Replicas`),
  user: fact(textOrNull, 'null: that of the image', `${service} Spec.TaskTemplate.ContainerSpec.User`),
  env: fact(
    z.array(z.strictObject({ name: text, hasValue: flag, looksSecret: flag })),
    'without values',
    `${service} Spec.TaskTemplate.ContainerSpec.Env`,
  ),
  secrets: fact(textList, 'names of the secrets it gets, sorted', `${service} Spec.TaskTemplate.ContainerSpec.Secrets`),
  networks: fact(textList, 'names, sorted', `${service} Spec.TaskTemplate.Networks`),
  readonlyRootfs: fact(
    flag,
    'whether the root file system cannot be written',
    `${service} Spec.TaskTemplate.ContainerSpec.ReadOnly`,
  ),
  memoryLimit: fact(count, 'bytes; 0: unlimited', `${service} Spec.TaskTemplate.Resources.Limits.MemoryBytes`),
  nanoCpus: fact(count, 'billionths of a CPU; 0: unlimited', `${service} Spec.TaskTemplate.Resources.Limits.NanoCPUs`),
  pidsLimit: fact(count, '0: unlimited', `${service} Spec.TaskTemplate.Resources.Limits.Pids`),
  restartPolicy: fact(
    z.strictObject({ name: text, maximumRetryCount: count }).nullable(),
    'null: default',
    `${service} Spec.TaskTemplate.RestartPolicy`,
  ),
  publishedPorts: fact(
    z.array(
      z.strictObject({ targetPort: count, publishedPort: count, protocol: text, mode: fact(text, 'ingress or host') }),
    ),
    'published ports',
    `${service} Endpoint.Ports`,
  ),
});

/** Facts of a swarm node. */
export const swarmNode = z.strictObject({
  role: fact(text, 'manager or worker', 'GET /nodes Spec.Role'),
  availability: fact(text, 'active, pause or drain', 'GET /nodes Spec.Availability'),
  state: fact(text, 'ready, down, disconnected or unknown', 'GET /nodes Status.State'),
  leader: fact(flag, 'whether it leads the managers', 'GET /nodes ManagerStatus.Leader'),
  engineVersion: fact(textOrNull, 'version of its engine', 'GET /nodes Description.Engine.EngineVersion'),
  address: fact(textOrNull, 'address it is known by', 'GET /nodes Status.Addr'),
});

import type { Facts } from '../../engine/index.ts';
import { environmentVariable } from '../redact.ts';
import { type Attempt, type FactSheet, type Readers, readFacts, readValue } from './facts.ts';
import { withoutLimit } from './facts-limits.ts';
import {
  at,
  flagOf,
  integerOf,
  type Json,
  listOf,
  objectOf,
  sortedBy,
  sortedTexts,
  textOf,
  textOrNull,
  textsOf,
  timeOf,
} from './shape.ts';

type ServiceFacts = Facts<'swarm-service'>;

interface SwarmJoin {
  info: Json;
  nodes: Attempt<readonly Json[]>;
  secrets: Attempt<number>;
}

/** Facts of a swarm. @param swarm - the answer to GET /swarm; the join tokens in it are never touched. */
export function swarmFacts(swarm: Json, join: SwarmJoin): FactSheet {
  const spec = () => at(swarm, 'Spec');
  const authority = () => at(spec(), 'CAConfig');
  const nanoseconds = 1_000_000_000;
  const readers: Readers<Facts<'swarm'>> = {
    createdAt: () => timeOf(swarm['CreatedAt']),
    autoLockManagers: () => flagOf(at(spec(), 'EncryptionConfig')['AutoLockManagers']),
    certificateExpirySeconds: () => Math.round(integerOf(authority()['NodeCertExpiry']) / nanoseconds),
    externalAuthority: () => listOf(authority()['ExternalCAs']).length > 0,
    rootRotationInProgress: () => flagOf(swarm['RootRotationInProgress']),
    managers: () => readValue(join.nodes).filter((node) => textOf(at(node, 'Spec')['Role']) === 'manager').length,
    nodes: () => readValue(join.nodes).length,
    listenAddress: () => textOrNull(at(join.info, 'Swarm')['NodeAddr']),
    defaultAddressPool: () => sortedTexts(textsOf(swarm['DefaultAddrPool'])),
    secrets: () => readValue(join.secrets),
  };
  return readFacts(readers);
}

/** Facts of a swarm service. @param service - an item of GET /services. */
export function swarmServiceFacts(service: Json, networks: Attempt<ReadonlyMap<string, string>>): FactSheet {
  const task = () => at(service, 'Spec.TaskTemplate');
  const container = () => at(task(), 'ContainerSpec');
  const limits = () => at(task(), 'Resources.Limits');
  const mode = () => modeOf(at(service, 'Spec.Mode'));
  const readers: Readers<ServiceFacts> = {
    image: () => textOf(container()['Image']),
    mode: () => mode().name,
    replicas: () => mode().replicas,
    user: () => textOrNull(container()['User']),
    env: () => sortedBy(textsOf(container()['Env']).map(environmentVariable), (variable) => variable.name),
    secrets: () => sortedTexts(listOf(container()['Secrets']).map((secret) => textOf(objectOf(secret)['SecretName']))),
    networks: () => networksOf(service, readValue(networks)),
    readonlyRootfs: () => flagOf(container()['ReadOnly']),
    memoryLimit: () => withoutLimit(limits()['MemoryBytes']),
    nanoCpus: () => withoutLimit(limits()['NanoCPUs']),
    pidsLimit: () => withoutLimit(limits()['Pids']),
    restartPolicy: () => servicePolicyOf(service),
    publishedPorts: () => listOf(at(service, 'Endpoint')['Ports']).map(publishedPortOf),
  };
  return readFacts(readers);
}

/** Restart policy of a service's tasks, in the words of containers; null: the default. @throws Unreadable */
export function servicePolicyOf(service: Json): ServiceFacts['restartPolicy'] {
  const policy = at(service, 'Spec.TaskTemplate.RestartPolicy');
  if (Object.keys(policy).length === 0) return null;
  const words: Record<string, string> = { none: 'no', any: 'always', 'on-failure': 'on-failure' };
  const condition = textOf(policy['Condition']) || 'any';
  return { name: words[condition] ?? condition, maximumRetryCount: integerOf(policy['MaxAttempts']) };
}

function modeOf(mode: Json): { name: string; replicas: number } {
  if ('Global' in mode) return { name: 'global', replicas: 0 };
  if ('GlobalJob' in mode) return { name: 'global-job', replicas: 0 };
  if ('ReplicatedJob' in mode) {
    return { name: 'replicated-job', replicas: integerOf(at(mode, 'ReplicatedJob')['TotalCompletions']) };
  }
  const wanted = at(mode, 'Replicated')['Replicas'];
  return { name: 'replicated', replicas: wanted === undefined || wanted === null ? 1 : integerOf(wanted) };
}

/** Old engines keep networks beside the task's template. */
function networksOf(service: Json, names: ReadonlyMap<string, string>): string[] {
  const ofTask = listOf(at(service, 'Spec.TaskTemplate')['Networks']);
  const attached = ofTask.length > 0 ? ofTask : listOf(at(service, 'Spec')['Networks']);
  return sortedTexts(
    attached.map((network) => {
      const target = textOf(objectOf(network)['Target']);
      return names.get(target) ?? target;
    }),
  );
}

function publishedPortOf(value: unknown): ServiceFacts['publishedPorts'][number] {
  const port = objectOf(value);
  return {
    targetPort: integerOf(port['TargetPort']),
    publishedPort: integerOf(port['PublishedPort']),
    protocol: textOf(port['Protocol']) || 'tcp',
    mode: textOf(port['PublishMode']) || 'ingress',
  };
}

/** Facts of a swarm node. @param node - an item of GET /nodes. */
export function swarmNodeFacts(node: Json): FactSheet {
  const readers: Readers<Facts<'swarm-node'>> = {
    role: () => textOf(at(node, 'Spec')['Role']),
    availability: () => textOf(at(node, 'Spec')['Availability']),
    state: () => textOf(at(node, 'Status')['State']),
    leader: () => flagOf(at(node, 'ManagerStatus')['Leader']),
    engineVersion: () => textOrNull(at(node, 'Description.Engine')['EngineVersion']),
    address: () => textOrNull(at(node, 'Status')['Addr']),
  };
  return readFacts(readers);
}

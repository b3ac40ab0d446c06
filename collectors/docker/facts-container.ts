import type { Facts } from '../../engine/index.ts';
import { environmentVariable, redactCommand, redactText } from '../redact.ts';
import type { EngineView } from './engine-view.ts';
import { type Attempt, type FactSheet, omitMember, type Readers, readFacts, readValue } from './facts.ts';
import { deviceOf, deviceRequestsOf } from './facts-devices.ts';
import type { ImageView } from './facts-image.ts';
import { cpuOf, namedValues, orPrivate, restartPolicyOf, ulimitsOf, withoutLimit } from './facts-limits.ts';
import { mountsOf, type VolumeView } from './facts-mounts.ts';
import { type NetworkView, networkModeOf, networksOf, portsOf } from './facts-ports.ts';
import { confinementOf } from './facts-security.ts';
import {
  argumentsOf,
  at,
  flagOf,
  flagOrNull,
  integerOf,
  type Json,
  listOf,
  mapOf,
  objectOf,
  sortedBy,
  sortedTexts,
  textOf,
  textOrNull,
  textsOf,
  timeOf,
} from './shape.ts';

export type ContainerFacts = Facts<'container'>;

/** What a container needs from elsewhere to be judged alone. */
interface ContainerJoin {
  runtime: string;
  image: Attempt<ImageView | null>;
  networks: Attempt<ReadonlyMap<string, NetworkView>>;
  volumes: Attempt<ReadonlyMap<string, VolumeView>>;
  serviceRestartPolicy: Attempt<ContainerFacts['serviceRestartPolicy']>;
  execSessions: Attempt<ContainerFacts['execSessions']>;
  processes: Attempt<ContainerFacts['processes']>;
  engine: Attempt<EngineView>;
}

/** Facts of one container. @param inspect - the answer to GET /containers/{id}/json. */
export function containerFacts(inspect: Json, join: ContainerJoin): FactSheet {
  const config = () => at(inspect, 'Config');
  const host = () => at(inspect, 'HostConfig');
  const confinement = () => confinementOf(inspect);
  const image = () => {
    const view = readValue(join.image);
    return view ?? { tags: [], digests: [], user: null, createdAt: null };
  };
  const readers: Readers<ContainerFacts> = {
    runtime: () => join.runtime,
    state: () => textOf(at(inspect, 'State')['Status']),
    createdAt: () => timeOf(inspect['Created']),
    health: () => healthOf(at(inspect, 'State')),
    startedAt: () => timeOf(at(inspect, 'State')['StartedAt']),
    image: () => textOf(config()['Image']),
    imageId: () => textOrNull(inspect['Image']),
    imageTags: () => image().tags,
    imageDigests: () => image().digests,
    imageUser: () => image().user,
    imageCreatedAt: () => image().createdAt,
    user: () => textOrNull(config()['User']),
    groupAdd: () => textsOf(host()['GroupAdd']),
    entrypoint: () => redactCommand(argumentsOf(config()['Entrypoint'])),
    command: () => redactCommand(argumentsOf(config()['Cmd'])),
    env: () => sortedBy(textsOf(config()['Env']).map(environmentVariable), (variable) => variable.name),
    healthcheck: () => healthcheckOf(config()['Healthcheck']),
    privileged: () => flagOf(host()['Privileged']),
    capAdd: () => capabilitiesOf(host()['CapAdd']),
    capDrop: () => capabilitiesOf(host()['CapDrop']),
    noNewPrivileges: () => confinement().noNewPrivileges,
    seccompProfile: () => confinement().seccompProfile,
    apparmorProfile: () => confinement().apparmorProfile,
    selinuxLabel: () => confinement().selinuxLabel,
    systemPathsUnconfined: () => confinement().systemPathsUnconfined,
    pidMode: () => orPrivate(host()['PidMode']),
    // Engines that do not say it let every container's IPC namespace be joined.
    ipcMode: () => textOf(host()['IpcMode']) || 'shareable',
    utsMode: () => orPrivate(host()['UTSMode']),
    usernsMode: () => orPrivate(host()['UsernsMode']),
    // Engines that do not know the setting leave containers in the host's cgroup namespace.
    cgroupnsMode: () => textOf(host()['CgroupnsMode']) || 'host',
    networkMode: () => networkModeOf(host()['NetworkMode'], join.networks),
    networks: () => networksOf(inspect, readValue(join.networks)),
    ports: () => portsOf(inspect),
    publishAllPorts: () => flagOf(host()['PublishAllPorts']),
    mounts: () => mountsOf(inspect, join.volumes),
    tmpfs: () => namedValues(host()['Tmpfs']),
    devices: () => sortedBy(listOf(host()['Devices']).map(deviceOf), (device) => device.containerPath),
    deviceRequests: () => deviceRequestsOf(host()['DeviceRequests']),
    deviceCgroupRules: () => sortedTexts(textsOf(host()['DeviceCgroupRules']).map(redactText)),
    readonlyRootfs: () => flagOf(host()['ReadonlyRootfs']),
    memoryLimit: () => withoutLimit(host()['Memory']),
    memoryReservation: () => withoutLimit(host()['MemoryReservation']),
    memorySwap: () => integerOf(host()['MemorySwap']),
    nanoCpus: () => cpuOf(host()),
    cpuShares: () => withoutLimit(host()['CpuShares']),
    pidsLimit: () => withoutLimit(host()['PidsLimit']),
    oomKillDisable: () => flagOf(host()['OomKillDisable']),
    oomScoreAdj: () => integerOf(host()['OomScoreAdj']),
    ulimits: () => ulimitsOf(host()['Ulimits']),
    sysctls: () => namedValues(host()['Sysctls']),
    cgroupParent: () => textOrNull(host()['CgroupParent']),
    init: () => flagOrNull(host()['Init']),
    ociRuntime: () => textOrNull(host()['Runtime']),
    restartPolicy: () => restartPolicyOf(host()['RestartPolicy']),
    autoRemove: () => flagOf(host()['AutoRemove']),
    logDriver: () => textOrNull(at(host(), 'LogConfig')['Type']),
    logOptions: () => namedValues(at(host(), 'LogConfig')['Config']),
    execSessions: () => readValue(join.execSessions),
    processes: () => readValue(join.processes),
    serviceRestartPolicy: () => readValue(join.serviceRestartPolicy),
    engine: () => ({ ...readValue(join.engine).defaults }),
  };
  const sheet = readFacts(readers);
  if ('value' in join.engine) {
    for (const [member, code] of Object.entries(join.engine.value.missingDefaults))
      omitMember(sheet, 'engine', member, code);
  }
  return sheet;
}

/** A healthcheck; null: none at all. An empty command means that of the image, which has none then. */
export function healthcheckOf(value: unknown): ContainerFacts['healthcheck'] {
  const test = textsOf(objectOf(value)['Test']);
  if (test.length === 0) return null;
  const [form = '', ...command] = test;
  const redacted = form === 'CMD-SHELL' ? command.map(redactText) : redactCommand(command);
  return { test: [form, ...redacted], disabled: form === 'NONE' };
}

/** Capabilities in one spelling: upper case, without `CAP_`, sorted. */
function capabilitiesOf(value: unknown): string[] {
  const names = textsOf(value).map((name) => name.toUpperCase().replace(/^CAP_/, ''));
  return [...new Set(names)].sort();
}

/** What the health check finds. The engine says `none` where nothing is checked, and keeps the last word once stopped. */
function healthOf(state: Json): ContainerFacts['health'] {
  const status = textOf(at(state, 'Health')['Status']);
  return flagOf(state['Running']) && status !== 'none' ? status || null : null;
}

/** Labels of a container or image, as text. */
export function labelsOf(config: Json): Record<string, string> {
  return mapOf(config['Labels']);
}

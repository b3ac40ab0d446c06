import type { Facts } from '../../engine/index.ts';
import { redactText, redactUrl } from '../redact.ts';
import { compareApi } from './api-version.ts';
import type { HostView } from './engine-host.ts';
import { noNewPrivilegesOf, seccompOf, securityOptionsOf, settingOf } from './engine-view.ts';
import { type Attempt, type FactSheet, type Readers, readFacts, readValue } from './facts.ts';
import {
  at,
  compareText,
  flagOf,
  flagOrNull,
  integerOf,
  type Json,
  listOf,
  objectOf,
  sortedBy,
  sortedTexts,
  textOf,
  textOrNull,
  textsOf,
} from './shape.ts';

type EngineFacts = Facts<'engine'>;

/** What the engine's own resource is made from. */
export interface EngineJoin {
  info: Attempt<Json>;
  version: Json;
  host: HostView;
  dataRootMount: Attempt<EngineFacts['dataRootMount']>;
  images: Attempt<Pick<EngineFacts['counts'], 'images' | 'unusedImages' | 'danglingImages'>>;
  oldestUnusedImageAt: Attempt<string | null>;
  oldestStoppedContainerAt: Attempt<string | null>;
  /** Whether containers of the default bridge see each other. */
  interContainerCommunication: Attempt<boolean>;
  execEvents: Attempt<EngineFacts['execEvents']>;
}

/** Facts of the engine itself. */
export function engineFacts(join: EngineJoin): FactSheet {
  const info = () => readValue(join.info);
  const options = () => securityOptionsOf(info());
  const setting = (name: string) => settingOf(join.host.configuration, name);
  const readers: Readers<EngineFacts> = {
    runtime: () => runtimeOf(join.version),
    version: () => textOf(join.version['Version']),
    apiVersion: () => textOf(join.version['ApiVersion']),
    minApiVersion: () => textOrNull(join.version['MinAPIVersion']),
    operatingSystem: () => textOf(info()['OperatingSystem']),
    kernelVersion: () => textOf(info()['KernelVersion']),
    architecture: () => textOf(info()['Architecture']),
    rootless: () => options().has('rootless'),
    usernsRemap: () => options().has('userns'),
    selinux: () => options().has('selinux'),
    apparmor: () => options().has('apparmor'),
    seccompProfile: () => seccompOf(options()),
    noNewPrivileges: () => noNewPrivilegesOf(options(), join.host),
    cgroupDriver: () => textOrNull(info()['CgroupDriver']),
    cgroupVersion: () => textOrNull(info()['CgroupVersion']),
    storageDriver: () => textOf(info()['Driver']),
    contentStore: () => contentStoreOf(info()),
    containerdAddress: () => textOrNull(at(info(), 'Containerd')['Address']),
    dataRoot: () => textOf(info()['DockerRootDir']),
    dataRootMount: () => readValue(join.dataRootMount),
    liveRestore: () => flagOf(info()['LiveRestoreEnabled']),
    userlandProxy: () => userlandProxyOf(info()) ?? setting('userland-proxy')?.at(-1) !== 'false',
    iptables: () => setting('iptables')?.at(-1) !== 'false',
    interContainerCommunication: () => readValue(join.interContainerCommunication),
    experimental: () => flagOf(info()['ExperimentalBuild']),
    debug: () => flagOf(info()['Debug']),
    logDriver: () => textOf(info()['LoggingDriver']),
    logLevel: () => setting('log-level')?.at(-1) ?? 'info',
    defaultRuntime: () => textOrNull(info()['DefaultRuntime']),
    runtimes: () => runtimesOf(info()),
    defaultUlimits: () => sortedTexts((setting('default-ulimits') ?? []).map((ulimit) => ulimit.split('=')[0] ?? '')),
    cgroupParent: () => setting('cgroup-parent')?.at(-1) || null,
    registries: () => registriesOf(info()),
    insecureRegistries: () => insecureRegistriesOf(info()),
    registryMirrors: () => sortedTexts(textsOf(at(info(), 'RegistryConfig')['Mirrors']).map(redactUrl)),
    plugins: () => pluginsOf(info()),
    authorizationPlugins: () => sortedTexts(textsOf(at(info(), 'Plugins')['Authorization'])),
    proxies: () => proxiesOf(info()),
    swarm: () => swarmStateOf(info()),
    listeners: () => readValue(join.host.listeners),
    sockets: () => readValue(join.host.sockets),
    configuration: () => readValue(join.host.configuration),
    configurationFile: () => readValue(join.host.configurationFile),
    counts: () => ({
      containers: integerOf(info()['Containers']),
      running: integerOf(info()['ContainersRunning']),
      stopped: integerOf(info()['ContainersStopped']),
      ...readValue(join.images),
    }),
    oldestUnusedImageAt: () => readValue(join.oldestUnusedImageAt),
    oldestStoppedContainerAt: () => readValue(join.oldestStoppedContainerAt),
    warnings: () => textsOf(info()['Warnings']).map(redactText),
    execEvents: () => readValue(join.execEvents),
    defaultAddressPools: () => addressPoolsOf(info(), textOf(join.version['ApiVersion'])),
  };
  return readFacts(readers);
}

/** Podman answers in Docker's API and names itself among its components. */
export function runtimeOf(version: Json): string {
  const components = listOf(version['Components']).map((component) => textOf(objectOf(component)['Name']));
  return components.includes('Podman Engine') ? 'podman' : 'docker';
}

/** Only the containerd image store names its kind of driver. */
function contentStoreOf(info: Json): string {
  const status = listOf(info['DriverStatus']).map(textsOf);
  return status.some(([name, value]) => name === 'driver-type' && value?.startsWith('io.containerd.'))
    ? 'containerd'
    : 'graph';
}

/** Engines since API 1.49 say it themselves; null: this one does not. */
function userlandProxyOf(info: Json): boolean | null {
  const pairs = listOf(at(info, 'FirewallBackend')['Info']).map(textsOf);
  const value = pairs.find(([name]) => name === 'EnableUserlandProxy')?.[1];
  return value === undefined ? null : value === 'true';
}

function runtimesOf(info: Json): EngineFacts['runtimes'] {
  const runtimes = Object.entries(objectOf(info['Runtimes'])).map(([name, runtime]) => ({
    name,
    path: textOrNull(objectOf(runtime)['path']) ?? textOrNull(objectOf(runtime)['runtimeType']),
  }));
  return sortedBy(runtimes, (runtime) => runtime.name);
}

function registriesOf(info: Json): EngineFacts['registries'] {
  const registries = Object.entries(at(info, 'RegistryConfig.IndexConfigs')).map(([name, value]) => {
    const index = objectOf(value);
    return { name, secure: flagOf(index['Secure']), mirrors: sortedTexts(textsOf(index['Mirrors']).map(redactUrl)) };
  });
  return sortedBy(registries, (registry) => registry.name);
}

const loopbackNetworks: ReadonlySet<string> = new Set(['127.0.0.0/8', '::1/128']);

function insecureRegistriesOf(info: Json): string[] {
  const networks = textsOf(at(info, 'RegistryConfig')['InsecureRegistryCIDRs']);
  const named = registriesOf(info).filter((registry) => !registry.secure);
  return sortedTexts([
    ...networks.filter((network) => !loopbackNetworks.has(network)),
    ...named.map((registry) => registry.name),
  ]);
}

function pluginsOf(info: Json): EngineFacts['plugins'] {
  const plugins = Object.entries(objectOf(info['Plugins'])).flatMap(([type, names]) =>
    textsOf(names).map((name) => ({ type: type.toLowerCase(), name })),
  );
  return plugins.sort((one, other) => compareText(one.type, other.type) || compareText(one.name, other.name));
}

function proxiesOf(info: Json): string[] {
  const fields = { http: 'HttpProxy', https: 'HttpsProxy', no: 'NoProxy' };
  return Object.entries(fields)
    .filter(([, field]) => textOf(info[field]) !== '')
    .map(([name]) => name);
}

function swarmStateOf(info: Json): EngineFacts['swarm'] {
  const swarm = objectOf(info['Swarm']);
  return {
    state: textOf(swarm['LocalNodeState']) || 'inactive',
    manager: flagOf(swarm['ControlAvailable']),
    managers: integerOf(swarm['Managers']),
    nodes: integerOf(swarm['Nodes']),
  };
}

/** Engines say their pools since API 1.40, and leave the field out where none is configured. */
function addressPoolsOf(info: Json, apiVersion: string): boolean | null {
  if (compareApi(apiVersion, '1.40') < 0) return flagOrNull(null);
  return listOf(info['DefaultAddressPools']).length > 0;
}

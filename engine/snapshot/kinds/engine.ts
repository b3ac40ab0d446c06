import { z } from 'zod';
import { count, fact, flag, flagOrNull, mode, text, textList, textOrNull, timeOrNull } from '../fact.ts';

const info = 'GET /info';

/** One effective setting of the daemon and where its value comes from. */
export const Setting = z.strictObject({
  name: fact(text, 'name as daemon.json spells it, or that of the option'),
  values: fact(textList, 'values in force, redacted; booleans as "true" and "false"'),
  origin: fact(z.enum(['argument', 'file', 'default']), 'command line, daemon.json or default'),
});
/** An address the daemon listens on. */
export const Listener = z.strictObject({
  address: fact(text, 'unix:///path, tcp://host:port or fd://'),
  scheme: fact(text, 'unix, tcp, fd, npipe or ssh'),
  allInterfaces: fact(flag, 'whether a TCP address is open on every interface'),
  loopback: fact(flag, 'whether a TCP address is reachable from this machine only'),
  tls: fact(flag, 'whether TLS is on'),
  tlsVerify: fact(flag, 'whether clients must show a certificate'),
});
/** A file or socket with owner and mode. */
export const FileState = z.strictObject({
  path: text,
  exists: flag,
  owner: fact(textOrNull, 'name, else number; null: absent or not readable'),
  uid: fact(count.nullable(), 'null: absent'),
  group: fact(textOrNull, 'name, else number; null: absent or not readable'),
  gid: fact(count.nullable(), 'null: absent'),
  mode: fact(mode.nullable(), 'octal; null: absent'),
  type: fact(textOrNull, 'file, directory, socket, symlink or other; null: absent'),
  error: fact(textOrNull, 'code of a missing fact where the state could not be read; null: read'),
});
const DataRootMount = z.strictObject({
  ownMount: fact(flag, 'whether the data root is a mount point of its own'),
  source: textOrNull,
  fileSystem: textOrNull,
});
const Registry = z.strictObject({ name: text, secure: flag, mirrors: textList });
const Plugin = z.strictObject({ name: text, type: fact(text, 'volume, network, authorization or log') });
const Runtime = z.strictObject({ name: text, path: textOrNull });
const SwarmState = z.strictObject({
  state: fact(text, 'inactive, pending, active, error or locked'),
  manager: fact(flag, 'whether this node controls the swarm'),
  managers: count,
  nodes: count,
});
const Counts = z.strictObject({
  containers: count,
  running: count,
  stopped: count,
  images: count,
  unusedImages: fact(count, 'images no container is made from'),
  danglingImages: count,
});
const ExecEvent = z.strictObject({
  container: fact(text, 'name of the container'),
  user: fact(textOrNull, 'user asked for; null: that of the container, or not known where error is set'),
  privileged: fact(flagOrNull, 'whether it was started with --privileged; null: not known'),
  at: timeOrNull,
  error: fact(textOrNull, 'code of a missing fact where the engine no longer knows the session; null: read'),
});

/** Facts of a container engine. */
export const engine = z.strictObject({
  runtime: fact(text, 'docker or podman', 'the collector'),
  version: fact(text, 'version of the daemon', 'GET /version Version'),
  apiVersion: fact(text, 'newest API it speaks', 'GET /version ApiVersion'),
  minApiVersion: fact(textOrNull, 'oldest API it speaks', 'GET /version MinAPIVersion'),
  operatingSystem: fact(text, 'of the machine it runs on', `${info} OperatingSystem`),
  kernelVersion: fact(text, 'of the machine it runs on', `${info} KernelVersion`),
  architecture: fact(text, 'CPU architecture', `${info} Architecture`),
  rootless: fact(flag, 'whether it runs unprivileged', `${info} SecurityOptions name=rootless`),
  usernsRemap: fact(flag, 'whether container root is an unprivileged user', `${info} SecurityOptions name=userns`),
  selinux: fact(flag, 'whether it labels containers', `${info} SecurityOptions name=selinux`),
  apparmor: fact(flag, 'whether it can confine by AppArmor', `${info} SecurityOptions name=apparmor`),
  seccompProfile: fact(
    textOrNull,
    'builtin, unconfined or a path; null: no seccomp',
    `${info} SecurityOptions name=seccomp`,
  ),
  noNewPrivileges: fact(
    flag,
    'daemon-wide default',
    `${info} SecurityOptions name=no-new-privileges; daemon configuration`,
  ),
  cgroupDriver: fact(textOrNull, 'cgroupfs or systemd', `${info} CgroupDriver`),
  cgroupVersion: fact(textOrNull, '1 or 2', `${info} CgroupVersion`),
  storageDriver: fact(text, 'name of the driver', `${info} Driver`),
  contentStore: fact(text, 'graph or containerd', `${info} DriverStatus`),
  containerdAddress: fact(textOrNull, "containerd's socket", `${info} Containerd.Address`),
  dataRoot: fact(text, 'folder of images, containers and volumes', `${info} DockerRootDir`),
  dataRootMount: fact(DataRootMount, 'the mount that holds the data root', 'file /proc/self/mountinfo'),
  liveRestore: fact(flag, 'whether containers survive the daemon', `${info} LiveRestoreEnabled`),
  userlandProxy: fact(flag, 'whether ports go through a process', 'daemon configuration userland-proxy'),
  iptables: fact(flag, 'whether the daemon manages packet filtering', 'daemon configuration iptables'),
  interContainerCommunication: fact(
    flag,
    'whether containers of the default bridge see each other',
    'GET /networks/bridge com.docker.network.bridge.enable_icc',
  ),
  experimental: fact(flag, 'whether experimental features are on', `${info} ExperimentalBuild`),
  debug: fact(flag, 'whether debug mode is on', `${info} Debug`),
  logDriver: fact(text, 'default log driver', `${info} LoggingDriver`),
  logLevel: fact(text, 'debug, info, warn, error or fatal', 'daemon configuration log-level'),
  defaultRuntime: fact(textOrNull, 'OCI runtime used by default', `${info} DefaultRuntime`),
  runtimes: fact(z.array(Runtime), 'OCI runtimes, sorted by name', `${info} Runtimes`),
  defaultUlimits: fact(textList, 'names of default ulimits', 'daemon configuration default-ulimits'),
  cgroupParent: fact(textOrNull, 'daemon-wide cgroup parent; null: default', 'daemon configuration cgroup-parent'),
  registries: fact(z.array(Registry), 'configured registries, sorted by name', `${info} RegistryConfig.IndexConfigs`),
  insecureRegistries: fact(
    textList,
    'registries and networks reached without verified TLS, loopback left out; sorted',
    `${info} RegistryConfig`,
  ),
  registryMirrors: fact(textList, 'redacted, sorted', `${info} RegistryConfig.Mirrors`),
  plugins: fact(z.array(Plugin), 'sorted by type and name', `${info} Plugins`),
  authorizationPlugins: fact(textList, 'sorted', `${info} Plugins.Authorization`),
  proxies: fact(
    textList,
    'names of the proxy settings that are set: http, https, no',
    `${info} HttpProxy, HttpsProxy, NoProxy`,
  ),
  swarm: fact(SwarmState, 'swarm mode', `${info} Swarm`),
  listeners: fact(
    z.array(Listener),
    'addresses the daemon listens on',
    'daemon configuration hosts; process arguments',
  ),
  sockets: fact(z.array(FileState), 'unix sockets that control it', 'file listeners'),
  configuration: fact(
    z.array(Setting),
    'effective settings with their origin, sorted by name',
    'process arguments; file daemon.json',
  ),
  configurationFile: fact(FileState, 'the daemon.json in force', 'file daemon.json'),
  counts: fact(Counts, 'containers and images', `${info}; GET /images/json; GET /containers/json`),
  oldestUnusedImageAt: fact(
    timeOrNull,
    'creation of the oldest image no container is made from; null: there is none, or none says it',
    'GET /images/json Created',
  ),
  oldestStoppedContainerAt: fact(
    timeOrNull,
    'creation of the oldest container that does not run; null: there is none',
    'GET /containers/json Created, State',
  ),
  warnings: fact(textList, "the daemon's own warnings", `${info} Warnings`),
  execEvents: fact(z.array(ExecEvent), 'exec events the engine still has', 'GET /events'),
  defaultAddressPools: fact(
    flagOrNull,
    'whether address pools are configured; null: not known',
    `${info} DefaultAddressPools`,
  ),
});

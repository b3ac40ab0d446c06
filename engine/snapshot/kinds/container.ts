import { z } from 'zod';
import { count, fact, flag, flagOrNull, text, textList, textOrNull, timeOrNull } from '../fact.ts';

const inspect = 'GET /containers/{id}/json';
const host = `${inspect} HostConfig`;

/** A named value whose value passed the redactor. */
export const NamedValue = z.strictObject({ name: text, value: text });
/** An environment variable: its value never enters a snapshot. */
export const EnvironmentVariable = z.strictObject({
  name: fact(text, 'name of the variable'),
  hasValue: fact(flag, 'whether the value is not empty'),
  looksSecret: fact(flag, 'whether the name or the shape of the value is that of a secret'),
});
export const Healthcheck = z.strictObject({
  test: fact(textList, 'the command, redacted; the first word is CMD, CMD-SHELL or NONE'),
  disabled: fact(flag, 'whether the check is switched off (NONE)'),
});
const Mount = z.strictObject({
  type: fact(text, 'bind, volume, tmpfs, npipe, cluster or image'),
  source: fact(textOrNull, 'path on the host; null for tmpfs'),
  destination: fact(text, 'path in the container'),
  volume: fact(textOrNull, 'name of the volume; null for binds'),
  driver: fact(textOrNull, 'volume driver; null for binds'),
  driverOptions: fact(z.array(NamedValue), 'options of the volume, redacted; sorted by name'),
  readOnly: fact(flag, 'whether the container cannot write to it'),
  propagation: fact(textOrNull, 'private, rprivate, shared, rshared, slave or rslave; null where it does not apply'),
});
const Port = z.strictObject({
  containerPort: fact(count, 'port inside the container'),
  protocol: fact(text, 'tcp, udp or sctp'),
  hostIp: fact(textOrNull, 'address it is published on; "0.0.0.0" and "::" are all interfaces; null: not published'),
  hostPort: fact(count, 'port on the host; 0: chosen at start or not published'),
});
const ContainerNetwork = z.strictObject({
  name: text,
  driver: fact(textOrNull, 'driver of the network; null where the network is unknown to the engine'),
  internal: fact(flagOrNull, 'whether the network has no way out'),
  isDefaultBridge: fact(flag, "whether it is the engine's default bridge, where all containers see each other"),
});
const Device = z.strictObject({ path: text, containerPath: text, permissions: fact(text, 'letters of r, w, m') });
const DeviceRequest = z.strictObject({
  driver: fact(textOrNull, 'who provides the devices, such as nvidia or cdi; null: left to the engine'),
  count: fact(count, 'how many; -1: all of them'),
  ids: fact(textList, 'devices by their id, sorted'),
  capabilities: fact(textList, 'what they must be able to do, such as gpu; sorted'),
});
const Ulimit = z.strictObject({ name: text, soft: fact(count, '-1: unlimited'), hard: fact(count, '-1: unlimited') });
const Process = z.strictObject({
  pid: fact(count, "in the host's numbering"),
  user: fact(text, "user id in the host's numbering; a name only where the engine gives no number"),
  command: fact(text, 'redacted'),
});
const ExecSession = z.strictObject({
  user: fact(textOrNull, 'user asked for; null: that of the container'),
  privileged: fact(flag, 'whether it was started with --privileged'),
  running: flag,
});
const RestartPolicy = z.strictObject({
  name: fact(text, 'no, always, unless-stopped or on-failure'),
  maximumRetryCount: fact(count, '0: without limit'),
});
const EngineDefaults = z.strictObject({
  apparmor: fact(flag, 'whether the engine can use AppArmor'),
  selinux: fact(flag, 'whether the engine labels containers for SELinux'),
  seccompProfile: fact(textOrNull, "the engine's default profile: builtin, unconfined or a path; null: no seccomp"),
  usernsRemap: fact(flag, 'whether container root is an unprivileged user of the host'),
  rootless: fact(flag, 'whether the engine itself runs unprivileged'),
  noNewPrivileges: fact(flagOrNull, 'daemon-wide no-new-privileges; null: not known'),
  sockets: fact(textList, "paths of the engine's control sockets on the host"),
  liveRestore: flag,
  defaultUlimits: fact(flag, 'whether the engine sets default ulimits'),
});

/** Facts of a container of any runtime. */
export const container = z.strictObject({
  runtime: fact(text, 'docker, podman or kubernetes', 'the collector'),
  state: fact(text, 'created, running, paused, restarting, removing, exited or dead', `${inspect} State.Status`),
  createdAt: fact(timeOrNull, 'when it was created', `${inspect} Created`),
  health: fact(
    textOrNull,
    'what the check finds: starting, healthy or unhealthy; null: not checked, or not running',
    `${inspect} State.Health.Status`,
  ),
  startedAt: fact(timeOrNull, 'when it was last started; null: never', `${inspect} State.StartedAt`),
  image: fact(text, 'the reference it was created from', `${inspect} Config.Image`),
  imageId: fact(
    textOrNull,
    'digest of the configuration of its image, or of its manifest in a containerd image store',
    `${inspect} Image`,
  ),
  imageTags: fact(textList, 'tags of its image, sorted', 'GET /images/{id}/json RepoTags'),
  imageDigests: fact(textList, 'repository digests of its image, sorted', 'GET /images/{id}/json RepoDigests'),
  imageUser: fact(textOrNull, 'user set in its image; null: none', 'GET /images/{id}/json Config.User'),
  imageCreatedAt: fact(timeOrNull, 'creation of its image; null: not stated', 'GET /images/{id}/json Created'),
  user: fact(textOrNull, 'user[:group] the process runs as; null: none set, so root', `${inspect} Config.User`),
  groupAdd: fact(textList, 'supplementary groups', `${host}.GroupAdd`),
  entrypoint: fact(textList, 'redacted', `${inspect} Config.Entrypoint`),
  command: fact(textList, 'redacted', `${inspect} Config.Cmd`),
  env: fact(z.array(EnvironmentVariable), 'environment without values, sorted by name', `${inspect} Config.Env`),
  healthcheck: fact(Healthcheck.nullable(), 'null: none, not even in the image', `${inspect} Config.Healthcheck`),
  privileged: fact(flag, 'all capabilities, all devices, no confinement', `${host}.Privileged`),
  capAdd: fact(textList, 'added capabilities, upper case without CAP_, sorted', `${host}.CapAdd`),
  capDrop: fact(textList, 'dropped capabilities, upper case without CAP_, sorted', `${host}.CapDrop`),
  noNewPrivileges: fact(flagOrNull, 'set for this container; null: left to the engine', `${host}.SecurityOpt`),
  seccompProfile: fact(textOrNull, 'unconfined, builtin or custom; null: left to the engine', `${host}.SecurityOpt`),
  apparmorProfile: fact(
    textOrNull,
    'profile asked for, or in force once started; null: none named',
    `${inspect} AppArmorProfile, HostConfig.SecurityOpt`,
  ),
  selinuxLabel: fact(
    textOrNull,
    'process label; "disable" where labelling is off; null: none',
    `${inspect} ProcessLabel, HostConfig.SecurityOpt`,
  ),
  systemPathsUnconfined: fact(
    flag,
    'whether masked and read-only paths of /proc and /sys are opened',
    `${host}.SecurityOpt, MaskedPaths, ReadonlyPaths`,
  ),
  pidMode: fact(text, 'private, host or container:ID', `${host}.PidMode`),
  ipcMode: fact(text, 'private, shareable, host, none or container:ID', `${host}.IpcMode`),
  utsMode: fact(text, 'private or host', `${host}.UTSMode`),
  usernsMode: fact(text, 'private (as the engine does) or host', `${host}.UsernsMode`),
  cgroupnsMode: fact(text, 'private or host', `${host}.CgroupnsMode`),
  networkMode: fact(text, 'name of the first network, host, none or container:ID', `${host}.NetworkMode`),
  networks: fact(z.array(ContainerNetwork), 'sorted by name', `${inspect} NetworkSettings.Networks; GET /networks`),
  ports: fact(
    z.array(Port),
    'exposed and published ports',
    `${inspect} NetworkSettings.Ports, HostConfig.PortBindings`,
  ),
  publishAllPorts: fact(
    flag,
    'whether each start publishes every exposed port on every interface',
    `${host}.PublishAllPorts`,
  ),
  mounts: fact(z.array(Mount), 'sorted by destination', `${inspect} Mounts; GET /volumes`),
  tmpfs: fact(z.array(NamedValue), 'tmpfs mounts: path and options', `${host}.Tmpfs`),
  devices: fact(z.array(Device), 'host devices given to it', `${host}.Devices`),
  deviceRequests: fact(
    z.array(DeviceRequest),
    'devices asked for by what they do, such as graphics cards',
    `${host}.DeviceRequests`,
  ),
  deviceCgroupRules: fact(
    textList,
    'rights on whole classes of devices, such as "c 189:* rwm"; sorted',
    `${host}.DeviceCgroupRules`,
  ),
  readonlyRootfs: fact(flag, 'whether the root file system cannot be written', `${host}.ReadonlyRootfs`),
  memoryLimit: fact(count, 'bytes; 0: unlimited', `${host}.Memory`),
  memoryReservation: fact(count, 'bytes; 0: none', `${host}.MemoryReservation`),
  memorySwap: fact(count, 'bytes of memory and swap; 0: twice the memory limit; -1: unlimited', `${host}.MemorySwap`),
  nanoCpus: fact(count, 'billionths of a CPU; 0: unlimited', `${host}.NanoCpus, CpuQuota, CpuPeriod`),
  cpuShares: fact(count, 'relative weight; 0: the default of 1024', `${host}.CpuShares`),
  pidsLimit: fact(count, 'processes; 0: unlimited', `${host}.PidsLimit`),
  oomKillDisable: fact(flag, 'whether the kernel may not end it when memory runs out', `${host}.OomKillDisable`),
  oomScoreAdj: fact(count, '-1000 to 1000', `${host}.OomScoreAdj`),
  ulimits: fact(z.array(Ulimit), 'sorted by name', `${host}.Ulimits`),
  sysctls: fact(z.array(NamedValue), 'kernel settings, sorted by name', `${host}.Sysctls`),
  cgroupParent: fact(textOrNull, 'null: the default of the engine', `${host}.CgroupParent`),
  init: fact(flagOrNull, 'whether a small init reaps processes; null: left to the engine', `${host}.Init`),
  ociRuntime: fact(textOrNull, 'name of the OCI runtime', `${host}.Runtime`),
  restartPolicy: fact(RestartPolicy, 'what happens when it ends', `${host}.RestartPolicy`),
  autoRemove: fact(flag, 'whether it is removed when it ends', `${host}.AutoRemove`),
  logDriver: fact(textOrNull, 'null: none set', `${host}.LogConfig.Type`),
  logOptions: fact(z.array(NamedValue), 'redacted, sorted by name', `${host}.LogConfig.Config`),
  execSessions: fact(
    z.array(ExecSession),
    'exec sessions the engine still knows',
    `${inspect} ExecIDs; GET /exec/{id}/json`,
  ),
  processes: fact(
    z.array(Process).nullable(),
    'processes of a running container; null: not running',
    'GET /containers/{id}/top',
  ),
  serviceRestartPolicy: fact(
    RestartPolicy.nullable(),
    'of the swarm service it is a task of; null: no task',
    'GET /services TaskTemplate.RestartPolicy',
  ),
  engine: fact(EngineDefaults, 'what the engine applies to it', 'GET /info; daemon configuration'),
});

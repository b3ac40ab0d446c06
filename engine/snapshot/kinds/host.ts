import { z } from 'zod';
import { count, fact, flag, flagOrNull, mode, text, textList, textOrNull, timeOrNull } from '../fact.ts';
import { FileState } from './engine.ts';

const Package = z.strictObject({
  name: text,
  version: text,
  architecture: textOrNull,
  source: fact(textOrNull, 'source package, where it has another name'),
});
/** An account, as /etc/passwd and /etc/shadow tell it. */
export const User = z.strictObject({
  name: text,
  uid: count,
  gid: count,
  home: text,
  shell: text,
  password: fact(
    z.strictObject({
      locked: flag,
      empty: flag,
      algorithm: fact(textOrNull, 'md5, sha256, sha512, yescrypt, bcrypt or other; null: none'),
      error: fact(textOrNull, 'code of a missing fact where /etc/shadow could not be read; null: read'),
    }),
    'state of the password; never the hash',
  ),
});
const Group = z.strictObject({
  name: text,
  gid: count,
  members: fact(textList, 'users listed in it or having it as primary group, sorted'),
});
const HostMount = z.strictObject({ source: text, target: text, fileSystem: text, options: textList });
const Sysctl = z.strictObject({ name: text, value: textOrNull, error: textOrNull });
const Module = z.strictObject({
  name: text,
  loaded: flag,
  builtin: flag,
  disabled: fact(flag, 'whether modprobe is told not to load it'),
});
const Socket = z.strictObject({
  protocol: fact(text, 'tcp, tcp6, udp, udp6'),
  address: text,
  port: count,
  allInterfaces: flag,
  loopback: flag,
  process: fact(textOrNull, 'name of the process; null: not known'),
});
const Unit = z.strictObject({
  name: text,
  enabled: fact(flagOrNull, 'started at boot; null: not known'),
  active: fact(flagOrNull, 'running now; null: not known'),
  path: textOrNull,
  overrides: textList,
});
/** A file that a bundle asked for. */
export const RequestedFile = FileState.extend({
  digest: fact(textOrNull, 'sha256 of the content; null: absent or not a file'),
  matches: fact(
    z.array(z.strictObject({ name: text, values: textList })),
    'text found by the patterns a bundle asked for, sorted by name',
  ),
});
const EngineFile = FileState.extend({
  role: fact(
    z.enum([
      'unit',
      'socket-unit',
      'socket',
      'containerd-socket',
      'configuration',
      'defaults',
      'folder',
      'registry-certificate',
      'tls-ca',
      'tls-certificate',
      'tls-key',
      'binary',
    ]),
    'what the file is for',
  ),
  realPath: fact(textOrNull, 'the path without symbolic links; null: absent or not known'),
});
const EngineProcess = z.strictObject({
  name: fact(text, 'dockerd, containerd, podman, crio or kubelet'),
  pid: count,
  uid: count,
  arguments: fact(textList, 'redacted'),
  noFileLimit: fact(count, 'soft limit of open files; -1: unlimited'),
});
const RuntimeBinary = z.strictObject({ name: text, path: text, mode, uid: count, gid: count, version: textOrNull });
const Update = z.strictObject({
  name: text,
  installed: text,
  candidate: text,
  security: fact(flag, 'whether it comes from a security archive'),
});
const AuditEvent = z.strictObject({
  at: timeOrNull,
  key: textOrNull,
  command: fact(text, 'redacted'),
  uid: count.nullable(),
});
const CronJob = z.strictObject({ path: text, user: textOrNull, schedule: text, command: fact(text, 'redacted') });

/** What a distribution says of itself. */
export const OsRelease = z.strictObject({
  id: text,
  versionId: textOrNull,
  codename: textOrNull,
  name: text,
  like: textList,
});

/** Facts of a host, live or at rest. */
export const host = z.strictObject({
  live: fact(flag, 'a running system, rather than a tree at rest', 'the target'),
  machineId: fact(textOrNull, 'sha256 of the machine id, shortened', 'file /etc/machine-id'),
  osRelease: fact(OsRelease, 'distribution', 'file /etc/os-release'),
  kernel: fact(
    z.strictObject({ release: text, version: text }),
    'running kernel',
    'file /proc/sys/kernel/osrelease, version',
  ),
  architecture: fact(text, 'CPU architecture', 'file /proc/sys/kernel/arch, ELF header of /bin/sh'),
  bootTime: fact(timeOrNull, 'when it was started', 'file /proc/stat btime'),
  virtualization: fact(
    textOrNull,
    'container runtime or hypervisor that shows itself; null: none',
    'file /sys/class/dmi/id, /run/systemd/container',
  ),
  packageManager: fact(textOrNull, 'dpkg, apk or rpm; null: none', 'file package databases'),
  packages: fact(
    z.array(Package),
    'installed packages, sorted by name',
    'file /var/lib/dpkg/status, /lib/apk/db/installed',
  ),
  pendingUpdates: fact(
    z.array(Update),
    'newer versions in the local package lists, sorted by name',
    'file /var/lib/apt/lists',
  ),
  packageListsAt: fact(timeOrNull, 'age of the local package lists; null: none', 'file /var/lib/apt/lists'),
  rebootRequired: fact(flag, 'whether an update waits for a restart', 'file /run/reboot-required'),
  automaticUpdates: fact(
    flagOrNull,
    'whether security updates install themselves; null: not known',
    'file /etc/apt/apt.conf.d',
  ),
  users: fact(z.array(User), 'sorted by uid', 'file /etc/passwd, /etc/shadow'),
  groups: fact(z.array(Group), 'sorted by gid', 'file /etc/group, /etc/passwd'),
  mounts: fact(z.array(HostMount), 'sorted by target', 'file /proc/self/mountinfo, /etc/fstab for a tree at rest'),
  sysctls: fact(
    z.array(Sysctl),
    'kernel settings that rules read, sorted by name',
    'file /proc/sys, /etc/sysctl.d for a tree at rest',
  ),
  kernelModules: fact(
    z.array(Module),
    'loaded or disabled modules, sorted by name',
    'file /proc/modules, /etc/modprobe.d',
  ),
  apparmor: fact(
    z.strictObject({ enabled: flag, enforced: count, complain: count }),
    'AppArmor',
    'file /sys/module/apparmor, /sys/kernel/security/apparmor/profiles',
  ),
  selinux: fact(
    z.strictObject({ enabled: flag, mode: fact(text, 'enforcing, permissive or disabled') }),
    'SELinux',
    'file /sys/fs/selinux/enforce, /etc/selinux/config',
  ),
  kernelLockdown: fact(
    textOrNull,
    'none, integrity or confidentiality; null: not built in',
    'file /sys/kernel/security/lockdown',
  ),
  cpuVulnerabilities: fact(
    z.array(z.strictObject({ name: text, status: text, vulnerable: flag })),
    'sorted by name',
    'file /sys/devices/system/cpu/vulnerabilities',
  ),
  sshd: fact(
    z
      .strictObject({
        permitRootLogin: fact(text, 'yes, no, prohibit-password or forced-commands-only'),
        passwordAuthentication: flag,
        permitEmptyPasswords: flag,
        x11Forwarding: flag,
        maxAuthTries: count,
        port: z.array(count),
        protocol1: fact(flag, 'whether the broken first version of the protocol is allowed'),
        hasMatchBlocks: fact(flag, 'whether settings differ for some users or addresses'),
      })
      .nullable(),
    'effective settings outside Match blocks; null: no server installed',
    'file /etc/ssh/sshd_config and what it includes',
  ),
  firewall: fact(
    z.strictObject({
      tools: fact(textList, 'of nftables, iptables, ufw, firewalld that are set to start'),
      rulesLoaded: fact(
        flagOrNull,
        'whether the kernel has filter rules besides those of container engines; null: not known',
      ),
      inputPolicyDrop: fact(flagOrNull, 'whether unmatched input is dropped; null: not known'),
    }),
    'packet filter',
    'file unit links, /etc/nftables.conf; command nft -j list ruleset',
  ),
  listening: fact(
    z.array(Socket),
    'listening sockets, sorted by port and address',
    'file /proc/net/tcp, tcp6, udp, udp6',
  ),
  units: fact(
    z.array(Unit),
    'units of container engines, audit, time, firewall and updates, sorted by name',
    'file /etc/systemd/system, /lib/systemd/system; command systemctl show',
  ),
  timeSync: fact(
    z.strictObject({ tools: textList, enabled: flag }),
    'time synchronisation set to start',
    'file unit links',
  ),
  auditRules: fact(z.array(text), 'audit rules in order', 'command auditctl -l; file /etc/audit/audit.rules, rules.d'),
  auditRulesLoaded: fact(flag, 'whether the rules are those in the kernel rather than in files', 'command auditctl -l'),
  auditEvents: fact(z.array(AuditEvent), 'records of docker exec and unlock-key', 'file /var/log/audit/audit.log'),
  cron: fact(z.array(CronJob), 'system jobs, sorted by path', 'file /etc/crontab, /etc/cron.d'),
  interfaces: fact(
    z.array(z.strictObject({ name: text, up: flag, loopback: flag })),
    'network interfaces, sorted by name',
    'file /sys/class/net',
  ),
  engineProcesses: fact(
    z.array(EngineProcess),
    'processes of container engines, sorted by name and pid',
    'file /proc/[pid]',
  ),
  runtimeBinaries: fact(z.array(RuntimeBinary), 'binaries of container engines, sorted by path', 'file /usr/bin …'),
  engineFiles: fact(
    z.array(EngineFile),
    'sockets, units, configuration and keys of container engines, sorted by path and role; absent ones are listed too',
    'file paths the engine configuration names',
  ),
  files: fact(
    z.array(RequestedFile),
    'files that bundles asked for, sorted by path',
    'file collect.host.files of the bundles',
  ),
});

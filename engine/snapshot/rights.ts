/**
 * The right that reading a fact takes, by kind and fact: what to grant where it is missing as `permission-denied`. Kept
 * apart from the schemas of the kinds, since worker threads load it. Facts that everybody may read are not here.
 */
const rights: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  host: {
    apparmor: 'root, for /sys/kernel/security/apparmor',
    auditEvents: 'root, or read access to /var/log/audit',
    auditRules: 'root: CAP_AUDIT_CONTROL for auditctl -l, or read access to /etc/audit',
    auditRulesLoaded: 'root: CAP_AUDIT_CONTROL for auditctl -l',
    cron: 'root, or read access to /etc/cron.d',
    engineFiles: 'root: CAP_DAC_READ_SEARCH for the folders of the engine',
    engineProcesses: 'root: CAP_SYS_PTRACE for processes of others in /proc',
    files: 'root, or read access to the files that the bundle asks for',
    firewall: 'root: CAP_NET_ADMIN for nft list ruleset',
    kernelLockdown: 'root, for /sys/kernel/security/lockdown',
    packages: 'read access to the database of packages',
    runtimeBinaries: 'root, or read access to the folders of programs',
    sshd: 'root, or read access to /etc/ssh',
    sysctls: 'root, for settings in /proc/sys that only root reads',
    users: 'root, or the group shadow for /etc/shadow',
  },
  engine: {
    configuration: "root on the engine's machine, for its process in /proc and its daemon.json",
    configurationFile: "root on the engine's machine, for its daemon.json",
    dataRootMount: "root on the engine's machine, for the mounts of its process",
    listeners: "root on the engine's machine, for its process in /proc and its daemon.json",
    sockets: "root on the engine's machine, for the folder of its socket",
  },
};

/** What everything else of an engine takes: it answers over its socket, or a plugin refuses what was asked. */
const ofEngine = "root or the group docker for the socket, and the consent of the engine's authorization plugin";
const engineKinds: ReadonlySet<string> = new Set([
  ...['container', 'engine', 'image', 'network', 'swarm', 'swarm-node', 'swarm-service', 'volume'],
]);

/** The right that a fact takes; null where none is known that would help. @param fact dotted name below the kind */
export function rightFor(kind: string, fact: string): string | null {
  const own = Object.hasOwn(rights, kind) ? rights[kind]! : {};
  const [top = ''] = fact.split('.');
  if (Object.hasOwn(own, top)) return own[top]!;
  return engineKinds.has(kind) ? ofEngine : null;
}

import type { PlannedRead } from '../../contract.ts';
import { commandLine, commands } from '../commands.ts';
import { type FactAnswers, type FactReader, type HostContext, type HostFacts, plannedFiles } from '../fact-reader.ts';
import { got, type Read } from '../read.ts';
import { unitFolders } from '../socket-unit.ts';
import { activeUnits, enabledUnits, unitState } from '../units.ts';
import { readFirewall } from './firewall.ts';

/** Units whose state is told: engines, audit, time, firewall, updates. */
const unitNames: readonly string[] = [
  'apparmor.service',
  'apt-daily-upgrade.timer',
  'auditd.service',
  'chrony.service',
  'chronyd.service',
  'containerd.service',
  'cri-o.service',
  'crio.service',
  'dnf-automatic-install.timer',
  'dnf-automatic.timer',
  'docker.service',
  'docker.socket',
  'firewalld.service',
  'iptables.service',
  'kubelet.service',
  'netfilter-persistent.service',
  'nftables.service',
  'ntp.service',
  'ntpd.service',
  'ntpsec.service',
  'openntpd.service',
  'podman.service',
  'podman.socket',
  'rsyslog.service',
  'ssh.service',
  'ssh.socket',
  'sshd.service',
  'systemd-journald.service',
  'systemd-timesyncd.service',
  'ufw.service',
  'unattended-upgrades.service',
];

const timeServices: readonly (readonly [string, string])[] = [
  ['chrony.service', 'chrony'],
  ['chronyd.service', 'chrony'],
  ['ntp.service', 'ntp'],
  ['ntpd.service', 'ntp'],
  ['ntpsec.service', 'ntpsec'],
  ['openntpd.service', 'openntpd'],
  ['systemd-timesyncd.service', 'systemd-timesyncd'],
];

export const unitReaders: readonly FactReader[] = [
  {
    facts: ['units', 'timeSync', 'firewall'],
    plan: [
      ...plannedFiles(
        'units and what starts at boot',
        ...unitFolders.map((folder) => `${folder}/**`),
        '/etc/runlevels/*/*',
        '/etc/rc[235].d/*',
      ),
      ...plannedFiles(
        'packet filter',
        '/etc/ufw/ufw.conf',
        '/etc/nftables.conf',
        '/proc/modules',
        '/proc/net/ip_tables_names',
      ),
      ...(['systemctl', 'nft', 'iptables-save'] as const).map(
        (name): PlannedRead => ({ what: 'command', name: commandLine(name), why: commands[name].why }),
      ),
    ],
    liveOnly: false,
    read: readUnits,
  },
];

async function readUnits(context: HostContext): Promise<FactAnswers> {
  const enabled = await enabledUnits(context.root);
  return {
    facts: {
      units: await describeUnits(context, enabled),
      timeSync: got(timeSync(enabled)),
      firewall: await readFirewall(context, enabled),
    },
  };
}

async function describeUnits(context: HostContext, enabled: ReadonlySet<string>): Promise<Read<HostFacts['units']>> {
  const active = await activeUnits(context);
  const units: HostFacts['units'] = [];
  for (const name of unitNames) {
    const state = await unitState(context.root, name, enabled);
    if (state === null) continue;
    units.push({
      name,
      enabled: state.enabled,
      active: active === null ? null : (active.get(name) ?? false),
      path: state.path,
      overrides: state.overrides,
    });
  }
  return got(units);
}

function timeSync(enabled: ReadonlySet<string>): HostFacts['timeSync'] {
  const tools = new Set(timeServices.filter(([unit]) => enabled.has(unit)).map(([, tool]) => tool));
  return { tools: [...tools].sort(), enabled: tools.size > 0 };
}

import type { MissingCode } from '../../../engine/index.ts';
import { redactText } from '../../redact.ts';
import {
  type FactReader,
  type HostContext,
  type HostFacts,
  plannedFiles,
  singleFact,
  unsupportedWhenAbsent,
} from '../fact-reader.ts';
import type { HostRoot } from '../host-root.ts';
import { normalizeSysctl, parseSysctlFile } from '../parse/sysctl.ts';
import { got, missingCode, type Read, valueOr } from '../read.ts';

/** Kernel settings that rules read. Those of `net.` belong to a network namespace. */
export const sysctlNames: readonly string[] = [
  'fs.protected_fifos',
  'fs.protected_hardlinks',
  'fs.protected_regular',
  'fs.protected_symlinks',
  'fs.suid_dumpable',
  'kernel.core_pattern',
  'kernel.core_uses_pid',
  'kernel.dmesg_restrict',
  'kernel.io_uring_disabled',
  'kernel.kexec_load_disabled',
  'kernel.kptr_restrict',
  'kernel.modules_disabled',
  'kernel.perf_event_paranoid',
  'kernel.pid_max',
  'kernel.randomize_va_space',
  'kernel.sysrq',
  'kernel.unprivileged_bpf_disabled',
  'kernel.unprivileged_userns_clone',
  'kernel.yama.ptrace_scope',
  'net.bridge.bridge-nf-call-ip6tables',
  'net.bridge.bridge-nf-call-iptables',
  'net.core.bpf_jit_harden',
  'net.ipv4.conf.all.accept_redirects',
  'net.ipv4.conf.all.accept_source_route',
  'net.ipv4.conf.all.forwarding',
  'net.ipv4.conf.all.log_martians',
  'net.ipv4.conf.all.route_localnet',
  'net.ipv4.conf.all.rp_filter',
  'net.ipv4.conf.all.secure_redirects',
  'net.ipv4.conf.all.send_redirects',
  'net.ipv4.conf.default.accept_redirects',
  'net.ipv4.conf.default.accept_source_route',
  'net.ipv4.conf.default.log_martians',
  'net.ipv4.conf.default.rp_filter',
  'net.ipv4.conf.default.secure_redirects',
  'net.ipv4.conf.default.send_redirects',
  'net.ipv4.icmp_echo_ignore_broadcasts',
  'net.ipv4.icmp_ignore_bogus_error_responses',
  'net.ipv4.ip_forward',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv6.conf.all.accept_ra',
  'net.ipv6.conf.all.accept_redirects',
  'net.ipv6.conf.all.accept_source_route',
  'net.ipv6.conf.all.disable_ipv6',
  'net.ipv6.conf.all.forwarding',
  'net.ipv6.conf.default.accept_ra',
  'net.ipv6.conf.default.accept_redirects',
  'net.ipv6.conf.default.accept_source_route',
  'user.max_user_namespaces',
  'vm.mmap_min_addr',
  'vm.overcommit_memory',
  'vm.unprivileged_userfaultfd',
];

/** Folders of settings, strongest first (sysctl.d(5)). */
const folders = ['/etc/sysctl.d', '/run/sysctl.d', '/usr/local/lib/sysctl.d', '/usr/lib/sysctl.d', '/lib/sysctl.d'];

export const sysctlReaders: readonly FactReader[] = [
  singleFact(
    'sysctls',
    [
      ...plannedFiles('kernel settings in force', ...sysctlNames.map(procPath)),
      ...plannedFiles('whose network the settings are of', '/proc/1/ns/net', '/proc/self/ns/net'),
      ...plannedFiles(
        'kernel settings of a tree at rest',
        '/etc/sysctl.conf',
        ...folders.map((folder) => `${folder}/*.conf`),
      ),
    ],
    false,
    readSysctls,
  ),
];

function procPath(name: string): string {
  return `/proc/sys/${name.replaceAll('.', '/')}`;
}

async function readSysctls(context: HostContext): Promise<Read<HostFacts['sysctls']>> {
  const { root } = context;
  if (!root.live) return got(await configured(root));
  // Without /proc every setting would look like one that the kernel does not have.
  const folder = unsupportedWhenAbsent(await root.list('/proc/sys/kernel'));
  if (!folder.ok) return folder;
  const foreign = await foreignNetwork(root);
  const sysctls: HostFacts['sysctls'] = [];
  for (const name of sysctlNames) {
    if (foreign !== null && name.startsWith('net.')) {
      sysctls.push({ name, value: null, error: foreign });
      continue;
    }
    const text = await root.readText(procPath(name));
    // A setting that is not there is one this kernel does not have: known to be absent.
    sysctls.push({ name, value: text.ok ? redactText(normalizeSysctl(text.value)) : null, error: missingCode(text) });
  }
  return got(sysctls);
}

/** Through a mounted root, `/proc/sys/net` shows the reader's own network namespace; null: that is the host's. */
async function foreignNetwork(root: HostRoot): Promise<MissingCode | null> {
  if (root.local) return null;
  const [host, own] = [await root.readLink('/proc/1/ns/net'), await root.readLink('/proc/self/ns/net')];
  if (!host.ok) return missingCode(host) ?? 'not-supported';
  return own.ok && own.value === host.value ? null : 'not-supported';
}

/** What the files of a tree would set. A setting that no file names has the kernel's default, which is not known. */
async function configured(root: HostRoot): Promise<HostFacts['sysctls']> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const entry of valueOr(await root.list(folder), [])) {
      if (entry.name.endsWith('.conf') && !files.has(entry.name)) files.set(entry.name, `${folder}/${entry.name}`);
    }
  }
  const ordered = [...files].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, path]) => path);
  const values = new Map<string, string>();
  for (const file of [...ordered, '/etc/sysctl.conf']) {
    for (const [name, value] of parseSysctlFile(valueOr(await root.readText(file), ''))) values.set(name, value);
  }
  return sysctlNames.map((name) => {
    const value = values.get(name);
    return value === undefined
      ? { name, value: null, error: 'not-supported' }
      : { name, value: redactText(value), error: null };
  });
}

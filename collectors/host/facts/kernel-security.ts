import {
  type FactAnswers,
  type FactReader,
  type HostContext,
  type HostFacts,
  plannedFiles,
  singleFact,
  unsupportedWhenAbsent,
} from '../fact-reader.ts';
import { moduleName, parseBuiltinModules, parseDisabledModules, parseLoadedModules } from '../parse/modules.ts';
import { failed, got, missingCode, type Read, valueOr } from '../read.ts';

const modprobeFolders = [
  '/etc/modprobe.d',
  '/run/modprobe.d',
  '/usr/local/lib/modprobe.d',
  '/usr/lib/modprobe.d',
  '/lib/modprobe.d',
];

/** Modules that rules ask about although they may be neither loaded nor disabled. */
const watchedModules = [
  'cramfs',
  'dccp',
  'freevxfs',
  'hfs',
  'hfsplus',
  'jffs2',
  'rds',
  'sctp',
  'squashfs',
  'tipc',
  'udf',
  'usb_storage',
];

/** What the kernel enforces: modules, AppArmor, SELinux, lockdown, flaws of the processor. */
export const kernelSecurityReaders: readonly FactReader[] = [
  singleFact(
    'kernelModules',
    plannedFiles(
      'loaded and disabled modules',
      '/proc/modules',
      '/proc/version',
      '/proc/sys/kernel/osrelease',
      '/lib/modules/RELEASE/modules.builtin',
      ...modprobeFolders.map((folder) => `${folder}/*.conf`),
    ),
    true,
    readModules,
  ),
  {
    facts: ['apparmor'],
    plan: plannedFiles('AppArmor', '/sys/module/apparmor/parameters/enabled', '/sys/kernel/security/apparmor/profiles'),
    liveOnly: true,
    read: readAppArmor,
  },
  singleFact('selinux', plannedFiles('SELinux', '/sys/fs/selinux/enforce', '/etc/selinux/config'), false, readSelinux),
  singleFact('kernelLockdown', plannedFiles('kernel lockdown', '/sys/kernel/security/lockdown'), true, readLockdown),
  singleFact(
    'cpuVulnerabilities',
    plannedFiles('flaws of the processor', '/sys/devices/system/cpu/vulnerabilities/*'),
    true,
    readCpuVulnerabilities,
  ),
];

async function readModules({ root }: HostContext): Promise<Read<HostFacts['kernelModules']>> {
  const table = await root.readText('/proc/modules');
  const hasProc = await root.stat('/proc/version');
  // A kernel without loadable modules has no such file.
  if (!table.ok && (table.code !== 'absent' || !hasProc.ok)) return unsupportedWhenAbsent(table);
  const loaded = new Set(parseLoadedModules(valueOr(table, '')).map(moduleName));
  const release = valueOr(await root.readText('/proc/sys/kernel/osrelease'), '').trim();
  const builtin = new Set(
    parseBuiltinModules(valueOr(await root.readText(`/lib/modules/${release}/modules.builtin`), '')),
  );
  const disabled = new Set<string>();
  for (const folder of modprobeFolders) {
    for (const entry of valueOr(await root.list(folder), [])) {
      if (!entry.name.endsWith('.conf')) continue;
      const text = await root.readText(`${folder}/${entry.name}`);
      const code = missingCode(text);
      if (code !== null) return failed(code);
      for (const name of parseDisabledModules(valueOr(text, ''))) disabled.add(name);
    }
  }
  const watched = watchedModules.filter((name) => builtin.has(name));
  const names = [...new Set([...loaded, ...disabled, ...watched])].sort();
  return got(
    names.map((name) => ({ name, loaded: loaded.has(name), builtin: builtin.has(name), disabled: disabled.has(name) })),
  );
}

async function readAppArmor({ root }: HostContext): Promise<FactAnswers> {
  const parameter = await root.readText('/sys/module/apparmor/parameters/enabled');
  if (!parameter.ok && parameter.code !== 'absent') return { facts: { apparmor: parameter } };
  if (!parameter.ok && !(await root.stat('/sys/kernel')).ok) return { facts: { apparmor: failed('not-supported') } };
  const enabled = valueOr(parameter, '').trim() === 'Y';
  if (!enabled) return { facts: { apparmor: got({ enabled, enforced: 0, complain: 0 }) } };
  const profiles = await root.readText('/sys/kernel/security/apparmor/profiles');
  if (!profiles.ok) {
    const code = missingCode(profiles) ?? 'not-supported';
    return { facts: { apparmor: got({ enabled }) }, missing: { 'apparmor.enforced': code, 'apparmor.complain': code } };
  }
  const count = (mode: string) => profiles.value.split('\n').filter((line) => line.endsWith(`(${mode})`)).length;
  return { facts: { apparmor: got({ enabled, enforced: count('enforce'), complain: count('complain') }) } };
}

async function readSelinux({ root }: HostContext): Promise<Read<HostFacts['selinux']>> {
  if (root.live) {
    const enforce = await root.readText('/sys/fs/selinux/enforce');
    if (enforce.ok) return got({ enabled: true, mode: enforce.value.trim() === '1' ? 'enforcing' : 'permissive' });
    if (enforce.code !== 'absent') return enforce;
    return (await root.stat('/sys/kernel')).ok ? got({ enabled: false, mode: 'disabled' }) : failed('not-supported');
  }
  const configuration = await root.readText('/etc/selinux/config');
  if (!configuration.ok && configuration.code !== 'absent') return configuration;
  const mode =
    /^\s*SELINUX\s*=\s*(enforcing|permissive|disabled)\b/m.exec(valueOr(configuration, ''))?.[1] ?? 'disabled';
  return got({ enabled: mode !== 'disabled', mode });
}

async function readLockdown({ root }: HostContext): Promise<Read<string | null>> {
  const text = await root.readText('/sys/kernel/security/lockdown');
  if (text.ok) return got(/\[(\w+)\]/.exec(text.value)?.[1] ?? null);
  if (text.code !== 'absent') return text;
  // Without securityfs nothing can be said; with it, an absent file means not built in.
  const folder = await root.list('/sys/kernel/security');
  return folder.ok && folder.value.length > 0 ? got(null) : failed(missingCode(folder) ?? 'not-supported');
}

async function readCpuVulnerabilities({ root }: HostContext): Promise<Read<HostFacts['cpuVulnerabilities']>> {
  const folder = '/sys/devices/system/cpu/vulnerabilities';
  const entries = unsupportedWhenAbsent(await root.list(folder));
  if (!entries.ok) return entries;
  const found: HostFacts['cpuVulnerabilities'] = [];
  for (const entry of entries.value) {
    const text = await root.readText(`${folder}/${entry.name}`);
    if (!text.ok) return unsupportedWhenAbsent(text);
    const status = text.value.trim();
    found.push({ name: entry.name, status, vulnerable: /^(?:KVM: )?Vulnerable\b/.test(status) });
  }
  return got(found);
}

import { createHash } from 'node:crypto';
import { parseOsRelease, parseRedhatRelease } from '../../packages/os/os-release.ts';
import {
  type FactAnswers,
  type FactReader,
  type HostContext,
  type HostFacts,
  plannedFiles,
  singleFact,
  unsupportedWhenAbsent,
} from '../fact-reader.ts';
import { isoTime } from '../iso-time.ts';
import { elfArchitecture } from '../parse/elf.ts';
import { failed, got, type Read, valueOr } from '../read.ts';
import { readVirtualization } from './virtualization.ts';

const machineIdFiles = ['/etc/machine-id', '/var/lib/dbus/machine-id'];
const releaseFiles = ['/etc/os-release', '/usr/lib/os-release'];
const redhatFiles = ['/etc/redhat-release', '/etc/centos-release', '/etc/system-release'];

/** Programs whose header tells the processor. */
const programs = ['/bin/sh', '/bin/busybox', '/usr/bin/env', '/sbin/init'];

/** What system this is: distribution, kernel, processor, start. */
export const systemReaders: readonly FactReader[] = [
  {
    facts: ['live'],
    plan: [],
    liveOnly: false,
    read: async (context) => ({ facts: { live: got(context.root.live) } }),
  },
  singleFact('machineId', plannedFiles('to tell machines of one name apart', ...machineIdFiles), false, readMachineId),
  singleFact('osRelease', plannedFiles('distribution', ...releaseFiles, ...redhatFiles), false, readOsRelease),
  {
    facts: ['kernel', 'architecture', 'bootTime'],
    plan: plannedFiles(
      'kernel, processor and start',
      '/proc/sys/kernel/osrelease',
      '/proc/sys/kernel/version',
      '/proc/sys/kernel/arch',
      ...programs,
      '/proc/stat',
    ),
    liveOnly: false,
    read: readKernel,
  },
  singleFact(
    'virtualization',
    plannedFiles('hypervisor or container runtime', '/run/systemd/container', '/sys/class/dmi/id/*', '/proc/cpuinfo'),
    true,
    (context) => readVirtualization(context.root),
  ),
];

/** The id itself is a secret of the machine (machine-id(5)): only a digest of it is kept, shortened to 16 digits. */
async function readMachineId(context: HostContext): Promise<Read<string | null>> {
  for (const file of machineIdFiles) {
    const text = await context.root.readText(file);
    if (!text.ok && text.code === 'absent') continue;
    if (!text.ok) return text;
    const id = text.value.trim();
    if (!/^[0-9a-f]{32}$/i.test(id)) continue;
    return got(createHash('sha256').update(`plimsoll machine ${id.toLowerCase()}`).digest('hex').slice(0, 16));
  }
  return got(null);
}

async function readOsRelease(context: HostContext): Promise<Read<HostFacts['osRelease']>> {
  let failure: Read<HostFacts['osRelease']> = failed('not-supported');
  for (const file of releaseFiles) {
    const text = await context.root.readText(file);
    if (text.ok) return got(parseOsRelease(text.value));
    if (text.code !== 'absent') failure = text;
  }
  for (const file of redhatFiles) {
    const parsed = parseRedhatRelease(valueOr(await context.root.readText(file), ''));
    if (parsed !== null) return got(parsed);
  }
  return failure;
}

async function readKernel(context: HostContext): Promise<FactAnswers> {
  const { root } = context;
  if (!root.live) {
    return {
      facts: {
        kernel: failed('not-supported'),
        bootTime: failed('not-supported'),
        architecture: await fromShell(context),
      },
    };
  }
  const release = await root.readText('/proc/sys/kernel/osrelease');
  const version = await root.readText('/proc/sys/kernel/version');
  const machine = await root.readText('/proc/sys/kernel/arch');
  const stat = await root.readText('/proc/stat');
  const both = release.ok && version.ok;
  return {
    facts: {
      kernel: both
        ? got({ release: release.value.trim(), version: version.value.trim() })
        : unsupportedWhenAbsent(release.ok ? version : release),
      architecture: machine.ok ? got(machine.value.trim()) : await fromShell(context),
      bootTime: stat.ok ? bootTime(stat.value) : unsupportedWhenAbsent(stat),
    },
  };
}

async function fromShell(context: HostContext): Promise<Read<string>> {
  for (const file of programs) {
    const bytes = await context.root.readBytes(file);
    const architecture = bytes.ok ? elfArchitecture(bytes.value) : null;
    if (architecture !== null) return got(architecture);
  }
  return failed('not-supported');
}

function bootTime(stat: string): Read<string | null> {
  const seconds = /^btime (\d{1,12})$/m.exec(stat)?.[1];
  return seconds === undefined ? failed('parse-error') : got(isoTime(Number(seconds) * 1000));
}

import { redactArgument, redactText } from '../../redact.ts';
import {
  type FactReader,
  type HostContext,
  type HostFacts,
  plannedFiles,
  singleFact,
  unsupportedWhenAbsent,
} from '../fact-reader.ts';
import { type Mount, parseFstab, parseMountinfo } from '../parse/mounts.ts';
import { got, type Read } from '../read.ts';
import { compareText } from './accounts.ts';

/** Mounted file systems; for a tree at rest those it would mount. */
export const mountReaders: readonly FactReader[] = [
  singleFact('mounts', plannedFiles('mounted file systems', '/proc/self/mountinfo', '/etc/fstab'), false, readMounts),
];

async function readMounts(context: HostContext): Promise<Read<HostFacts['mounts']>> {
  const { root } = context;
  if (!root.live) {
    const fstab = unsupportedWhenAbsent(await root.readText('/etc/fstab'));
    return fstab.ok ? got(describe(parseFstab(fstab.value))) : fstab;
  }
  const table = unsupportedWhenAbsent(await root.readText(`${root.processFolder}/mountinfo`));
  return table.ok ? got(describe(parseMountinfo(table.value))) : table;
}

function describe(mounts: readonly Mount[]): HostFacts['mounts'] {
  const shown = mounts.map((mount) => ({
    source: redactText(mount.source),
    target: mount.target,
    fileSystem: mount.fileSystem,
    options: mount.options.map(redactArgument),
  }));
  // Stable: of two mounts on one target the later one, which hides the other, stays behind it.
  return shown.sort((left, right) => compareText(left.target, right.target));
}

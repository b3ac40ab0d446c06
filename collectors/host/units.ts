import type { HostContext } from './fact-reader.ts';
import type { HostRoot } from './host-root.ts';
import { listSetting, parseUnitFile } from './parse/unit-file.ts';
import { valueOr } from './read.ts';
import { findUnit, type UnitFiles, unitFolders } from './socket-unit.ts';

/** Whether a unit starts at boot, with where it is defined. */
export interface UnitState extends UnitFiles {
  name: string;
  /** null: not known, since there is no such unit or it is started by others. */
  enabled: boolean | null;
}

/** Folders in which a link or script means that a service starts: systemd, OpenRC, System V. */
const runlevelFolders = [
  '/etc/runlevels/default',
  '/etc/runlevels/boot',
  '/etc/runlevels/sysinit',
  '/etc/rc2.d',
  '/etc/rc3.d',
  '/etc/rc5.d',
];

/** Names of units and services that start at boot. */
export async function enabledUnits(root: HostRoot): Promise<Set<string>> {
  const enabled = new Set<string>();
  for (const folder of unitFolders) {
    for (const entry of valueOr(await root.list(folder), [])) {
      if (!/\.(?:wants|requires|upholds)$/.test(entry.name)) continue;
      for (const link of valueOr(await root.list(`${folder}/${entry.name}`), [])) enabled.add(link.name);
    }
  }
  for (const folder of runlevelFolders) {
    for (const entry of valueOr(await root.list(folder), [])) {
      const name = folder.startsWith('/etc/rc') ? /^S\d\d(.+)$/.exec(entry.name)?.[1] : entry.name;
      if (name !== undefined) enabled.add(`${name}.service`);
    }
  }
  return enabled;
}

/**
 * State of one unit by its files and links. An alias (chronyd for chrony) counts with the unit it points to.
 * @param enabled what {@link enabledUnits} found
 */
export async function unitState(root: HostRoot, name: string, enabled: ReadonlySet<string>): Promise<UnitState | null> {
  const files = await findUnit(root, name);
  if (files.path === null) return enabled.has(name) ? { ...files, name, enabled: true } : null;
  if (files.masked) return { ...files, name, enabled: false };
  if (enabled.has(name)) return { ...files, name, enabled: true };
  const install = parseUnitFile(valueOr(await root.readText(files.path), ''));
  const aliases = listSetting(install, 'Install', 'Alias').flatMap((value) => value.split(/\s+/));
  for (const alias of aliases) {
    if (enabled.has(alias) || (await root.lstat(`/etc/systemd/system/${alias}`)).ok)
      return { ...files, name, enabled: true };
  }
  // Without an [Install] section it is neither enabled nor disabled: others start it.
  return { ...files, name, enabled: install.some((setting) => setting.section === 'Install') ? false : null };
}

/** Units that run now, by name; null: not known. */
export async function activeUnits(context: HostContext): Promise<Map<string, boolean> | null> {
  const output = await context.run('systemctl');
  if (!output.ok || output.value.exitCode !== 0) return null;
  const active = new Map<string, boolean>();
  for (const paragraph of output.value.text.split(/\n\n+/)) {
    const id = /^Id=(.+)$/m.exec(paragraph)?.[1];
    const state = /^ActiveState=(.+)$/m.exec(paragraph)?.[1];
    if (id !== undefined && state !== undefined) active.set(id, /^(?:active|reloading)$/.test(state));
  }
  return active;
}

import type { HostRoot } from './host-root.ts';
import { listSetting, parseUnitFile, splitWords, type UnitSetting } from './parse/unit-file.ts';
import { valueOr } from './read.ts';

/** Folders of units, strongest first (systemd.unit(5)). */
export const unitFolders = [
  '/etc/systemd/system',
  '/run/systemd/system',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
] as const;

/** Where a unit is defined and what overrides it. */
export interface UnitFiles {
  /** The unit file in force; null: there is none. */
  path: string | null;
  /** Whether it is masked: a link to /dev/null, or empty. */
  masked: boolean;
  /** Drop-ins in the order they apply. */
  overrides: string[];
}

/** Finds a unit below a root. Of two drop-ins with one name the stronger folder's counts. */
export async function findUnit(root: HostRoot, unit: string): Promise<UnitFiles> {
  const found: UnitFiles = { path: null, masked: false, overrides: [] };
  const dropIns = new Map<string, string>();
  for (const folder of unitFolders) {
    const path = `${folder}/${unit}`;
    if (found.path === null) {
      const link = await root.readLink(path);
      if (link.ok && link.value === '/dev/null') [found.path, found.masked] = [path, true];
      else if ((await root.stat(path)).ok) found.path = path;
    }
    for (const entry of valueOr(await root.list(`${path}.d`), [])) {
      if (entry.name.endsWith('.conf') && !dropIns.has(entry.name)) dropIns.set(entry.name, `${path}.d/${entry.name}`);
    }
  }
  found.overrides = [...dropIns].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, path]) => path);
  return found;
}

/** All settings of a unit with its drop-ins, in order. */
export async function unitSettings(root: HostRoot, unit: string): Promise<UnitSetting[]> {
  const files = await findUnit(root, unit);
  if (files.path === null || files.masked) return [];
  const settings: UnitSetting[] = [];
  for (const file of [files.path, ...files.overrides])
    settings.push(...parseUnitFile(valueOr(await root.readText(file), '')));
  return settings;
}

/** Addresses a socket unit listens on, as dockerd writes them: `unix:///path` and `tcp://host:port`. */
export async function socketUnitAddresses(root: HostRoot, unit: string): Promise<string[]> {
  const settings = await unitSettings(root, unit);
  const streams = listSetting(settings, 'Socket', 'ListenStream');
  return streams.map((stream) => {
    const path = stream.replace(/^%t\b/, '/run');
    if (path.startsWith('/')) return `unix://${path}`;
    return /^\d+$/.test(path) ? `tcp://0.0.0.0:${path}` : `tcp://${path}`;
  });
}

/** Arguments a service gives its program in ExecStart, after the program's name; variables are looked up. */
export async function unitArguments(root: HostRoot, unit: string, program: string): Promise<string[]> {
  const settings = await unitSettings(root, unit);
  const command = listSetting(settings, 'Service', 'ExecStart').at(-1);
  if (command === undefined) return [];
  const variables = await unitEnvironment(root, settings);
  const words = splitWords(command).flatMap((word) => expandWord(word, variables));
  const at = words.findIndex((word) => word.replace(/^[-@:+!]+/, '').replace(/^.*\//, '') === program);
  return words.slice(at + 1);
}

async function unitEnvironment(root: HostRoot, settings: readonly UnitSetting[]): Promise<Map<string, string>> {
  const variables = new Map<string, string>();
  const assignments = listSetting(settings, 'Service', 'Environment').flatMap(splitWords);
  for (const file of listSetting(settings, 'Service', 'EnvironmentFile')) {
    const lines = valueOr(await root.readText(file.replace(/^-/, '')), '').split('\n');
    assignments.push(...lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')));
  }
  for (const assignment of assignments) {
    const equals = assignment.indexOf('=');
    if (equals > 0) variables.set(assignment.slice(0, equals), unquote(assignment.slice(equals + 1)));
  }
  return variables;
}

/** `$NAME` as a word of its own is split, `${NAME}` is not (systemd.service(5)). */
function expandWord(word: string, variables: ReadonlyMap<string, string>): string[] {
  const whole = /^\$([A-Za-z_]\w*)$/.exec(word)?.[1];
  if (whole !== undefined) return splitWords(variables.get(whole) ?? '');
  return [word.replace(/\$\{(\w+)\}/g, (_, name: string) => variables.get(name) ?? '')];
}

function unquote(value: string): string {
  return value.replace(/^(["'])(.*)\1$/s, '$2');
}

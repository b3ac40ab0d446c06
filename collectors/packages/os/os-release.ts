import type { Facts } from '../../../engine/index.ts';

/** What a distribution says of itself. */
export type OsRelease = Facts<'host'>['osRelease'];

/** Parses os-release(5): shell-like assignments. The text of a file without ID gives id `linux`, the file's default. */
export function parseOsRelease(text: string): OsRelease {
  const values = parseAssignments(text);
  const optional = (name: string) => {
    const value = values.get(name);
    return value === undefined || value === '' ? null : value;
  };
  const id = optional('ID') ?? 'linux';
  return {
    id,
    versionId: optional('VERSION_ID'),
    codename: optional('VERSION_CODENAME'),
    name: optional('PRETTY_NAME') ?? optional('NAME') ?? id,
    like: (optional('ID_LIKE') ?? '').split(/\s+/).filter((word) => word !== ''),
  };
}

/** Ids that os-release would give, by the vendor's name. */
const vendorIds: Readonly<Record<string, string>> = { 'red hat': 'rhel', oracle: 'ol', amazon: 'amzn', rocky: 'rocky' };

/** Parses the one line of /etc/redhat-release and its kin; null: not of that form. */
export function parseRedhatRelease(text: string): OsRelease | null {
  const line = text.split('\n')[0]?.trim() ?? '';
  const parts = /^(.{1,100}?)(?: Linux)?(?: Server| Workstation)? release (\d[\d.]{0,20})/.exec(line);
  if (parts === null) return null;
  const vendor = (parts[1] ?? '').toLowerCase();
  const known = Object.entries(vendorIds).find(([name]) => vendor.startsWith(name));
  const id = known?.[1] ?? vendor.replace(/[^a-z0-9]+/g, '');
  return {
    id,
    versionId: parts[2] ?? null,
    codename: null,
    name: line,
    like: id === 'rhel' ? ['fedora'] : ['rhel', 'fedora'],
  };
}

/** `NAME=value` lines with shell quoting, as in os-release, /etc/default and environment files. */
export function parseAssignments(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.replace(/^\uFEFF/, '').split('\n')) {
    const parts = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line.replace(/\r$/, ''));
    if (parts === null) continue;
    const value = (parts[2] ?? '').trim();
    const quoted = /^(["'])([\s\S]*)\1$/.exec(value);
    values.set(parts[1] ?? '', quoted === null ? value : (quoted[2] ?? '').replace(/\\(["'$`\\])/g, '$1'));
  }
  return values;
}

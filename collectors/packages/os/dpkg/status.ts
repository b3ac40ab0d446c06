import type { Budget } from '../budget.ts';
import { brokenText, isPlainWord, linesOf } from '../database-text.ts';

/** One installed package of dpkg. */
export interface DpkgPackage {
  name: string;
  version: string;
  architecture: string | null;
  /** Its own name and version where `Source` is not stated, as deb-control(5) has it. */
  sourceName: string;
  sourceVersion: string;
}

/** What a status file says. */
export interface DpkgStatus {
  /** Those that are installed, in the order of the file; of one repeated the last counts. */
  packages: DpkgPackage[];
  /** Names of all paragraphs, whatever their state. */
  names: Set<string>;
  /** Why the file counts as corrupt, with the line; null: it is whole. */
  corrupt: string | null;
}

/** The fields that are looked at; others may be of any number and length. */
const wanted = new Set(['package', 'status', 'version', 'architecture', 'source']);

/** States of packages that have no files here. */
const absentStates = new Set(['not-installed', 'config-files']);

/**
 * Parses dpkg's status file (deb822 paragraphs). Packages that are not installed (removed with their configuration
 * left) are no part of the list. CRLF and a byte order mark are tolerated; a line that is neither field nor
 * continuation, or a paragraph without name, status or version, makes the database corrupt.
 * @param budget counts paragraphs as packages
 * @param hasStatus false for distroless images, whose paragraphs carry no Status
 */
export function parseDpkgStatus(bytes: Uint8Array, budget: Budget, hasStatus = true): DpkgStatus {
  const found = new Map<string, DpkgPackage>();
  const names = new Set<string>();
  // Single files are written by many tools, and some leave the last line end out.
  let corrupt = hasStatus || bytes.includes(0) ? brokenText(bytes) : null;
  let fields = new Map<string, string>();
  let begun = false;
  let last = 0;
  const finish = () => {
    if (begun && --budget.packages >= 0) corrupt = addParagraph(found, names, fields, hasStatus, last) ?? corrupt;
    begun = false;
    fields = new Map();
  };
  for (const { text, number } of linesOf(bytes)) {
    if (text.trim() === '') {
      finish();
      if (budget.packages < 0) break;
      continue;
    }
    last = number;
    if (text.startsWith(' ') || text.startsWith('\t')) continue;
    const colon = text.indexOf(':');
    if (colon <= 0 || /[\0-\x1f ]/.test(text.slice(0, colon))) {
      corrupt ??= `line ${number} is not a field`;
      continue;
    }
    begun = true;
    const field = text.slice(0, colon).toLowerCase();
    if (wanted.has(field)) fields.set(field, text.slice(colon + 1).trim());
  }
  finish();
  return { packages: [...found.values()], names, corrupt };
}

function addParagraph(
  found: Map<string, DpkgPackage>,
  names: Set<string>,
  fields: ReadonlyMap<string, string>,
  hasStatus: boolean,
  line: number,
): string | null {
  const name = fields.get('package') ?? '';
  const status = fields.get('status');
  if (name === '') return `the paragraph up to line ${line} names no package`;
  if (!/^[A-Za-z0-9][A-Za-z0-9+._-]{0,1000}$/.test(name)) return `the paragraph up to line ${line} has no valid name`;
  if (status === undefined && hasStatus) return `the paragraph up to line ${line} has no status`;
  names.add(name);
  const architecture = fields.get('architecture') ?? null;
  const key = `${name}:${architecture ?? ''}`;
  const state = status?.split(/\s+/)[2] ?? 'installed';
  if (absentStates.has(state)) {
    found.delete(key);
    return null;
  }
  const version = fields.get('version') ?? '';
  if (version === '') return `the paragraph up to line ${line} has no version`;
  if (!isPlainWord(version)) return `the paragraph up to line ${line} has no valid version`;
  if (architecture !== null && !isPlainWord(architecture)) {
    return `the paragraph up to line ${line} has no valid architecture`;
  }
  found.set(key, { name, version, architecture, ...sourceOf(fields.get('source') ?? '', name, version) });
  return null;
}

/** `Source: name`, or `name (version)` where the version differs (deb-control(5)). */
function sourceOf(field: string, name: string, version: string): Pick<DpkgPackage, 'sourceName' | 'sourceVersion'> {
  const parts = /^([^\s()]{1,1000})(?:\s+\(([^\s()]{1,1000})\))?$/.exec(field);
  return { sourceName: parts?.[1] ?? name, sourceVersion: parts?.[2] ?? version };
}

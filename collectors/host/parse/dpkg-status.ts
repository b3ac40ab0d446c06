import type { Package, PackageList } from './package.ts';

/**
 * Parses dpkg's status file (deb822 paragraphs). Packages that are not installed (removed with their configuration
 * left) are no part of the list. CRLF and a byte order mark are tolerated; a line that is neither field nor
 * continuation, or a paragraph without name, status or version, makes the database corrupt.
 * @param hasStatus false for distroless images, whose paragraphs carry no Status
 */
export function parseDpkgStatus(text: string, hasStatus = true): PackageList {
  const packages: Package[] = [];
  let corrupt: string | null = null;
  let lineNumber = 0;
  let fields = new Map<string, string>();
  for (const line of [...text.replace(/^\uFEFF/, '').split('\n'), '']) {
    lineNumber++;
    const trimmed = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (trimmed.trim() === '') {
      if (fields.size > 0) corrupt = addParagraph(packages, fields, hasStatus, lineNumber) ?? corrupt;
      fields = new Map();
      continue;
    }
    if (trimmed.startsWith(' ') || trimmed.startsWith('\t')) continue;
    const colon = trimmed.indexOf(':');
    if (colon <= 0 || /[\0-\x1f ]/.test(trimmed.slice(0, colon))) {
      corrupt ??= `line ${lineNumber} is not a field`;
      continue;
    }
    fields.set(trimmed.slice(0, colon).toLowerCase(), trimmed.slice(colon + 1).trim());
  }
  return { packages, corrupt };
}

function addParagraph(
  packages: Package[],
  fields: ReadonlyMap<string, string>,
  hasStatus: boolean,
  line: number,
): string | null {
  const name = fields.get('package');
  const status = fields.get('status');
  if (name === undefined || name === '') return `the paragraph before line ${line} names no package`;
  if (status === undefined && hasStatus) return `the paragraph before line ${line} has no status`;
  const state = status?.split(/\s+/)[2];
  if (state === 'not-installed' || state === 'config-files') return null;
  const version = fields.get('version');
  if (version === undefined || version === '') return `the paragraph before line ${line} has no version`;
  const source = fields.get('source')?.split(' ')[0];
  packages.push({
    name,
    version,
    architecture: fields.get('architecture') ?? null,
    source: source === undefined || source === name || source === '' ? null : source,
  });
  return null;
}

import type { Package, PackageList } from './package.ts';

/**
 * Parses apk's database of installed packages: lines `X:value`, paragraphs parted by an empty line.
 * A line of another form, or a paragraph without name or version, makes the database corrupt.
 */
export function parseApkInstalled(text: string): PackageList {
  const packages: Package[] = [];
  let corrupt: string | null = null;
  let lineNumber = 0;
  let fields = new Map<string, string>();
  for (const line of [...text.replace(/^\uFEFF/, '').split('\n'), '']) {
    lineNumber++;
    const trimmed = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (trimmed === '') {
      if (fields.size > 0) corrupt = addParagraph(packages, fields, lineNumber) ?? corrupt;
      fields = new Map();
      continue;
    }
    if (!/^[A-Za-z]:/.test(trimmed)) {
      corrupt ??= `line ${lineNumber} is not a field`;
      continue;
    }
    const key = trimmed.slice(0, 1);
    // Lower-case keys repeat for every file; of the others the first counts.
    if (!fields.has(key)) fields.set(key, trimmed.slice(2));
  }
  return { packages, corrupt };
}

function addParagraph(packages: Package[], fields: ReadonlyMap<string, string>, line: number): string | null {
  const [name, version, origin] = [fields.get('P'), fields.get('V'), fields.get('o')];
  if (name === undefined || name === '') return `the paragraph before line ${line} names no package`;
  if (version === undefined || version === '') return `the paragraph before line ${line} has no version`;
  const source = origin === undefined || origin === '' || origin === name ? null : origin;
  packages.push({ name, version, architecture: fields.get('A') ?? null, source });
  return null;
}

/**
 * Debian's machine-readable copyright files (copyright-format 1.0, DEP-5): which licences the `Files` stanzas name.
 */
import { type Expression, idsOf, join, sorted } from './expression.ts';
import { readLicense } from './normalise.ts';
import { readText, unrecognised } from './read-text.ts';

/** What a copyright file says. */
export interface CopyrightReading {
  expression: Expression | null;
  /** Lines of its `Copyright` fields, as written. */
  copyrights: string[];
}

type Stanza = Map<string, string>;

const format = /^Format(?:-Specification)?:[ \t]*\S*(?:copyright-format|dep-?5|DEP5)/im;

/** Whether a text is such a file: its first stanza names the format. */
export function isDep5(text: string): boolean {
  return format.test(text.slice(0, 2000));
}

/**
 * Reads one: the licences of all `Files` stanzas, joined by `AND`. A short name that says nothing is looked up by the
 * text under it, or in the stanza that explains it; else it becomes a `LicenseRef`. Null: no licence is known at all.
 */
export function readDep5(text: string): CopyrightReading {
  const stanzas = stanzasOf(text);
  const explained = new Map<string, string>();
  for (const stanza of stanzas) {
    const { name, body } = licenseField(stanza);
    if (!stanza.has('files') && name !== '' && body !== '') explained.set(name.toLowerCase(), body);
  }
  const files = stanzas.filter((stanza) => stanza.has('files'));
  const carriers = files.length > 0 ? files : stanzas.slice(0, 1);
  const memo = new Map<string, Expression | null>();
  const read: Expression[] = [];
  let unknown = false;
  for (const stanza of carriers) {
    const { name, body } = licenseField(stanza);
    if (name === '' && body === '') continue;
    const key = `${name}\n${body}`;
    if (!memo.has(key)) memo.set(key, readField(name, body, explained));
    const expression = memo.get(key) ?? null;
    if (expression === null) unknown = true;
    else read.push(expression);
  }
  const known = read.some((each) =>
    idsOf(each).some((id) => !id.startsWith('LicenseRef-') || id === 'LicenseRef-public-domain'),
  );
  const operands = unknown ? [...read, { id: unrecognised }] : read;
  const joined = known ? join('AND', operands) : null;
  return {
    expression: joined === null ? null : sorted(joined),
    copyrights: carriers.flatMap((stanza) => statementsOf(stanza.get('copyright') ?? '')),
  };
}

function readField(name: string, body: string, explained: ReadonlyMap<string, string>): Expression | null {
  const named = readLicense(name, { ecosystem: 'deb' });
  const text = body === '' ? explained.get(name.toLowerCase()) : body;
  const vague = named === null || idsOf(named).some((id) => id.startsWith('LicenseRef-'));
  if (!vague || text === undefined) return named ?? reference(name);
  const single = named === null || 'id' in named;
  const reading = single ? readText(text).expression : null;
  return reading ?? named ?? reference(name);
}

function reference(name: string): Expression | null {
  const id = name
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return id === '' ? null : { id: `LicenseRef-${id}` };
}

/** One statement a line; a line that goes on with the one before belongs to it. */
function statementsOf(field: string): string[] {
  const statements: string[] = [];
  for (const line of field.split('\n')) {
    const before = statements.at(-1);
    if (before !== undefined && (before.endsWith(',') || /^(?:and|inc|ltd|llc|corp|gmbh)\b/i.test(line))) {
      statements[statements.length - 1] = `${before} ${line}`;
    } else statements.push(line);
  }
  return statements;
}

/** Short name and text of a stanza's `License` field. */
function licenseField(stanza: Stanza): { name: string; body: string } {
  const [name = '', ...lines] = (stanza.get('license') ?? '').split('\n');
  return {
    name: name.trim(),
    body: lines
      .map((line) => (line.trim() === '.' ? '' : line))
      .join('\n')
      .trim(),
  };
}

/** Stanzas of a control file (deb822): fields by their name in lower case, lines of one value joined by line feeds. */
function stanzasOf(text: string): Stanza[] {
  const stanzas: Stanza[] = [];
  let stanza: Stanza = new Map();
  let field: string | null = null;
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    if (line.trim() === '') {
      if (stanza.size > 0) stanzas.push(stanza);
      stanza = new Map();
      field = null;
    } else if (/^[ \t]/.test(line)) {
      if (field !== null) stanza.set(field, `${stanza.get(field)}\n${line.trim()}`);
    } else if (!line.startsWith('#')) {
      const match = /^([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*)$/.exec(line);
      field = match?.[1]?.toLowerCase() ?? null;
      if (field !== null) stanza.set(field, (match?.[2] ?? '').trim());
    }
  }
  return stanza.size > 0 ? [...stanzas, stanza] : stanzas;
}

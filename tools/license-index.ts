/**
 * Writes the index of licence texts (`collectors/licenses/templates.br`) out of the SPDX licence list, which is a
 * development dependency: `node tools/license-index.ts`; `--check` writes nothing and fails when it is stale.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { deprecatedId } from '../collectors/licenses/deprecated.ts';
import { packIndex, type Template, type TemplateIndex, unpackIndex } from '../collectors/licenses/template-index.ts';
import { wordsOf } from '../collectors/licenses/words.ts';
import { compareText } from '../engine/index.ts';
import { rootFolder } from '../root.ts';

interface ListedLicense {
  name: string;
  licenseText: string;
}

const require = createRequire(import.meta.url);

/** Path of the index, relative to the root. */
export const licenseIndexFile = 'collectors/licenses/templates.br';

/** Entries that are no text of one licence. */
const unfit = /^(?:Net-SNMP|any-OSI.*)$/;

/** Of licences with one text the plain one stands for all: `GFDL-1.3-only`, not `GFDL-1.3-invariants-only`. */
function rank(id: string): number {
  return /-invariants-/.test(id) ? 2 : id.endsWith('-or-later') ? 1 : 0;
}

/** What the licence list of today gives. Deterministic. */
export function makeLicenseIndex(): TemplateIndex {
  const list = require('spdx-license-list/full') as Record<string, ListedLicense>;
  const source = (require('spdx-license-list/package.json') as { version: string }).version;
  const ids = Object.keys(list)
    .filter((id) => deprecatedId(id) === id && !unfit.test(id))
    .sort((a, b) => rank(a) - rank(b) || a.length - b.length || compareText(a, b));
  const texts = new Map<string, { id: string | null; words: string[] }>();
  for (const id of ids) {
    const listed = list[id];
    if (listed === undefined) continue;
    for (const each of partsOf(id, listed)) {
      const key = each.words.join(' ');
      // Texts that several licences share (`-only`, `-or-later`) stand for the first, which grants the least.
      if (key !== '' && !texts.has(key)) texts.set(key, each);
    }
  }
  const vocabulary = [...new Set([...texts.values()].flatMap(({ words }) => words))].sort(compareText);
  const numbers = new Map(vocabulary.map((word, index) => [word, index]));
  const templates: Template[] = [...texts.values()].map(({ id, words }) => ({
    id,
    words: Uint16Array.from(words, (word) => numbers.get(word) ?? 0),
  }));
  return {
    source: `spdx-license-list ${source}`,
    vocabulary,
    templates,
    names: Object.fromEntries([...ids].sort(compareText).map((id) => [id, list[id]?.name ?? id])),
  };
}

/** Where licences end and explain how to apply them. */
const ends = runs(
  'end of terms and conditions',
  'addendum how to use this license',
  'creative commons is not party to its',
);
/** What stands before these words introduces the licence, and copies leave it out. */
const beginnings = runs('statement of purpose the laws of most', 'by exercising the licensed rights defined below');

function runs(...phrases: readonly string[]): string[][] {
  return phrases.map((phrase) => phrase.split(' '));
}

/** The licence without its title, and what follows its end: how to apply it. */
function partsOf(id: string, { name, licenseText }: ListedLicense): { id: string | null; words: string[] }[] {
  const { words } = wordsOf(licenseText);
  const title = new Set(wordsOf(name).words);
  let start = 0;
  while (start < words.length && start < 12 && title.has(words[start] ?? '')) start += 1;
  // The list prints version 3 of the LGPL with the GPL behind it; packages ship them as two files.
  const whole = words.slice(start);
  const appended = id.startsWith('LGPL-3.0')
    ? indexOfRun(whole, 'gnu general public license version june 2007'.split(' '))
    : -1;
  const body = appended > 0 ? whole.slice(0, appended) : whole;
  const begin = Math.max(0, ...beginnings.map((run) => indexOfRun(body, run)));
  const last = Math.max(...ends.map((run) => indexOfRun(body, run)));
  const end = last > begin ? last : body.length;
  return [
    { id: null, words: body.slice(0, begin) },
    { id, words: body.slice(begin, end) },
    { id: null, words: body.slice(end) },
  ];
}

function indexOfRun(words: readonly string[], run: readonly string[]): number {
  return words.findIndex((_, index) => run.every((word, offset) => words[index + offset] === word));
}

/** Path of the table of obligations that reports use, relative to the root. */
const obligationsFile = 'reports/notice-obligations.ts';

/** The bundle's table of obligations as code, so that reports need no bundle. */
export function obligationsModule(): string {
  const file = path.join(rootFolder, 'bundles', 'licenses', 'tables', 'obligations.json');
  const table = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, { obligations: string[] }>;
  const groups = new Map<string, string[]>();
  for (const [id, { obligations }] of Object.entries(table)) {
    const key = [...obligations].sort(compareText).join(' ');
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  const rows = [...groups].sort(([a], [b]) => compareText(a, b));
  const lines = rows.flatMap(([key, ids]) => [`${key}:`, ...wrapped(ids.sort(compareText))]);
  return `${moduleHead}${lines.join('\n')}\n${moduleTail}`;
}

const moduleHead = `// Written by tools/license-index.ts from bundles/licenses/tables/obligations.json.

/** A line that ends with a colon says what the licences in the lines below it ask for. */
const lists = \`
`;

const moduleTail = `\`;

const table = new Map<string, readonly string[]>();
let obligations: readonly string[] = [];
for (const line of lists.trim().split('\\n')) {
  if (line.endsWith(':')) obligations = line.slice(0, -1).split(' ').filter(Boolean);
  else for (const id of line.split(' ')) table.set(id, obligations);
}

/** What a licence asks for, by its SPDX id, exception aside; null: the table does not have it. */
export function obligationsOf(id: string): readonly string[] | null {
  return table.get(id.replace(/ WITH .*$/, '').replace(/\\+$/, '')) ?? null;
}
`;

/** Words in lines of 100 characters. */
function wrapped(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length > 99) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** What is stale: the index, however it is packed, and the table of obligations. */
export function staleLicenseFiles(): string[] {
  const index = path.join(rootFolder, licenseIndexFile);
  const table = path.join(rootFolder, obligationsFile);
  const fresh =
    fs.existsSync(index) &&
    JSON.stringify(plain(unpackIndex(fs.readFileSync(index)))) === JSON.stringify(plain(makeLicenseIndex()));
  const current = fs.existsSync(table) && fs.readFileSync(table, 'utf8') === obligationsModule();
  return [...(fresh ? [] : [licenseIndexFile]), ...(current ? [] : [obligationsFile])];
}

function plain(index: TemplateIndex): unknown {
  const templates = index.templates.map(({ id, words }) => [id, Buffer.from(words.buffer).toString('base64')]);
  return { ...index, templates };
}

/** Writes one of {@link staleLicenseFiles}. */
export function writeLicenseFile(name: string): void {
  const file = path.join(rootFolder, name);
  fs.writeFileSync(file, name === licenseIndexFile ? packIndex(makeLicenseIndex()) : obligationsModule());
}

if (process.argv[1] === import.meta.filename) {
  const stale = staleLicenseFiles();
  const check = process.argv.includes('--check');
  if (!check) for (const name of stale) writeLicenseFile(name);
  if (check && stale.length > 0) process.exitCode = 1;
  console.error(
    stale.length === 0 ? 'files on licences are fresh' : `${check ? 'stale' : 'wrote'}: ${stale.join(', ')}`,
  );
}

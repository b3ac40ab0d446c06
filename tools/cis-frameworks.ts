/**
 * Writes the frameworks and profiles of the bundle cis-docker from the table of controls beside the checkout,
 * `tools/cis-controls.yaml` and the rules that are there. Run it again when a rule comes or goes.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { rootFolder } from '../root.ts';
import { readAdditions, readCisTable } from './generate/cis-controls.ts';
import { cisFiles } from './generate/cis-frameworks.ts';
import { bundleRules } from './generate/cis-rules.ts';

const table = process.argv[2] ?? path.join(rootFolder, '..', 'shared', 'cis-docker', 'controls.tsv');
const bundle = path.join(rootFolder, 'bundles', 'cis-docker');
const additionsFile = path.join(rootFolder, 'tools', 'cis-controls.yaml');

const rows = readCisTable(await fs.readFile(table, 'utf8'));
const additions = readAdditions(await fs.readFile(additionsFile, 'utf8'), additionsFile);
const rules = await bundleRules(bundle);
for (const [name, text] of Object.entries(cisFiles({ rows, additions, rules }))) {
  const file = path.join(bundle, name);
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.writeFile(file, text);
}
const unknown = Object.keys(additions.controls).filter((key) => !rows.some((row) => row.key === key));
if (unknown.length > 0) {
  console.error(`the table has no ${unknown.join(', ')}\nNext: correct the keys in ${additionsFile}`);
  process.exitCode = 1;
}
const without = rows.filter((row) => row.ids['1.8'] !== undefined && !rules.has(row.key)).map(({ key }) => key);
console.error(`${without.length} controls without a rule: ${without.join(', ')}`);

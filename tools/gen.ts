/** Writes every generated file; `--check` writes nothing and fails when one is stale. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { parseYaml } from '../rego/index.ts';
import { rootFolder } from '../root.ts';
import { commandReference } from './generate/commands.ts';
import { BenchKnowledge, differencesPage } from './generate/docker-bench.ts';
import { errorReference, limitReference } from './generate/errors.ts';
import { factReference } from './generate/facts.ts';
import { frameworkReference, ruleReference } from './generate/rules.ts';
import { schemaFiles } from './generate/schemas.ts';
import { secretReference } from './generate/secrets.ts';
import { selfTestFiles } from './generate/self-test.ts';
import { staleLicenseFiles, writeLicenseFile } from './license-index.ts';
import { openShipped } from './shipped.ts';

const checkOnly = process.argv.includes('--check');
const bundles = await openShipped();
const catalogues = bundles.map(({ catalogue }) => catalogue);

const benchFile = path.join(rootFolder, 'tools', 'docker-bench.yaml');
const bench = parseYaml(await fs.readFile(benchFile, 'utf8'), benchFile, BenchKnowledge);

const files: Record<string, string> = {
  ...schemaFiles(),
  ...(await selfTestFiles(bundles)),
  'docs/cis-docker-differences.md': differencesPage(bench),
  'docs/reference/commands.md': commandReference(),
  'docs/reference/errors.md': errorReference(),
  'docs/reference/limits.md': limitReference(),
  'docs/reference/facts.md': factReference(),
  'docs/reference/secrets.md': secretReference(),
  'docs/reference/rules.md': ruleReference(catalogues),
  'docs/reference/frameworks.md': frameworkReference(catalogues),
};

const stale: string[] = [];
for (const [name, text] of Object.entries(files)) {
  const file = path.join(rootFolder, name);
  const before = await fs.readFile(file, 'utf8').catch(() => null);
  if (before === text) continue;
  stale.push(name);
  if (checkOnly) continue;
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.writeFile(file, text);
}

// The index of licence texts is compressed, so it is compared by what it says.
for (const name of staleLicenseFiles()) {
  stale.push(name);
  if (!checkOnly) writeLicenseFile(name);
}

if (checkOnly && stale.length > 0) {
  console.error(`stale: ${stale.join(', ')}\nNext: npm run gen`);
  process.exitCode = 1;
} else {
  console.error(
    stale.length === 0 ? `${Object.keys(files).length} generated files are fresh` : `wrote ${stale.join(', ')}`,
  );
}

import fs from 'node:fs/promises';
import path from 'node:path';
import { BundleManifest } from '../../engine/index.ts';
import { parseYaml } from '../../rego/index.ts';

/**
 * Ids, without the namespace, of the rules a bundle has: whole folders below `rules/`, and those it includes by name.
 * A folder where a file is missing is not counted, so that a framework never names a rule that is being written.
 */
export async function bundleRules(folder: string): Promise<Set<string>> {
  const file = path.join(folder, 'bundle.yaml');
  const manifest = parseYaml(await fs.readFile(file, 'utf8'), file, BundleManifest, { code: 'bundle-invalid' });
  const found = new Set(manifest.include.flatMap(({ rules }) => rules ?? []));
  const entries = await fs.readdir(path.join(folder, 'rules'), { withFileTypes: true, recursive: true });
  const files = new Set(
    entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => `${parentPath}/${name}`),
  );
  for (const { parentPath, name } of entries.filter((entry) => entry.isDirectory())) {
    const whole = path.join(parentPath, name);
    const snake = name.replaceAll('-', '_');
    const parts = [`${snake}.rego`, `${snake}_test.rego`, 'examples.yaml'];
    if (parts.every((part) => files.has(`${whole}/${part}`))) found.add(name);
  }
  return found;
}

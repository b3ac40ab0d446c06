/** Formats the Rego of every shipped bundle and of `bundles/lib`. */
import fs from 'node:fs/promises';
import { formatSource, loadSource, openCompiler } from '../rego/index.ts';
import { rootFolder } from '../root.ts';
import { findBundleSource, shippedBundles } from '../service/index.ts';

const compiler = await openCompiler({ onProgress: (message) => console.error(message) });
try {
  for (const name of shippedBundles()) {
    const folder = findBundleSource(name, rootFolder);
    if (folder === null) continue;
    const source = await loadSource(folder, { resolveBundle: (each) => findBundleSource(each, folder) });
    for (const { file, text } of await formatSource(source, compiler)) {
      await fs.writeFile(file, text);
      console.error(`formatted ${file}`);
    }
  }
} finally {
  await compiler.close();
}

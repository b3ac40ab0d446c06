/** Checks and tests every shipped bundle: Rego, types, metadata, lint, tests, examples. */
import { formatPlace } from '../engine/index.ts';
import { checkSource, loadSource, openCompiler, testSource } from '../rego/index.ts';
import { rootFolder } from '../root.ts';
import { findBundleSource, shippedBundles } from '../service/index.ts';

const compiler = await openCompiler({ onProgress: (message) => console.error(message) });
let faults = 0;
try {
  for (const name of shippedBundles()) {
    const folder = findBundleSource(name, rootFolder);
    if (folder === null) throw new Error(`no sources of bundle ${name}`);
    const source = await loadSource(folder, { resolveBundle: (each) => findBundleSource(each, folder) });
    for (const problem of await checkSource(source, compiler)) {
      faults++;
      console.error(`${problem.place ? `${formatPlace(problem.place)}: ` : ''}${problem.message}`);
    }
    const report = await testSource(source, compiler, {});
    for (const test of report.outcomes.filter((each) => !each.pass)) {
      faults++;
      console.error(`${test.file}:${test.line ?? 1}: ${test.name} failed: ${test.message ?? ''}`);
    }
    if (report.passed === 0) faults++;
    console.error(`${name}: ${source.rules.length} rules, ${report.passed} tests passed`);
  }
} finally {
  await compiler.close();
}
process.exitCode = faults === 0 ? 0 : 1;

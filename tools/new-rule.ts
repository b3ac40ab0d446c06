/** `npm run new:rule -- <bundle> <area> <rule-id> [kind]`: a rule, its test and examples from a template. */
import { isKind, kindNames } from '../engine/index.ts';
import { scaffoldRule } from '../rego/index.ts';
import { rootFolder } from '../root.ts';
import { findBundleSource } from '../service/index.ts';

const [bundle, area, ruleId, kind = area] = process.argv.slice(2);
if (bundle === undefined || area === undefined || ruleId === undefined || kind === undefined || !isKind(kind)) {
  console.error('usage: npm run new:rule -- <bundle> <area> <rule-id> [kind]');
  console.error(`kinds: ${kindNames.join(', ')} (default: the area)`);
  process.exitCode = 2;
} else {
  const folder = findBundleSource(bundle, process.cwd()) ?? findBundleSource(bundle, rootFolder);
  if (folder === null) {
    console.error(`no bundle ${bundle}\nNext: give the name of a shipped bundle, or a folder with a bundle.yaml`);
    process.exitCode = 2;
  } else {
    for (const file of await scaffoldRule(folder, area, ruleId, kind)) console.error(`wrote ${file}`);
    console.error('Next: write the rule; its generated test fails until you do.');
  }
}

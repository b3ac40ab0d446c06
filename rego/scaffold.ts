import fs from 'node:fs/promises';
import path from 'node:path';
import {
  BundleManifest,
  Head,
  isKind,
  type JsonSchema,
  type KindName,
  kindJsonSchema,
  PlimsollError,
} from '../engine/index.ts';
import { rulePackage, snake } from './names.ts';
import { isFolder, readSource } from './source-files.ts';
import { parseYaml } from './yaml.ts';

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Writes a rule, its tests and its examples from a template. The tests fail until they are written.
 * @returns the files written, as paths under the bundle's folder as given
 * @throws PlimsollError `usage` for a name, kind or rule that cannot be, `bundle-unknown` where there is no bundle
 */
export async function scaffoldRule(
  bundleFolder: string,
  area: string,
  ruleId: string,
  kind: KindName,
): Promise<string[]> {
  if (!(await isFolder(bundleFolder))) {
    throw new PlimsollError('bundle-unknown', `There is no bundle folder ${bundleFolder}`);
  }
  const manifest = await readSource(bundleFolder, 'bundle.yaml');
  const { namespace } = parseYaml(manifest.text, manifest.file, BundleManifest, { code: 'bundle-invalid' });
  for (const name of [area, ruleId]) {
    if (!kebab.test(name)) throw new PlimsollError('usage', `${name} is not in kebab case, such as no-host-network`);
  }
  if (!isKind(kind)) throw new PlimsollError('usage', `There is no kind ${String(kind)}`);
  const folder = path.join(bundleFolder, 'rules', area, ruleId);
  if (await isFolder(folder)) throw new PlimsollError('usage', `There is already a rule in ${folder}`);
  await fs.mkdir(folder, { recursive: true });
  const files = templates(namespace, area, ruleId, kind);
  for (const [name, text] of Object.entries(files)) await fs.writeFile(path.join(folder, name), text, { flag: 'wx' });
  return Object.keys(files).map((name) => path.join(folder, name));
}

function templates(namespace: string, area: string, ruleId: string, kind: KindName): Record<string, string> {
  const { fact, good, bad } = sample(kind);
  const base = snake(ruleId);
  const whole = rulePackage(namespace, area, ruleId);
  const resource = snake(kind);
  return {
    [`${base}.rego`]: `# METADATA
# title: Say here what is so when all is well
# description: Say here what could happen otherwise.
# custom:
#   severity: medium
#   kind: ${kind}
#   needs: [${fact}]
#   message: "{name} is not as it should be"
#   remediation: Say here what to do.
package ${whole}

import data.plimsoll.lib.result

violations contains result.fail(${resource}, {}) if {
	some ${resource} in input.resources
	${resource}.${fact} == ${bad}
}
`,
    [`${base}_test.rego`]: `package ${whole}_test

import data.${whole} as rule

# Write the input that matters, and the whole set that the rule makes of it.
test_fail_write_this if {
	rule.violations == {{
		"target": 1,
		"key": "example",
		"args": {"write": "this"},
	}} with input as {"resources": [{"target": 1, "key": "example", "${fact}": ${bad}}]}
}

test_pass_write_this if {
	rule.violations == {{
		"target": 1,
		"key": "example",
		"args": {"write": "this"},
	}} with input as {"resources": [{"target": 1, "key": "example", "${fact}": ${good}}]}
}
`,
    'examples.yaml': `good:
  - title: Say here what is good about it
    resource: { ${fact}: ${good} }
bad:
  - title: Say here what is bad about it
    resource: { ${fact}: ${bad} }
`,
  };
}

/** A fact to begin with, and a value for each example, so that the template compiles as it is. */
function sample(kind: KindName): { fact: string; good: string; bad: string } {
  const { properties = {} } = kindJsonSchema(kind) as JsonSchema;
  const named = (type: string) =>
    Object.keys(properties).find((name) => !(name in Head.shape) && [properties[name]!.type].flat().includes(type));
  const flag = named('boolean');
  if (flag !== undefined) return { fact: flag, good: 'false', bad: 'true' };
  return { fact: named('string')!, good: '"good"', bad: '"bad"' };
}

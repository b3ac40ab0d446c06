import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildSource, loadSource, openCompiler } from '../../rego/index.ts';
import { rootFolder } from '../../root.ts';
import { findBundleSource } from '../../service/index.ts';
import { round, spreadOf } from './measure.ts';

/** A bundle of 100 rules from its sources to an archive, with a compiler just started and one already at work. */
export async function benchCompile(): Promise<object> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-bench-'));
  try {
    await writeBundle(folder, 100);
    const resolveBundle = (each: string) => findBundleSource(each, rootFolder);
    const started = performance.now();
    const compiler = await openCompiler();
    const cold = await timeBuild(folder, resolveBundle, compiler, started);
    const warm = [];
    for (let run = 0; run < 5; run++) warm.push(await timeBuild(folder, resolveBundle, compiler, performance.now()));
    await compiler.close();
    return { rules: 100, coldMilliseconds: round(cold), warmMilliseconds: spreadOf(warm), boundMilliseconds: 2000 };
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

async function timeBuild(
  folder: string,
  resolveBundle: (reference: string) => string | null,
  compiler: Awaited<ReturnType<typeof openCompiler>>,
  started: number,
): Promise<number> {
  await buildSource(await loadSource(folder, { resolveBundle }), compiler);
  return performance.now() - started;
}

async function writeBundle(folder: string, rules: number): Promise<void> {
  const manifest =
    'namespace: bench\nname: bench\nversion: 1.0.0\ntitle: Bench\nlicence: Apache-2.0\nplimsoll: ">=0.1"\nsnapshot: "1"\n';
  await fs.writeFile(path.join(folder, 'bundle.yaml'), manifest);
  for (let number = 0; number < rules; number++) {
    const name = `rule-${number}`;
    const snake = name.replaceAll('-', '_');
    const place = path.join(folder, 'rules', 'container', name);
    await fs.mkdir(place, { recursive: true });
    await fs.writeFile(
      path.join(place, `${snake}.rego`),
      `# METADATA
# title: Rule ${number}
# description: A rule of the benchmark.
# custom:
#   severity: low
#   kind: container
#   needs: [privileged, capAdd]
#   message: "{name} adds {capability}"
#   remediation: Drop it.
package bench.rules.container.${snake}

import data.plimsoll.lib.result

violations contains result.part(container, capability, {"pointer": "/capAdd"}, {"capability": capability}) if {
	some container in input.resources
	container.privileged == true
	some capability in container.capAdd
	startswith(capability, "SYS_")
	count(capability) > ${number % 7}
}
`,
    );
    await fs.writeFile(
      path.join(place, 'examples.yaml'),
      'good: [{title: none, resource: {privileged: false, capAdd: []}}]\nbad: [{title: one, resource: {privileged: true, capAdd: [SYS_ADMINISTRATOR]}}]\n',
    );
  }
}

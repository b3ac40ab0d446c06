import fs from 'node:fs/promises';
import path from 'node:path';
import { formatPlace, limitsWith, PlimsollError, severities } from '../engine/index.ts';
import {
  archiveName,
  buildSource,
  type Compiler,
  checkSource,
  loadSource,
  openCompiler,
  type SourceBundle,
  testSource,
} from '../rego/index.ts';
import { findBundleSource, openBundles } from '../service/index.ts';
import { type Call, flagOption, textOption } from './definition.ts';
import { table } from './table.ts';

/** `plimsoll bundle check`: every problem at once, each with its place; exit 1 where there are any. */
export async function runBundleCheck(call: Call): Promise<number> {
  return withSource(call, async (source, compiler) => {
    const problems = await checkSource(source, compiler);
    for (const problem of problems) {
      const place = problem.place === undefined ? '' : `${formatPlace(problem.place)}: `;
      call.terminal.warn(`${place}${problem.message}`);
    }
    const count = `${source.rules.length} rules`;
    if (problems.length === 0) call.terminal.say(`${count}, nothing to complain about`);
    else call.terminal.warn(`exit 1: ${problems.length} problems in ${count}`);
    return problems.length === 0 ? 0 : 1;
  });
}

/** `plimsoll bundle test`: Rego tests, and examples judged; exit 1 where one fails or none was run. */
export async function runBundleTest(call: Call): Promise<number> {
  const filter = textOption(call, 'run');
  const coverage = flagOption(call, 'coverage');
  return withSource(call, async (source, compiler) => {
    const report = await testSource(source, compiler, { coverage, ...(filter === undefined ? {} : { filter }) });
    for (const test of report.outcomes) {
      if (test.pass) continue;
      const place = formatPlace(test.line === null ? { file: test.file } : { file: test.file, line: test.line });
      call.terminal.warn(`FAILED  ${place}: ${test.name}${test.message ? `\n        ${test.message}` : ''}`);
    }
    if (report.coverage !== null) {
      const rows = report.coverage.map(({ file, percent, notCovered }) => [file, `${percent} %`, notCovered.join(' ')]);
      call.terminal.data(table(['file', 'lines reached', 'lines that no test reaches'], rows));
    }
    const { passed, failed } = report;
    call.terminal.say(`${passed} passed, ${failed} failed`);
    if (failed === 0 && passed > 0) return 0;
    call.terminal.warn(failed > 0 ? `exit 1: ${failed} tests fail` : 'exit 1: no test was run');
    return 1;
  });
}

/** `plimsoll bundle build`: writes the archive; the same sources give the same bytes. */
export async function runBundleBuild(call: Call): Promise<number> {
  return withSource(call, async (source, compiler) => {
    const problems = await checkSource(source, compiler);
    const [first, ...others] = problems;
    if (first !== undefined)
      throw new PlimsollError(first.code, first.message, { ...(first.place ? { place: first.place } : {}), others });
    const { archive, bundle } = await buildSource(source, compiler);
    const folder = path.resolve(call.workingFolder, textOption(call, 'output') ?? '.');
    await fs.mkdir(folder, { recursive: true });
    const file = path.join(folder, archiveName(bundle.catalogue));
    await fs.writeFile(`${file}.unfinished`, archive);
    await fs.rename(`${file}.unfinished`, file);
    call.terminal.say(
      `${path.relative(call.workingFolder, file)}  ${bundle.catalogue.rules.length} rules  ${bundle.digest}`,
    );
    return 0;
  });
}

/** `plimsoll bundle inspect`: what is in a bundle, on stdout. */
export async function runBundleInspect(call: Call): Promise<number> {
  const [reference = ''] = call.arguments;
  const [bundle] = await openBundles([reference], {
    folder: call.workingFolder,
    limits: limitsWith(),
    onProgress: (message) => call.terminal.progress('prepare', message),
  });
  if (bundle === undefined) return 2;
  const { catalogue, digest } = bundle;
  const kinds = [...new Set(catalogue.rules.map((rule) => rule.kind))].sort();
  const rows = kinds.map((kind) => {
    const own = catalogue.rules.filter((rule) => rule.kind === kind);
    return [
      kind,
      String(own.length),
      ...severities.map((severity) => String(own.filter((rule) => rule.severity === severity).length)),
    ];
  });
  call.terminal.settle();
  call.terminal.data(
    [
      `${catalogue.namespace}-${catalogue.name} ${catalogue.version}  ${catalogue.title}`,
      `digest      ${digest}`,
      `licence     ${catalogue.licence}`,
      `compiled by OPA ${catalogue.opa}`,
      `frameworks  ${catalogue.frameworks.map((each) => each.framework).join(', ') || 'none'}`,
      `profiles    ${catalogue.profiles.map((each) => each.profile).join(', ') || 'none'}`,
      '',
      table(['kind', 'rules', ...severities], rows),
    ].join('\n'),
  );
  return 0;
}

async function withSource(
  call: Call,
  work: (source: SourceBundle, compiler: Compiler) => Promise<number>,
): Promise<number> {
  const [reference = ''] = call.arguments;
  const folder = findBundleSource(reference, call.workingFolder);
  if (folder === null) {
    throw new PlimsollError(
      'bundle-unknown',
      `${reference} is not a folder with a bundle.yaml, nor the source of a shipped bundle`,
    );
  }
  const source = await loadSource(folder, { resolveBundle: (each) => findBundleSource(each, folder) });
  const compiler = await openCompiler({ onProgress: (message) => call.terminal.progress('prepare', message) });
  try {
    const code = await work(source, compiler);
    call.terminal.settle();
    return code;
  } finally {
    await compiler.close();
  }
}

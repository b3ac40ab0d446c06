import { capabilitiesJson } from './capabilities.ts';
import type { Compiler } from './compiler.ts';
import { defaultParams, testData } from './defaults.ts';
import { requireOk, texts } from './faults.ts';
import { type PreparedSource, policyModules } from './prepare.ts';
import type { Answer, RegoTest } from './protocol.ts';
import { impossibleInput } from './resource-schema.ts';
import { runTexts } from './test-texts.ts';
import type { FileCoverage, RuleSource, TestOutcome } from './types.ts';

/** The Rego tests of a bundle's own rules and libraries, and the check of the inputs they use. */
export async function runRegoTests(
  prepared: PreparedSource,
  compiler: Compiler,
  filter: RegExp | null,
  coverage: boolean,
): Promise<{ outcomes: TestOutcome[]; coverage: FileCoverage[] | null }> {
  const { source, files, metadata } = prepared;
  const own = source.rules.filter(({ module }) => module.path.startsWith('rules/'));
  const tests = [...own.map(({ test }) => test).filter((file) => file !== null), ...source.libraryTests];
  const answer = await compiler.request({
    operation: 'test',
    modules: texts([...policyModules(source), ...tests]),
    data: testData(source, defaultParams(source, metadata), []),
    capabilities: await capabilitiesJson(compiler),
    coverage,
  });
  requireOk(answer, files);
  const byTest = new Map(own.filter(({ test }) => test !== null).map((rule) => [rule.test!.path, rule]));
  const chosen = (answer.tests ?? []).filter(
    ({ file, name }) => filter?.test(`${byTest.get(file)?.id ?? file} ${name}`) ?? true,
  );
  const outcomes = chosen.flatMap((test) => outcomesOf(prepared, test, byTest.get(test.file) ?? null));
  const ofRules = chosen.flatMap((test) => {
    const rule = byTest.get(test.file);
    return rule === undefined ? [] : [{ test, rule }];
  });
  outcomes.push(...(await runTexts(prepared, compiler, ofRules)));
  return { outcomes, coverage: coverage ? coverageOf(prepared, answer) : null };
}

function outcomesOf(prepared: PreparedSource, test: RegoTest, rule: RuleSource | null): TestOutcome[] {
  const place = {
    rule: rule?.id ?? null,
    name: test.name,
    file: prepared.files.get(test.file)?.file ?? test.file,
    line: test.row,
  };
  const pass = test.pass && test.skip !== true;
  const said = [test.skip ? 'it is skipped' : null, test.error, test.output?.trim()].filter((text) => text);
  const outcomes: TestOutcome[] = [
    { ...place, kind: 'rego', pass, message: said.join('\n') || (pass ? null : 'it is not true') },
  ];
  if (rule === null) return outcomes;
  const { kind } = prepared.rules.get(rule.id)!.rule;
  const faults = [...new Set((test.inputs ?? []).flatMap((input) => impossibleInput(kind, input)))];
  if (faults.length > 0) {
    const message = `its input is no possible ${kind}: ${faults.join('; ')}`;
    outcomes.push({ ...place, kind: 'schema', pass: false, message });
  }
  return outcomes;
}

function coverageOf(prepared: PreparedSource, answer: Answer): FileCoverage[] {
  const own = Object.entries(answer.coverage ?? {}).filter(([file]) => /^(rules|lib)\/(?!.*_test\.rego$)/.test(file));
  const list = own.map(([file, { percent, notCovered }]) => ({
    file: prepared.files.get(file)?.file ?? file,
    percent,
    notCovered,
  }));
  return list.sort((a, b) => (a.file < b.file ? -1 : 1));
}

import { fault, type RuleLint } from './context.ts';

const testName = /^test_(fail|pass|na|unknown|review)_[a-z0-9_]+$/;
/** Which tests a set asks for. */
const testOf = { violations: 'fail', not_applicable: 'na', unknown: 'unknown', review: 'review' } as const;

/** A rule has tests whose names say what they show, one at least for each set and for passing. */
export const tested: RuleLint = ({ rule, outline, test, files }) => {
  if (rule.test === null || test === null) {
    return [fault({ file: rule.module.file }, `The rule has no ${rule.name.replaceAll('-', '_')}_test.rego`)];
  }
  const { file } = files.get(rule.test.path)!;
  const faults = [];
  if (test.package !== `${outline.package}_test`) {
    faults.push(fault({ file, line: test.row, column: 1 }, `The package of the tests is ${outline.package}_test`));
  }
  const tests = test.rules.filter(({ name }) => !name.startsWith('_'));
  for (const { name, row } of tests) {
    if (testName.test(name)) continue;
    const message = `${name} is no test_(fail|pass|na|unknown|review)_…; a helper's name begins with _`;
    faults.push(fault({ file, line: row, column: 1 }, message));
  }
  const shown = new Set(tests.map(({ name }) => testName.exec(name)?.[1]));
  const sets = Object.entries(testOf).filter(([set]) => outline.rules.some(({ name }) => name === set));
  for (const wanted of new Set([...sets.map(([, word]) => word), 'pass'])) {
    if (!shown.has(wanted)) faults.push(fault({ file }, `No test shows ${wanted}: write test_${wanted}_…`));
  }
  return faults;
};

/** Examples are for readers: at least one good and one bad. */
export const exemplified: RuleLint = ({ rule }) =>
  rule.examples === null ? [fault({ file: rule.module.file }, 'The rule has no examples.yaml')] : [];

import { PlimsollError } from '../engine/index.ts';
import type { Compiler } from './compiler.ts';
import { prepare } from './prepare.ts';
import { runExamples } from './test-examples.ts';
import { runRegoTests } from './test-rego.ts';
import type { SourceBundle, TestOptions, TestReport } from './types.ts';

/**
 * Runs all tests of a bundle: the Rego tests, the examples (good ones pass, bad ones fail), and the check of every
 * input of both against the schema of the rule's kind. Included rules are tested where they come from.
 * @throws PlimsollError `rego-invalid` or `bundle-invalid` where the bundle cannot be tested, `usage` for the filter
 */
export async function testSource(
  source: SourceBundle,
  compiler: Compiler,
  options: TestOptions = {},
): Promise<TestReport> {
  const filter = compileFilter(options.filter);
  const prepared = await prepare(source, compiler);
  const rego = await runRegoTests(prepared, compiler, filter, options.coverage ?? false);
  const examples = await runExamples(prepared, compiler, filter);
  const outcomes = [...rego.outcomes, ...examples];
  const failed = outcomes.filter(({ pass }) => !pass).length;
  return { passed: outcomes.length - failed, failed, outcomes, coverage: rego.coverage };
}

function compileFilter(filter: string | undefined): RegExp | null {
  if (filter === undefined) return null;
  try {
    return new RegExp(filter);
  } catch (cause) {
    throw new PlimsollError('usage', `The filter is no regular expression: ${filter}`, { cause });
  }
}

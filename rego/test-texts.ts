import { capabilitiesJson } from './capabilities.ts';
import type { Compiler } from './compiler.ts';
import { defaultParams, testData } from './defaults.ts';
import { entryModules } from './entry.ts';
import { requireOk, texts } from './faults.ts';
import { snake } from './names.ts';
import { type PreparedSource, policyModules } from './prepare.ts';
import type { RegoTest } from './protocol.ts';
import { type Element, textFault } from './texts.ts';
import type { RuleSource, TestOutcome } from './types.ts';

type Resource = Record<string, unknown>;

/**
 * Judges the inputs of the Rego tests once more through the generated entries and fills every text they lead to: the
 * examples pass or fail, so only the tests reach reasons and questions.
 */
export async function runTexts(
  prepared: PreparedSource,
  compiler: Compiler,
  tests: readonly { test: RegoTest; rule: RuleSource }[],
): Promise<TestOutcome[]> {
  const { source, metadata } = prepared;
  const used = tests.map(({ test, rule }) => ({ test, rule, resources: resourcesOf(test) }));
  const told = used.filter(({ resources }) => resources.length > 0);
  if (told.length === 0) return [];
  const answer = await compiler.request({
    operation: 'evaluate',
    modules: { ...texts(policyModules(source)), ...entryModules([...prepared.rules.values()].map(({ rule }) => rule)) },
    data: testData(source, defaultParams(source, metadata), []),
    capabilities: await capabilitiesJson(compiler),
    cases: told.map(({ rule, resources }) => ({
      query: `data.plimsoll.entry.${snake(prepared.rules.get(rule.id)!.rule.kind)}.out`,
      input: { resources },
      data: { plimsoll: { on: { [rule.id]: true } } },
    })),
  });
  const results = requireOk(answer, prepared.files).results!;
  return told.flatMap(({ test, rule, resources }, index) => {
    const catalogued = prepared.rules.get(rule.id)!.rule;
    const elements = (results[index]!.value ?? []) as Element[];
    const faults = elements.map((element) => textFault(catalogued, element, resources[Number(element[2]['key'])]!));
    const found = [...new Set(faults.filter((fault) => fault !== null))];
    if (found.length === 0) return [];
    const place = { rule: rule.id, name: test.name, file: prepared.files.get(test.file)!.file, line: test.row };
    return [{ ...place, kind: 'text' as const, pass: false, message: found.join('; ') }];
  });
}

/** All resources of a test's inputs, whole heads and keys that tell them apart. */
function resourcesOf({ inputs = [] }: RegoTest): Resource[] {
  const resources = inputs.flatMap((input) => (input as { resources?: unknown }).resources ?? []);
  const objects = resources.filter((one): one is Resource => typeof one === 'object' && one !== null);
  return objects.map((one, index) => ({
    ...{ id: 'test', name: 'test', labels: {}, missing: {} },
    ...one,
    ...{ key: String(index), target: 1 },
  }));
}

import { type CatalogueRule, canonicalJson, Examples } from '../engine/index.ts';
import { capabilitiesJson } from './capabilities.ts';
import type { Compiler } from './compiler.ts';
import { defaultParams, testData } from './defaults.ts';
import { entryModules } from './entry.ts';
import { requireOk, texts } from './faults.ts';
import { snake } from './names.ts';
import { type PreparedSource, policyModules } from './prepare.ts';
import type { Evaluated, Evaluation } from './protocol.ts';
import { impossible } from './resource-schema.ts';
import { type Element, textFault } from './texts.ts';
import type { RuleSource, TestOutcome } from './types.ts';
import { parseLocatedYaml } from './yaml.ts';

type Resource = Record<string, unknown>;

interface RunExample {
  source: RuleSource;
  rule: CatalogueRule;
  good: boolean;
  title: string;
  line: number | null;
  resource: Resource;
  params: Record<string, unknown> | undefined;
}

/** Executes the examples of a bundle's own rules through the generated entry modules. */
export async function runExamples(
  prepared: PreparedSource,
  compiler: Compiler,
  filter: RegExp | null,
): Promise<TestOutcome[]> {
  const examples = [...prepared.rules.values()]
    .filter(({ source }) => source.module.path.startsWith('rules/'))
    .flatMap(({ source, rule }) => examplesOf(source, rule))
    .filter(({ rule, title }) => filter?.test(`${rule.id} ${title}`) ?? true);
  if (examples.length === 0) return [];
  const { source, metadata } = prepared;
  const params = defaultParams(source, metadata);
  const answer = await compiler.request({
    operation: 'evaluate',
    modules: { ...texts(policyModules(source)), ...entryModules([...prepared.rules.values()].map(({ rule }) => rule)) },
    data: testData(source, params, []),
    capabilities: await capabilitiesJson(compiler),
    cases: examples.flatMap((example) => casesOf(example, params)),
  });
  const results = requireOk(answer, prepared.files).results!;
  return examples.map((example, index) => judge(example, results[2 * index]!, results[2 * index + 1]!));
}

function examplesOf(source: RuleSource, rule: CatalogueRule): RunExample[] {
  const file = source.examples!;
  const { value, place } = parseLocatedYaml(file.text, file.file, Examples, { code: 'bundle-invalid' });
  return (['good', 'bad'] as const).flatMap((list) =>
    value[list].map((example, index) => ({
      source,
      rule,
      good: list === 'good',
      title: example.title,
      line: place([list, index]).line ?? null,
      resource: withHead(rule.kind, example.title, example.resource),
      params: example.params,
    })),
  );
}

function withHead(kind: string, title: string, facts: Resource): Resource {
  return { kind, key: title, id: title, name: title, labels: {}, missing: {}, target: 1, ...facts };
}

/** The example as it is, and with nothing but the facts that the rule needs: both must answer the same. */
function casesOf(example: RunExample, params: Record<string, Record<string, unknown>>): Evaluation[] {
  const { id, kind } = example.rule;
  const [namespace] = id.split('/');
  const own = example.params ?? {};
  const shared = Object.keys(params[namespace!] ?? {}).filter((name) => Object.hasOwn(own, name));
  const laid = {
    [id]: Object.fromEntries(Object.entries(own).filter(([name]) => !shared.includes(name))),
    [namespace!]: Object.fromEntries(shared.map((name) => [name, own[name]])),
  };
  const data = { plimsoll: { on: { [id]: true }, params: laid } };
  const query = `data.plimsoll.entry.${snake(kind)}.out`;
  return [example.resource, onlyNeeded(example)].map((resource) => ({ query, data, input: { resources: [resource] } }));
}

const headMembers = ['kind', 'key', 'id', 'name', 'labels', 'missing', 'target'];

function onlyNeeded({ rule, resource }: RunExample): Resource {
  const needed = [...rule.needs.map((need) => need.split('.')[0]!), ...(rule.runtimes ? ['runtime'] : [])];
  const kept = Object.entries(resource).filter(([name]) => headMembers.includes(name) || needed.includes(name));
  return Object.fromEntries(kept);
}

function judge(example: RunExample, full: Evaluated, needed: Evaluated): TestOutcome {
  const faults = [
    ...impossible(example.rule.kind, example.resource),
    ...lacking(example),
    ...verdict(example, full),
    ...placeholders(example, full),
  ];
  if (canonicalJson(full.value ?? null) !== canonicalJson(needed.value ?? null) || full.error !== needed.error) {
    faults.push('it answers otherwise without the facts that are not in needs');
  }
  return {
    rule: example.rule.id,
    kind: 'example',
    name: `${example.good ? 'good' : 'bad'}: ${example.title}`,
    file: example.source.examples!.file,
    line: example.line,
    pass: faults.length === 0,
    message: faults.length === 0 ? null : faults.join('; '),
  };
}

/** A resource that lacks a needed fact would be `not-evaluated`, so as an example it shows nothing. */
function lacking({ rule, resource }: RunExample): string[] {
  const absent = rule.needs.filter((need) => !isThere(resource, need.split('.')));
  return absent.length === 0 ? [] : [`the resource lacks ${absent.join(', ')}, which the rule needs`];
}

function isThere(value: unknown, path: readonly string[]): boolean {
  const [first, ...rest] = path;
  if (first === undefined) return true;
  // Names of facts have no indices: in a list every item must have the member.
  if (Array.isArray(value)) return value.every((item) => isThere(item, path));
  if (value === null) return true;
  if (typeof value !== 'object' || !Object.hasOwn(value, first)) return false;
  return isThere((value as Resource)[first], rest);
}

function verdict(example: RunExample, answer: Evaluated): string[] {
  if (answer.error !== undefined) return [answer.error];
  const sets = new Set(elements(answer).map(([, set]) => set));
  if (example.good) {
    const wrong = ['violations', 'unknown', 'not_applicable', 'runtimes'].filter((set) => sets.has(set));
    return wrong.length === 0 ? [] : [`a good example must pass, but it is in ${wrong.join(' and ')}`];
  }
  const asks = example.rule.sets.includes('review') && sets.has('review');
  return sets.has('violations') || asks ? [] : ['a bad example must fail, but the rule finds nothing'];
}

/** Fills every text the example leads to, from the facts at needs alone: other facts may be missing. */
function placeholders(example: RunExample, answer: Evaluated): string[] {
  const resource = onlyNeeded(example);
  return elements(answer)
    .map((element) => textFault(example.rule, element, resource))
    .filter((fault) => fault !== null);
}

function elements(answer: Evaluated): Element[] {
  return (answer.value ?? []) as Element[];
}

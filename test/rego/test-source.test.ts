import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSource, type TestOptions, testSource } from '../../rego/index.ts';
import { bundlesFolder, houseFolder, needsGo, plantedHouse, replaced, sharedCompiler } from './support.ts';

async function run(folder: string, options: TestOptions = {}) {
  return testSource(await loadSource(folder), await sharedCompiler(), options);
}

/** What fails after a change, as `rule: name: message`. */
async function failures(changes: Parameters<typeof plantedHouse>[0]): Promise<string[]> {
  const folder = plantedHouse(changes);
  const { outcomes } = await run(folder);
  return outcomes
    .filter(({ pass }) => !pass)
    .map(({ rule, kind, name, message }) => `${rule} ${kind} ${name}: ${message}`);
}

const examples = 'rules/container/no-privileged/examples.yaml';
const registryExamples = 'rules/container/trusted-registry/examples.yaml';
const registry = 'rules/container/trusted-registry/trusted_registry.rego';

describe('testSource', needsGo, () => {
  test('runs tests and examples of rules and tests of libraries, with their places', async () => {
    const { passed, failed, outcomes, coverage } = await run(houseFolder);
    expect([passed, failed, coverage]).toEqual([18, 0, null]);
    const places = outcomes.map(({ rule, kind, name, file, line }) => [
      rule,
      kind,
      name,
      path.relative(houseFolder, file),
      line,
    ]);
    expect(places).toContainEqual([null, 'rego', 'test_registry', 'lib/names_test.rego', 5]);
    expect(places).toContainEqual([
      'acme/trusted-registry',
      'example',
      'bad: an image from elsewhere',
      registryExamples,
      8,
    ]);
    expect(places).toContainEqual([
      'acme/no-privileged',
      'rego',
      'test_fail_privileged',
      'rules/container/no-privileged/no_privileged_test.rego',
      5,
    ]);
  });

  test('tests included rules where they come from', async () => {
    const { outcomes } = await run(path.join(bundlesFolder, 'extra'));
    expect([...new Set(outcomes.map(({ rule }) => rule))]).toEqual(['acme-shop/not-privileged-either']);
  });

  test('runs the examples of a bundle that has no tests yet', async () => {
    const test = (rule: string) => `rules/${rule}/${rule.split('/')[1]!.replaceAll('-', '_')}_test.rego`;
    const rules = ['container/no-privileged', 'container/trusted-registry', 'host/engine-files-owned'];
    const changes = Object.fromEntries([...rules.map(test), 'lib/names_test.rego'].map((file) => [file, null]));
    const { passed, failed, outcomes } = await run(plantedHouse(changes));
    expect([passed, failed, new Set(outcomes.map(({ kind }) => kind))]).toEqual([8, 0, new Set(['example'])]);
  });

  test('shows what a test prints', async () => {
    const test = 'rules/container/no-privileged/no_privileged_test.rego';
    const folder = plantedHouse({
      [test]: replaced('test_pass_ordinary if {', 'test_pass_ordinary if {\n\tprint("it is", 1)'),
    });
    const { outcomes } = await run(folder, { filter: 'test_pass_ordinary' });
    expect(outcomes.map(({ pass, message }) => [pass, message])).toEqual([[true, 'it is 1']]);
  });

  test('leaves out what the filter does not name', async () => {
    const { outcomes } = await run(houseFolder, { filter: 'trusted-registry.*(review|elsewhere)' });
    expect(outcomes.map(({ name }) => name)).toEqual([
      'test_fail_elsewhere',
      'test_review_hub',
      'bad: an image from elsewhere',
    ]);
    await expect(run(houseFolder, { filter: '(' })).rejects.toMatchObject({ code: 'usage' });
  });

  test('measures which lines no test runs through', async () => {
    const folder = plantedHouse({
      [registry]: (text) =>
        `${text}\n_trusted(registry) if {\n\tregistry == "never.example.com"\n\tregistry != ""\n}\n`,
    });
    const { coverage } = await run(folder, { coverage: true });
    const byFile = Object.fromEntries(coverage!.map(({ file, ...rest }) => [path.relative(folder, file), rest]));
    expect(byFile['rules/container/no-privileged/no_privileged.rego']).toEqual({ percent: 100, notCovered: [] });
    expect(byFile[registry]!.percent).toBeLessThan(100);
    expect(byFile[registry]!.notCovered).toEqual([48, 49, 50]);
  });

  test.each<[string, Parameters<typeof plantedHouse>[0], string[]]>([
    [
      'a Rego test that is not true',
      { 'rules/container/no-privileged/no_privileged.rego': replaced('== true', '== false') },
      [
        'acme/no-privileged rego test_fail_privileged: it is not true',
        'acme/no-privileged rego test_pass_ordinary: it is not true',
        'acme/no-privileged example good: an ordinary container: a good example must pass, but it is in violations',
        'acme/no-privileged example bad: a privileged container: a bad example must fail, but the rule finds nothing',
      ],
    ],
    [
      'a test whose input cannot be',
      {
        'rules/container/no-privileged/no_privileged_test.rego': replaced(
          '"privileged": true',
          '"privileged": true, "priviledged": 1',
        ),
      },
      [
        'acme/no-privileged schema test_fail_privileged: its input is no possible container: the resource: Unrecognized key: "priviledged"',
      ],
    ],
    [
      'a test whose input is no list of resources',
      {
        'rules/container/no-privileged/no_privileged_test.rego': replaced(
          'with input as {"resources": [',
          'with input as {"extra": 1, "resources": [',
        ),
      },
      [
        'acme/no-privileged schema test_fail_privileged: its input is no possible container: an input is {"resources": […]} and nothing else',
      ],
    ],
    [
      'an example that lacks a needed fact',
      { [examples]: replaced('privileged: false', 'capAdd: []') },
      ['acme/no-privileged example good: an ordinary container: the resource lacks privileged, which the rule needs'],
    ],
    [
      'an example that cannot be',
      { [examples]: replaced('privileged: true', 'privileged: true, priviledged: true') },
      ['acme/no-privileged example bad: a privileged container: the resource: Unrecognized key: "priviledged"'],
    ],
    [
      'a message with a placeholder that nothing fills',
      { [registry]: replaced('runs {image} from {registry}', 'runs {image} from {registri}') },
      [
        expect.stringContaining('acme/trusted-registry text test_fail_elsewhere: The template'),
        expect.stringContaining('acme/trusted-registry example bad: an image from elsewhere: The template'),
      ],
    ],
    [
      'a message with no text for its code',
      { [registry]: replaced('#     foreign:', '#     alien:') },
      [
        'acme/trusted-registry text test_fail_elsewhere: there is no text for violations with the code foreign',
        'acme/trusted-registry example bad: an image from elsewhere: there is no text for violations with the code foreign',
      ],
    ],
    [
      'a question with a placeholder that nothing fills',
      { [registry]: replaced('answers for {image}', 'answers for {immage}') },
      [
        expect.stringContaining('acme/trusted-registry text test_review_hub: The template'),
        expect.stringContaining(
          'acme/trusted-registry example bad: the public registry, which is asked about: The template',
        ),
      ],
    ],
    [
      'a reason with a placeholder that nothing fills',
      { [registry]: replaced('"{image} was built', '"{immage} was built') },
      [expect.stringContaining('acme/trusted-registry text test_na_built_here: The template')],
    ],
    [
      'a reason that METADATA does not have',
      { [registry]: replaced('#     local:', '#     built:') },
      ['acme/trusted-registry text test_na_built_here: there is no text for not_applicable with the code local'],
    ],
    [
      'an unknown fact that is not needed',
      { 'rules/host/engine-files-owned/engine_files_owned.rego': replaced('(host, "engineFiles",', '(host, "files",') },
      [
        'acme/engine-files-owned rego test_unknown_unreadable: it is not true',
        'acme/engine-files-owned text test_unknown_unreadable: the unknown fact files is not in needs',
      ],
    ],
    [
      'an example of another runtime as a good one',
      { [examples]: replaced('privileged: false', 'privileged: false, runtime: cri-o') },
      ['acme/no-privileged example good: an ordinary container: a good example must pass, but it is in runtimes'],
    ],
    [
      'a rule that answers by a fact it does not need',
      {
        'rules/container/no-privileged/no_privileged.rego': replaced(
          'container.privileged == true',
          'container.privileged == true\n\tcontainer.image == "a"',
        ),
        [examples]: replaced('privileged: true', 'privileged: true, image: a'),
        'rules/container/no-privileged/no_privileged_test.rego': replaced(
          '"privileged": true',
          '"privileged": true, "image": "a"',
        ),
      },
      [
        'acme/no-privileged example bad: a privileged container: it answers otherwise without the facts that are not in needs',
      ],
    ],
  ])('fails %s', async (_name, changes, expected) => {
    expect(await failures(changes)).toEqual(expected);
  });
});

import { describe, expect, test } from 'vitest';
import { needsGo, sharedCompiler } from './support.ts';

const library = `package acme.lib.mounts

source(mount) := mount.source if mount.type == "bind"

named(container) := container.labelsOf.team

_all contains resource if some resource in input.resources
`;

async function outline(...body: string[]) {
  const rule = ['package acme.rules.container.x', '', 'import data.acme.lib.mounts', '', ...body, ''].join('\n');
  const compiler = await sharedCompiler();
  const answer = await compiler.request({ operation: 'outline', modules: { 'lib.rego': library, 'rule.rego': rule } });
  expect(answer.errors).toBeUndefined();
  return answer.outlines!['rule.rego']!;
}

async function facts(...lines: string[]): Promise<string[]> {
  const body = [
    'violations contains 1 if {',
    '\tsome container in input.resources',
    ...lines.map((line) => `\t${line}`),
    '}',
  ];
  const { facts: found } = await outline(...body);
  return [...new Set(found.map(({ name }) => name))].sort();
}

describe('the facts that a module reads', needsGo, () => {
  test.each<[string, string[], string[]]>([
    ['a member', ['container.privileged'], ['privileged']],
    ['nested members', ['container.engine.rootless == true'], ['engine.rootless']],
    ['a member by its name in brackets', ['container["privileged"]'], ['privileged']],
    ['members of items', ['some mount in container.mounts', 'mount.source == "/"'], ['mounts', 'mounts.source']],
    ['members of items by index', ['container.mounts[_].source == "/"'], ['mounts.source']],
    ['a variable that stands for the resource', ['other := container', 'other.image == ""'], ['image']],
    [
      'a variable bound by unification, in any order',
      ['x.rootless', 'x = container.engine'],
      ['engine', 'engine.rootless'],
    ],
    ['a comprehension', ['count({m | some m in container.mounts; m.readOnly}) > 0'], ['mounts', 'mounts.readOnly']],
    ['every', ['every p in container.ports { p.hostIp != "" }'], ['ports', 'ports.hostIp']],
    [
      'a function of a library',
      ['mounts.source(container.mounts[0]) == "/"'],
      ['mounts', 'mounts.source', 'mounts.type'],
    ],
    ['a whole resource given to a function', ['mounts.named(container) == "a"'], ['labelsOf.team']],
    ['object.get with a name', ['object.get(container, "image", "") == ""'], ['image']],
    ['object.get with a path', ['object.get(container, ["engine", "rootless"], false)'], ['engine.rootless']],
    ['the inside of a template string', ['x := $"{container.image}"', 'x != ""'], ['image']],
    ['negation and with', ['not container.privileged with input.x as container.image'], ['image', 'privileged']],
    ['a name that is not constant', ['some name in ["a"]', 'container[name]'], ['*']],
    ['a whole resource given to a built-in', ['json.marshal(container) != ""'], ['*']],
  ])('%s', async (_what, lines, expected) => {
    expect(await facts(...lines)).toEqual(expected);
  });

  test('variables of one name in two scopes are two', async () => {
    const lines = [
      'count({x | some x in container.mounts; x.source}) > 0',
      'count({x | some x in container.ports; x.hostIp}) > 0',
    ];
    expect(await facts(...lines)).toEqual(['mounts', 'mounts.source', 'ports', 'ports.hostIp']);
  });

  test('a variable bound to a part of itself ends', async () => {
    const found = await facts('x = container.a', 'y = x.b', 'x = y');
    expect(found.slice(0, 2)).toEqual(['a', 'a.b']);
  });

  test('helpers without arguments', async () => {
    const { facts: found } = await outline(
      '_risky contains container if {',
      '\tsome container in input.resources',
      '\tcontainer.privileged',
      '}',
      '',
      'violations contains 1 if {',
      '\tsome c in _risky',
      '\tc.image != ""',
      '}',
    );
    expect([...new Set(found.map(({ name }) => name))].sort()).toEqual(['image', 'privileged']);
  });

  test('come with the place where they are read', async () => {
    const { facts: found } = await outline('violations contains 1 if {', '\tinput.resources[_].image == ""', '}');
    expect(found).toEqual([{ name: 'image', file: 'rule.rego', row: 6, column: 2 }]);
  });
});

describe('the loops of a module', needsGo, () => {
  test.each<[string, string[], number]>([
    ['one', ['violations contains 1 if some r in input.resources'], 1],
    [
      'two in one body',
      ['violations contains 1 if {', '\tsome r in input.resources', '\tsome s in input.resources', '\tr != s', '}'],
      2,
    ],
    [
      'one in a helper',
      [
        'violations contains 1 if {',
        '\tsome r in input.resources',
        '\t_any',
        '\tr != 1',
        '}',
        '',
        '_any if some r in input.resources',
      ],
      2,
    ],
    [
      'one in a helper of a library',
      ['violations contains 1 if {', '\tsome r in input.resources', '\tr in mounts._all', '}'],
      2,
    ],
    [
      'one in a comprehension',
      [
        'violations contains 1 if {',
        '\tsome r in input.resources',
        '\tcount([s | some s in input.resources]) > 1',
        '\tr != 1',
        '}',
      ],
      2,
    ],
    [
      'helpers that take one resource',
      [
        'violations contains 1 if {',
        '\tsome r in input.resources',
        '\tmounts.named(r)',
        '\tmounts.named(r) != ""',
        '}',
      ],
      1,
    ],
  ])('%s', async (_what, lines, times) => {
    const { loops } = await outline(...lines);
    expect(loops.find(({ name }) => name === 'violations')?.times).toBe(times);
  });
});

describe('an outline', needsGo, () => {
  test('tells the form of every rule', async () => {
    const {
      rules,
      package: name,
      row,
    } = await outline('a contains 1', '', 'b := 1', '', 'f(x) := x', '', 'o[k] := 1 if some k in [1]');
    expect([name, row]).toEqual(['acme.rules.container.x', 1]);
    expect(rules.map((rule) => [rule.name, rule.form])).toEqual([
      ['a', 'set'],
      ['b', 'value'],
      ['f', 'function'],
      ['o', 'object'],
    ]);
  });

  test('names calls and documents with their imports resolved', async () => {
    const { calls, data } = await outline(
      'a if mounts.source({}) == data.acme.tables.t.x',
      '',
      'b if regex.match(input.p, "x")',
      '',
      'c if regex.match("p", "x")',
    );
    expect(data.map(({ name }) => name)).toEqual(['acme.lib.mounts', 'acme.lib.mounts.source', 'acme.tables.t.x']);
    expect(calls.map(({ name, constant }) => [name, constant])).toEqual([
      ['data.acme.lib.mounts.source', false],
      ['equal', false],
      ['regex.match', false],
      ['regex.match', true],
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import { entryModule, entrypoints } from '../../rego/entry.ts';
import { needsGo, sharedCompiler } from './support.ts';

const rules = [
  {
    id: 'acme/no-second',
    package: 'acme.rules.container.no_second',
    sets: ['violations', 'unknown'],
    runtimes: ['podman', 'docker'],
  },
  { id: 'acme/a-first', package: 'acme.rules.container.a_first', sets: ['violations'] },
];

const text = entryModule('swarm-node', rules);

describe('the generated entry of a kind', () => {
  test('gives each rule a gate, its sets, its runtimes and a place in on, in order of ids', () => {
    expect(text).toBe(`package plimsoll.entry.swarm_node

out contains ["acme/a-first", "violations", v] if {
	data.plimsoll.on["acme/a-first"]
	some v in data.acme.rules.container.a_first.violations
}

on contains "acme/a-first" if data.plimsoll.on["acme/a-first"]

out contains ["acme/no-second", "violations", v] if {
	data.plimsoll.on["acme/no-second"]
	some v in data.acme.rules.container.no_second.violations
}

out contains ["acme/no-second", "unknown", v] if {
	data.plimsoll.on["acme/no-second"]
	some v in data.acme.rules.container.no_second.unknown
}

out contains ["acme/no-second", "runtimes", {"target": resource.target, "key": resource.key}] if {
	data.plimsoll.on["acme/no-second"]
	some resource in input.resources
	is_string(resource.runtime)
	not resource.runtime in {"docker", "podman"}
}

on contains "acme/no-second" if data.plimsoll.on["acme/no-second"]
`);
    expect(entrypoints('swarm-node')).toEqual(['plimsoll/entry/swarm_node/on', 'plimsoll/entry/swarm_node/out']);
  });

  test('is formatted as OPA does it', needsGo, async () => {
    const compiler = await sharedCompiler();
    const { formatted } = await compiler.request({ operation: 'format', modules: { entry: text } });
    expect(formatted!['entry']).toBe(text);
  });

  test('answers only for rules that are on, and names resources of other runtimes', needsGo, async () => {
    const compiler = await sharedCompiler();
    const found = '{{"target": r.target, "key": r.key} | some r in input.resources; r.bad}';
    const module = (name: string) =>
      `package acme.rules.container.${name}\n\nviolations := ${found}\n\nunknown := set()\n`;
    const input = {
      resources: [
        { target: 1, key: 'a', bad: true, runtime: 'docker' },
        { target: 1, key: 'b', bad: false, runtime: 'cri-o' },
        { target: 1, key: 'c', bad: false, runtime: null },
        { target: 1, key: 'd', bad: false },
      ],
    };
    const query = 'data.plimsoll.entry.swarm_node';
    const cases = [{}, { 'acme/no-second': true }, { 'acme/no-second': false }].map((on) => ({
      query,
      input,
      data: { plimsoll: { on } },
    }));
    const { results } = await compiler.request({
      operation: 'evaluate',
      modules: { entry: text, first: module('a_first'), second: module('no_second') },
      cases,
    });
    expect(results!.map(({ value }) => value)).toEqual([
      { on: [], out: [] },
      {
        on: ['acme/no-second'],
        out: [
          ['acme/no-second', 'runtimes', { key: 'b', target: 1 }],
          ['acme/no-second', 'violations', { key: 'a', target: 1 }],
        ],
      },
      { on: [], out: [] },
    ]);
  });
});

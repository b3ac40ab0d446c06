import { beforeAll, describe, expect, it } from 'vitest';
import { builtinNames, PlimsollError } from '../../../../engine/index.ts';
import { capabilitiesJson, openCompiler } from '../../../../rego/index.ts';
import { conformance, skipUnless } from '../../../support/real-parts.ts';
import type { Builds } from './build.ts';
import { buildAll } from './build.ts';
import type { Case } from './cases.ts';
import { readCases } from './cases.ts';
import { evaluate } from './evaluate.ts';
import exceptions from './exceptions.json' with { type: 'json' };
import { faultOf } from './verdict.ts';

const folder = conformance('opa');

describe("OPA's own cases through our host", skipUnless(folder, 'the conformance data is not here'), () => {
  let cases: Case[] = [];
  let builds: Builds | undefined;
  let faults = new Map<string, string>();

  beforeAll(async () => {
    cases = readCases(folder!);
    const compiler = await openCompiler().catch((thrown: unknown) => {
      if (thrown instanceof PlimsollError && thrown.code === 'compiler-missing') return undefined;
      throw thrown;
    });
    if (compiler === undefined) return;
    try {
      builds = await buildAll(compiler, await capabilitiesJson(compiler), cases);
    } finally {
      await compiler.close();
    }
    const found = builds.built.map((built) => [built.case.id, faultOf(built.case, evaluate(built))] as const);
    faults = new Map(found.filter((entry): entry is [string, string] => entry[1] !== null));
    const { built, notBuilt } = builds;
    console.log(
      `OPA conformance: ${cases.length} cases, ${built.length} ran, ${built.length - faults.size} passed, ` +
        `${faults.size} excepted, ${notBuilt.length} excluded by capabilities`,
    );
  });

  it('pass, but for the listed exceptions, each of which fails', (context) => {
    if (builds === undefined) return context.skip('the Rego compiler cannot be built here');
    const unlisted = [...faults].filter(([id]) => !exceptions.some((exception) => exception.case === id));
    expect(unlisted).toEqual([]);
    expect([...faults.keys()].sort()).toEqual(exceptions.map((exception) => exception.case).sort());
  });

  it('are left out only for built-ins that are left out on purpose', (context) => {
    if (builds === undefined) return context.skip('the Rego compiler cannot be built here');
    const reasons = builds.notBuilt.flatMap(({ case: each, problems }) =>
      problems.map(({ message }) => ({
        id: each.id,
        name: /^undefined function (\S+)$/.exec(message)?.[1] ?? message,
      })),
    );
    expect(reasons.filter(({ name }) => builtinNames.includes(name) || !/^[a-z]+\.[a-z_0-9.]+$/.test(name))).toEqual(
      [],
    );
    expect(builds.built.length + builds.notBuilt.length).toBe(cases.length);
    expect(builds.notBuilt.length).toBeLessThan(cases.length / 40);
  });
});

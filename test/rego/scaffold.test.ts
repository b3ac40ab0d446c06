import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type KindName, kindNames } from '../../engine/index.ts';
import { buildSource, checkSource, formatSource, loadSource, scaffoldRule, testSource } from '../../rego/index.ts';
import { needsGo, plantedHouse, replaced, sharedCompiler, shown } from './support.ts';

describe('scaffoldRule', needsGo, () => {
  test('writes a rule of every kind that keeps the contract and whose tests fail until they are written', async () => {
    const folder = plantedHouse();
    for (const kind of kindNames) await scaffoldRule(folder, kind, `new-${kind}`, kind);
    const compiler = await sharedCompiler();
    const source = await loadSource(folder);
    expect((await checkSource(source, compiler)).map((error) => shown(folder, error))).toEqual([]);
    const { outcomes } = await testSource(source, compiler, { filter: '^acme/new-' });
    expect(outcomes.filter(({ kind }) => kind === 'rego').map(({ pass }) => pass)).toEqual(
      kindNames.flatMap(() => [false, false]),
    );
    expect(outcomes.filter(({ kind, pass }) => kind !== 'rego' && !pass)).toEqual([]);
    const { bundle } = await buildSource(source, compiler);
    expect(bundle.catalogue.kinds).toEqual([...kindNames].sort());
  });

  test('says what it wrote', async () => {
    const folder = plantedHouse();
    const written = await scaffoldRule(folder, 'container', 'no-new-thing', 'container');
    expect(written.map((file) => path.relative(folder, file))).toEqual([
      'rules/container/no-new-thing/no_new_thing.rego',
      'rules/container/no-new-thing/no_new_thing_test.rego',
      'rules/container/no-new-thing/examples.yaml',
    ]);
  });

  test.each<[string, string, string, string]>([
    ['a rule that is there', 'container', 'no-privileged', 'container'],
    ['a name in capitals', 'container', 'NoThing', 'container'],
    ['a name that leaves the bundle', '..', 'x', 'container'],
    ['an unknown kind', 'container', 'no-thing', 'contaner'],
  ])('refuses %s and writes nothing', async (_name, area, rule, kind) => {
    const folder = plantedHouse();
    const before = fs.readdirSync(folder, { recursive: true });
    await expect(scaffoldRule(folder, area, rule, kind as KindName)).rejects.toMatchObject({ code: 'usage' });
    expect(fs.readdirSync(folder, { recursive: true })).toEqual(before);
  });
});

describe('formatSource', needsGo, () => {
  test('gives the files that OPA writes otherwise, and no others', async () => {
    const compiler = await sharedCompiler();
    const rule = 'rules/container/no-privileged/no_privileged.rego';
    const folder = plantedHouse({ [rule]: replaced('\tcontainer', '      container') });
    const changed = await formatSource(await loadSource(folder), compiler);
    expect(changed.map((file) => file.path)).toEqual([rule]);
    fs.writeFileSync(changed[0]!.file, changed[0]!.text);
    expect(await formatSource(await loadSource(folder), compiler)).toEqual([]);
  });
});

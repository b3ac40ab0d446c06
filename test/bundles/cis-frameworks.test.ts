import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Framework } from '../../engine/index.ts';
import { loadSource, type SourceBundle } from '../../rego/index.ts';
import { assetPath } from '../../root.ts';
import { findBundleSource } from '../../service/index.ts';
import { type CisRow, compareIds, editions, readAdditions, readCisTable } from '../../tools/generate/cis-controls.ts';
import { cisFiles, cisFramework, cisProfile } from '../../tools/generate/cis-frameworks.ts';
import { bundleRules } from '../../tools/generate/cis-rules.ts';
import { cisDocker, skipUnless } from '../support/real-parts.ts';

const table = cisDocker('controls.tsv');
const folder = assetPath('bundles', 'cis-docker');
let source: SourceBundle;
let frameworks: Map<string, Framework>;

beforeAll(async () => {
  source = await loadSource(folder, { resolveBundle: (name) => findBundleSource(name, folder) });
  frameworks = new Map(source.frameworks.map(({ framework }) => [framework.framework, framework]));
});

describe('the frameworks of cis-docker', () => {
  test.each([
    ['cis-docker-1.6', 117],
    ['cis-docker-1.7', 117],
    ['cis-docker-1.8', 118],
  ])('%s lists all of its %i controls in the order of their numbers', (id, count) => {
    const { controls, sections } = frameworks.get(id)!;
    expect(controls).toHaveLength(count);
    const ids = controls.map((control) => control.id);
    expect(ids).toEqual([...new Set(ids)].sort(compareIds));
    for (const control of controls) {
      expect(
        sections.some((section) => control.id.startsWith(`${section.id}.`)),
        control.id,
      ).toBe(true);
      expect(control.level?.length, control.id).toBeGreaterThan(0);
      expect(control.title, control.id).not.toMatch(/\.$/);
    }
  });

  test('23 controls of 1.8 are automated by their publisher; what it said of older editions is not claimed', () => {
    const { controls } = frameworks.get('cis-docker-1.8')!;
    expect(controls.filter(({ assessment }) => assessment === 'automated')).toHaveLength(23);
    for (const id of ['cis-docker-1.6', 'cis-docker-1.7'])
      expect(frameworks.get(id)!.controls.filter(({ assessment }) => assessment !== undefined)).toEqual([]);
  });

  test('have the numbers and levels of the table', skipUnless(table, 'no table of CIS controls'), async () => {
    const rows = readCisTable(await readFile(table!, 'utf8'));
    for (const edition of editions) {
      const { controls } = frameworks.get(`cis-docker-${edition}`)!;
      const wanted = rows.flatMap(({ ids, level }) => (ids[edition] === undefined ? [] : [[ids[edition], level]]));
      const found = controls.map(({ id, level }) => [id, level]);
      const sorted = (list: unknown[][]) => list.toSorted(([a], [b]) => compareIds(a as string, b as string));
      expect(found, edition).toEqual(sorted(wanted));
    }
  });

  test('a control without a rule has a question and facts; one that rules cover in part says what they do not show', () => {
    for (const { controls } of frameworks.values()) {
      for (const { id, rules, question, evidence, coverage, limits } of controls) {
        if (rules.length === 0) expect([typeof question, evidence?.length, coverage], id).not.toContain(undefined);
        expect(coverage === 'full', id).toBe(limits === undefined);
        if (rules.length === 0) expect(coverage, id).toBe('full');
      }
    }
  });

  test('the devicemapper control of 1.8 moves the rest of its section by one', () => {
    const ids = (id: string) => new Map(frameworks.get(id)!.controls.map((control) => [control.title, control.id]));
    const before = ids('cis-docker-1.7');
    const moved = [...ids('cis-docker-1.8')].filter(([title, id]) => before.get(title) !== id).map(([, id]) => id);
    expect(moved).toEqual(Array.from({ length: 13 }, (_, index) => `2.${index + 7}`));
  });

  test('promise nothing that only an assessor can say', () => {
    expect(JSON.stringify([...frameworks.values()])).not.toMatch(/complian|certif(ied|ication)|passed an audit/i);
  });
});

describe('the profiles of cis-docker', () => {
  test('level 1 is a part of level 2, and level 2 is every rule of a control', () => {
    const include = (name: string) => source.profiles.find(({ profile }) => profile.profile === name)!.profile.include!;
    const [first, second] = [include('cis-docker-l1'), include('cis-docker-l2')];
    expect(first.filter((rule) => !second.includes(rule))).toEqual([]);
    expect(second.length).toBeGreaterThan(first.length);
    const placed = frameworks.get('cis-docker-1.8')!.controls.flatMap(({ rules }) => rules);
    expect([...second].sort()).toEqual([...new Set(placed)].sort());
  });
});

describe('what is written', () => {
  test('is what the table, our titles and the rules give', skipUnless(table, 'no table of CIS controls'), async () => {
    const additionsFile = assetPath('tools', 'cis-controls.yaml');
    const rows = readCisTable(await readFile(table!, 'utf8'));
    const additions = readAdditions(await readFile(additionsFile, 'utf8'), additionsFile);
    const files = cisFiles({ rows, additions, rules: await bundleRules(folder) });
    for (const [name, text] of Object.entries(files)) {
      const next = 'run node tools/cis-frameworks.ts again';
      expect(await readFile(assetPath('bundles', 'cis-docker', name), 'utf8'), `${name}: ${next}`).toBe(text);
    }
    expect(Object.keys(additions.controls).filter((key) => !rows.some((row) => row.key === key))).toEqual([]);
  });

  const row = (key: string, id: string, level: number[]): CisRow => ({
    ...{ key, level, ids: { '1.8': id }, bench: { master: id, tag160: id } },
    ...{ assessment: 'manual', statement: 'All is well.' },
  });
  const additions = {
    sections: [{ id: '1', title: 'One' }],
    controls: { 'a-b': { coverage: 'partial', limits: 'Half of it.', question: 'And the rest?' } as const },
  };

  test('names a rule only where it is there', () => {
    const rows = [row('a-b', '1.10', [1]), row('c-d', '1.9', [2])];
    const without = cisFramework('1.8', { rows, additions, rules: new Set() }).controls;
    expect(without.map(({ id, rules, coverage }) => [id, rules, coverage])).toEqual([
      ['1.9', [], 'full'],
      ['1.10', [], 'full'],
    ]);
    const rules = new Set(['a-b', 'c-d']);
    const [second, first] = cisFramework('1.8', { rows, additions, rules }).controls;
    expect(first).toMatchObject({ rules: ['plimsoll/a-b'], coverage: 'partial', limits: 'Half of it.' });
    expect(second).toMatchObject({ rules: ['plimsoll/c-d'], coverage: 'full', title: 'All is well' });
    expect(cisProfile(1, true, { rows, additions, rules }).include).toEqual(['plimsoll/a-b']);
    expect(cisProfile(2, true, { rows, additions, rules }).include).toEqual(['plimsoll/c-d', 'plimsoll/a-b']);
    const swarm = { ...rows[0]!, key: 'a-b', ids: { '1.8': '7.1' }, level: [1] };
    expect(cisProfile(1, false, { rows: [swarm], additions, rules }).include).toEqual([]);
  });
});

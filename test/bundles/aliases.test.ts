import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CatalogueRule } from '../../engine/index.ts';
import { readCisTable } from '../../tools/generate/cis-controls.ts';
import { openShipped } from '../../tools/shipped.ts';
import { cisDocker, skipUnless } from '../support/real-parts.ts';

/** How ids of other tools look. */
const forms: Record<string, RegExp> = {
  'docker-bench': /^(C\.)?\d+(\.\d+)+$/,
  'docker-bench-1.6.0': /^[57]\.\d+$/,
  dockle: /^(CIS-DI|DKL-(DI|LI))-\d{4}$/,
  // Controls of dev-sec/cis-docker-benchmark.
  inspec: /^(host|docker)-\d+\.\d+$/,
  trivy: /^(DS|KSV)-\d{4}$/,
};
const table = cisDocker('controls.tsv');
let rules: Map<string, CatalogueRule>;

beforeAll(async () => {
  const catalogues = (await openShipped()).map(({ catalogue }) => catalogue);
  rules = new Map(catalogues.flatMap((each) => each.rules.map((rule) => [rule.id, rule])));
});

const idsOf = (rule: CatalogueRule | undefined, tool: string) => [rule?.aliases?.[tool] ?? []].flat();

describe('ids of the same check in other tools', () => {
  test('have the form of the tool', () => {
    for (const rule of rules.values()) {
      for (const [tool, ids] of Object.entries(rule.aliases ?? {})) {
        for (const id of [ids].flat()) expect(id, `${rule.id} ${tool}`).toMatch(forms[tool]!);
      }
    }
  });

  test('of one number of InSpec or of a version of docker-bench belong to one control', () => {
    const shared = ['inspec', 'docker-bench-1.6.0'].flatMap((tool) => {
      const uses = [...rules.values()].flatMap((rule) => idsOf(rule, tool).map((id) => ({ id, rule: rule.id })));
      return [...Map.groupBy(uses, ({ id }) => id)].filter(([, all]) => all.length > 1).map(([id]) => `${tool} ${id}`);
    });
    // Devices are judged twice: any of them, and those that are dangerous.
    expect(shared).toEqual(['docker-bench-1.6.0 5.17']);
  });

  test(
    'of docker-bench are those of the table, with the tag that numbers sections 5 and 7 otherwise',
    skipUnless(table, 'no table of CIS controls'),
    async () => {
      const rows = readCisTable(await readFile(table!, 'utf8')).filter(({ key }) => rules.has(`plimsoll/${key}`));
      const wanted = rows.map(({ key, bench: { master, tag160 } }) => ({
        key,
        master: master === '' ? [] : [master],
        tag: tag160 === '' || tag160 === master ? [] : [tag160],
      }));
      const found = rows.map(({ key }) => {
        const rule = rules.get(`plimsoll/${key}`);
        return { key, master: idsOf(rule, 'docker-bench'), tag: idsOf(rule, 'docker-bench-1.6.0') };
      });
      expect(found).toEqual(wanted);
      expect(found.filter(({ tag }) => tag.length > 0)).toHaveLength(40);
      // The benchmark that dev-sec wrote down numbers running containers as that tag does.
      const containers = rows.filter(({ bench: { tag160 } }) => tag160.startsWith('5.'));
      for (const { key, bench } of containers)
        expect(idsOf(rules.get(`plimsoll/${key}`), 'inspec'), key).toEqual([`docker-${bench.tag160}`]);
    },
  );
});

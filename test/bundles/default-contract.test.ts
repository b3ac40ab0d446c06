import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type CatalogueRule, resolveProfile } from '../../engine/index.ts';
import { capabilitiesJson, checkSource, testSource } from '../../rego/index.ts';
import { assetPath } from '../../root.ts';
import { cisDocker, skipUnless } from '../support/real-parts.ts';
import { type BuiltBundle, openBundle } from './built-bundle.ts';

let built: BuiltBundle;
let rules: CatalogueRule[];

beforeAll(async () => {
  built = await openBundle('default');
  rules = built.bundle.catalogue.rules;
});

afterAll(() => built?.close());

describe('the bundle default', () => {
  test('passes the check of bundles', async () => {
    const faults = await checkSource(built.source, built.compiler);
    expect(faults.map(({ message, place }) => [place?.file, place?.line, message])).toEqual([]);
  });

  test('passes its own tests and examples, which run through every line of its rules', async () => {
    const report = await testSource(built.source, built.compiler, { coverage: true });
    expect(report.outcomes.filter(({ pass }) => !pass)).toEqual([]);
    expect(report.passed).toBeGreaterThan(300);
    const covered = report.coverage!.filter(({ file }) => file.includes('/rules/'));
    expect(covered.length).toBe(rules.length);
    expect(covered.filter(({ percent }) => percent < 100)).toEqual([]);
  });

  test('uses every branch of the contract', () => {
    const sets = new Set(rules.flatMap((rule) => rule.sets));
    expect([...sets].sort()).toEqual(['not_applicable', 'review', 'unknown', 'violations']);
    const uses: Record<string, (rule: CatalogueRule) => boolean> = {
      runtimes: (rule) => rule.runtimes !== undefined,
      parameters: (rule) => rule.parameters !== undefined,
      uses: (rule) => rule.uses !== undefined,
      reasons: (rule) => rule.reasons !== undefined,
      question: (rule) => rule.question !== undefined,
      messages: (rule) => typeof rule.message !== 'string',
      fixes: (rule) => rule.fixes !== undefined,
      aliases: (rule) => rule.aliases !== undefined,
    };
    for (const [name, has] of Object.entries(uses)) expect(rules.some(has), name).toBe(true);
    expect(built.bundle.catalogue.collect.host!.files.length).toBeGreaterThan(0);
  });

  test('its profile strict raises severities and tightens parameters, which needs no excuse', () => {
    const { catalogue } = built.bundle;
    const { on, excluded, tailoring } = resolveProfile({ catalogues: [catalogue], profile: catalogue.profiles[0]! });
    expect([on.length, excluded]).toEqual([rules.length, []]);
    expect(tailoring.map(({ what, rule }) => `${what} ${rule}`).sort()).toEqual([
      'parameter plimsoll/host-package-lists-fresh',
      'severity plimsoll/container-memory-limit',
      'severity plimsoll/container-no-new-privileges',
      'severity plimsoll/container-pids-limit',
      'severity plimsoll/daemon-userns-remap',
      'severity plimsoll/network-default-bridge-shared',
    ]);
  });

  test('every shared parameter is used by a rule', () => {
    const used = new Set(rules.flatMap((rule) => rule.uses ?? []));
    expect([...used].sort()).toEqual(Object.keys(built.bundle.catalogue.parameters['plimsoll']!).sort());
  });
});

describe('lib', () => {
  test('passes its tests', async () => {
    const folder = assetPath('bundles', 'lib');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.rego'));
    const modules: Record<string, string> = {};
    for (const name of names) modules[`lib/${name}`] = await readFile(assetPath('bundles', 'lib', name), 'utf8');
    const capabilities = await capabilitiesJson(built.compiler);
    const answer = await built.compiler.request({ operation: 'test', modules, capabilities });
    expect(answer.tests!.filter(({ pass }) => !pass)).toEqual([]);
    const tested = new Set(answer.tests!.map(({ file }) => file));
    const libraries = names.filter((name) => !name.endsWith('_test.rego') && name !== 'result.rego');
    expect(libraries.filter((name) => !tested.has(`lib/${name.replace('.rego', '_test.rego')}`))).toEqual([]);
  });
});

describe('texts of the catalogue', () => {
  test('promise nothing that only an assessor can say', () => {
    const text = JSON.stringify({ ...built.bundle.catalogue, rules: rules.map(({ examples: _, ...rule }) => rule) });
    expect(text).not.toMatch(/complian|certif(ied|ication)|passed an audit|guarantee/i);
  });

  test('titles say how a good system looks and messages name the resource or its part', () => {
    for (const { id, title, message, sets, question, reasons } of rules) {
      expect(title.endsWith('.'), id).toBe(false);
      const templates = typeof message === 'string' ? [message] : Object.values(message);
      for (const template of templates) expect(template, id).toMatch(/\{name\}|\{containers\}/);
      expect(sets.includes('review'), id).toBe(question !== undefined);
      expect(sets.includes('not_applicable'), id).toBe(reasons !== undefined);
    }
  });
});

describe('fixes', () => {
  const readers: Record<string, (snippet: string) => void> = {
    compose: (snippet) =>
      expect(Object.keys(parse(snippet) as object)).toContainEqual(expect.stringMatching(/^(services|networks)$/)),
    kubernetes: (snippet) => expect(typeof parse(snippet)).toBe('object'),
    daemonJson: (snippet) => expect(typeof JSON.parse(snippet)).toBe('object'),
    dockerfile: (snippet) => expect(snippet).toMatch(/^(ADD|COPY|RUN|USER) /),
    dockerRun(snippet) {
      expect(snippet).toMatch(/^docker run (.* )?\S+\n?$/);
      execFileSync('sh', ['-n', '-c', snippet]);
    },
    shell: (snippet) => void execFileSync('sh', ['-n', '-c', snippet]),
  };

  test('are well-formed', () => {
    for (const { id, fixes } of rules) {
      for (const [language, snippet] of Object.entries((fixes ?? {}) as Record<string, string>)) {
        expect(() => readers[language]!(snippet), `${id} ${language}`).not.toThrow();
      }
    }
  });
});

describe('aliases', () => {
  const table = cisDocker('controls.tsv');

  test('name the check of docker-bench that has the same key', skipUnless(table, 'no table of CIS controls'), () => {
    const rows = readFileSync(table!, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'));
    const expected = new Map(rows.filter((row) => row[4]).map((row) => [`plimsoll/${row[0]}`, row[4]]));
    const shared = rules.filter(({ id }) => expected.has(id));
    expect(shared.length).toBeGreaterThan(25);
    expect(shared.filter(({ id, aliases }) => aliases?.['docker-bench'] !== expected.get(id))).toEqual([]);
  });
});

describe('the framework NIST SP 800-190', () => {
  test('lists its 23 countermeasures, each decided by rules or asked of a person', () => {
    const [framework] = built.bundle.catalogue.frameworks;
    const sections: Record<string, number> = { '4.1': 5, '4.2': 3, '4.3': 5, '4.4': 5, '4.5': 5 };
    const ids = Object.entries(sections).flatMap(([section, count]) =>
      Array.from({ length: count }, (_, index) => `${section}.${index + 1}`),
    );
    expect(framework!.controls.map(({ id }) => id)).toEqual(ids);
    for (const { id, rules: own, coverage, limits, question } of framework!.controls) {
      expect(question, id).toBeDefined();
      if (own.length > 0) expect([coverage, typeof limits], id).toEqual([expect.not.stringMatching('full'), 'string']);
      else expect(coverage, id).toBe('full');
    }
  });

  test('has a place for every rule', () => {
    const placed = new Set(
      built.bundle.catalogue.frameworks.flatMap(({ controls }) => controls.flatMap((c) => c.rules)),
    );
    expect(rules.map(({ id }) => id).filter((id) => !placed.has(id))).toEqual([]);
  });
});

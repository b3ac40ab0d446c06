import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PlimsollError } from '../../engine/index.ts';
import { loadSource, sourceDigest } from '../../rego/index.ts';
import { bundlesFolder, houseFolder, plantedHouse, replaced, shown } from './support.ts';

async function error(folder: string): Promise<string[]> {
  const thrown = (await loadSource(folder).catch((cause: unknown) => cause)) as PlimsollError;
  return [thrown, ...thrown.others].map((one) => shown(folder, one));
}

const extra = path.join(bundlesFolder, 'extra');

/** The bundle `extra` beside a planted house, with its include replaced. */
function plantedExtra(include: string, house: Parameters<typeof plantedHouse>[0] = {}): string {
  const folder = path.join(path.dirname(plantedHouse(house)), 'extra');
  const file = path.join(folder, 'bundle.yaml');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/include:[\s\S]*/, `include: ${include}\n`));
  return folder;
}

describe('loadSource', () => {
  test('reads every part of a bundle', async () => {
    const source = await loadSource(houseFolder);
    expect(source.rules.map(({ id, area, folder }) => [id, area, folder])).toEqual([
      ['acme/engine-files-owned', 'host', 'rules/host/engine-files-owned'],
      ['acme/no-privileged', 'container', 'rules/container/no-privileged'],
      ['acme/trusted-registry', 'container', 'rules/container/trusted-registry'],
    ]);
    expect(source.libraries.map((file) => file.path)).toContain('lib/names.rego');
    expect(source.libraries.map((file) => file.path)).toContain('plimsoll/lib/result.rego');
    expect(source.libraryTests.map((file) => file.path)).toEqual(['lib/names_test.rego']);
    expect(source.data).toEqual({
      acme: { tables: { mirrors: { 'mirror.example.com': 'kept by the network team' } } },
    });
    expect(source.frameworks.map(({ framework }) => framework.framework)).toEqual(['acme-house-1']);
    expect(source.profiles.map(({ profile }) => profile.profile)).toEqual(['acme-strict']);
    expect(source.documents.map((file) => file.path)).toEqual([
      'bundle.yaml',
      'frameworks/house.yaml',
      'profiles/strict.yaml',
      'tables/mirrors.json',
    ]);
  });

  test.each<[string, Parameters<typeof plantedHouse>[0], string]>([
    [
      'no bundle.yaml',
      { 'bundle.yaml': null },
      'bundle.yaml file-unreadable HOUSE/bundle.yaml cannot be read (ENOENT)',
    ],
    [
      'a misspelt key of bundle.yaml',
      { 'bundle.yaml': replaced('licence:', 'license:') },
      'bundle.yaml:1:1 bundle-invalid licence is missing',
    ],
    [
      'a version that is none',
      { 'bundle.yaml': replaced('1.0.0', '1.0') },
      'bundle.yaml:3:10 bundle-invalid version: Invalid input: expected string, received number',
    ],
    [
      'a file that does not belong to a rule',
      { 'rules/host/engine-files-owned/notes.md': '' },
      'rules/host/engine-files-owned/notes.md bundle-invalid This does not belong here: a rule has engine_files_owned.rego, engine_files_owned_test.rego and examples.yaml',
    ],
    [
      'a rule without module',
      { 'rules/host/other/other_test.rego': 'package x' },
      "rules/host/other bundle-invalid The rule's module other.rego is missing",
    ],
    [
      'a table that OPA would take for its data',
      { 'tables/data.json': '{}' },
      'tables/data.json bundle-invalid This does not belong here: tables/ holds <snake_case>.json',
    ],
    [
      'a table that is no JSON',
      { 'tables/mirrors.json': '{"a": ' },
      'tables/mirrors.json json-invalid Unexpected end of JSON input',
    ],
    [
      'a framework that breaks its schema',
      { 'frameworks/house.yaml': replaced('coverage: partial', 'coverage: most') },
      'frameworks/house.yaml:11:15 bundle-invalid controls.1.coverage: Invalid option: expected one of "full"|"partial"|"supporting"',
    ],
    [
      'a profile without reason',
      { 'profiles/strict.yaml': (text) => `${text}exclude: [{rule: acme/no-privileged}]\n` },
      'profiles/strict.yaml:8:11 profile-invalid exclude.0.reason is missing',
    ],
  ])('refuses %s', async (_name, changes, expected) => {
    const folder = plantedHouse(changes);
    expect((await error(folder)).map((line) => line.replaceAll(folder, 'HOUSE'))).toContain(expected);
  });

  test('refuses a folder that is not there', async () => {
    expect(await error(path.join(bundlesFolder, 'nowhere'))).toEqual([
      expect.stringContaining('bundle-unknown There is no bundle folder'),
    ]);
  });

  test('refuses a file that is not UTF-8', async () => {
    const folder = plantedHouse();
    fs.writeFileSync(path.join(folder, 'lib/names.rego'), Buffer.from([0x70, 0xff, 0xfe]));
    expect(await error(folder)).toEqual(['lib/names.rego bundle-invalid The file is not UTF-8']);
  });
});

describe('include', () => {
  test('brings the chosen rules with libraries, tables and parameters', async () => {
    const source = await loadSource(extra);
    expect(source.rules.map(({ id, module }) => [id, module.path])).toEqual([
      ['acme-shop/not-privileged-either', 'rules/container/not-privileged-either/not_privileged_either.rego'],
      ['acme/trusted-registry', 'include/acme-house/rules/container/trusted-registry/trusted_registry.rego'],
    ]);
    expect(source.libraries.map((file) => file.path)).toContain('include/acme-house/lib/names.rego');
    expect(source.data).toEqual((await loadSource(houseFolder)).data);
    expect(Object.keys(source.parameters['acme']!)).toEqual(['trustedRegistries']);
    expect(source.frameworks).toEqual([]);
  });

  test('takes areas, all rules, and names that only the caller knows', async () => {
    const ids = async (include: string) => {
      const folder = plantedExtra(include);
      const resolveBundle = (name: string) => (name === 'house@1.0.0' ? path.join(folder, '../house') : null);
      const { rules } = await loadSource(folder, { resolveBundle });
      return rules.map(({ id }) => id).filter((id) => id.startsWith('acme/'));
    };
    expect(await ids('[{bundle: ../house, areas: [host]}]')).toEqual(['acme/engine-files-owned']);
    expect(await ids('[{bundle: "house@1.0.0"}]')).toEqual([
      'acme/engine-files-owned',
      'acme/no-privileged',
      'acme/trusted-registry',
    ]);
    expect(await ids('[{bundle: ../house, areas: [host], rules: [acme/no-privileged]}]')).toEqual([
      'acme/engine-files-owned',
      'acme/no-privileged',
    ]);
  });

  test.each<[string, string, Parameters<typeof plantedHouse>[0], string]>([
    ['an unknown bundle', '[{bundle: nowhere}]', {}, 'bundle.yaml:8:20 bundle-unknown No bundle nowhere is known'],
    [
      'an unknown rule',
      '[{bundle: ../house, rules: [no-such]}]',
      {},
      'bundle.yaml:8:38 bundle-invalid acme-house has no rule no-such',
    ],
    [
      'an unknown area',
      '[{bundle: ../house, areas: [attic]}]',
      {},
      'bundle.yaml:8:38 bundle-invalid acme-house has no area attic',
    ],
    [
      'a bundle that includes itself',
      '[{bundle: ../house}]',
      { 'bundle.yaml': (text) => `${text}include: [{bundle: ../extra}]\n` },
      '../house/bundle.yaml:18:20 bundle-invalid ../extra includes itself',
    ],
  ])('refuses %s', async (_name, include, house, expected) => {
    expect(await error(plantedExtra(include, house))).toEqual([expected]);
  });

  test('refuses another version than the one that is named', async () => {
    const folder = plantedExtra('[{bundle: "house@9.0.0"}]');
    const thrown = await loadSource(folder, { resolveBundle: () => path.join(folder, '../house') }).catch(
      (cause) => cause,
    );
    expect(shown(folder, thrown as PlimsollError)).toBe(
      'bundle.yaml:8:20 bundle-unknown house@9.0.0 is wanted, but 1.0.0 is what is there',
    );
  });
});

describe('sourceDigest', () => {
  test('is the same wherever the bundle lies, and another after any change', async () => {
    const digest = async (folder: string) => sourceDigest(await loadSource(folder));
    const first = await digest(houseFolder);
    expect(first).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await digest(plantedHouse())).toBe(first);
    const changes: Parameters<typeof plantedHouse>[0][] = [
      { 'bundle.yaml': replaced('1.0.0', '1.0.1') },
      { 'lib/names.rego': replaced('localhost', 'local') },
      { 'tables/mirrors.json': '{}' },
      { 'rules/container/no-privileged/examples.yaml': replaced('ordinary', 'usual') },
      { 'frameworks/house.yaml': replaced('on call', 'awake') },
    ];
    const others = await Promise.all(changes.map((change) => digest(plantedHouse(change))));
    expect(new Set([first, ...others]).size).toBe(changes.length + 1);
  });
});

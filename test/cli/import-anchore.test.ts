import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importAnchore } from '../../cli/import/anchore/index.ts';
import { jsonFault } from '../../cli/import/json-fault.ts';
import { type Bundle, limitsWith, PlimsollError, Profile, parseWaivers, resolveProfile } from '../../engine/index.ts';
import { parseYaml } from '../../rego/index.ts';
import { rootFolder } from '../../root.ts';
import { openBundles } from '../../service/index.ts';
import { runCli } from '../support/cli.ts';

const fixtures = path.join(rootFolder, 'test', 'fixtures', 'anchore');
const options = { file: 'bundle.json', by: 'Alice', reviewBy: '2099-01-01' };
let bundles: Bundle[];
let folder: string;

beforeAll(async () => {
  bundles = await openBundles(['assurance', 'licenses'], {
    folder: rootFolder,
    limits: limitsWith(),
    onProgress: () => {},
  });
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-import-'));
});

afterAll(() => fs.rm(folder, { recursive: true, force: true }));

function read(name: string): Promise<string> {
  return fs.readFile(path.join(fixtures, name), 'utf8');
}

/** A bundle with one policy for all images. */
function bundleOf(rules: unknown[], more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    id: 'b',
    version: '1_0',
    policies: [{ id: 'p', name: 'P', rules }],
    mappings: [
      { registry: '*', repository: '*', image: { type: 'tag', value: '*' }, policy_id: 'p', whitelist_ids: ['w'] },
    ],
    ...more,
  });
}

function rule(gate: string, trigger: string, params: Record<string, string> = {}, action = 'STOP', id = 'r'): unknown {
  return { id, gate, trigger, action, params: Object.entries(params).map(([name, value]) => ({ name, value })) };
}

/** What a profile says, resolved against the bundles it is for. */
function resolved(profile: string) {
  const parsed = parseYaml(profile, 'profile.yaml', Profile);
  return resolveProfile({ catalogues: bundles.map(({ catalogue }) => catalogue), profile: parsed });
}

describe.each(['default.json', 'cis-base.json'])('the bundle %s', (name) => {
  test('becomes a profile that resolves against assurance and licenses, and waivers that are valid', async () => {
    const made = importAnchore(await read(name), options);
    const { on, tailoring } = resolved(made.profile!);
    expect(on.length).toBe(made.rules);
    const changed = tailoring.filter(({ what }) => what !== 'excluded');
    expect(changed.filter(({ by, reviewBy }) => by !== 'Alice' || reviewBy !== '2099-01-01')).toEqual([]);
    expect(parseWaivers(parseYaml(made.waivers, 'waivers.yaml')).length).toBe(made.accepted);
  });

  test('gives the same texts every time', async () => {
    const text = await read(name);
    expect(importAnchore(text, options)).toEqual(importAnchore(text, options));
  });

  test('leaves no rule, item, image or mapping untold', async () => {
    const bundle = JSON.parse(await read(name));
    const { lines } = importAnchore(await read(name), options);
    const [first] = bundle.policies;
    const items = bundle.whitelists.flatMap((list: { items: unknown[] }) => list.items);
    const images = [...bundle.whitelisted_images, ...bundle.blacklisted_images];
    expect(lines.length).toBe(first.rules.length + items.length + images.length + bundle.mappings.length - 1);
    expect(lines.filter(({ rules, remark }) => rules.length === 0 && remark === '')).toEqual([]);
  });
});

test('the everyday bundle becomes what it says', async () => {
  const made = importAnchore(await read('default.json'), options);
  const { on, parameters, rules } = resolved(made.profile!);
  expect(on).toEqual([
    'plimsoll/dockerfile-healthcheck',
    'plimsoll/image-exposed-ports-allowed',
    'plimsoll/image-healthcheck',
    'plimsoll/image-no-denied-packages',
    'plimsoll/image-no-removed-secrets',
    'plimsoll/image-no-visible-secrets',
  ]);
  const severityOf = (id: string) => rules.find((each) => each.id === id)?.severity;
  expect(on.map(severityOf)).toEqual(['medium', 'high', 'medium', 'medium', 'high', 'high']);
  expect(parameters['plimsoll/image-exposed-ports-allowed']).toMatchObject({ deniedPorts: ['22'] });
  expect(parameters['plimsoll/image-no-denied-packages']).toEqual({ deniedPackages: [{ name: 'telnetd' }] });
  expect(parseYaml(made.waivers, 'waivers.yaml')).toEqual({
    waivers: [
      {
        kind: 'risk-accepted',
        rule: 'plimsoll/image-no-denied-packages',
        match: { part: '**/telnetd@**' },
        reason: 'Taken over: Anchore allowlist Known, 0243994bc27fdcdd836872460cce767a.',
        requestedBy: 'Anchore allowlist Known',
        approvedBy: 'Alice',
        expires: '2099-06-30',
      },
    ],
  });
  for (const words of ['r2 vulnerabilities package: there is no vulnerability data', 'CVE-2020-0001+openssl']) {
    expect(made.profile).toContain(words);
  }
});

test('the CIS bundle sets lists, the strictest action wins, and an image is allowed by its digest', async () => {
  const made = importAnchore(await read('cis-base.json'), { ...options, expires: '2099-12-31' });
  const { parameters, rules } = resolved(made.profile!);
  expect(parameters['plimsoll/image-no-denied-packages']).toEqual({
    deniedPackages: [{ name: 'gcc' }, { name: 'openssh-server' }],
  });
  expect(parameters['plimsoll/image-exposed-ports-allowed']).toEqual({
    deniedPorts: ['22', '23'],
    allowedPorts: ['8080', '8443'],
  });
  expect(parameters['plimsoll/image-size-limited']).toEqual({ maxMegabytes: 1073.741824 });
  expect(parameters['plimsoll']).toMatchObject({ licensesDenied: ['AGPL-3.0-only', 'BUSL-1.1', 'GPL-3.0-or-later'] });
  expect(rules.find(({ id }) => id === 'plimsoll/image-no-denied-packages')?.severity).toBe('high');
  const { waivers } = parseYaml(made.waivers, 'waivers.yaml') as { waivers: { match: unknown; expires: string }[] };
  expect(waivers.map(({ match, expires }) => [match, expires])).toEqual([
    [{ imageDigest: `sha256:${'0'.repeat(63)}1` }, '2099-12-31'],
  ]);
  expect(importAnchore(await read('cis-base.json'), options).accepted).toBe(0);
  const shortened = importAnchore(await read('default.json'), { ...options, expires: '2030-01-31' });
  expect(shortened.waivers).toContain('expires: "2030-01-31"');
  expect(shortened.lines.at(-1)!.remark).toBe('it ends on 2030-01-31 and not on 2099-06-30');
});

describe('single rules', () => {
  const cases: [what: string, rule: unknown, rules: string[]][] = [
    [
      'a user that is root',
      rule('dockerfile', 'effective_user', { users: 'root', type: 'denylist' }),
      ['dockerfile-final-stage-user', 'image-runs-as-non-root'],
    ],
    ['another user', rule('dockerfile', 'effective_user', { users: 'ftp', type: 'blacklist' }), []],
    [
      'a real HEALTHCHECK only',
      rule('dockerfile', 'instruction', {
        instruction: 'healthcheck',
        check: 'not_exists',
        actual_dockerfile_only: 'true',
      }),
      ['dockerfile-healthcheck'],
    ],
    [
      'sudo',
      rule('dockerfile', 'instruction', { instruction: 'RUN', check: 'like', value: '.*sudo.*' }),
      ['dockerfile-no-sudo'],
    ],
    [
      'a pattern of its own',
      rule('dockerfile', 'instruction', { instruction: 'RUN', check: 'like', value: '.*make.*' }),
      [],
    ],
    [
      'latest',
      rule('dockerfile', 'instruction', { instruction: 'FROM', check: 'like', value: '.*:latest' }),
      ['dockerfile-base-pinned'],
    ],
    [
      'no ports at all',
      rule('dockerfile', 'exposed_ports', { ports: '0', type: 'blacklist' }),
      ['image-exposed-ports-allowed'],
    ],
    [
      'a required package',
      rule('packages', 'required_package', { name: 'ca-certificates', version: '2023', version_match_type: 'minimum' }),
      ['image-has-required-packages'],
    ],
    [
      'an npm package',
      rule('npms', 'blacklisted_name_version', { name: 'left-pad', version: '1.0.0' }),
      ['image-no-denied-packages'],
    ],
    ['a gem', rule('ruby_gems', 'blacklist', { name: 'rails' }), ['image-no-denied-packages']],
    ['a feed', rule('npms', 'unknown_in_feeds'), []],
    [
      'layers',
      rule('metadata', 'attribute', { attribute: 'layer_count', check: '>=', value: '20' }),
      ['image-layer-count-limited'],
    ],
    ['an architecture', rule('metadata', 'attribute', { attribute: 'architecture', check: '=', value: 's390x' }), []],
    ['a secret that must be there', rule('secret_scans', 'content_regex_checks', { match_type: 'notfound' }), []],
    ['a part of the name of a licence', rule('licenses', 'blacklist_partial_match', { licenses: 'GPL' }), []],
    ['malware', rule('malware', 'scans'), []],
    ['everything', rule('always', 'always'), []],
    ['a file that was kept', rule('retrieved_files', 'content_regex', { path: '/etc/x' }), []],
    ['an account', rule('passwd_file', 'blacklist_shells', { shells: '/bin/sh' }), []],
    ['a name of a file', rule('files', 'name_match', { regex: '.*pem' }), []],
    ['a gate that nobody knows', rule('weather', 'rain'), []],
    ['a name that every object has', rule('constructor', 'toString'), []],
  ];

  test.each(cases)('%s', (_what, one, wanted) => {
    const other = rule('files', 'suid_or_guid_set');
    const { lines, profile } = importAnchore(bundleOf([one, other]), options);
    expect([...lines[0]!.rules].sort()).toEqual(wanted.map((id) => `plimsoll/${id}`));
    expect(lines[0]!.rules.length > 0 || lines[0]!.remark !== '').toBe(true);
    expect(resolved(profile!).on.length).toBe(wanted.length + 1);
  });

  test('values are those of the rule', () => {
    const made = importAnchore(
      bundleOf([
        rule('packages', 'required_package', { name: 'tzdata', version: '2025', version_match_type: 'minimum' }),
        rule('packages', 'required_package', { name: 'tini', version: '0.19' }),
        rule('npms', 'blacklisted_name_version', { name: '@a/b', version: '1.0.0' }),
        rule('metadata', 'attribute', { attribute: 'layer_count', check: '>=', value: '20' }),
        rule('metadata', 'attribute', { attribute: 'layer_count', check: '>', value: '30' }),
        rule('dockerfile', 'exposed_ports', { ports: '80,443', type: 'whitelist' }),
        rule('dockerfile', 'exposed_ports', { ports: '443,8443', type: 'whitelist' }),
      ]),
      options,
    );
    const { parameters } = resolved(made.profile!);
    expect(parameters['plimsoll/image-has-required-packages']).toEqual({
      requiredPackages: [
        { name: 'tzdata', from: '2025' },
        { name: 'tini', version: '0.19' },
      ],
    });
    expect(parameters['plimsoll/image-no-denied-packages']).toEqual({
      deniedPackages: [{ name: '@a/b', type: 'npm', version: '1.0.0' }],
    });
    expect(parameters['plimsoll/image-layer-count-limited']).toEqual({ maxLayers: 19 });
    expect(parameters['plimsoll/image-exposed-ports-allowed']).toEqual({ allowedPorts: ['443'], deniedPorts: [] });
  });

  test('names of version 2 mean the same', () => {
    const old = importAnchore(bundleOf([rule('packages', 'blacklist', { name: 'x' })]), options);
    const text = JSON.stringify({
      id: 'b',
      version: '2',
      rule_sets: [{ id: 'p', name: 'P', rules: [rule('packages', 'denylist', { name: 'x' })] }],
      allowlists: [],
      mappings: [{ image: { type: 'tag', value: '*' }, rule_set_ids: ['p'], allowlist_ids: [] }],
    });
    expect(importAnchore(text, options).profile).toBe(old.profile);
  });

  test('what bundles hold cannot leave a comment or a text of the profile', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ maxLength: 20 }), (id, name) => {
        const text = JSON.stringify({
          id: 'b',
          name,
          version: '1_0',
          policies: [
            {
              id: 'p',
              name,
              rules: [rule('files', 'suid_or_guid_set'), rule(`x${id}`, `${name}\nexclude:`, {}, 'GO', id)],
            },
          ],
        });
        const { profile } = importAnchore(text, options);
        const { on } = resolved(profile!);
        expect(on).toEqual(['plimsoll/image-privileged-files-allowed']);
      }),
      { numRuns: 200, seed: 20_260_101 },
    );
  });
});

test('where a text stops being JSON is where the engine refuses to go on', () => {
  const json = fc.json({ maxDepth: 4 });
  fc.assert(
    fc.property(json, fc.nat(), fc.constantFrom('', ',', '}', ']', '"', ':', 'x', '01', '\n', '{'), (text, at, put) => {
      const place = at % (text.length + 1);
      const changed = `${text.slice(0, place)}${put}${text.slice(place + (at % 2))}`;
      expect(jsonFault(text)).toBeNull();
      let valid = true;
      try {
        JSON.parse(changed);
      } catch {
        valid = false;
      }
      expect(jsonFault(changed) === null, changed).toBe(valid);
    }),
    { numRuns: 3000, seed: 20_260_101 },
  );
  expect(jsonFault('{"a": 1,\n "b": }')).toEqual({ line: 2, column: 7 });
  expect(jsonFault('[1, 2')).toEqual({ line: 1, column: 6 });
});

describe('which policy', () => {
  test('the one that is named, by name or id', async () => {
    const text = await read('cis-base.json');
    expect(importAnchore(text, { ...options, policy: 'Loose' }).profile).toBeNull();
    expect(importAnchore(text, { ...options, policy: 'cis-4' }).profile).not.toBeNull();
  });

  test('none for all images, and several: the user is asked', () => {
    const text = JSON.stringify({
      id: 'b',
      version: '1_0',
      policies: [
        { id: 'p', name: 'One', rules: [] },
        { id: 'q', name: 'Two', rules: [] },
      ],
    });
    expect(() => importAnchore(text, options)).toThrow(PlimsollError);
    expect(() => importAnchore(text, options)).toThrow(/No mapping is for all images/);
  });
});

describe('the command', () => {
  test('writes both files and prints what became of each rule', async () => {
    const line = ['bundle', 'import', 'anchore', path.join(fixtures, 'default.json'), '-o', 'out'];
    const first = await runCli(line, { folder });
    const written = await Promise.all(
      ['profile.yaml', 'waivers.yaml'].map((name) => fs.readFile(path.join(folder, 'out', name), 'utf8')),
    );
    expect([first.code, first.stdout.split('\n').length]).toEqual([0, 10]);
    expect(first.stdout).toContain('there is no vulnerability data');
    expect((await runCli(line, { folder })).stdout).toBe(first.stdout);
    const again = await Promise.all(
      ['profile.yaml', 'waivers.yaml'].map((name) => fs.readFile(path.join(folder, 'out', name), 'utf8')),
    );
    expect(again).toEqual(written);
  });

  const bad: [string, string, RegExp][] = [
    ['no JSON', '{"id": "b",\n  "version": }', /bad\.json:2:14: This is no JSON/],
    ['another JSON', '[1]', /bad\.json:1:1: /],
    [
      'an action that is none',
      '{"id":"b","version":"1_0","policies":[{"id":"p","rules":[\n {"gate":"a","trigger":"b","action":"MAYBE"}]}]}',
      /bad\.json:2:\d+: .*STOP, WARN or GO/,
    ],
    ['no policies', '{"id":"b","version":"1_0"}', /bad\.json: .*no policies/],
    [
      'a mapping to nothing',
      bundleOf([]).replace('"policy_id":"p"', '"policy_id":"x"'),
      /bad\.json: .*names the policy x/,
    ],
  ];

  test.each(bad)('%s is one message with its place, and nothing is written', async (_what, text, words) => {
    await fs.writeFile(path.join(folder, 'bad.json'), text);
    const { code, stderr } = await runCli(['bundle', 'import', 'anchore', 'bad.json', '-o', 'none'], { folder });
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(words);
    expect(stderr).toMatch(/Next: /);
    expect((await fs.readdir(folder)).includes('none')).toBe(false);
  });

  test('another program, and a date that is none, are refused', async () => {
    const file = path.join(fixtures, 'default.json');
    const other = await runCli(['bundle', 'import', 'clair', file], { folder });
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('Known programs are: anchore')]);
    const date = await runCli(['bundle', 'import', 'anchore', file, '--expires', '2026-02-31'], { folder });
    expect([date.code, date.stderr]).toEqual([2, expect.stringContaining('2026-02-31 is no date')]);
  });
});

/** Violations of the contract of rules, each planted in a copy of the bundle `house`, with all that must be found. */
import fs from 'node:fs';
import path from 'node:path';
import { houseFolder, replaced } from './support.ts';

export type Change = string | null | ((text: string) => string);

/** What is wrong, what is changed to make it so, and every line that is found. */
export type Planted = [what: string, changes: Record<string, Change>, found: string[]];

const privileged = 'rules/container/no-privileged/no_privileged';
const registry = 'rules/container/trusted-registry/trusted_registry';
const files = 'rules/host/engine-files-owned/engine_files_owned';
const condition = 'container.privileged == true';

/** Lines that stand before the condition of `no-privileged`. */
function before(...lines: string[]): Record<string, Change> {
  return { [`${privileged}.rego`]: replaced(condition, [...lines, condition].join('\n\t')) };
}

function added(...lines: string[]): (text: string) => string {
  return (text) => `${text}\n${lines.join('\n')}\n`;
}

function inMetadata(from: string, to: string): Record<string, Change> {
  return { [`${privileged}.rego`]: replaced(from, to) };
}

/** The rule `no-privileged` in another area. */
function copiedRule(area: string): Record<string, Change> {
  const folder = path.join(houseFolder, 'rules/container/no-privileged');
  const entries = fs.readdirSync(folder).map((name) => {
    const text = fs.readFileSync(path.join(folder, name), 'utf8').replaceAll('rules.container', `rules.${area}`);
    return [`rules/${area}/no-privileged/${name}`, text];
  });
  return Object.fromEntries(entries);
}

export const planted: Planted[] = [
  // Names and form
  [
    'a package that is not its folder',
    { [`${files}.rego`]: replaced('package acme.rules.host.engine_files_owned', 'package acme.rules.host.other') },
    [
      `${files}.rego:10:1 rego-invalid The package is acme.rules.host.other, but the folder says acme.rules.host.engine_files_owned`,
      `${files}_test.rego:1:1 rego-invalid The package of the tests is acme.rules.host.other_test`,
    ],
  ],
  [
    'an area that is not in kebab case',
    { ...copiedRule('Image'), 'rules/container/no-privileged': null },
    ['rules/Image/no-privileged/no_privileged.rego rego-invalid The folder of the area is not in kebab case: Image'],
  ],
  [
    'a rule without the set violations',
    { [`${privileged}.rego`]: replaced('violations contains', 'unknown contains') },
    [
      `${privileged}.rego:13:1 rego-invalid The rule has no set violations`,
      `${privileged}_test.rego rego-invalid No test shows unknown: write test_unknown_…`,
    ],
  ],
  [
    'an entrypoint at a helper',
    { [`${privileged}.rego`]: added('# METADATA', '# entrypoint: true', '_helper := 1') },
    [`${privileged}.rego:13:1 rego-invalid METADATA of a rule has no entrypoint and no scope subpackages`],
  ],
  [
    'a library outside lib',
    {
      'lib/names.rego': replaced('package acme.lib.names', 'package acme.names'),
      'lib/names_test.rego': null,
      [registry.replace(/[^/]*$/, '')]: null,
      'frameworks/house.yaml': null,
      'profiles/strict.yaml': null,
    },
    ['lib/names.rego:3:1 rego-invalid The package of a library is acme.lib.<name>'],
  ],
  [
    'one id in two areas',
    copiedRule('image'),
    [
      'rules/image/no-privileged/no_privileged.rego bundle-invalid The id acme/no-privileged is also that of HOUSE/rules/container/no-privileged/no_privileged.rego',
    ],
  ],
  [
    'violations that are no set',
    {
      [`${privileged}.rego`]: replaced(
        'violations contains result.fail(container, {}) if',
        'violations := result.fail(container, {}) if',
      ),
    },
    [
      `${privileged}.rego:17:1 rego-invalid violations is a value, write "violations contains … if"`,
      `${privileged}_test.rego:6:2 rego-invalid match error (rego_type_error)`,
      `${privileged}_test.rego:10:2 rego-invalid match error (rego_type_error)`,
    ],
  ],
  [
    'a helper without underscore',
    { [`${privileged}.rego`]: added('helper := 1') },
    [`${privileged}.rego:22:1 rego-invalid helper is none of the four sets: a helper's name begins with _`],
  ],
  // METADATA
  [
    'an entrypoint of its own',
    inMetadata('# custom:', '# entrypoint: true\n# custom:'),
    [
      `${privileged}.rego:6:3 rego-invalid Unknown key "entrypoint"; known are custom, description, related_resources, scope, title`,
    ],
  ],
  [
    'a misspelt key of METADATA',
    inMetadata('#   severity: critical', '#   severity: critical\n#   sevrity: high'),
    [`${privileged}.rego:8:5 rego-invalid Unknown key "sevrity", did you mean "severity"?`],
  ],
  [
    'an unknown severity',
    inMetadata('severity: critical', 'severity: awful'),
    [
      `${privileged}.rego:7:15 rego-invalid custom.severity: Invalid option: expected one of "critical"|"high"|"medium"|"low"|"info"`,
    ],
  ],
  [
    'no METADATA',
    inMetadata('# METADATA', '# NOTHING'),
    [`${privileged}.rego:13:1 rego-invalid The package has no METADATA`],
  ],
  [
    'METADATA that is no YAML',
    inMetadata('severity: critical', 'severity: [critical'),
    [`${privileged}.rego:7:1 rego-invalid yaml: line 5: did not find expected ',' or ']' (rego_parse_error)`],
  ],
  [
    'not_applicable without reasons',
    { [`${registry}.rego`]: replaced('#   reasons:\n#     local: "{image} was built on this machine"\n', '') },
    [`${registry}.rego:5:5 rego-invalid not_applicable needs reasons in METADATA`],
  ],
  [
    'a set review without question',
    { [`${registry}.rego`]: replaced('#   question: "Who answers for {image}?"\n', '') },
    [`${registry}.rego:5:5 rego-invalid review needs a question in METADATA`],
  ],
  [
    'a question that nothing asks',
    inMetadata('#   severity: critical', '#   severity: critical\n#   question: "Why?"'),
    [`${privileged}.rego:7:5 rego-invalid a question without a set review`],
  ],
  // Facts
  [
    'an unknown kind',
    inMetadata('kind: container', 'kind: contaner'),
    [`${privileged}.rego:8:11 rego-invalid There is no kind contaner`],
  ],
  [
    'a need that is no fact',
    inMetadata('needs: [privileged]', 'needs: [privileged, privilegd]'),
    [
      `${privileged}.rego:9:25 rego-invalid A container has no fact privilegd, did you mean privileged?`,
      `${privileged}.rego:9:25 rego-invalid privilegd is in needs and neither read nor shown`,
    ],
  ],
  [
    'a need that nothing reads',
    inMetadata('needs: [privileged]', 'needs: [privileged, capAdd]'),
    [`${privileged}.rego:9:25 rego-invalid capAdd is in needs and neither read nor shown`],
  ],
  [
    'a fact that is not needed',
    inMetadata('needs: [privileged]', 'needs: []'),
    [`${privileged}.rego:19:2 rego-invalid privileged is read and not in needs`],
  ],
  [
    'a misspelt member of a list',
    { [`${files}.rego`]: replaced('file.uid != 0', 'file.uidd != 0') },
    [
      `${files}.rego:18:2 rego-invalid A host has no fact engineFiles.uidd, did you mean uid?`,
      `${files}.rego:18:2 rego-invalid undefined ref: file.uidd (rego_type_error)`,
    ],
  ],
  [
    'a fact by a name that is not constant',
    before('some name in ["image"]', 'container[name] != ""'),
    [`${privileged}.rego:20:2 rego-invalid A fact is read by a name that is not constant, or a whole resource`],
  ],
  [
    'a whole resource given to a built-in',
    before('json.marshal(container) != ""'),
    [`${privileged}.rego:19:2 rego-invalid A fact is read by a name that is not constant, or a whole resource`],
  ],
  [
    'a join of resources',
    before('some other in input.resources', 'other.key != container.key'),
    [`${privileged}.rego:17:1 rego-invalid The rule goes over input.resources 2 times: never join`],
  ],
  [
    'a join through a helper',
    {
      [`${privileged}.rego`]: (text) =>
        added('_keys contains container.key if some container in input.resources')(
          replaced(condition, `${condition}\n\tcount(_keys) > 1`)(text),
        ),
    },
    [`${privileged}.rego:17:1 rego-invalid The rule goes over input.resources 2 times: never join`],
  ],
  // Calls and data
  [
    'walk',
    before('walk(container.privileged, [_, true])'),
    [`${privileged}.rego:19:2 rego-invalid walk reads everything: name the facts`],
  ],
  [
    'a partial built-in',
    before('to_number("1") == 1'),
    [
      `${privileged}.rego:19:2 rego-invalid to_number makes a finding disappear where it fails: use a wrapper of plimsoll.lib`,
    ],
  ],
  [
    'a pattern from data',
    before('regex.match(container.name, "x")'),
    [`${privileged}.rego:19:2 rego-invalid regex.match with a pattern from data: only a library may do that`],
  ],
  [
    'print',
    before('print("here")'),
    [`${privileged}.rego:19:2 rego-invalid print is for trying things out: remove it`],
  ],
  [
    'the network',
    before('http.send({"method": "get", "url": "http://localhost"})'),
    [`${privileged}.rego:19:2 rego-invalid undefined function http.send (rego_type_error)`],
  ],
  [
    'the clock',
    before('time.now_ns() > 0'),
    [`${privileged}.rego:19:2 rego-invalid undefined function time.now_ns (rego_type_error)`],
  ],
  [
    'the switches of the engine',
    before('data.plimsoll.on.x'),
    [`${privileged}.rego:19:2 rego-invalid A rule does not read data.plimsoll.on.x`],
  ],
  [
    'a table that is not there',
    { [`${registry}.rego`]: replaced('tables.mirrors', 'tables.mirors') },
    [`${registry}.rego:46:23 rego-invalid There is no table data.acme.tables.mirors`],
  ],
  // Parameters
  [
    'a misspelt id in a parameter',
    {
      [`${registry}.rego`]: replaced(
        '_params.askAbout\n}\n\nnot_',
        'data.plimsoll.params["acme/trusted"].askAbout\n}\n\nnot_',
      ),
    },
    [
      `${registry}.rego:31:18 rego-invalid Parameters of acme/trusted are not for acme/trusted-registry: the id is misspelt or foreign`,
    ],
  ],
  [
    'a parameter that is not declared',
    { [`${registry}.rego`]: replaced('_params.askAbout\n}\n\nnot_', '_params.askAbot\n}\n\nnot_') },
    [`${registry}.rego:31:18 rego-invalid askAbot is read and not in parameters of METADATA`],
  ],
  [
    'a parameter that nothing reads',
    {
      [`${registry}.rego`]: replaced(
        '#     askAbout:',
        '#     other: {schema: {type: integer}, default: 1}\n#     askAbout:',
      ),
    },
    [`${registry}.rego:13:14 rego-invalid other is in parameters and is not read`],
  ],
  [
    'a default outside its schema',
    { [`${registry}.rego`]: replaced('default: [docker.io]', 'default: docker.io') },
    [
      `${registry}.rego:14:9 rego-invalid Parameter askAbout: its default does not fit its schema: Invalid input: expected array, received string`,
    ],
  ],
  [
    'a shared parameter that is not listed',
    { [`${registry}.rego`]: replaced('#   uses: [trustedRegistries]\n', '') },
    [`${registry}.rego:43:35 rego-invalid trustedRegistries is read and not in uses of METADATA`],
  ],
  [
    'a shared parameter that does not exist',
    inMetadata('#   needs: [privileged]', '#   needs: [privileged]\n#   uses: [trusted]'),
    [
      `${privileged}.rego:10:12 rego-invalid bundle.yaml has no shared parameter trusted`,
      `${privileged}.rego:10:12 rego-invalid trusted is in uses and is not read`,
    ],
  ],
  // Tests
  [
    'no tests',
    { [`${privileged}_test.rego`]: null },
    [`${privileged}.rego rego-invalid The rule has no no_privileged_test.rego`],
  ],
  [
    'no examples',
    { 'rules/container/no-privileged/examples.yaml': null },
    [`${privileged}.rego rego-invalid The rule has no examples.yaml`],
  ],
  [
    'a test whose name says nothing',
    { [`${privileged}_test.rego`]: replaced('test_fail_privileged', 'test_privileged') },
    [
      `${privileged}_test.rego rego-invalid No test shows fail: write test_fail_…`,
      `${privileged}_test.rego:5:1 rego-invalid test_privileged is no test_(fail|pass|na|unknown|review)_…; a helper's name begins with _`,
    ],
  ],
  [
    'a set that no test shows',
    { [`${registry}_test.rego`]: replaced('test_na_', 'test_pass_na_') },
    [`${registry}_test.rego rego-invalid No test shows na: write test_na_…`],
  ],
  // OPA's own check
  [
    'another format',
    inMetadata(`\t${condition}`, `    ${condition}`),
    [
      `${privileged}.rego:19:1 rego-invalid The file is not formatted as OPA does it; this line is meant: "\\tcontainer.privileged == true"`,
    ],
  ],
  [
    'a variable that is not used',
    before('unused := 1'),
    [`${privileged}.rego:19:2 rego-invalid assigned var unused unused (rego_compile_error)`],
  ],
  [
    'a comparison with null of what is never null',
    inMetadata(condition, 'container.privileged == null'),
    [`${privileged}.rego:19:2 rego-invalid match error (rego_type_error)`],
  ],
  [
    'a wrong type',
    before('startswith(container.privileged, "t")'),
    [`${privileged}.rego:19:2 rego-invalid startswith: invalid argument(s) (rego_type_error)`],
  ],
  [
    'Rego that cannot be parsed',
    inMetadata(condition, 'container.privileged = = true'),
    [`${privileged}.rego:19:25 rego-invalid unexpected eq token (rego_parse_error)`],
  ],
  // The bundle as a whole
  [
    'a public name of a library without METADATA',
    { 'lib/names.rego': added('public := 1') },
    ['lib/names.rego:16:1 rego-invalid public is public and has no METADATA'],
  ],
  [
    'a framework with an unknown rule',
    { 'frameworks/house.yaml': replaced('acme/no-privileged', 'acme/no-such') },
    ['frameworks/house.yaml:8:13 bundle-invalid This bundle has no rule acme/no-such'],
  ],
  [
    'evidence that is no fact',
    { 'frameworks/house.yaml': replaced('host.users', 'host.usrs') },
    ['frameworks/house.yaml:19:16 bundle-invalid There is no fact host.usrs'],
  ],
  [
    'a control listed twice',
    { 'frameworks/house.yaml': replaced('"1.2"', '"1.1"') },
    ['frameworks/house.yaml:9:9 bundle-invalid 1.1 is listed twice'],
  ],
  [
    'a profile with an unknown rule',
    { 'profiles/strict.yaml': replaced('acme/engine-files-owned', 'acme/no-such') },
    ['profiles/strict.yaml:7:12 profile-invalid This bundle has no rule acme/no-such'],
  ],
  [
    'a pattern that is none',
    { 'bundle.yaml': replaced("(\\w+)'", "(\\w+'") },
    ['bundle.yaml:17:25 bundle-invalid The pattern debug is no regular expression'],
  ],
  [
    'a shared default outside its schema',
    { 'bundle.yaml': replaced('default: [registry.example.com]', 'default: 1') },
    [
      'bundle.yaml:10:5 bundle-invalid Parameter trustedRegistries: its default does not fit its schema: Invalid input: expected array, received number',
    ],
  ],
];
